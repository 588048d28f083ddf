"""What the README shows is what the program prints today. `pytest --update` rewrites the generated parts."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest

from poolaudit.lint.rulebook import load_rules

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
FIXTURE = "fixtures/fastapi-asyncpg-pgbouncer/repo"


def finding() -> str:
    """The finding that the README opens with, as the program prints it on a terminal without colour."""
    environment = {"COLUMNS": "100", "NO_COLOR": "1", "PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "poolaudit", "scan", FIXTURE, "--no-config"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    return f"```text\n$ poolaudit scan .\n{done.stdout.rstrip()}\n```"


def table() -> str:
    """One line for each family, with its rules by code."""
    rules = [rule for rule in load_rules() if rule.checks]
    rows = [
        f"| [{name}](docs/rules/README.md#{name}) | {', '.join(f'[{rule.name}]({rule.path})' for rule in family)} |"
        for name, family in groupby(rules, lambda rule: rule.family)
    ]
    return "\n".join(["| family | rules |", "|---|---|", *rows])


@pytest.mark.checkout
@pytest.mark.parametrize(("marker", "make"), [("finding", finding), ("rules", table)])
def test_generated_parts_are_current(marker: str, make: object, request: pytest.FixtureRequest) -> None:
    """Each part between its markers equals what the program says now."""
    text = README.read_text(encoding="utf-8")
    part = re.compile(rf"(?<=<!-- {marker} -->\n).*?(?=<!-- end -->)", re.DOTALL)
    expected = f"{make()}\n"  # type: ignore[operator]  # one of the two functions above
    if request.config.getoption("--update"):
        README.write_text(part.sub(lambda _: expected, text, count=1), encoding="utf-8")
        text = README.read_text(encoding="utf-8")

    assert [expected] == part.findall(text)


@pytest.mark.parametrize("marker", ["scan command", "test command"])
def test_commands_stand_on_one_line(marker: str) -> None:
    """Each command can be pasted as it stands."""
    text = README.read_text(encoding="utf-8")
    found = re.findall(rf"<!-- {marker} -->\n```console\n\$ ([^\n]+)\n```\n<!-- end -->", text)

    assert 1 == len(found)
