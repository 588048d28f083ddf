"""Connection strings that Terraform hands to functions. In: an `Estate`. Out: a `Dsn` for each in the input of an invocation.

A function that migrates a database when the configuration is applied is told where to by its input, and not by its variables:
https://registry.terraform.io/providers/hashicorp/aws/6.0.0/docs/resources/lambda_invocation (read 2026-11-21).
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from poolaudit.catalog import terraform_resources as known
from poolaudit.extract.dsn.parse import DsnError, looks_like_dsn, parse_dsn
from poolaudit.extract.settings.tree import ScalarNode, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.surfaces.terraform_values import Estate
    from poolaudit.extract.terraform.resource import Resource
    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.span import Span

_LONGEST = 100_000
"""Characters of an input that are searched."""


def invocations(estate: Estate) -> Iterator[Dsn]:
    """The strings in inputs, written as text in JSON or as an expression."""
    for kind in known.INVOCATIONS:
        for each in estate.all(kind):
            given = each.body.get("input")
            for _, node in walk(given) if given is not None else ():
                yield from _strings(each, node)


def _strings(resource: Resource, node: ScalarNode) -> Iterator[Dsn]:
    """The strings of one text, each of which stands in quotes where the text is JSON."""
    source = resource.source
    if node.span.path != source.path:
        return
    text = source.at(node.span)[:_LONGEST]
    found = list(_quoted().finditer(text)) if "{" in text.lstrip()[:1] else []
    for start, end in [each.span(1) for each in found] or [(0, len(text))]:
        yield from _parsed(source, node.span.offset + start, text[start:end])


def _parsed(source: Source, at: int, written: str) -> Iterator[Dsn]:
    """A text that begins at an offset of the file, where it is a connection string."""

    def place(first: int, last: int) -> Span:
        return source.span(at + first, at + last)

    if looks_like_dsn(written):
        with suppress(DsnError):
            yield parse_dsn(written, place)


@cache
def _quoted() -> re.Pattern[str]:
    return re.compile(r'"((?:jdbc:)?[a-z][a-z0-9+]{1,30}:[^"\n]{1,2000})"')
