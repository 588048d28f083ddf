"""Repositories that mean harm, with files that cannot be committed: what cannot be read is told, and nothing else is lost."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from poolaudit.lint.finding import Unread
from poolaudit.scan import scan

if TYPE_CHECKING:
    from poolaudit.lint.finding import Finding

MANY = 100_000
FAULT = {
    "app/db.py": (
        "import os\n\nimport asyncpg\n\n\nasync def open_pool():\n"
        '    return await asyncpg.create_pool(os.environ["DATABASE_URL"], max_size=20)\n'
    ),
    "docker-compose.yml": (
        "services:\n  web:\n    build: .\n    environment:\n      DATABASE_URL: postgresql://app:${PW}@pgbouncer:6432/shop\n"
        "  pgbouncer:\n    image: edoburu/pgbouncer:1.18.0\n    volumes:\n"
        "      - ./pgbouncer.ini:/etc/pgbouncer/pgbouncer.ini\n"
    ),
    "pgbouncer.ini": "[databases]\nshop = host=db port=5432\n\n[pgbouncer]\nlisten_port = 6432\npool_mode = transaction\n",
}
"""A repository with a fault over three files, which must be found whatever else is there."""
POOL = "import asyncpg\nasyncpg.create_pool()\n"
"""What makes a Python file worth reading."""
DOUBLING = (
    "A0=xxxxxxxxxx\n" + "".join(f"A{n + 1}=${{A{n}}}${{A{n}}}\n" for n in range(60)) + "DATABASE_URL=postgres://${A60}@h/d\n"
)
LAUGHS = "services:\n  a: &a0 [x]\n" + "".join(f"  b{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
UNREAD: dict[str, tuple[str, str | bytes, str]] = {
    "long line": ("long.env", "A=" + "x" * 6_000_000, "is larger than 5242880 bytes"),
    "Python brackets": ("deep.py", POOL + "x = " + "(" * MANY + ")" * MANY, "line 3: invalid syntax"),
    "Python operators": ("deep.py", POOL + "x = " + "-" * MANY + "1", "nested too deeply"),
    "Python lambdas": ("deep.py", POOL + "x = " + "lambda: " * MANY + "1", "nested too deeply"),
    "Python branches": ("deep.py", POOL + "if a: pass\n" + "elif a: pass\n" * MANY, "nested too deeply"),
    "Python integer": ("big.py", "import asyncpg\nasyncpg.create_pool(max_size=" + "9" * MANY + ")", "line 2: invalid syntax"),
    "Python NUL": ("nul.py", POOL + "x = 1\n" * 5000 + "\0", "contains NUL characters"),
    "JSON": ("Pipfile.lock", '{"default":' + "[" * MANY + "]" * MANY + "}", "nested deeper than 100 levels"),
    "YAML brackets": ("x/compose.yml", "services: " + "[" * MANY + "]" * MANY, "nested deeper than 100 levels"),
    "YAML indentation": (
        "x/compose.yml",
        "services:\n" + "".join(f"{' ' * n}a:\n" for n in range(1, 3000)),
        "nested deeper than 100 levels",
    ),
    "YAML aliases": ("x/compose.yml", LAUGHS, "more than 200000 nodes once aliases are expanded"),
    "YAML alias in itself": ("x/compose.yml", "services: &a\n  x: *a\n", "an alias stands inside its own anchor"),
    "TOML brackets": ("x/pyproject.toml", "[project]\ndependencies = " + "[" * MANY + "]" * MANY, "nested too deeply"),
    "TOML keys": ("x/pyproject.toml", "a." * MANY + "b = 1\n", "nested deeper than 100 levels"),
    "TOML quoted keys": ("x/pyproject.toml", "[" + "'a b'." * MANY + "b]\n", "nested deeper than 100 levels"),
    "TOML number": ("poetry.lock", "[[package]]\nname = 'asyncpg'\nversion = " + "9" * MANY, "not TOML: a number is too long"),
    "bytes": ("latin.env", b"DATABASE_URL=postgres://h/\xe9\n", "is no UTF-8 text"),
}
"""What it is → path, content, why it cannot be read."""
READ = {
    "variables that double": ("bomb.env", DOUBLING),
    "variables in variables": ("deep.env", "DATABASE_URL=" + "${A:-" * MANY + "}" * MANY),
    "variables in a service": ("x/compose.yml", "services:\n  web:\n    environment:\n      A: " + "${A:-" * MANY + "}" * MANY),
    "a tag that runs code": ("x/compose.yml", "services:\n  web: !!python/object/apply:os.abort []\n"),
    "services that extend each other": ("x/compose.yml", "services:\n  a: {extends: b}\n  b: {extends: a}\n"),
    "a range of all ports": ("x/compose.yml", "services:\n  web:\n    ports: ['1-999999999:1-999999999']\n"),
    "numbers": ("x/compose.yml", f"services:\n  web:\n    deploy: {{replicas: {'9' * MANY}}}\n    ports: ['{'9' * MANY}:1']\n"),
    "arithmetic": ("a.py", "import asyncpg\nasyncpg.create_pool(max_size=1 << 10**9, min_size=2**10**9, dsn='a' * 10**9)\n"),
    "names that double": (
        "a.py",
        "import asyncpg\na0 = 'x'\n" + "".join(f"a{n + 1} = a{n} + a{n}\n" for n in range(5000)) + "asyncpg.create_pool(a5000)\n",
    ),
    "names in a circle": ("a.py", "import asyncpg\na = b\nb = a\nasyncpg.create_pool(a, max_size=b)\n"),
    "a long address": ("a.env", "DATABASE_URL=postgres://" + "a:" * MANY + "@h/d?" + "a=b&" * MANY),
    "many hosts": ("a.env", "DATABASE_URL=postgres://" + "h," * MANY + "/d"),
    "a long port": ("a.env", "DATABASE_URL=postgres://a@h:" + "9" * MANY + "/d"),
    "an open quote": ("a.env", "DATABASE_URL='" + "\\'" * MANY),
    "includes of itself and of others": ("x/pgbouncer.ini", "%include /etc/passwd\n%include pgbouncer.ini\n[databases]\n"),
    "a long limit": ("x/postgresql.conf", "max_connections = " + "9" * MANY + "\nshared_buffers = 1e999GB\n"),
    "substitutions": ("Procfile", "web: gunicorn -w " + "9" * MANY + " $(" + "$(" * MANY),
    "comments in comments": ("a.sql", "/*" * MANY + " LISTEN x;"),
    "dollar quotes": ("a.sql", "SELECT $$" + "$a$" * MANY + " LISTEN x"),
    "a long version": ("requirements.txt", "asyncpg==" + "9." * MANY + "\n-r requirements.txt\n"),
}
"""What it is → path and content of a file that can be read, in bounded time and memory."""


def _write(root: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture(scope="module")
def fault(tmp_path_factory: pytest.TempPathFactory) -> tuple[Finding, ...]:
    """What is found where nothing is hostile."""
    root = tmp_path_factory.mktemp("plain")
    _write(root, dict(FAULT))
    return scan(root).findings


def _of_the_fault(root: Path) -> tuple[Finding, ...]:
    """The findings about the files of `FAULT`."""
    return tuple(finding for finding in scan(root).findings if finding.span.path in FAULT)


def test_the_fault_is_found(fault: tuple[Finding, ...]) -> None:
    """There is something to lose."""
    assert ("app/db.py", "txn-pool-prepared-statement") in {(finding.span.path, finding.rule) for finding in fault}


@pytest.mark.parametrize("case", UNREAD)
def test_a_file_that_cannot_be_read(case: str, tmp_path: Path, fault: tuple[Finding, ...]) -> None:
    """It is unread with one line that says why, and the other files' findings stay."""
    path, content, reason = UNREAD[case]
    _write(tmp_path, {**FAULT, path: content})

    assert (Unread(path, reason),) == scan(tmp_path).unread
    assert fault == _of_the_fault(tmp_path)


