"""DSNs of PHP's PDO: `pgsql:host=db;port=5432;dbname=shop`, `mysql:host=db;dbname=shop;charset=utf8mb4`.

In: a `Text` and its `Reader`. Out: a `Dsn` with grammar `pdo`. Raises `DsnError` for other drivers and for text without pairs.
Grammar: https://www.php.net/manual/en/ref.pdo-pgsql.connection.php, https://www.php.net/manual/en/ref.pdo-mysql.connection.php,
read 2026-11-21.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.dsn.hosts import listed_hosts
from poolaudit.extract.dsn.mask import mask_ranges
from poolaudit.extract.dsn.query import pair
from poolaudit.extract.dsn.text import DsnError, Range, Text
from poolaudit.facts.dsn import Dsn
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.extract.dsn.query import Pair
    from poolaudit.extract.dsn.reader import Reader

DRIVERS = {"pgsql": "postgresql", "mysql": "mysql"}
"""Prefix → server family."""
_PARTS = frozenset(("host", "port", "user", "password", "dbname"))


def is_pdo(covered: str) -> bool:
    """Whether a string begins like a DSN of PDO and is no URL."""
    driver, colon, rest = covered.partition(":")
    return bool(colon) and driver in DRIVERS and not rest.startswith("//") and "=" in rest


def read_pdo(text: Text, reader: Reader) -> Dsn:
    """Read one DSN; the last of several equal keys counts. User and password mostly stand beside it."""
    driver = text.covered.partition(":")[0]
    if not is_pdo(text.covered):
        raise DsnError("it is no DSN of PDO for PostgreSQL or MySQL")
    pairs = tuple(_pairs(text, len(driver) + 1))
    last = {found.key: found for found in pairs}
    password = last.get("password")
    host = last.get("host") or last.get("unix_socket")
    return Dsn(
        span=text.span((0, len(text.text))),
        grammar="pdo",
        engine=DRIVERS[driver],
        driver="",
        scheme=Setting.absent("scheme"),
        hosts=listed_hosts(text, [host.at] if host else [], [last["port"].at] if "port" in last else [], reader, str),
        user=last["user"].setting if "user" in last else Setting.absent("user"),
        password=text.secret(password.at) if password and password.at[0] != password.at[1] else None,
        password_span=text.span(password.at) if password and password.at[0] != password.at[1] else None,
        database=last["dbname"].setting if "dbname" in last else Setting.absent("database"),
        parameters=tuple((found.key, found.setting) for found in pairs if found.key not in _PARTS),
        masked=mask_ranges(text.text, [found.at for found in pairs if found.is_secret]),
    )


def _pairs(text: Text, start: int) -> Iterator[Pair]:
    covered = text.covered
    while start < len(covered):
        end = covered.find(";", start)
        end = len(covered) if end < 0 else end
        equals = covered.find("=", start, end)
        if equals >= 0:
            value: Range = (equals + 1, end)
            yield pair(text, start, covered[start:equals].strip(), value, str)
        start = end + 1
