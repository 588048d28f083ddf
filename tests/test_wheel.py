"""What is in the wheel and the source distribution, built as a release builds them (the build backend comes from the index)."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest

from poolaudit import __version__

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.checkout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with both archives; the wheel is built from the source distribution."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="module")
def wheel(built: Path) -> frozenset[str]:
    """Names of the files in the wheel."""
    with ZipFile(built / f"poolaudit-{__version__}-py3-none-any.whl") as archive:
        return frozenset(archive.namelist())


def _files(folder: str, ending: str) -> frozenset[str]:
    return frozenset(path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob(f"*{ending}"))


def test_the_wheel_holds_the_package_alone(wheel: frozenset[str]) -> None:
    """No `rules` and no `tests` beside the package."""
    assert {"poolaudit", f"poolaudit-{__version__}.dist-info"} == {name.partition("/")[0] for name in wheel}


def test_the_wheel_holds_every_module(wheel: frozenset[str]) -> None:
    """Every module is there, and the marker of typed packages."""
    assert _files("poolaudit", ".py") == {name for name in wheel if name.endswith(".py")}
    assert "poolaudit/py.typed" in wheel


def test_the_wheel_holds_the_rules(wheel: frozenset[str]) -> None:
    """Every page is there, inside of the package."""
    assert {f"poolaudit/{name}" for name in _files("rules", ".md")} == {name for name in wheel if name.endswith(".md")}


def test_the_wheel_holds_the_schemas(wheel: frozenset[str]) -> None:
    """Every schema is there."""
    assert _files("poolaudit", ".schema.json") == {name for name in wheel if name.endswith(".schema.json")}
    assert "poolaudit/report/findings.schema.json" in wheel


def test_the_wheel_runs_as_a_command(built: Path) -> None:
    """There is one command, and the licence is inside."""
    with ZipFile(built / f"poolaudit-{__version__}-py3-none-any.whl") as archive:
        info = f"poolaudit-{__version__}.dist-info"
        points = archive.read(f"{info}/entry_points.txt").decode()

        assert "[console_scripts]\npoolaudit = poolaudit.__main__:main\n" == points
        assert archive.read(f"{info}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()


def test_the_source_distribution_can_test_itself(built: Path) -> None:
    """Tests, fixtures and rules are in it, and no link, which would lead to files of the machine that builds."""
    with tarfile.open(built / f"poolaudit-{__version__}.tar.gz") as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
        links = [member.name for member in archive.getmembers() if not (member.isfile() or member.isdir())]

    assert [] == links
    assert {
        "LICENSE",
        ".pre-commit-hooks.yaml",
        "fixtures/hostile/repo/app/db.py",
        "rules/transaction-mode/txn-pool-prepared-statement.md",
        "tests/conftest.py",
        "tests/typing/api.py",
    } <= names
