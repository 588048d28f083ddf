"""uWSGI's files become the command line that they stand for."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.ini import read
from poolaudit.extract.surfaces.uwsgi_ini import SURFACE
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.word import PlacedWord


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(
            "workers = 8\nthreads=2\nmodule = a.wsgi\n", "uwsgi --processes 8 --threads 2 --module a.wsgi", id="numbers"
        ),
        pytest.param("processes = %k\nlazy-apps\n", "uwsgi --processes %k --lazy-apps", id="placeholder and switch"),
        pytest.param(
            "if-not-env = N\nprocesses = 2\nendif =\nthreads = 3\n", "uwsgi --processes $(if-not-env) --threads 3", id="condition"
        ),
        pytest.param("harakiri = 90\nmaster=1\n", "uwsgi --harakiri 90 --master 1", id="limits"),
        pytest.param("socket = :8000\n", "uwsgi", id="nothing"),
    ],
)
def test_options(text: str, words: str) -> None:
    """Options that decide about processes are those of the command line; what depends on a condition is not known."""
    source = Source("uwsgi.ini", f"[uwsgi]\n{text}env = PGHOST=db\n")
    (found,) = (each for each in SURFACE.extract(source, read(source)) if isinstance(each, Deployment))

    assert tuple(words.split()) == found.command.value
    assert {str(word).removeprefix("--").replace("processes", "workers") for word in (found.command.value or ())[1:]} >= {
        source.at(word.span) for word in (found.command.value or ()) if isinstance(word, PlacedWord) and word == word.raw
    }
    assert [("PGHOST", "db", "db")] == [
        (each.name, each.value.value.masked, source.at(each.value.span))
        for each in found.env
        if each.value.value and each.value.span
    ]
