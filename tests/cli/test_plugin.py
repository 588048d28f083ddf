"""`--plugin` and rules that are installed, on the command line."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from poolaudit.cli.app import run

if TYPE_CHECKING:
    from pathlib import Path

RULE = (
    "import poolaudit\nfrom poolaudit import Client, Violation\n\n\n"
    "@poolaudit.rule('our-rule', on=Client, code='OUR1')\ndef our_rule(client):\n"
    "    '''Ours.'''\n    yield Violation(f'{client.library} is there')\n"
)


@pytest.fixture
def plugin(tree: Path) -> Path:
    """A file with a rule, outside of the scanned folder."""
    path = tree.parent / "ours.py"
    path.write_text(RULE, encoding="utf-8")
    return path


def test_scan(plugin: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A named rule is selected and reports like ours."""
    code = run(["scan", "-q", "--select", "our-rule", "--plugin", str(plugin)])

    assert (1, "app/db.py:7:18: warning: asyncpg is there [OUR1 our-rule]\n") == (code, capsys.readouterr().out)


def test_rules_and_explain(plugin: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is listed and explained like ours."""
    codes = [run(["rules", "--plugin", str(plugin)]), run(["explain", "OUR1", "--plugin", str(plugin)])]
    said = capsys.readouterr().out

    assert ([0, 0], True, True) == (codes, "  OUR1   warning  our-rule" in said, "OUR1 our-rule  python · warning\n" in said)


def test_plugin_of_the_scanned_folder(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file of the scanned folder is not run, whoever names it."""
    (tree / "ours.py").write_text("raise SystemExit('executed')", encoding="utf-8")
    code = run(["scan", "--plugin", "ours.py"])

    assert (2, ("", "poolaudit: error: plugin ours.py: stands in the scanned folder, of which nothing is executed\n")) == (
        code,
        capsys.readouterr(),
    )


@pytest.mark.parametrize("command", ["scan", "rules"])
def test_a_name_that_is_taken(command: str, plugin: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two rules of one name are refused in one line."""
    code = run([command, "--plugin", str(plugin), "--plugin", str(plugin)])

    assert (2, "poolaudit: error: our-rule:1: `our-rule` is taken by our-rule\n") == (code, capsys.readouterr().err)


def test_the_current_folder_is_not_imported_from(tree: Path) -> None:
    """`python -m poolaudit` runs in a folder whose files bear the names of our dependencies, and runs none of them."""
    for name in ("click", "yaml", "sqlglot", "libcst", "pathspec", "tomllib", "json", "acme"):
        (tree / f"{name}.py").write_text("raise SystemExit('executed')", encoding="utf-8")
    info = tree / "acme-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[poolaudit.rules]\nacme = acme\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "poolaudit", "scan", "-q", "--select", "PA201"],
        check=False,
        capture_output=True,
        text=True,
        cwd=tree,
    )

    assert (1, "", True) == (done.returncode, done.stderr, done.stdout.startswith("app/db.py:7:18: error: asyncpg sends"))
