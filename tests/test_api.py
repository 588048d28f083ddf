"""The public names."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import poolaudit

if TYPE_CHECKING:
    from collections.abc import Callable

HEAVY = {"asyncio", "click", "importlib.metadata", "libcst", "multiprocessing", "pathspec", "sqlglot", "tomli", "tomllib", "yaml"}
COMPOSE = (
    "services:\n  web:\n    build: .\n    environment:\n      DATABASE_URL: postgresql://app:${PW}@db.internal:5432/shop\n"
    "    deploy:\n      replicas: 2\n"
)
CODE = (
    "import os\n\nimport asyncpg\n\n\nasync def open_pool():\n"
    '    return await asyncpg.create_pool(os.environ["DATABASE_URL"], max_size=20)\n'
)


def _python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("name", poolaudit.__all__)
def test_each_public_name_is_there(name: str) -> None:
    """A name of `__all__` is found, listed, and is the same object at each look."""
    assert (True, getattr(poolaudit, name)) == (name in dir(poolaudit), getattr(poolaudit, name))


def test_public_names_are_sorted() -> None:
    """A reader finds a name where the alphabet puts it, and none stands there twice."""
    assert sorted(set(poolaudit.__all__)) == poolaudit.__all__


def test_another_name_is_missing() -> None:
    """What is not public is no attribute."""
    with pytest.raises(AttributeError) as refused:
        getattr(poolaudit, "scna")  # noqa: B009  # mypy knows that it is missing

    assert "module 'poolaudit' has no attribute 'scna'" == str(refused.value)


def test_import_is_light() -> None:
    """`import poolaudit` loads none of its parts and nothing heavy."""
    loaded = set(_python("import sys, poolaudit; print(*sys.modules)").split())

    assert ({"poolaudit"}, set()) == ({name for name in loaded if name.startswith("poolaudit")}, loaded & HEAVY)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import poolaudit", id="alone"),
        pytest.param("import poolaudit; poolaudit.survey", id="after-survey"),
        pytest.param("import poolaudit.scan; import poolaudit", id="after-the-module"),
        pytest.param("from poolaudit.scan import survey; import poolaudit", id="after-a-name-of-the-module"),
    ],
)
def test_scan_is_the_function(code: str) -> None:
    """The module of the same name does not take the place of the function, whichever is imported first."""
    said = _python(f"{code}; print(type(poolaudit.scan).__name__, poolaudit.scan.__module__)")

    assert "function poolaudit.scan\n" == said


def test_a_user_of_the_library(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file that the type checker reads also runs: its own rules report, and the survey names the hosts."""
    (tmp_path / "docker-compose.yml").write_text(COMPOSE, encoding="utf-8")
    (tmp_path / "db.py").write_text(CODE, encoding="utf-8")
    main: Callable[[str], None] = runpy.run_path(str(Path(__file__).parent / "typing/api.py"))["main"]
    main(str(tmp_path))
    lines = capsys.readouterr().out.splitlines()

    assert [
        (
            "db.py:7: info: small-pools: asyncpg opens 20 [asyncpg.create_pool; "
            "DATABASE_URL = postgresql://app:***@db.internal:5432/shop; max_size = 20]"
        ),
        "hosts: db.internal",
    ] == [line for line in lines if "small-pools" in line or line.startswith("hosts")]
