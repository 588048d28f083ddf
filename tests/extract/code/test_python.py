"""Python files as calls, strings, assignments and class fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.base import UnreadError
from poolaudit.extract.code import python
from poolaudit.facts.client_pool import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.code.shape import CodeModule
    from poolaudit.facts.expression import Expression

POOL = """\
import asyncpg
from functools import lru_cache
SIZE = 5

class Repo:
    @lru_cache
    async def connect(self):
        self.pool = await asyncpg.create_pool("dsn", *rest, max_size=SIZE, **{"timeout": 3})
        async with asyncpg.connect() as conn:
            return [conn.execute(s) for s in self.statements]
"""


def test_call(read: Callable[[str], CodeModule], render: Callable[[Expression], str]) -> None:
    """A call carries its arguments, its extent, its receiver and where it stands."""
    source = Source("app/db.py", POOL)
    call = read(POOL).calls[0]

    assert call.callee == "asyncpg.create_pool"
    assert [("", "'dsn'", '"dsn"'), ("max_size", "5", "SIZE"), ("timeout", "3", "3")] == [
        (argument.name, render(argument.value), source.at(argument.span)) for argument in call.arguments
    ]
    assert source.at(call.span) == 'asyncpg.create_pool("dsn", *rest, max_size=SIZE, **{"timeout": 3})'
    assert call.complete is False
    assert call.receiver == "asyncpg"
    assert (
        Scope("Repo.connect", "Repo", is_async=True, decorators=("functools.lru_cache",), assigned_to="self.pool") == call.scope
    )


SCOPES = {
    "module": ("f()", Scope()),
    "function": ("def g():\n    f()", Scope("g")),
    "inner function": ("def g():\n    def h():\n        f()", Scope("g.h")),
    "class body": ("class C:\n    f()", Scope(class_name="C")),
    "inner class": ("class C:\n    class D:\n        def g(self):\n            f()", Scope("C.D.g", "C.D")),
    "lambda": ("def g():\n    return lambda: f()", Scope("g")),
    "comprehension": ("def g():\n    return [f() for a in b]", Scope("g")),
    "decorators": ("from a import d\n@d(1)\n@x.y\ndef g():\n    f()", Scope("g", decorators=("a.d", "?.y"))),
    "decorator of a function": ("@f()\ndef g(): pass", Scope()),
    "assigned": ("a.b = f()", Scope(assigned_to="a.b")),
    "assigned element": ("a['b'] = f()", Scope(assigned_to="a.b")),
    "assigned with annotation": ("a: int = f()", Scope(assigned_to="a")),
    "assigned twice": ("a = b = f()", Scope(assigned_to="a")),
    "assigned by walrus": ("(a := f())", Scope(assigned_to="a")),
    "awaited": ("async def g():\n    a = await f()", Scope("g", is_async=True, assigned_to="a")),
    "with": ("with f(): pass", Scope(managed=True)),
    "with as": ("with f() as a: pass", Scope(assigned_to="a", managed=True)),
    "async with await": (
        "async def g():\n    async with await f() as a: pass",
        Scope("g", is_async=True, assigned_to="a", managed=True),
    ),
    "with of the name": ("a = f()\nwith a: pass", Scope(assigned_to="a", managed=True)),
    "with of the attribute": ("a.b = f()\nwith a.b as c: pass", Scope(assigned_to="a.b", managed=True)),
    "closing": ("import contextlib\nwith contextlib.closing(f()) as a: pass", Scope(assigned_to="a", managed=True)),
    "closing elsewhere": ("import contextlib\na = contextlib.closing(f())", Scope(assigned_to="a")),
    "exit stack": (
        "import contextlib\nwith contextlib.ExitStack() as s:\n    a = s.enter_context(f())",
        Scope(assigned_to="a", managed=True),
    ),
    "argument of another call": ("a = int(f())", Scope()),
}


@pytest.mark.parametrize(("text", "expected"), SCOPES.values(), ids=SCOPES.keys())
def test_scope(text: str, expected: Scope, read: Callable[[str], CodeModule]) -> None:
    """A call knows its function, its class, what it is bound to and whether it is closed on every path."""
    actual = next(call.scope for call in read(text).calls if call.callee == "?")

    assert expected == actual


STRINGS = {
    "argument": ("c.execute('SET a')", [("'SET a'", "?.execute", "c", None)]),
    "keyword argument": ("c.execute(q='SET a')", [("'SET a'", "?.execute", "c", None)]),
    "known object": ("import a\na.b().execute('s')", [("'s'", "a.b().execute", "a.b()", None)]),
    "wrapper": ("from sqlalchemy import text\nc.execute(text('s'))", [("'s'", "?.execute", "c", None)]),
    "wrapper alone": ("from sqlalchemy import text\nq = text('s')", [("'s'", "sqlalchemy.text", "", None)]),
    "formatted": ("c.execute('s {}'.format(t))", [("'s {}'", "?.execute", "c", None)]),
    "sum": ("c.execute('s ' + t + ' u')", [("'s '~?`t` is not defined in this file~' u'", "?.execute", "c", None)]),
    "sum of constants": ("c.execute('s ' + 'u')", [("'s u'", "?.execute", "c", None)]),
    "percent": ("c.execute('s %s' % 1)", [("'s 1'", "?.execute", "c", None)]),
    "concatenation": ("c.execute('s '\n  'u')", [("'s u'", "?.execute", "c", None)]),
    "f-string": ("c.execute(f's {t}')", [("'s '~?`t` is not defined in this file", "?.execute", "c", None)]),
    "inside an f-string": ("f\"{d['k']}\"", [("?an element that cannot be told", "", "", None), ("'k'", "", "", None)]),
    "module docstring": ("'doc'\nx = 's'", [("'s'", "", "", None)]),
    "function docstring": ("def f():\n    'doc'", []),
    "attribute docstring": ("x = 1\n'doc'", []),
    "connection string": ("x = 'postgres://u:p@h/d'", [("'postgres://u:p@h/d'", "", "", None)]),
    "transaction": (
        "async def f(c):\n    async with c.transaction():\n        await c.execute('s')",
        [("'s'", "?.execute", "c", True)],
    ),
    "transaction of another": ("with d.transaction():\n    c.execute('s')", [("'s'", "?.execute", "c", None)]),
    "transaction as": ("with e.begin() as c:\n    c.execute('s')", [("'s'", "?.execute", "c", True)]),
    "cursor in a transaction": (
        "with c.transaction():\n    with c.cursor() as k:\n        k.execute('s')",
        [("'s'", "?.execute", "k", True)],
    ),
    "assigned cursor in a transaction": (
        "async def f(c):\n    async with c.begin():\n        k = await c.cursor()\n        k.execute('s')",
        [("'s'", "?.execute", "k", True)],
    ),
    "two items": ("with S() as s, s.begin():\n    s.execute('s')", [("'s'", "?.execute", "s", True)]),
    "another block": ("with c.cursor() as k:\n    k.execute('s')", [("'s'", "?.execute", "k", None)]),
    "atomic": (
        "from django.db import transaction\nwith transaction.atomic():\n    c.execute('s')",
        [("'s'", "?.execute", "c", True)],
    ),
    "atomic by decorator": (
        "from django.db.transaction import atomic\n@atomic\ndef f(c):\n    c.execute('s')",
        [("'s'", "?.execute", "c", True)],
    ),
    "function defined in a transaction": (
        "with c.begin():\n    def f():\n        c.execute('s')",
        [("'s'", "?.execute", "c", None)],
    ),
    "after the block": ("with c.begin():\n    pass\nc.execute('s')", [("'s'", "?.execute", "c", None)]),
}


@pytest.mark.parametrize(("text", "expected"), STRINGS.values(), ids=STRINGS.keys())
def test_strings(
    text: str,
    expected: list[tuple[str, str, str, bool | None]],
    read: Callable[[str], CodeModule],
    render: Callable[[Expression], str],
) -> None:
    """A string knows the call that takes it, on which object, and whether a transaction surely surrounds it."""
    actual = [(render(item.value), item.call, item.receiver, item.in_transaction) for item in read(text).strings]

    assert expected == actual


def test_assignments(read: Callable[[str], CodeModule], render: Callable[[Expression], str]) -> None:
    """Names, fields, attributes and constant keys that get a value are listed as written."""
    text = (
        "A = 1\nclass C:\n    b: int = 2\n    def f(self):\n        self.c = 3\n"
        "app.config['D']['E'] = 4\nx, y = 5, 6\nz[n] = 7\nm = k = 8"
    )
    actual = [(item.target, render(item.value), item.scope.function, item.scope.class_name) for item in read(text).assignments]

    assert [
        ("A", "1", "", ""),
        ("b", "2", "", "C"),
        ("self.c", "3", "C.f", "C"),
        ("app.config.D.E", "4", "", ""),
        ("x", "5", "", ""),
        ("y", "6", "", ""),
        ("m", "8", "", ""),
        ("k", "8", "", ""),
    ] == actual


def test_class_fields(read: Callable[[str], CodeModule], render: Callable[[Expression | None], str]) -> None:
    """Annotated fields carry class, bases, annotation and value; `Annotated` gives its call."""
    text = (
        "from typing import Annotated, Optional\nfrom pydantic import Field\nfrom pydantic_settings import BaseSettings\n"
        "class S(BaseSettings, Unknown):\n    a: int\n    b: Optional[ str ] = Field('d', alias='B')\n"
        "    c: Annotated[str, Field(alias='C')]\n"
    )
    actual = [(item.class_name, item.bases, item.name, item.annotation, render(item.value)) for item in read(text).fields]
    bases = ("pydantic_settings.BaseSettings", "?")

    assert [
        ("app.db.S", bases, "a", "int", "-"),
        ("app.db.S", bases, "b", "Optional[str]", "pydantic.Field('d', alias='B')"),
        ("app.db.S", bases, "c", "Annotated[str, Field(alias='C')]", "pydantic.Field(alias='C')"),
    ] == actual


RESULTS = {
    "constant": ("def f(): return 1", [("f", "1")]),
    "last of several statements": ("def f():\n    x = 2\n    return x", [("f", "2")]),
    "default parameter": ("def f(a=1, *, b=2, **c): return 1", [("f", "1")]),
    "method": ("class C:\n    def f(self): return 1", [("C.f", "1")]),
    "required parameter": ("def f(a): return 1", [("f", "1")]),
    "required keyword": ("def f(*, a): return 1", [("f", "1")]),
    "two results": ("def f():\n    if a:\n        return 1\n    return 2", [("f", "?depends on a condition: a")]),
    "conditional result": ("def f():\n    if a:\n        return 1", [("f", "?depends on a condition: a")]),
    "generator": ("def f():\n    yield 1\n    return 2", []),
    "nothing": ("def f():\n    return", []),
}


@pytest.mark.parametrize(("text", "expected"), RESULTS.values(), ids=RESULTS.keys())
def test_function_results(
    text: str, expected: list[tuple[str, str]], read: Callable[[str], CodeModule], render: Callable[[Expression], str]
) -> None:
    """A function has the result of whichever `return` it surely reaches."""
    actual = [(item.scope.function, render(item.value)) for item in read(text).results]

    assert expected == actual


PARAMETERS = {
    "positional": ("def f(a, b=2): return f'{a}{b}'", "<app.db.f(a)>~<app.db.f(b)>", [("a", "-"), ("b", "2")]),
    "keyword only": ("def f(*, a='x'): return a + '/b'", "<app.db.f(a)>~'/b'", [("a", "'x'")]),
    "method": ("class C:\n    def f(self, a): return 'p' + a", "'p'~<app.db.C.f(a)>", [("a", "-")]),
    "variable": (
        "import os\ndef f(key, default=None):\n    return os.getenv(key, default)",
        "os.getenv(<app.db.f(key)>, <app.db.f(default)>)",
        [("key", "-"), ("default", "None")],
    ),
    "element of the environment": (
        "import os\ndef f(key): return os.environ[key]",
        "os.environ.pop(<app.db.f(key)>)",
        [("key", "-")],
    ),
    "not used": ("def f(a): return 'x'", "'x'", []),
    "bound anew": ("def f(a):\n    a = g(a)\n    return a", "?the result of `g()`", []),
}


@pytest.mark.parametrize(("text", "value", "parameters"), PARAMETERS.values(), ids=PARAMETERS.keys())
def test_function_with_parameters(
    text: str,
    value: str,
    parameters: list[tuple[str, str]],
    read: Callable[[str], CodeModule],
    render: Callable[[Expression | None], str],
) -> None:
    """A result that depends on parameters names them, each with its default."""
    (result,) = read(text).results

    assert (value, parameters) == (render(result.value), [(name, render(default)) for name, default in result.parameters])


ANNOTATIONS = {
    "name": ("from c import S\ndef f() -> S: return g()", "c.S"),
    "quoted": ("from c import S\ndef f() -> 'S': return g()", "c.S"),
    "or none": ("from c import S\ndef f() -> S | None: return g()", "c.S"),
    "optional": ("from c import S\nfrom typing import Optional\ndef f() -> Optional[S]: return g()", "c.S"),
    "class of the module": ("class S: pass\ndef f() -> S: return g()", "app.db.S"),
    "list": ("from c import S\ndef f() -> list[S]: return g()", ""),
    "text that is no type": ("def f() -> 'a b': return g()", ""),
}


@pytest.mark.parametrize(("text", "expected"), ANNOTATIONS.values(), ids=ANNOTATIONS.keys())
def test_class_of_a_result(text: str, expected: str, read: Callable[[str], CodeModule]) -> None:
    """A function that is annotated with a class gives an instance of it."""
    (result,) = read(text).results

    assert expected == result.annotation


def test_class_of_an_assignment(read: Callable[[str], CodeModule]) -> None:
    """An annotated name has the class of its annotation."""
    assert ["c.S", ""] == [each.annotation for each in read("from c import S\nx: S = f()\ny = f()").assignments]


def test_imports_and_classes(read: Callable[[str], CodeModule], render: Callable[[Expression], str]) -> None:
    """The module lists its classes, and the names that it imports from elsewhere."""
    actual = read("import os\nfrom .b import c\nclass D(c): pass\nclass E(D): pass")

    assert [("c", "<app.b.c>")] == [(name, render(value)) for name, value in actual.imports]
    assert [("app.db.D", ("app.b.c",)), ("app.db.E", ("app.db.D",))] == [(item.name, item.bases) for item in actual.classes]


UNREAD = {
    "invalid syntax": ("x = 1\ny = = 2\n", "line 2: invalid syntax"),
    "Python 2": ("import os\nprint 'secret'\n", "line 2: invalid syntax"),
    "NUL": ("x = 1\0\n", "contains NUL characters"),
    "bad indentation": ("def f():\nx = 1\n", "line 2: invalid syntax"),
    "open string": ("x = '''abc", "line 1: invalid syntax"),
}


@pytest.mark.parametrize(("text", "expected"), UNREAD.values(), ids=UNREAD.keys())
def test_refused_text(text: str, expected: str, read: Callable[[str], CodeModule]) -> None:
    """Text that Python refuses is unread, with the line and nothing of the text."""
    with pytest.raises(UnreadError) as caught:
        read(text)

    assert expected == str(caught.value)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("    except* ValueError:", (3, 11)),
        ("type Pair[T] = tuple[T, T]", (3, 12)),
        ("async def first[T](items: list[T]) -> T:", (3, 12)),
        ("class Box[T]:", (3, 12)),
        ("def f(items: list[int]) -> int:", (3, 10)),
        ("class Box(Generic[T]):", (3, 10)),
        ("print 'x'", (3, 10)),
    ],
)
def test_needed_version(line: str, expected: tuple[int, int]) -> None:
    """A refused line tells when it needs a newer Python than the one that runs."""
    actual = python.needed_version(line)

    assert expected == actual


DEEP = {
    "brackets": "x = " + "(" * 5000 + ")" * 5000,
    "sum": "x = " + "+".join(["a"] * 100_000),
    "attributes": "x = a" + ".b" * 100_000,
    "calls": "x = a" + "()" * 100_000,
    "not": "x = " + "not " * 100_000 + "a",
    "blocks": "".join(" " * depth + "if a:\n" for depth in range(150)) + " " * 150 + "pass\n",
    "else if": "if a: pass\n" + "elif a: pass\n" * 20_000,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP.keys())
def test_deep_nesting(text: str, read: Callable[[str], CodeModule]) -> None:
    """Text nested without bound is read or refused in one line."""
    try:
        actual = {type(item.value).__name__ for item in read(text).assignments}
    except UnreadError as error:
        actual = {str(error).partition(": ")[2] or str(error)}

    assert actual <= {"Unresolved", "Reference", "invalid syntax", "nested too deeply"}


def test_byte_order_mark(read: Callable[[str], CodeModule]) -> None:
    """A byte order mark is no part of the program, and positions count it."""
    source = Source("a.py", "\ufeffé = f('ü')\n")
    actual = read(source.text).calls[0]

    assert source.at(actual.span) == "f('ü')"
    assert (1, 6) == (actual.span.line, actual.span.column)


def test_record_equals_itself_read_again(read: Callable[[str], CodeModule]) -> None:
    """Two readings of one text give equal calls, strings and assignments."""
    one, other = read(POOL), read(POOL)

    assert one.calls == other.calls
    assert one.strings == other.strings
    assert one.assignments == other.assignments
    assert one.calls[0] != other.calls[1]


def test_format() -> None:
    """The format names Python's files."""
    assert ("python", ("*.py", "*.pyi")) == (python.FORMAT.name, python.FORMAT.globs)
