"""Texts are taken apart where the shell replaces something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.extract.settings.shell_expansions import expansions
from poolaudit.facts.secret import Secret
from poolaudit.facts.shell import Parameter

if TYPE_CHECKING:
    from poolaudit.facts.shell import Part


def shown(part: Part | str | None) -> object:
    """A piece without the wrapper of plain text."""
    if isinstance(part, Parameter):
        return (part.name, part.operator, [shown(each) for each in part.word])
    return part.reveal() if isinstance(part, Secret) else part


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("plain", ["plain"], id="plain"),
        pytest.param("$A", [("A", "", [])], id="name"),
        pytest.param("a${B}c", ["a", ("B", "", []), "c"], id="braces"),
        pytest.param("${A:-x}", [("A", ":-", ["x"])], id="default"),
        pytest.param("${A:-${B:-x}}", [("A", ":-", [("B", ":-", ["x"])])], id="default in default"),
        pytest.param("${A:?is required}", [("A", ":?", ["is required"])], id="required"),
        pytest.param("${A:='x y'}", [("A", ":=", ["x y"])], id="quotes behind the operator"),
        pytest.param("${1#-}", [("1", "#", ["-"])], id="beginning cut off an argument"),
        pytest.param("${A%%/*}", [("A", "%%", ["/*"])], id="longest end cut off"),
        pytest.param(
            "$1 $@ ${@} $#", [("1", "", []), " ", ("@", "", []), " ", ("@", "", []), " ", ("#", "", [])], id="arguments"
        ),
        pytest.param("${#A} ${!A}", [("", "", []), " ", ("", "", [])], id="length and indirection"),
        pytest.param("${A/x/y}", [("A", "/", [])], id="replacement"),
        pytest.param("$(date) `date`", [("", "", []), " ", ("", "", [])], id="commands"),
        pytest.param("5$ $/", ["5$", " $", "/"], id="dollars that mean themselves"),
        pytest.param("${A", [("A", "", [])], id="not closed"),
    ],
)
def test_pieces(text: str, expected: list[object]) -> None:
    """Plain text and parameters follow each other; what cannot be followed has no name."""
    assert expected == [shown(each.parameter or each.text) for each in expansions(text)]


@pytest.mark.parametrize("text", ["a${B:-c}$(d)e", "$A$B", "x", "", "${"])
def test_pieces_are_the_whole_text(text: str) -> None:
    """The pieces cover each character once."""
    assert text == "".join(text[each.start : each.end] for each in expansions(text))
