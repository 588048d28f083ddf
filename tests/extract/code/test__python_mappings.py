"""Mappings that are made in one statement and filled in others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.code.shape import CodeModule

CHANGED = "?`A` is changed after it is made"
WHY = "why=?depends on a condition: c"
REPLACED = "?may be replaced by a mapping that cannot be read"
MADE = "from m import P, c\nA = {'a': 1, 'b': 2}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("A['a'] = 3\nA['c'] = 4\n", "{b: 2, a: 3, c: 4}", id="keys set"),
        pytest.param("A.update({'a': 3})\n", "{b: 2, a: 3}", id="update by a mapping"),
        pytest.param("A.update(a=3)\n", "{b: 2, a: 3}", id="update by keywords"),
        pytest.param("A['a'] = 3\nA.update(P)\nA['b'] = 4\n", f"{{a: {REPLACED}, b: 4, …}}", id="update by an unknown mapping"),
        pytest.param("A.setdefault('a', 3)\nA.setdefault('c', 4)\n", "{a: 1, b: 2, c: 4}", id="defaults"),
        pytest.param(
            "A.update(P)\nA.setdefault('c', 4)\n",
            f"{{a: {REPLACED}, b: {REPLACED}, c: {CHANGED}, …}}",
            id="default that may be there",
        ),
        pytest.param("A.pop('a')\n", "{b: 2}", id="key taken"),
        pytest.param("y = A.pop('a')\n", f"{{b: 2, a: {CHANGED}}}", id="key taken and kept"),
        pytest.param("A.clear()\n", f"{{a: {REPLACED}, b: {REPLACED}, …}}", id="everything taken"),
        pytest.param("A[c] = 3\n", f"{{a: {REPLACED}, b: {REPLACED}, …}}", id="key of another module"),
        pytest.param("A['a']['k'] = 3\n", f"{{b: 2, a: {CHANGED}}}", id="key of a value"),
        pytest.param("A['a'].update(P)\n", f"{{b: 2, a: {CHANGED}}}", id="value that is updated"),
        pytest.param("A['a'] += 3\n", f"{{b: 2, a: {CHANGED}}}", id="value that grows"),
        pytest.param("A['a'] = A['b'] = 3\n", f"{{a: {CHANGED}, b: {CHANGED}}}", id="two at once"),
        pytest.param("A['a'], A['c'] = 3, 4\n", "{b: 2, a: 3, c: 4}", id="pair"),
        pytest.param("if c:\n    A['c'] = 3\n", f"{{a: 1, b: 2, c: if(<m.c>, 3, not given(), {WHY})}}", id="key of a branch"),
        pytest.param(
            "if g():\n    A['c'] = 3\n",
            "{a: 1, b: 2, c: if(?depends on a condition: g(), 3, not given(), why=?depends on a condition: g())}",
            id="key of an unknown branch",
        ),
        pytest.param("if c:\n    A['c'] = 3\nelse:\n    A['c'] = 3\n", "{a: 1, b: 2, c: 3}", id="the same in both branches"),
        pytest.param(
            "if c:\n    A.update(P)\n",
            f"{{a: if(<m.c>, {REPLACED}, 1, {WHY}), b: if(<m.c>, {REPLACED}, 2, {WHY}), …}}",
            id="unknown in a branch",
        ),
        pytest.param("if True:\n    A['a'] = 3\nelse:\n    A['b'] = 3\n", "{b: 2, a: 3}", id="decided condition"),
        pytest.param("if c:\n    A['a'] = 3\n    raise E\n", "{a: 1, b: 2}", id="branch that raises"),
        pytest.param("if A.pop('a'):\n    A['c'] = 3\n", f"{{b: 2, a: {CHANGED}, c: {CHANGED}}}", id="key taken by a condition"),
        pytest.param("for i in c:\n    A['a'] = i\n", f"{{b: 2, a: {CHANGED}}}", id="key of a loop"),
        pytest.param("for i in c:\n    A[i] = 3\n", f"{{a: {REPLACED}, b: {REPLACED}, …}}", id="keys of a loop"),
        pytest.param("try:\n    A['a'] = 3\nexcept E:\n    pass\n", f"{{b: 2, a: {CHANGED}}}", id="key of a try"),
        pytest.param("with c:\n    A['a'] = 3\n", "{b: 2, a: 3}", id="key of a with"),
        pytest.param("def g():\n    A['a'] = 3\n", f"{{b: 2, a: {CHANGED}}}", id="key that a function sets"),
        pytest.param(
            "match c:\n    case 1:\n        A['a'] = 3\n", f"{{b: 2, a: if(==(<m.c>, 1), 3, 1, {WHY})}}", id="key of a match"
        ),
        pytest.param("match c:\n    case [y]:\n        A['a'] = 3\n", f"{{b: 2, a: {CHANGED}}}", id="key of a match of a list"),
    ],
)
def test_mapping_is_filled(text: str, expected: str, value: Callable[[str], str]) -> None:
    """What surely happens to a mapping is in it; what may happen makes the key unknown."""
    actual = value(MADE + text + "x = A")

    assert expected == actual


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("    x = A\n    A['a'] = 3\n", "{a: 1, b: 2}", id="before"),
        pytest.param(
            "    if c:\n        A['a'] = 3\n        x = A\n    else:\n        A['b'] = 3\n", "{b: 2, a: 3}", id="in the branch"
        ),
        pytest.param("    if c:\n        A['a'] = 3\n    else:\n        x = A\n", "{a: 1, b: 2}", id="in the other branch"),
        pytest.param(
            "    try:\n        A['a'] = 3\n        x = A\n    finally:\n        pass\n", "{b: 2, a: 3}", id="in the try"
        ),
        pytest.param(
            "    try:\n        A['a'] = 3\n    except E:\n        x = A\n", f"{{b: 2, a: {CHANGED}}}", id="in the handler"
        ),
        pytest.param("    while c:\n        x = A\n        A['a'] = 3\n", f"{{b: 2, a: {CHANGED}}}", id="in a loop"),
    ],
)
@pytest.mark.parametrize("block", ["", "with c:", "if c:", "try:"], ids=["body", "with", "if", "try"])
def test_mapping_at_its_use(
    text: str, block: str, expected: str, read: Callable[..., CodeModule], render: Callable[..., str]
) -> None:
    """Only what happens on the way to the use counts, in whatever block the mapping is made."""
    inside = "    A = {'a': 1, 'b': 2}\n" + text
    if block:
        inside = f"    {block}\n" + "".join(f"    {line}\n" for line in inside.splitlines())
        inside += "    finally:\n        pass\n" if block == "try:" else ""

    made = read("from m import c\ndef f():\n" + inside).assignments
    actual = [render(each.value) for each in made if each.target == "x"]

    assert [expected] == actual


def test_mappings_made_of_themselves_end(value: Callable[[str], str]) -> None:
    """Keys that are made of each other do not take for ever."""
    lines = "".join(f"    A['k{n + 1}'] = A['k{n}'] + A['k{n}']\n" for n in range(60))

    actual = value("def f():\n    A = {'k0': 1}\n" + lines + "    x = A['k20']")

    assert "1048576" == actual


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("self.A['a'] = 3", f"{{b: 2, a: {CHANGED.replace('A', 'self.A')}}}", id="key"),
        pytest.param("self.A.update(c)", CHANGED.replace("A", "self.A"), id="update"),
        pytest.param("other.A['a'] = 3", "{a: 1, b: 2}", id="of another object"),
    ],
)
def test_mapping_of_an_object(text: str, expected: str, value: Callable[[str], str]) -> None:
    """Methods change what an object holds, in whatever order they are called."""
    made = "class C:\n    def __init__(self):\n        self.A = {'a': 1, 'b': 2}\n"

    actual = value(made + f"    def f(self, c, other):\n        {text}\n    def g(self):\n        x = self.A")

    assert expected == actual
