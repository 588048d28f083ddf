"""R2DBC's URLs: `r2dbc:pool:postgresql://user:password@host:port/database?key=value`.

In: a `Text` and its `Reader`. Out: a `Dsn` with grammar `url`. Raises `DsnError` as `read_url` does.
Grammar: https://r2dbc.io/spec/1.0.0.RELEASE/spec/html/#overview.connection.url (read 2026-11-21): a driver, which may have
another one below it (`pool`, `proxy`), and a URL.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.extract.dsn.scheme import R2DBC
from poolaudit.extract.dsn.text import DsnError, Text
from poolaudit.extract.dsn.url import read_url
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from poolaudit.extract.dsn.reader import Reader
    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.span import Span

_LAYERS = ("pool:", "proxy:")


def read_r2dbc(text: Text, reader: Reader) -> Dsn:
    """Read one URL; the scheme keeps what stands before that of the driver below."""
    start = next(len(each) for each in R2DBC if text.covered.startswith(each))
    while text.covered.startswith(_LAYERS, start):
        start = text.covered.index(":", start) + 1
    colon = text.covered.find("://", start)
    if colon < 0:
        raise DsnError("it is no R2DBC URL")

    def place(first: int, last: int) -> Span:
        return text.span((first + start, last + start))

    inner = read_url(Text(text.text[start:], place), reader)
    return replace(
        inner,
        span=text.span((0, len(text.text))),
        scheme=Setting.written(text.raw((0, colon)), text.span((0, colon)), "scheme"),
        masked=text.text[:start] + inner.masked,
    )
