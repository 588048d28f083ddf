"""Which files a program is made of, and which scripts nobody imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.extract.go_packages import GoPackages, imports
from poolaudit.extract.programs import programs
from poolaudit.extract.python_files import PythonFiles
from poolaudit.extract.python_imports import imported, is_open
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.expression import Unresolved
from poolaudit.facts.program import LoneScript, Program
from poolaudit.facts.setting import Setting
from poolaudit.facts.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from poolaudit.facts.fact import Fact


def start(path: str) -> Span:
    """The start of a file."""
    return Span(path, 0, 0, 1, 1, 1, 1)


def reader(files: Mapping[str, str]) -> Callable[[str], bytes | None]:
    """What reads the files."""
    return lambda path: files[path].encode() if path in files else None


def pool(path: str) -> ClientPool:
    """A pool that a file opens."""
    return ClientPool("asyncpg", "pool", start(path), "asyncpg.create_pool", Unresolved("nothing", start(path)))


def runs(*words: str) -> Deployment:
    """A deployment with a command."""
    return Deployment(
        "web", "compose", start("compose.yml"), "", "", command=Setting.written(words, start("compose.yml"), "command")
    )


def found(files: Mapping[str, str], facts: tuple[Fact, ...]) -> list[Fact]:
    """What is told of the programs of some files."""
    return list(programs(facts, sorted(files), reader(files)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("import shop.db\n", ("shop.db",), id="a module"),
        pytest.param("import os, shop.db as db  # why\n", ("os", "shop.db"), id="several"),
        pytest.param("from shop import db, models as m\n", ("shop", "shop.db", "shop.models"), id="names"),
        pytest.param("from shop import (\n    db,  # why\n    models,\n)\n", ("shop", "shop.db", "shop.models"), id="lines"),
        pytest.param("from . import db\n", (".", ".db"), id="the own package"),
        pytest.param("from ..core.db import engine\n", ("..core.db", "..core.db.engine"), id="a package above"),
        pytest.param("def f():\n    from shop import db\n", ("shop", "shop.db"), id="in a function"),
        pytest.param("uvicorn.run('shop.main:app')\n", ("shop.main",), id="a text"),
        pytest.param("x = 'a text.'\n", (), id="another text"),
    ],
)
def test_names_that_a_file_imports(text: str, expected: tuple[str, ...]) -> None:
    """Imports are read wherever they stand, and texts that name a module."""
    assert expected == imported(text.encode())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("import importlib\n", True, id="importlib"),
        pytest.param("from importlib import metadata\n", True, id="anything of importlib"),
        pytest.param("import django\n", True, id="Django"),
        pytest.param("from celery import Celery\n", True, id="Celery"),
        pytest.param("subprocess.run(['python', 'x.py'])\n", True, id="another program"),
        pytest.param("from fastapi import FastAPI\n", False, id="a library"),
        pytest.param("from djangorestframework import x\n", False, id="a name that begins so"),
    ],
)
def test_files_that_load_by_name(text: str, expected: bool) -> None:  # noqa: FBT001
    """A file that may load what it does not import is open."""
    assert expected == is_open(text.encode())


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"a/run.py": "import os\n"}, ("a/run.py",), id="alone"),
        pytest.param({"a/run.py": "import db\n", "a/db.py": "", "b/db.py": ""}, ("a/db.py", "a/run.py"), id="beside it"),
        pytest.param(
            {"a/run.py": "from shop.db import x\n", "shop/__init__.py": "", "shop/db.py": "from . import y\n", "shop/y.py": ""},
            ("a/run.py", "shop/__init__.py", "shop/db.py", "shop/y.py"),
            id="a package above, and on",
        ),
        pytest.param(
            {"a/run.py": "from shop.db import x\n", "libs/shop/src/shop/db.py": ""},
            ("a/run.py", "libs/shop/src/shop/db.py"),
            id="a package that is installed from the tree",
        ),
        pytest.param({"a/run.py": "import db\n", "b/db.py": ""}, ("a/run.py",), id="a name of another folder"),
        pytest.param({"a/run.py": "import b\n", "a/b.py": "import importlib\n"}, None, id="open further on"),
        pytest.param({"a/run.py": "from .b import x\n", "a/b.py": "from .run import y\n"}, ("a/b.py", "a/run.py"), id="a circle"),
    ],
)
def test_files_of_a_program(files: dict[str, str], expected: tuple[str, ...] | None) -> None:
    """A program has the files that its imports lead to; nothing is said of one that loads others by name."""
    assert expected == PythonFiles(files, reader(files)).program("a/run.py")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("/app/bin/run.py", ("bin/run.py",), id="a place of a container"),
        pytest.param("run.py", ("bin/run.py", "jobs/run.py"), id="two of the name"),
        pytest.param("./jobs/run.py", ("jobs/run.py",), id="its folder"),
        pytest.param("other.py", (), id="none"),
    ],
)
def test_files_that_a_path_means(path: str, expected: tuple[str, ...]) -> None:
    """The most folders of a path that any file has decide."""
    assert expected == PythonFiles(["bin/run.py", "jobs/run.py"], reader({})).called(path)


GO = {
    "go.mod": "module example.org/shop\n\ngo 1.25\n",
    "cmd/api/main.go": 'package main\n\nimport (\n\t"fmt" // (why)\n\tdb "example.org/shop/internal/db"\n)\n',
    "cmd/api/main_test.go": 'package main\n\nimport "example.org/shop/internal/fake"\n',
    "cmd/migrate/run.go": 'package main\n\nimport "example.org/shop/internal/schema"\n',
    "internal/db/db.go": 'package db\n\nimport "example.org/shop/internal/log"\n',
    "internal/log/log.go": "package log\n",
    "internal/schema/schema.go": "package schema\n",
    "internal/fake/fake.go": "package fake\n",
    "hack/fix/main.go": "// Fixes.\npackage main\n",
    "examples/web/main.go": "package main\n",
}


def test_packages_of_a_program() -> None:
    """A program of Go has the packages of its module that it imports, tests aside."""
    packages = GoPackages(GO, reader(GO))

    assert ("cmd/api/main.go", "cmd/migrate/run.go", "examples/web/main.go", "hack/fix/main.go") == packages.mains()
    assert ("cmd/api/", "internal/db/", "internal/log/") == packages.program("cmd/api/main.go")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('package a\nimport "fmt"\n', ("fmt",), id="one"),
        pytest.param('package a\nimport _ "x/y"\n', ("x/y",), id="for its effects"),
        pytest.param('package a\nimport (\n\t"a"\n\t. `b`\n)\n', ("a", "b"), id="several"),
        pytest.param('package a\nvar x = "import"\n', (), id="none"),
    ],
)
def test_imports_of_go(text: str, expected: tuple[str, ...]) -> None:
    """Single imports and lists of them are read."""
    assert expected == imports(text.encode())


def test_programs_of_go() -> None:
    """Samples are no programs of the product, and a main package among scripts is for itself."""
    told = found(GO, (runs("/api"), pool("internal/db/db.go"), pool("hack/fix/main.go")))

    assert [
        Program(start("cmd/api/main.go"), ("cmd/api/", "internal/db/", "internal/log/")),
        Program(start("cmd/migrate/run.go"), ("cmd/migrate/", "internal/schema/")),
        LoneScript(start("hack/fix/main.go")),
    ] == told


MAIN = 'if __name__ == "__main__":\n    main()\n'


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"scripts/fix.py": MAIN}, [LoneScript(start("scripts/fix.py"))], id="alone"),
        pytest.param({"scripts/fix.py": "main()\n"}, [], id="not meant to be run"),
        pytest.param({"scripts/fix.py": MAIN, "app/a.py": "from scripts.fix import main\n"}, [], id="imported"),
        pytest.param(
            {"scripts/fix.py": MAIN, "tests/test_fix.py": "from scripts.fix import main\n", "scripts/b.py": "import fix\n"},
            [LoneScript(start("scripts/fix.py"))],
            id="imported by tests and scripts",
        ),
        pytest.param(
            {"scripts/fix.py": MAIN, "app/a.py": "from app import fix\n", "app/fix.py": ""},
            [LoneScript(start("scripts/fix.py"))],
            id="another of the name",
        ),
    ],
)
def test_scripts_of_python(files: dict[str, str], expected: list[Fact]) -> None:
    """A file among scripts that starts itself and that no other code imports is for itself."""
    assert expected == found(files, (runs("web"), pool("scripts/fix.py")))


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({}, [LoneScript(start("scripts/fix-users.ts"))], id="alone"),
        pytest.param({"src/a.ts": "import { x } from '../scripts/fix-users';\n"}, [], id="imported"),
        pytest.param({"src/a.js": "require('../scripts/fix-users.js')\n"}, [], id="imported with its ending"),
        pytest.param({"src/a.ts": "// see fix-users\n"}, [LoneScript(start("scripts/fix-users.ts"))], id="spoken of"),
        pytest.param(
            {"scripts/all.ts": "import './fix-users';\n"}, [LoneScript(start("scripts/fix-users.ts"))], id="imported by scripts"
        ),
    ],
)
def test_scripts_of_javascript(files: dict[str, str], expected: list[Fact]) -> None:
    """A file among scripts whose name no other code imports is for itself."""
    files = {"scripts/fix-users.ts": "x\n", **files}

    assert expected == found(files, (runs("web"), pool("scripts/fix-users.ts")))


REPLICA = "packages/db/src/replica.ts"
REPORT = {"packages/scripts/report.ts": "import db from '@acme/db/replica';\n"}


@pytest.mark.parametrize(
    ("path", "files", "expected"),
    [
        pytest.param(REPLICA, REPORT, [LoneScript(start(REPLICA))], id="of scripts alone"),
        pytest.param(REPLICA, {}, [], id="of nobody"),
        pytest.param(REPLICA, {**REPORT, "apps/web/db.ts": "import db from '@acme/db/replica';\n"}, [], id="of a program too"),
        pytest.param(REPLICA, {**REPORT, "packages/db/src/index.ts": "export * from './replica';\n"}, [], id="of the index"),
        pytest.param(
            REPLICA,
            {**REPORT, "tests/db.test.ts": "import db from '@acme/db/replica';\n"},
            [LoneScript(start(REPLICA))],
            id="of tests too",
        ),
        pytest.param("apps/web/server.ts", {"scripts/a.ts": "import '../apps/web/server';\n"}, [], id="where a program begins"),
    ],
)
def test_what_only_scripts_import(path: str, files: dict[str, str], expected: list[Fact]) -> None:
    """A file of a package that scripts import and nothing else is for them; what nobody imports may begin a program."""
    assert expected == found({path: "x\n", **files}, (runs("web"), pool(path)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("import { x } from './index';\n", [LoneScript(start("scripts/seed/index.ts"))], id="another index"),
        pytest.param("import { x } from '../scripts/seed';\n", [], id="its folder"),
        pytest.param("import { x } from '../scripts/seed/index.js';\n", [], id="itself"),
    ],
)
def test_a_script_called_index(text: str, expected: list[Fact]) -> None:
    """A file `index` is imported by the name of its folder."""
    assert expected == found({"scripts/seed/index.ts": "x\n", "src/a.ts": text}, (runs("web"), pool("scripts/seed/index.ts")))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(
            (runs("python", "mock/run.py"), pool("app/db.py")), [Program(start("mock/run.py"), ("mock/run.py",))], id="named"
        ),
        pytest.param(
            (runs("sh", "-c", "python mock/run.py 1"), pool("app/db.py")),
            [Program(start("mock/run.py"), ("mock/run.py",))],
            id="in a script",
        ),
        pytest.param((runs("python", "mock/run.py"),), [], id="nothing opens connections"),
        pytest.param((pool("app/db.py"),), [], id="nothing runs"),
        pytest.param((runs("uvicorn", "app:app"), pool("app/db.py")), [], id="no file is named"),
    ],
)
def test_programs_of_python(facts: tuple[Fact, ...], expected: list[Fact]) -> None:
    """The files that commands give Python are programs, where there is somebody to ask for them."""
    assert expected == found({"mock/run.py": "import os\n", "app/db.py": ""}, facts)
