"""What becomes of what a call gives, in each language whose values are followed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code import go, python, ruby, typescript
from poolaudit.extract.code.shape import Around, CodeModule, Function, Use

FORMATS = {"app/db.py": python.FORMAT, "src/db.ts": typescript.FORMAT, "store/db.go": go.FORMAT, "app/db.rb": ruby.FORMAT}
CLOSED = Use("method", "close", always=True)


def around(path: str, text: str) -> Around:
    """The surroundings of the first call whose name ends in `make`, `Make` or `new`."""
    module = FORMATS[path].read(Source.decode(path, text.encode()))

    assert isinstance(module, CodeModule)
    found = next(call.around for call in module.calls if call.callee.rpartition(".")[2] in {"make", "Make", "new"})
    plain = None if found.uses is None else tuple(replace(each, on_error=False, tries=()) for each in found.uses)
    return replace(found, uses=plain)


@pytest.mark.parametrize(
    ("body", "uses"),
    [
        ("x = lib.make()\n    x.query()", [Use("method", "query")]),
        ("return lib.make()", [Use("returned")]),
        ("x = await lib.make()\n    yield x", [Use("returned")]),
        ("global x\n    x = lib.make()", [Use("stored", "x")]),
        ("self.x = lib.make()", [Use("stored", "self.x")]),
        ("cache['a'] = lib.make()", [Use("stored", "cache.a")]),
        ("x = [lib.make()]", [Use("stored")]),
        ("x = other or lib.make()\n    x.close()", [Use("alternative", "other"), Use("method", "close")]),
        ("with lib.make() as x:\n        x.query()", [Use("managed", always=True), Use("method", "query")]),
        ("with contextlib.closing(lib.make()) as x:\n        pass", [Use("managed", always=True)]),
        ("x = lib.make()\n    try:\n        x.query()\n    finally:\n        x.close()", [Use("method", "query"), CLOSED]),
        ("x = lib.make()\n    other.take(1, con=x)", [Use("argument", "?.take")]),
        ("x = lib.make()\n    def inner():\n        return x", [Use("returned")]),
        ("(x := lib.make())\n    x.close()", [Use("method", "close")]),
        ("if lib.make():\n        pass", []),
        ("lib.make().query()", [Use("method", "query")]),
    ],
)  # fmt: skip
def test_python(body: str, uses: list[Use]) -> None:
    """A value is followed through local names; what leaves the function, or is closed on every path, says so."""
    text = f"import contextlib\n\nimport lib\n\n\nasync def f(self, cache, other):\n    {body}\n"

    assert tuple(uses) == around("app/db.py", text).uses


@pytest.mark.parametrize(
    ("body", "uses"),
    [
        ("const x = lib.make(); x.query()", [Use("method", "query")]),
        ("return await lib.make()", [Use("returned")]),
        ("outer = lib.make()", [Use("stored", "outer")]),
        ("this.x = lib.make()", [Use("stored", "this.x")]),
        ("globalThis.x ??= lib.make()", [Use("stored", "globalThis.x")]),
        ("const x = globalThis.x ?? lib.make(); return x", [Use("alternative", "globalThis.x"), Use("returned")]),
        ("const x = lib.make(); return { x }", [Use("returned")]),
        ("const x = lib.make(); take({ client: x })", [Use("argument", "take")]),
        ("const x = lib.make(); try { x.query() } finally { x.close() }", [Use("method", "query"), CLOSED]),
        ("const x = lib.make(); x.query().finally(() => x.close())", [Use("method", "query"), CLOSED]),
        ("const x = lib.make().$extends(y); x.query()", [Use("method", "$extends"), Use("method", "query")]),
        ("const x = lib.make(); const r = await x`SELECT 1`; return r", [Use("method", "()")]),
        ("if (lib.make()) { }", []),
    ],
)  # fmt: skip
def test_typescript(body: str, uses: list[Use]) -> None:
    """As in Python; an object or array hands on what it holds."""
    text = f"import lib from 'lib';\nlet outer;\nasync function f(y) {{ {body} }}\n"

    assert tuple(uses) == around("src/db.ts", text).uses


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("export const x = make();", [Use("stored", "x"), Use("exported", "x")]),
        ("const x = make(); export default x;", [Use("stored", "x"), Use("exported")]),
        ("const x = make(); module.exports = { x };", [Use("stored", "x"), Use("exported", "module.exports")]),
        ("const x = make(); globalThis.x = x;", [Use("stored", "x"), Use("stored", "globalThis.x")]),
        ("class A { x = make(); }", [Use("stored", "x")]),
    ],
    ids=["declared", "default", "module", "global", "field"],
)
def test_typescript_module(text: str, uses: list[Use]) -> None:
    """In a module, names are kept, and may be handed to other files or put into a global."""
    found = around("src/db.ts", text)

    assert ((), tuple(uses)) == (found.functions, found.uses)


@pytest.mark.parametrize(
    ("body", "uses"),
    [
        ("x, err := lib.Make()\n\tx.Query()", [Use("method", "Query")]),
        ("x, err := lib.Make()\n\tdefer x.Close()", [Use("method", "Close", always=True)]),
        ("x, _ := lib.Make()\n\tdefer func() { x.Close() }()", [Use("method", "Close", always=True)]),
        ("return lib.Make()", [Use("returned")]),
        ("outer, err = lib.Make()", [Use("stored", "outer")]),
        ("s.db, err = lib.Make()", [Use("stored", "s.db")]),
        ("x, _ := lib.Make()\n\treturn &Store{held: x}", [Use("returned")]),
        (
            "x, err := lib.Make()\n\tif err != nil {\n\t\treturn err\n\t}\n\tx.Release()\n\treturn nil",
            [Use("method", "Release"), Use("left", "Release")],
        ),
        ("x, _ := lib.Make()\n\ttake(x)", [Use("argument", "store.take")]),
        ("x, _ := lib.Make()\n\tif x == nil {\n\t}", []),
    ],
)
def test_go(body: str, uses: list[Use]) -> None:
    """The first of several results is the value; `defer` happens however the function is left."""
    text = f'package store\n\nimport "lib"\n\nvar outer *lib.DB\n\nfunc f(s *Store) {{\n\t{body}\n}}\n'

    assert tuple(uses) == around("store/db.go", text).uses


def test_functions_around_it() -> None:
    """Innermost first: parameters with their types, and who is handed the function."""
    text = (
        "import express from 'express';\nconst app = express();\n"
        "function f(a: X) { app.get('/', async (req, res) => { make() }) }\n"
    )

    assert (
        Function("", (("req", ""), ("res", "")), "express().get"),
        Function("f", (("a", "X"),), ""),
    ) == around("src/db.ts", text).functions


def test_function_that_is_handed_on_by_name() -> None:
    """A function is handed to whatever call is given its name."""
    text = (
        "import lib\nfrom fastapi import Depends, Request\n\n\n"
        "def get(request: Request):\n    lib.make()\n\n\ndef view(db=Depends(get)):\n    pass\n"
    )

    assert (Function("get", (("request", "fastapi.Request"),), "fastapi.Depends"),) == around("app/db.py", text).functions


@pytest.mark.parametrize(
    ("path", "text", "conditional"),
    [
        ("app/db.py", "import lib\nif a:\n    x = lib.make()\n", True),
        ("app/db.py", "import lib\nif lib.make():\n    pass\n", False),
        ("src/db.ts", "if (a) { b = make() } else { }", True),
        ("src/db.ts", "if (make()) { }", False),
        ("store/db.go", "package store\n\nfunc f() {\n\tif x := Make(); x != nil {\n\t}\n}\n", False),
        ("store/db.go", "package store\n\nfunc f() {\n\tif a {\n\t\tx = Make()\n\t}\n}\n", True),
    ],
)
def test_branches(path: str, text: str, conditional: bool) -> None:  # noqa: FBT001  # a parameter of a test
    """What stands in a branch may not happen; the condition itself always does."""
    assert conditional is around(path, text).conditional


def test_language_that_is_not_followed() -> None:
    """Elsewhere nothing is known about the value."""
    assert around("app/db.rb", "def f\n  x = PG.new\nend\n").uses is None
