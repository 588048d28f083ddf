"""The hooks that the project offers to users of pre-commit, run by pre-commit itself.

pre-commit builds an environment for a hook from the package index, so these tests need one; they run wherever the suite runs from
a checkout. `pytest tests/test_pre_commit.py --update` writes the `files:` of the hooks anew after a reader came or went.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import fill, indent
from typing import TYPE_CHECKING

import pytest
import yaml

from poolaudit.discover.triggers import Selector
from poolaudit.extract.run import readings

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
HOOKS = ROOT / ".pre-commit-hooks.yaml"
PACKAGE = ("poolaudit", "rules", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", ".pre-commit-hooks.yaml")
"""What a clone must have to be installed."""
FAULT = {
    "app/db.py": (
        "import os\n\nimport asyncpg\n\n\nasync def open_pool():\n"
        '    return await asyncpg.create_pool(os.environ["DATABASE_URL"], max_size=20)\n'
    ),
    "app/other.py": "x = 1\n",
    "docker-compose.yml": (
        "services:\n  web:\n    build: .\n    environment:\n      DATABASE_URL: postgresql://app:${PW}@pgbouncer:6432/shop\n"
        "  pgbouncer:\n    image: edoburu/pgbouncer:1.18.0\n    volumes:\n"
        "      - ./pgbouncer.ini:/etc/pgbouncer/pgbouncer.ini\n"
    ),
    "notes.txt": "nothing\n",
    "pgbouncer.ini": "[databases]\nshop = host=db port=5432\n\n[pgbouncer]\nlisten_port = 6432\npool_mode = transaction\n",
}
GLOBS = sorted({glob.lower().removeprefix("**/") for reading in readings() for glob in reading.globs})
NAMES = sorted(
    {
        f"{folder}{name}"
        for glob in GLOBS
        for filler in ("", "x", "x-y.z")
        for folder in ("", "a/", "a.b/c d/")
        for name in (glob.replace("*", filler), glob.replace("*", filler).upper())
    }
)
"""Paths made of every pattern of every reader; some fit none, because `*` was all of a name."""


def _pattern() -> str:
    """The regular expression for all files that some reader wants, as pre-commit searches for it in a path."""
    suffixes = tuple(glob[1:] for glob in GLOBS if re.fullmatch(r"\*\.[^*?\[]+", glob))
    stems: dict[str, list[str]] = {}
    for glob in GLOBS:
        if not any(glob.endswith(suffix) and glob != f"*{suffix}" for suffix in suffixes):
            stem, tail = re.fullmatch(r"(.*[-._/])?([^-._/]*)", glob).groups("")  # type: ignore[union-attr]  # fits every text
            stems.setdefault(stem, []).append(tail)
    lines = [
        _translated(stem) + (_translated(tails[0]) if len(tails) == 1 else f"({'|'.join(map(_translated, tails))})")
        for stem, tails in stems.items()
    ]
    # a name that starts with anything may as well be searched for
    anchored = [line.removeprefix("[^/]*") if line.startswith("[^/]*") else f"(^|/){line}" for line in lines]
    wrapped = [fill(line.replace("|", "| "), 114, subsequent_indent="  ", break_on_hyphens=False) for line in anchored]
    text = "\n|".join(re.sub(r"\| (?!$)", "|", line) for line in wrapped)
    return f"(?xi)(\n{indent(text, '  ')}\n)$\n"


def _translated(glob: str) -> str:
    return "".join({"*": "[^/]*", "?": "[^/]", ".": r"\."}.get(sign, sign) for sign in glob)


def _hooks() -> dict[str, dict[str, object]]:
    return {hook["id"]: hook for hook in yaml.safe_load(HOOKS.read_text(encoding="utf-8"))}


@pytest.mark.checkout
def test_the_pattern_is_the_readers(expected_text: Callable[[Path, str], str]) -> None:
    """`files:` of the first hook is made of the patterns of all readers."""
    text = HOOKS.read_text(encoding="utf-8")
    before, after = re.split(r"(?<=files: \|\n)(?: {4,}.*\n)+", text, maxsplit=1)
    expected = before + indent(_pattern(), "    ") + after

    assert expected_text(HOOKS, expected) == expected


@pytest.mark.checkout
def test_the_pattern_matches_what_is_read() -> None:
    """Every name that a reader wants starts the hook."""
    selector = Selector(readings())
    pattern = re.compile(str(_hooks()["poolaudit"]["files"]))
    wanted = [name for name in NAMES if selector.by_name(name)]

    assert len(GLOBS) < len(wanted)
    assert [] == [name for name in wanted if not pattern.search(name)]


@pytest.mark.checkout
@pytest.mark.parametrize(
    "name",
    [
        "image.png",
        "README.md",
        "main.zig",
        "a/b.css",
        "environment.txt",
        "env/readme.rst",
        "Dockerfiles/x.md",
        "x.python",
        "LICENSE",
    ],
)
def test_the_pattern_matches_nothing_else(name: str) -> None:
    """A commit of other files does not start the hook."""
    pattern = re.compile(str(_hooks()["poolaudit"]["files"]))

    assert (None, ()) == (pattern.search(name), Selector(readings()).by_name(name))


def _git(folder: Path, *words: str) -> str:
    command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder, env=_environment()).stdout.strip()


def _environment() -> dict[str, str]:
    """The environment without what a hook that runs the tests would hand down."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of a user, with a fault, whose hooks come from a clone of this checkout."""
    folder = tmp_path_factory.mktemp("pre_commit")
    ours, theirs = folder / "ours", folder / "theirs"
    ours.mkdir()
    for name in PACKAGE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, ours / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, ours / name)
    for place in (ours, theirs):
        place.mkdir(exist_ok=True)
        _git(place, "init", "--quiet")
    _git(ours, "add", "--force", ".")
    _git(ours, "commit", "--quiet", "--no-verify", "--message", "Ours")
    hooks = "".join(f"      - id: {name}\n        verbose: true\n" for name in _hooks())
    config = f"repos:\n  - repo: {ours.as_uri()}\n    rev: {_git(ours, 'rev-parse', 'HEAD')}\n    hooks:\n{hooks}"
    for name, text in {**FAULT, ".pre-commit-config.yaml": config}.items():
        path = theirs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    _git(theirs, "add", ".")
    _git(theirs, "commit", "--quiet", "--no-verify", "--message", "Theirs")
    return theirs


