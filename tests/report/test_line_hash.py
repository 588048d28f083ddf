"""Lines have the fingerprints that GitHub computes."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.report.line_hash import line_hashes


class Vector(TypedDict):
    """A text and the hash of each of its lines."""

    text: str
    hashes: list[str]


VECTORS: list[Vector] = yaml.safe_load(
    (Path(__file__).parents[1] / "conformance/sarif/line_hash.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("vector", VECTORS, ids=[str(index) for index in range(len(VECTORS))])
def test_vectors(vector: Vector) -> None:
    """Every line of GitHub's own vectors has their hash."""
    lines = range(1, len(vector["hashes"]) + 1)

    assert dict(zip(lines, vector["hashes"], strict=True)) == line_hashes(vector["text"], set(lines))


def test_line_that_does_not_exist() -> None:
    """A line behind the end has no hash."""
    assert line_hashes("", {1, 2}) == {1: "c129715d7a2bc9a3:1"}


@given(st.text(st.sampled_from("ab \t\r\n\U0001f418"), max_size=300), st.sets(st.integers(1, 40)))
def test_hash_does_not_depend_on_the_lines_asked_for(text: str, lines: set[int]) -> None:
    """Asking for some lines gives what asking for all gives."""
    everything = line_hashes(text, set(range(1, 400)))

    assert {line: everything[line] for line in lines if line in everything} == line_hashes(text, lines)
