"""Puma's configuration files."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code.ruby import FORMAT
from poolaudit.extract.surfaces.puma_config import SURFACE
from poolaudit.facts.expression import EnvLookup, Literal, Unresolved
from poolaudit.facts.name import NamedValue


def _found(text: str) -> dict[str, object]:
    source = Source("config/puma.rb", text)
    facts = [each for each in SURFACE.extract(source, FORMAT.read(source)) if isinstance(each, NamedValue)]
    return {
        each.name: each.value.value
        if isinstance(each.value, Literal)
        else each.value.why
        if isinstance(each.value, Unresolved)
        else (each.value.names, source.at(each.span))
        if isinstance(each.value, EnvLookup)
        else each.value
        for each in facts
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("workers 3\nthreads 1, 6\n", {"puma.workers": 3, "puma.threads": 6}),
        ("threads 4\n", {"puma.threads": 4}),
        ("threads(2, 4) # if needed\n", {"puma.threads": 4}),
        ("workers 2\nworkers 4\n", {"puma.workers": 4}),
        (
            'workers ENV.fetch("WEB_CONCURRENCY") { 2 }\n',
            {"puma.workers": (("WEB_CONCURRENCY",), 'ENV.fetch("WEB_CONCURRENCY") { 2 }')},
        ),
        (
            'max = ENV.fetch("RAILS_MAX_THREADS", 3)\nthreads max, max\n',
            {"puma.threads": (("RAILS_MAX_THREADS",), 'ENV.fetch("RAILS_MAX_THREADS", 3)')},
        ),
        ("workers 2 unless windows\n", {"puma.workers": "workers is set under a condition"}),
        ("if production\n  workers 2\nend\n", {"puma.workers": "workers is set under a condition"}),
        ("app.workers 2\nport 3000\n", {}),
    ],
)
def test_workers_and_threads(text: str, expected: dict[str, object]) -> None:
    """The last call counts, its last argument is the most, and a condition makes it unknown."""
    assert expected == _found(text)
