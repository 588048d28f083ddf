"""DSNs of go-sql-driver/mysql: `user:password@tcp(host:3306)/database?key=value`.

In: a `Text`. Out: a `Dsn` with grammar `go_mysql`, engine `mysql`. Raises `DsnError` for what the driver refuses.
Grammar: https://github.com/go-sql-driver/mysql#dsn-data-source-name, read 2026-11-20.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.dsn.hosts import NO_HOST, host_name
from poolaudit.extract.dsn.mask import mask_ranges
from poolaudit.extract.dsn.query import read_query
from poolaudit.extract.dsn.split import host_and_port
from poolaudit.extract.dsn.text import DsnError, Range, Text, unquote
from poolaudit.facts.dsn import Dsn, Host
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.extract.dsn.reader import Reader


def read_go_mysql(text: Text, reader: Reader) -> Dsn:
    """Read one DSN; the last `/` starts the database, the last `@` before it ends the password."""
    covered = text.covered
    slash = covered.rfind("/")
    if slash < 0 and covered:
        raise DsnError('no "/" stands before the database')
    slash = max(slash, 0)
    at = covered.rfind("@", 0, slash)
    user: Range | None = None
    password: Range | None = None
    if at >= 0:
        colon = covered.find(":", 0, at)
        user = (0, at if colon < 0 else colon)
        password = (colon + 1, at) if colon >= 0 else None
    question = covered.find("?", slash)
    question = len(covered) if question < 0 else question
    pairs = read_query(text, (question + 1, len(covered)), reader) if question < len(covered) else ()
    database = (slash + 1, question)
    filled = password if password is not None and password[0] != password[1] else None
    return Dsn(
        span=text.span((0, len(covered))),
        grammar="go_mysql",
        engine="mysql",
        driver="",
        scheme=Setting.absent("scheme"),
        hosts=(_host(text, at + 1, slash),),
        user=text.setting(user, "user") if user is not None and user[0] != user[1] else Setting.absent("user"),
        password=text.secret(filled) if filled is not None else None,
        password_span=text.span(filled) if filled is not None else None,
        database=text.setting(database, "database", unquote) if database[0] < database[1] else Setting.absent("database"),
        parameters=tuple((found.key, found.setting) for found in pairs),
        masked=mask_ranges(text.text, ([filled] if filled else []) + [p.at for p in pairs if p.is_secret]),
    )


def _host(text: Text, start: int, end: int) -> Host:
    covered = text.covered
    paren = covered.find("(", start, end)
    net = covered[start : end if paren < 0 else paren]
    if paren >= 0 and covered[end - 1] != ")":
        raise DsnError("the address has no closing parenthesis before the last slash")
    address = (paren + 1, end - 1) if paren >= 0 else (end, end)
    if address[0] == address[1]:
        if net not in ("", "tcp", "unix"):
            raise DsnError("the network has no default address")
        return NO_HOST
    if net == "unix" or not net.startswith("tcp"):
        return Host(host_name(text, address, str), Setting.absent("port"))
    if covered[address[0]] != "[" and covered.count(":", *address) > 1:
        return Host(host_name(text, address, str), Setting.absent("port"))  # an IPv6 address without brackets
    name, port = host_and_port(covered, *address)
    return Host(host_name(text, name, str), text.port(port) if port is not None else Setting.absent("port"))
