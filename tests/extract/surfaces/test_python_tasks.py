"""Tasks of pyproject.toml become names."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.toml import read
from poolaudit.extract.surfaces.python_tasks import SURFACE
from poolaudit.facts.expression import Literal
from poolaudit.facts.name import NamedValue
from poolaudit.facts.secret import Secret


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('[tool.poe.tasks]\na = "b c"\n', [("tasks.a", "b c")], id="text"),
        pytest.param('[tool.poe.tasks]\na.cmd = "b"\na.help = "x"\nd.shell = "e | f"\n', [("tasks.a", "b"), ("tasks.d", "e | f")],
                     id="tables of poe"),
        pytest.param('[tool.poe.tasks]\na = ["b", "c"]\nd = {sequence = ["b"]}\n',
                     [("tasks.a", "poe b && poe c"), ("tasks.d", "poe b")], id="sequences"),
        pytest.param('[tool.taskipy.tasks]\na = {cmd = "b", help = "x"}\n', [("tasks.a", "b")], id="taskipy"),
        pytest.param('[tool.pdm.scripts]\na = {composite = ["b", "c"]}\n', [("tasks.a", "pdm run b && pdm run c")], id="pdm"),
        pytest.param('[tool.poe.tasks]\na = {script = "b:c"}\nd = 1\n[tool.other.tasks]\ne = "f"\n', [], id="others"),
        pytest.param(f'[tool.poe.tasks]\na = "{"x" * 3000}"\n', [], id="generated"),
    ],
)  # fmt: skip
def test_tasks(text: str, expected: list[tuple[str, str]]) -> None:
    """A task that is a command line, or a list of tasks, is a name for it, which may hold a password."""
    source = Source("pyproject.toml", text)
    found = [each for each in SURFACE.extract(source, read(source)) if isinstance(each, NamedValue)]

    assert expected == [
        (each.name, each.value.value.reveal())
        for each in found
        if isinstance(each.value, Literal) and isinstance(each.value.value, Secret)
    ]
