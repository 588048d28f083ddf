"""Files that tasks write become facts."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.yaml import read
from poolaudit.extract.surfaces.taskfile import SURFACE
from poolaudit.facts.deployment import EnvFile

WRITES = """        cat > .env <<EOF
        A=1
        URL='postgresql://app:hidden@h/d'
        B="$(openssl rand)"
        EOF
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"tasks:\n  a:\n    cmds:\n      - |\n{WRITES}", ".env", id="commands"),
        pytest.param(f"tasks:\n  a:\n    cmds:\n    - cmd: |\n{WRITES}", ".env", id="one of them"),
        pytest.param(f"tasks:\n  a:\n    - |\n{WRITES}", ".env", id="list"),
        pytest.param(f"tasks:\n  a: |\n{WRITES}", ".env", id="text"),
        pytest.param(f"tasks:\n  a:\n    dir: web\n    cmd: |\n{WRITES}", "web/.env", id="folder"),
    ],
)  # fmt: skip
def test_env_files(text: str, expected: str) -> None:
    """An env file of a task has the folder of the task, and its values stand in the task; what runs is not known."""
    source = Source("Taskfile.yaml", text)
    found = [each for each in SURFACE.extract(source, read(source)) if isinstance(each, EnvFile)]

    assert [(expected, "Taskfile.yaml")] == [(each.path, each.span.path) for each in found]
    assert [
        ("A", "1", "1"),
        ("URL", "postgresql://app:***@h/d", "postgresql://app:hidden@h/d"),
        ("B", None, "$(openssl rand)"),
    ] == [
        (each.name, each.value.value and each.value.value.masked, each.value.span and source.at(each.value.span))
        for each in found[0].entries
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "tasks:\n  a:\n    dir: '{{.X}}'\n    cmd: |\n      cat > .env <<E\n      A=1\n      E\n", id="folder not known"
        ),
        pytest.param("tasks:\n  a:\n    cmd: |\n      cat > /tmp/.env <<E\n      A=1\n      E\n", id="elsewhere"),
        pytest.param("tasks:\n  a:\n    cmd: |\n      'x <<E\n", id="no script"),
        pytest.param("tasks:\n  a:\n    cmds: [{task: b}, '<<']\n", id="no file"),
        pytest.param("other: '<<'\n", id="no tasks"),
    ],
)
def test_texts_that_say_nothing(text: str) -> None:
    """Where the file would be, or what it would hold, must be known."""
    source = Source("Taskfile.yaml", text)

    assert [] == list(SURFACE.extract(source, read(source)))
