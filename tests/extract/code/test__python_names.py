"""What names in Python stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.code.shape import CodeModule

CALLEES = {
    "import": ("import asyncpg\nasyncpg.connect()", ["asyncpg.connect"]),
    "import of a submodule": ("import a.b\nimport a.c\na.b.f()", ["a.b.f"]),
    "import as": ("import a.b as c\nc.f()", ["a.b.f"]),
    "from import as": ("from a.b import c as d\nd()", ["a.b.c"]),
    "relative import": ("from . import config\nconfig.f()", ["app.config.f"]),
    "relative import of a name": ("from .config import f\nf()", ["app.config.f"]),
    "relative import from the parent": ("from ..core import f\nf()", ["core.f"]),
    "conditional import": ("if x:\n    import a\na.f()", ["a.f"]),
    "import with a fallback of None": ("try:\n    import a\nexcept ImportError:\n    a = None\na.f()", ["a.f"]),
    "two imports of the same thing": ("try:\n    from a import f\nexcept ImportError:\n    from a import f\nf()", ["a.f"]),
    "two imports of different things": ("try:\n    from a import f\nexcept ImportError:\n    from b import f\nf()", ["?"]),
    "import inside a function": ("def g():\n    from a import f\n    f()\ndef h():\n    f()", ["a.f", "?"]),
    "star import": ("from .base import *\nf()", ["app.base.f"]),
    "two star imports": ("from a import *\nfrom b import *\nf()", ["?"]),
    "built-in": ("int()\n'x'.upper()", ["int", "str.upper"]),
    "alias": ("import a\nf = a.b\nf()", ["a.b"]),
    "alias of an alias": ("import a\nf = a.b\ng = f\ng()", ["a.b"]),
    "alias bound twice": ("import a\nf = a.b\nf = a.c\nf()", ["?"]),
    "alias defined by itself": ("f = f.g\nf()", ["?"]),
    "aliases in a cycle": ("f = g\ng = f\nf()", ["?"]),
    "parameter hides an import": ("import a\ndef f(a):\n    a.g()", ["?.g"]),
    "lambda parameter hides an import": ("import a\nlambda a: a.g()", ["?.g"]),
    "loop variable hides an import": ("import a\ndef f():\n    for a in x:\n        a.g()", ["?.g"]),
    "comprehension variable hides an import": ("import a\n[a.g() for a in x]\na.h()", ["?.g", "a.h"]),
    "exception name": ("import a\ndef f():\n    try:\n        pass\n    except E as a:\n        a.g()", ["?.g"]),
    "pattern name": ("import a\ndef f(x):\n    match x:\n        case {'k': a}:\n            a.g()", ["?.g"]),
    "unpacked name": ("import a\ndef f(x):\n    a, b = x\n    a.g()", ["?.g"]),
    "pairwise unpacked names": ("import a\nf, g = a.b, a.c\nf()\ng()", ["a.b", "a.c"]),
    "deleted name": ("import a\nf = a.b\ndel f\nf()", ["?"]),
    "augmented name": ("import a\nf = a.b\nf += 1\nf()", ["?"]),
    "class body is not seen by methods": ("import a\nclass C:\n    a = 1\n    def f(self):\n        a.g()", ["a.g"]),
    "global": ("import a\np = None\ndef f():\n    global p\n    p = a.b()\ndef g():\n    p.c()", ["a.b", "a.b().c"]),
    "nonlocal": (
        "import a\ndef f():\n    p = None\n    def g():\n        nonlocal p\n        p = a.b()\n    p.c()",
        ["a.b", "a.b().c"],
    ),
    "result of a call": ("import a\np = a.b()\np.c()", ["a.b", "a.b().c"]),
    "awaited result": ("import a\nasync def f():\n    p = await a.b()\n    await p.c()", ["a.b", "a.b().c"]),
    "walrus": ("import a\nif (p := a.b()):\n    p.c()", ["a.b", "a.b().c"]),
    "walrus in a comprehension": ("import a\n[(p := a.b()) for i in x]\np.c()", ["a.b", "a.b().c"]),
    "with": ("import a\nwith a.b() as c:\n    c.d()", ["a.b", "a.b().d"]),
    "with of a method": (
        "import a\np = a.b()\nasync def f():\n    async with p.acquire() as c:\n        await c.d()",
        ["a.b", "a.b().acquire", "a.b().acquire().d"],
    ),
    "with bound to a tuple": ("import a\nwith a.b() as (c, d):\n    c.e()", ["a.b", "?.e"]),
    "closing": (
        "import a\nfrom contextlib import closing\nwith closing(a.b()) as c:\n    c.d()",
        ["contextlib.closing", "a.b", "a.b().d"],
    ),
    "exit stack": (
        (
            "import a, contextlib\nasync def f():\n    s = contextlib.AsyncExitStack()\n"
            "    c = await s.enter_async_context(a.b())\n    c.d()"
        ),
        ["contextlib.AsyncExitStack", "contextlib.AsyncExitStack().enter_async_context", "a.b", "a.b().d"],
    ),
    "asyncio.run": ("import a, asyncio\np = asyncio.run(a.b())\np.c()", ["asyncio.run", "a.b", "a.b().c"]),
    "typing.cast": ("import a\nfrom typing import cast\np = cast(int, a.b())\np.c()", ["typing.cast", "a.b", "a.b().c"]),
    "generic class": ("from a import Pool, C\nPool[C](1)", ["a.Pool"]),
    "element of a mapping": ("from a import makers\nmakers['x'](1)", ["?"]),
    "attribute of self": (
        "import a\nclass C:\n    def __init__(self):\n        self.p = a.b()\n    def f(self):\n        self.p.c()",
        ["a.b", "a.b().c"],
    ),
    "attribute of self with a placeholder": (
        (
            "import a\nclass C:\n    p = None\n    async def f(self):\n        self.p = await a.b()\n"
            "    def g(self):\n        self.p.c()"
        ),
        ["a.b", "a.b().c"],
    ),
    "attribute of self from a parameter": (
        "class C:\n    def __init__(self, p):\n        self.p = p\n    def f(self):\n        self.p.c()",
        ["app.db.C.p.c"],
    ),
    "attribute of self bound to two things": (
        "import a\nclass C:\n    def f(self):\n        self.p = a.b()\n        self.p = a.c()\n        self.p.d()",
        ["a.b", "a.c", "app.db.C.p.d"],
    ),
    "class attribute": (
        "import a\nclass C:\n    p = a.b()\n    @classmethod\n    def f(cls):\n        cls.p.c()\nC.p.d()\nC().p.e()",
        ["a.b", "a.b().c", "a.b().d", "a.b().e", "app.db.C"],
    ),
    "attribute of a base class": (
        "import a\nclass B:\n    p = a.b()\nclass C(B):\n    def f(self):\n        self.p.c()",
        ["a.b", "a.b().c"],
    ),
    "own method": ("class C:\n    def f(self):\n        self.g()\n    def g(self): pass", ["app.db.C().g"]),
    "static method has no self": ("class C:\n    @staticmethod\n    def f(self):\n        self.g()", ["?.g"]),
    "self in an inner function": (
        "import a\nclass C:\n    def f(self):\n        def g():\n            self.p = a.b()\n            self.p.c()",
        ["a.b", "a.b().c"],
    ),
    "own function and class": ("def f(): pass\nclass C: pass\nf()\nC().g()", ["app.db.f", "app.db.C().g", "app.db.C"]),
    "either of the same": ("import a\np = a.b() or a.b()\np.c()", ["a.b", "a.b", "a.b().c"]),
    "either of different": ("import a\np = a.b() if x else a.c()\np.d()", ["a.b", "a.c", "?.d"]),
}


@pytest.mark.parametrize(("text", "expected"), CALLEES.values(), ids=CALLEES.keys())
def test_callee(text: str, expected: list[str], callees: Callable[[str], list[str]]) -> None:
    """A call names what it calls, or says that it is unknown."""
    actual = callees(text)

    assert expected == actual


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("app/db.py", "app.db"),
        ("app/__init__.py", "app"),
        ("__init__.py", ""),
        ("main.py", "main"),
        ("src/app/db.py", "app.db"),
        ("services/api-server/app/db.py", "app.db"),
        ("backend/app/db.pyi", "backend.app.db"),
        ("deploy-db.py", ""),
        ("src.py", "src"),
    ],
)
def test_module_name(path: str, expected: str, read: Callable[..., CodeModule]) -> None:
    """The module name follows from the path below the import root."""
    actual = read("", path).module

    assert expected == actual


def test_relative_import_in_a_package(read: Callable[..., CodeModule]) -> None:
    """A package's own file imports relative to itself."""
    actual = read("from .config import f\nf()", "src/app/__init__.py").calls[0].callee

    assert actual == "app.config.f"


def test_chain_too_long_is_unknown(callees: Callable[[str], list[str]]) -> None:
    """A chain of calls whose name grows beyond the bound is unknown, not wrong."""
    actual = callees("import a\na" + ".filter()" * 40)

    assert ["?.filter"] * 14 == actual[:14]
    assert ["a.filter().filter", "a.filter"] == actual[-2:]
