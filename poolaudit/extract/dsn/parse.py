"""Which grammar a string is, and the `Dsn` that it gives.

In: the text of a value, and a function from its offsets to spans. Out: a `Dsn`, or `DsnError` when it is no connection string.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.libpq_keywords import LIBPQ_KEYWORDS
from poolaudit.extract.dsn.reader import Reader, reader_named
from poolaudit.extract.dsn.scheme import R2DBC, looks_like_dsn
from poolaudit.extract.dsn.text import DsnError, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.span import Span

__all__ = ["DsnError", "looks_like_dsn", "parse_dsn"]

MAX_LENGTH = 8192
"""Characters; longer strings are refused, which bounds the work on hostile input."""


def parse_dsn(text: str, place: Callable[[int, int], Span], *, reader: str = "") -> Dsn:
    """Read a connection string as the library `reader` does.

    Args:
        text: The value of a literal or setting, escapes of its file already resolved.
        place: Span of the characters `text[start:end]`.
        reader: Who reads it: `libpq`, `psycopg`, `pgx`, `net_url`, `sqlalchemy`, `asyncpg`, `node`, `prisma`, `redis`, `pgjdbc`,
            `npgsql`, `go_mysql`. Any other name, or none, reads neutrally: what readers disagree about is *unresolved*.

    Raises:
        DsnError: It is no connection string, or one that the reader refuses. The message holds nothing of the text.
            What a strict reader refuses the neutral one may still read.
    """
    who = reader_named(reader)
    if len(text) > MAX_LENGTH:
        raise DsnError("the string is too long for a connection string")
    if "\0" in text:
        raise DsnError("a NUL character is not allowed")
    if not who.name:
        start = len(text) - len(text.lstrip())
        if start or text != text.rstrip():
            inner, outer = text.strip(), place
            return _read(Text(inner, lambda a, b: outer(a + start, b + start)), who)
    return _read(Text(text, place), who)


def _read(text: Text, reader: Reader) -> Dsn:
    covered = text.covered
    if reader.name == "npgsql":
        from poolaudit.extract.dsn.ado import read_ado  # noqa: PLC0415 - each grammar is loaded when met

        return read_ado(text, reader)
    if covered[:5].lower() == "jdbc:" or reader.name == "pgjdbc":
        if not covered.startswith("jdbc:") or reader.name not in ("", "pgjdbc"):
            raise DsnError("it is no JDBC URL that this reader accepts")
        from poolaudit.extract.dsn.jdbc import read_jdbc  # noqa: PLC0415

        return read_jdbc(text, reader)
    if covered.startswith(R2DBC) and not reader.name:
        from poolaudit.extract.dsn.r2dbc import read_r2dbc  # noqa: PLC0415

        return read_r2dbc(text, reader)
    if reader.name == "go_mysql" or (not reader.name and _is_go_mysql(covered)):
        from poolaudit.extract.dsn.go_mysql import read_go_mysql  # noqa: PLC0415

        return read_go_mysql(text, reader)
    if reader.name == "pdo" or (not reader.name and covered[:6] in ("pgsql:", "mysql:") and "://" not in covered):
        from poolaudit.extract.dsn.pdo import read_pdo  # noqa: PLC0415

        return read_pdo(text, reader)
    if reader.name == "node" or covered[:5] == "file:":
        from poolaudit.extract.dsn.special import read_special  # noqa: PLC0415

        found = read_special(text, reader)
        if found is not None:
            return found
    if _is_url(covered, reader):
        from poolaudit.extract.dsn.url import read_url  # noqa: PLC0415

        return read_url(text, reader)
    if reader.name in ("", "libpq", "net_url", "pgx") and "=" in covered:
        return _keywords(text, reader)
    if reader.name == "pgx" and not covered:
        return _keywords(text, reader)
    raise DsnError("it is no connection string")


def _is_url(covered: str, reader: Reader) -> bool:
    colon = covered.find("://")
    if reader.socket_scheme and covered.startswith(f"{reader.socket_scheme}:/"):
        return True
    if colon <= 0:
        return False
    if reader.split == "libpq":
        return covered[:colon] in reader.schemes
    return covered[0].isalpha() and all(letter.isalnum() or letter in "+.-_" for letter in covered[:colon])


def _is_go_mysql(covered: str) -> bool:
    paren = covered.find("(")
    return paren > 0 and "://" not in covered and ")/" in covered and covered[:paren].endswith(("tcp", "unix", "tcp4", "tcp6"))


def _keywords(text: Text, reader: Reader) -> Dsn:
    covered = text.covered
    key = covered[: covered.find("=")].strip()
    if (
        not reader.name
        and (";" in covered or key not in LIBPQ_KEYWORDS)
        and (key not in LIBPQ_KEYWORDS or _has_pair_after(covered))
    ):
        from poolaudit.extract.dsn.ado import read_ado  # noqa: PLC0415

        return read_ado(text, reader)
    from poolaudit.extract.dsn.keyword import read_keywords  # noqa: PLC0415

    return read_keywords(text, reader)


def _has_pair_after(covered: str) -> bool:
    """Whether a semicolon is followed by another pair: `host=a;port=1`; not where blanks stand between pairs before it."""
    before = [word.partition("=") for word in covered.partition(";")[0].split()]
    if sum(equals == "=" and name in LIBPQ_KEYWORDS for name, equals, _ in before) > 1:
        return False
    return any("=" in piece and " " not in piece.partition("=")[0].strip() for piece in covered.split(";")[1:])
