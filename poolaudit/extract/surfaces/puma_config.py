"""Puma's configuration files, which are Ruby. In: a `CodeModule`. Out: a `NamedValue` each for `workers` and the most `threads`.

Meaning: https://puma.io/puma/Puma/DSL.html (7, read 2026-11-21): the last `workers` and `threads` count; `threads 2, 5` is least
and most. What stands under a condition is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.code.shape import CodeModule
from poolaudit.facts.expression import Unresolved
from poolaudit.facts.name import NamedValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.code.shape import Call

NAMES = ("workers", "threads")
_CONDITIONS = (" if ", " unless ")


def extract(source: Source, document: Document) -> Iterator[NamedValue]:
    """The last call of each name."""
    if not isinstance(document, CodeModule):
        return
    for name in NAMES:
        calls = [each for each in document.calls if each.callee == name and each.arguments and not each.receiver]
        if calls:
            last = calls[-1]
            value = last.arguments[-1].value
            certain = all(_is_certain(source, each) for each in calls)
            yield NamedValue(
                f"puma.{name}", value if certain else Unresolved(f"{name} is set under a condition", value.span), value.span
            )


SURFACE = Surface(
    name="puma_config",
    formats=("ruby",),
    extract=extract,
    globs=("config/puma.rb", "*/config/puma.rb", "*/config/puma/*.rb", "config/puma/*.rb", "puma.rb"),
    triggers=NAMES,
)


def _is_certain(source: Source, call: Call) -> bool:
    """Whether a call begins its line, and nothing on the line says when."""
    end = source.text.find("\n", call.span.end)
    rest = source.text[call.span.end : end if end >= 0 else len(source.text)].partition("#")[0]
    return call.span.column == 1 and not any(f"{rest} ".startswith(each) or each in rest for each in _CONDITIONS)