def _run(user: Path, hook: str, *words: str) -> tuple[int, str]:
    """Exit code and output of pre-commit."""
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--color", "never", hook, *words],
        check=False, capture_output=True, text=True, cwd=user,
        env={**_environment(), "PRE_COMMIT_HOME": str(user.parent / "home")},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.checkout
@pytest.mark.parametrize(
    ("hook", "words", "expected"),
    [
        pytest.param("poolaudit", ["--all-files"], True, id="all-files"),
        pytest.param("poolaudit", ["--files", "app/other.py"], True, id="whole-tree-for-one-file"),
        pytest.param("poolaudit", ["--files", "notes.txt"], False, id="no-file-that-is-read"),
        pytest.param("poolaudit-changed", ["--files", "pgbouncer.ini"], True, id="changed-evidence"),
        pytest.param("poolaudit-changed", ["--files", "app/other.py"], False, id="changed-elsewhere"),
        pytest.param("poolaudit-always", ["--files", "notes.txt"], True, id="always"),
    ],
)
def test_hook(hook: str, words: list[str], expected: bool, user: Path) -> None:  # noqa: FBT001
    """pre-commit installs the hook and fails the commit exactly when the hook has something to say about it."""
    code, said = _run(user, hook, *words)

    assert (int(expected), expected) == (code, "PA201 txn-pool-prepared-statement" in said), said
