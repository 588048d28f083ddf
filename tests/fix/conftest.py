"""Findings with a fix, made from text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.lint.finding import Change, Confidence, Finding, Fix, Severity

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def change(tmp_path: Path) -> Callable[..., Change]:
    """Makes a change of the first occurrence of some characters of a file below `tmp_path`."""

    def make(path: str, characters: str, new: str, argument: str = "", *, after: bool = False) -> Change:
        source = Source.decode(path, (tmp_path / path).read_bytes())
        start = source.text.index(characters)
        end = start + len(characters)
        span = source.span(end if after else start, end)
        if argument:
            return Change("argument", span, new, argument)
        return Change("value", span, new, label=new, expected="" if after else characters)

    return make


@pytest.fixture
def finding() -> Callable[..., Finding]:
    """Makes a finding that these changes would mend."""

    def make(*changes: Change, rule: str = "r") -> Finding:
        fix = Fix("mend it", changes) if changes else None
        span = changes[0].span if changes else Source("x", "").span(0, 0)
        return Finding(rule, "PA999", Severity.ERROR, Confidence.HIGH, "m", span, (), "", "f", fix)

    return make
