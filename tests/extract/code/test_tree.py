"""What the readers of all languages but Python share: spans, errors, bounds, and grammars that are not there."""

from __future__ import annotations

import sys
import time
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.discover.source import Source
from poolaudit.extract.base import UnreadError
from poolaudit.extract.code import _tree_read, csharp, elixir, go, java, javascript, kotlin, php, ruby, rust, typescript
from poolaudit.facts.expression import Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.code.shape import CodeModule

READERS = {
    each.FORMAT.name: each.FORMAT.read for each in (csharp, elixir, go, java, javascript, kotlin, php, ruby, rust, typescript)
}
TEMPLATES = {
    "csharp": 'class A {{ void F() {{ /* {0} */ var x = open("{0}", size); }} }}',
    "elixir": '# {0}\nx = open("{0}", size)',
    "go": 'package a\n// {0}\nfunc f() {{ x := open("{0}", size) }}',
    "java": 'class A {{ void f() {{ /* {0} */ var x = open("{0}", size); }} }}',
    "javascript": '/* {0} */ const x = open("{0}", size)',
    "kotlin": '// {0}\nval x = open("{0}", size)',
    "php": '<?php # {0}\n$x = open("{0}", SIZE);',
    "ruby": '# {0}\nX = open("{0}", size)',
    "rust": 'fn f() {{ /* {0} */ let x = open("{0}", size); }}',
    "typescript": '/* {0} */ const x: string = open("{0}", size)',
}
"""A call with one text and one name, below a comment with the same text, so that bytes and characters differ."""
WORDS = st.text(st.sampled_from("aäé€\U0001f600 ,.-"), max_size=12)


@pytest.mark.parametrize("language", TEMPLATES)
@given(word=WORDS)
def test_spans_hold_what_they_say(language: str, word: str) -> None:
    """A span of a call, an argument, a string and a target is exactly their text, whatever characters stand before."""
    source = Source("a/b.x", TEMPLATES[language].format(word))
    module = READERS[language](source)
    call = module.calls[0]
    size = "SIZE" if language == "php" else "size"

    assert source.at(call.span) == f'open("{word}", {size})'
    assert [f'"{word}"', size] == [source.at(argument.span) for argument in call.arguments]
    assert [Literal(word, module.strings[0].span)] == [item.value for item in module.strings]
    assert word == source.at(module.strings[0].span)
    assert [{"php": "$x", "ruby": "X"}.get(language, "x")] == [source.at(item.span) for item in module.assignments]


@pytest.mark.parametrize("language", TEMPLATES)
@given(cut=st.integers(0, 60), added=st.text(max_size=8))
def test_any_text_is_read(language: str, cut: int, added: str) -> None:
    """Text with errors gives what can be read, and nothing else than an unread file."""
    text = TEMPLATES[language].format("a")
    source = Source("a/b.x", text[:cut] + added + text[cut:])
    try:
        module = READERS[language](source)
    except UnreadError as error:
        assert str(error) == "invalid syntax"  # noqa: PT017  # both ends are right
    else:
        assert all(call.arguments is not None and source.at(call.span) for call in module.calls)


DEEP = {
    "calls": ("javascript", "f(" * 5000 + ")" * 5000),
    "functions": ("javascript", "x = " + "a => " * 5000 + "1"),
    "chain": ("ruby", "x = a" + ".b" * 5000),
    "sum": ("java", "class A { String x = " + '"a" + ' * 5000 + "b; }"),
    "blocks": ("typescript", "{" * 5000 + "}" * 5000),
    "templates": ("typescript", "x = " + "`${" * 2000 + "1" + "}`" * 2000),
    "same name": ("typescript", "const a = f(a);" * 2000),
    "modules": ("elixir", "defmodule A do\n" * 1000 + "end\n" * 1000),
}


@pytest.mark.parametrize(("language", "text"), DEEP.values(), ids=DEEP.keys())
def test_hostile_text_takes_little_time(language: str, text: str) -> None:
    """Deep and repetitive text is read without recursion, in time that grows with its length."""
    started = time.process_time()
    module = READERS[language](Source("a.x", text))
    for call in module.calls:
        _ = call.arguments, call.receiver
    for item in (*module.strings, *module.assignments):
        _ = item.value

    assert time.process_time() - started < 5


def test_text_with_an_error_keeps_the_rest(code: Callable[..., CodeModule], shown: Callable[[CodeModule], list[str]]) -> None:
    """An error in one place hides nothing in another."""
    assert shown(code("go", 'package a\nfunc f( {\n}\nfunc g() { os.Getenv("A") }', "a/b.go"))[-1].startswith("a.os.Getenv('A')")


def test_bundle() -> None:
    """A file that mostly is one endless line was written by a program: it holds nothing, and is no error."""
    module = javascript.read(Source("dist/app.js", "/* x */\n" + "f('a');" * 1000))

    assert () == module.calls
    assert () == module.strings


def test_one_long_line_is_no_bundle() -> None:
    """A long line among many others does not make a bundle."""
    module = javascript.read(Source("a.js", f"const x = '{'a' * 6000}';\n" + "f('a');\n" * 2000))

    assert len(module.calls) == 2000


@pytest.mark.parametrize("language", ["elixir", "kotlin", "php", "ruby", "rust"])
def test_grammar_that_is_not_installed(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its grammar a file is unread, with the command that mends it."""
    monkeypatch.setattr(_tree_read, "_tools", _tree_read._tools.__wrapped__)
    monkeypatch.setitem(sys.modules, f"tree_sitter_{language}", None)

    with pytest.raises(UnreadError, match=r"^install poolaudit\[langs\]$"):
        READERS[language](Source("a.x", "a"))


TABLES = {
    "csharp": "_csharp", "elixir": "_elixir", "go": "_go", "java": "_java", "javascript": "_javascript", "kotlin": "_kotlin",
    "php": "_php", "ruby": "_ruby", "rust": "_rust", "typescript": "_javascript",
}  # fmt: skip


@pytest.mark.parametrize("language", TABLES)
def test_grammar_has_the_nodes_of_the_table(language: str) -> None:
    """Every node type that a table knows exists in the installed grammar."""
    from tree_sitter import Language  # noqa: PLC0415  # of this test alone

    module = import_module(f"poolaudit.extract.code.{TABLES[language]}")
    table = getattr(module, "LANGUAGE", None) or getattr(module, language.upper())
    name, _, function = table.grammar_of("a.ts").partition(":")
    grammar = Language(getattr(import_module(name), function or "language")())
    picked = {*table.forms, *table.binds, *table.spaces, *table.calls, *table.strings, *table.sums, *table.imports}

    known = {grammar.node_kind_for_id(number) for number in range(grammar.node_kind_count)}

    assert set() == picked - known


@pytest.mark.parametrize(("terms", "expected"), [(20, "Joined"), (120, "a value too large to matter")], ids=["usual", "huge"])
def test_results_are_bounded(terms: int, expected: str, code: Callable[..., CodeModule]) -> None:
    """What a function gives is kept unless it is made of more parts than any address is."""
    text = 'package db\n\nfunc URL(a string) string {\n\treturn "h=" + ' + " + ".join(['os.Getenv("A")'] * terms) + "\n}\n"
    value = code("go", text, "db/url.go").results[0].value

    assert expected == getattr(value, "why", type(value).__name__)
