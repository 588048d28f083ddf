"""Spans of Python code, to the character."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code import python
from poolaudit.facts.expression import Joined

STRINGS = {
    "plain": ("x = 'a'", ["a"]),
    "raw": ("x = R'a\\d'", ["a\\d"]),
    "escape": ("x = 'a\\'b'", ["a\\'b"]),
    "empty": ("x = ''", [""]),
    "triple": ("x = '''a'b\nc'''", ["a'b\nc"]),
    "empty triple": ('x = """"""', [""]),
    "carriage returns": ("x = '''a\r\nb'''\r\ny = 'c'\r\n", ["a\r\nb", "c"]),
    "old Macintosh": ("x = 'a'\ry = 'c'\r", ["a", "c"]),
    "tabs": ("if 1:\n\tx =\t'a'", ["a"]),
    "non-ASCII before": ("é = 'ü'; x = '日本' ; y = 'c'", ["ü", "日本", "c"]),
    "outside the BMP": ("x = '😀'; y = 'c'", ["😀", "c"]),
    "byte order mark": ("\ufeffx = 'a'\ny = 'b'", ["a", "b"]),
    "form feed": ("\x0cx = 'a'", ["a"]),
    "line continuation": ("x = \\\n  'a'", ["a"]),
    "concatenation": ("x = ('a'  # 'no'\n  r\"b\")", ["'a'  # 'no'\n  r\"b\""]),
    "neighbours without space": ("x = 'a''b'", ["'a''b'"]),
    "f-string": ("x = f'a{b}'", ["f'a{b}'"]),
    "string in an f-string": ('x = f\'a{b["c"]}é{d("e")}\'', ['f\'a{b["c"]}é{d("e")}\'', "c", "e"]),
    "string in an f-string over lines": (
        "x = f'''é\r\n{ b['c'] }\r\n{d('e', 'f')!r:>{w}}'''",
        ["f'''é\r\n{ b['c'] }\r\n{d('e', 'f')!r:>{w}}'''", "c", "e", "f"],
    ),
    "f-string in an f-string": ("x = f'a{f\"{b}c\"}'", ["f'a{f\"{b}c\"}'", 'f"{b}c"']),
    "sum": ("x = 'a' + b + 'c'", ["'a' + b + 'c'"]),
}


@pytest.mark.parametrize(("text", "expected"), STRINGS.values(), ids=STRINGS.keys())
def test_string_span(text: str, expected: list[str]) -> None:
    """A string's span is the text inside its quotes; of several parts, the whole expression."""
    source = Source("a.py", text)
    actual = [source.at(item.span) for item in python.read(source).strings]

    assert expected == actual


PARTS = {
    "f-string": ("x = f'p{a.b}q'", ["p", "a.b", "q"]),
    "spaces": ("x = f'p{ a.b }q'", ["p", "a.b", "q"]),
    "doubled braces": ("x = f'{{p}}{a}}}'", ["{{p}}", "a", "}}"]),
    "non-ASCII": ("x = f'é{a}ü{b}'", ["é", "a", "ü", "b"]),
    "lines": ("x = f'''é\r\n{a}\r\n  {b\n}'''", ["é\r\n", "a", "\r\n  ", "b"]),
    "concatenation": ("x = ('p'\n  f'q{a}' \"r\")", ["p", "q", "a", "r"]),
    "conversion": ("x = f'p{a!s}'", ["p", "a"]),
    "operator": ("x = f'p{a != b}'", ["p", "a != b"]),
    "brackets": ("x = f'p{a[{1:2}[1]]}q'", ["p", "a[{1:2}[1]]", "q"]),
    "nested": ("x = f'p{f\"{a}q\"}r'", ["p", "a", "q", "r"]),
    "character by name": ("x = f'\\N{BULLET}{a}'", ["\\N{BULLET}", "a"]),
    "raw": ("x = rf'\\{a}'", ["\\", "a"]),
    "sum": ("x = 'p' + a + \"q\"", ["p", "a", "q"]),
    "constant elsewhere": ("H = 'h'\nx = f'p{H}'", ["p", "h"]),
}


@pytest.mark.parametrize(("text", "expected"), PARTS.values(), ids=PARTS.keys())
def test_part_span(text: str, expected: list[str]) -> None:
    """Each part of a text has its own place, whatever the interpreter says about f-strings."""
    source = Source("a.py", f"from m import a, b\n{text}\n")
    whole = python.read(source).assignments[-1].value
    actual = [source.at(part.span) for part in whole.parts] if isinstance(whole, Joined) else []

    assert expected == actual
