"""Connection strings that are no `scheme://` URL: node-postgres socket paths and `file:` databases of Prisma and libSQL."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.dsn_values import BASE_HOST
from poolaudit.facts.dsn import Dsn, Host
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.extract.dsn.reader import Reader
    from poolaudit.extract.dsn.text import Range, Text


def read_special(text: Text, reader: Reader) -> Dsn | None:
    """Read `/socket/folder database` (node-postgres) or `file:path`; None for any other string."""
    covered = text.covered
    if reader.name == "node" and covered.startswith("/"):
        blank = covered.find(" ")
        end = len(covered) if blank < 0 else blank
        second = covered.find(" ", end + 1)
        database = (end + 1, len(covered) if second < 0 else second)
        return _plain(text, "postgresql", (0, end), database if blank >= 0 else None, None)
    if (covered.startswith("file:") and not reader.name) or (reader.name == "prisma" and covered.startswith("file:")):
        return _plain(text, "sqlite", None, (len("file:"), len(covered)), (0, len("file")))
    if reader.name == "node" and ":" not in covered and covered == text.text:
        found = _plain(text, "postgresql", None, (0, len(covered)) if covered else None, None)
        base = Setting.derived(BASE_HOST, "host", "what is no URL is resolved against postgres://base")
        return replace(found, hosts=(Host(base, Setting.absent("port")),))
    return None


def _plain(text: Text, engine: str, host: Range | None, database: Range | None, scheme: Range | None) -> Dsn:
    return Dsn(
        span=text.span((0, len(text.text))),
        grammar="url",
        engine=engine,
        driver="",
        scheme=Setting.absent("scheme") if scheme is None else Setting.written(text.raw(scheme), text.span(scheme), "scheme"),
        hosts=(Host(Setting.absent("host") if host is None else text.setting(host, "host"), Setting.absent("port")),),
        user=Setting.absent("user"),
        password=None,
        password_span=None,
        database=Setting.absent("database") if database is None else text.setting(database, "database"),
        parameters=(),
        masked=text.text,
    )