@pytest.mark.parametrize("case", READ)
def test_a_file_that_can_be_read(case: str, tmp_path: Path, fault: tuple[Finding, ...]) -> None:
    """It is read without harm, and the other files' findings stay."""
    path, content = READ[case]
    _write(tmp_path, {**FAULT, path: content})

    assert () == scan(tmp_path).unread
    assert fault == _of_the_fault(tmp_path)


def test_a_file_that_some_interpreters_can_read(tmp_path: Path, fault: tuple[Finding, ...]) -> None:
    """A chain of attributes is too deep for the parser of some Pythons; either way the other files' findings stay."""
    _write(tmp_path, {**FAULT, "deep.py": POOL + "x = a" + ".b" * MANY})

    assert {Unread("deep.py", "nested too deeply")} >= set(scan(tmp_path).unread)
    assert fault == _of_the_fault(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among its files")
def test_a_pipe(tmp_path: Path, fault: tuple[Finding, ...]) -> None:
    """A pipe that bears the name of a file is passed over; opening it would wait for ever."""
    _write(tmp_path, dict(FAULT))
    os.mkfifo(tmp_path / ".env")

    assert fault == _of_the_fault(tmp_path)


def test_a_folder_with_the_name_of_a_file(tmp_path: Path, fault: tuple[Finding, ...]) -> None:
    """A folder called `.env` is a folder."""
    _write(tmp_path, {**FAULT, ".env/x.txt": ""})

    assert (fault, ()) == (_of_the_fault(tmp_path), scan(tmp_path).unread)


def test_links(tmp_path: Path, fault: tuple[Finding, ...]) -> None:
    """A link that leads out is unread; circles and dead ends are passed over."""
    root = tmp_path / "root"
    _write(tmp_path, {"secret.env": "DATABASE_URL=postgres://a:hunter2@db.example.org/d\n"})
    _write(root, dict(FAULT))
    (root / "circle").symlink_to(".")
    (root / "nowhere.env").symlink_to("missing")
    (root / "itself.env").symlink_to("itself.env")
    (root / "out.env").symlink_to("../secret.env")
    (root / "etc").symlink_to("/etc")

    assert {
        Unread("etc", "the link leads out of the scanned folder"),
        Unread("out.env", "the link leads out of the scanned folder"),
    } == set(scan(root).unread)
    assert fault == _of_the_fault(root)


def test_a_name_that_is_no_text(tmp_path: Path, fault: tuple[Finding, ...]) -> None:
    """A file name that is not UTF-8 is unread, in a form that can be printed; a name with control characters is read."""
    _write(tmp_path, {**FAULT, "a\n\x1b[31m.env": "A=1\n"})
    name = os.fsencode(tmp_path) + b"/\xff.env"
    try:
        Path(os.fsdecode(name)).write_text("A=1\n", encoding="utf-8")
    except OSError:
        assert sys.platform == "darwin"  # its file systems refuse such names
        return

    assert (Unread("\\udcff.env", "its name is not UTF-8"),) == scan(tmp_path).unread
    assert fault == _of_the_fault(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path, fault: tuple[Finding, ...]) -> None:
    """A file that may not be opened is unread."""
    _write(tmp_path, {**FAULT, "x.env": "A=1\n"})
    (tmp_path / "x.env").chmod(0)

    assert (Unread("x.env", "cannot be read: Permission denied"),) == scan(tmp_path).unread
    assert fault == _of_the_fault(tmp_path)
