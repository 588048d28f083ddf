"""Process types of a Procfile become deployments."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.procfile import read
from poolaudit.extract.surfaces.procfile import SURFACE, concerns
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.setting import Origin


def test_process_types() -> None:
    """Each type has its words, its folder and no known number of copies; an open quote makes the command unknown."""
    source = Source("app/Procfile.dev", "web: bin/rails s -p $PORT\nrelease: a && b\nbad: 'x\n")
    found = [fact for fact in SURFACE.extract(source, read(source)) if isinstance(fact, Deployment)]

    assert [
        ("web", ("bin/rails", "s", "-p", "$PORT"), ""),
        ("release", ("a", "&&", "b"), ""),
        ("bad", None, "a single quote is not closed"),
    ] == [(each.name, each.command.value, each.command.note) for each in found]
    assert {("app", "app", "dev", Origin.ABSENT)} == {
        (each.project, each.build.value, each.environment, each.replicas.origin) for each in found
    }
    assert ["web", "release", "bad"] == [source.at(each.span) for each in found]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Procfile", True),
        ("app/Procfile.dev", True),
        ("web.Procfile", True),
        ("lib/procfile.py", False),
        ("Procfile.md", False),
        ("procfile_test.go", False),
    ],
)
def test_names_that_are_process_files(path: str, *, expected: bool) -> None:
    """The name is compared with its capital letter, since foreman opens no other, and programs are no process files."""
    assert expected == concerns(Source(path, "web: x\n"))
