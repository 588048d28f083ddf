"""Sidekiq's configuration files."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.yaml import read
from poolaudit.extract.surfaces.sidekiq_config import SURFACE
from poolaudit.facts.expression import EnvLookup, Literal, Unresolved
from poolaudit.facts.name import NamedValue


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("concurrency: 7\n", [("sidekiq.concurrency", "", 7)]),
        (":concurrency: 7\n:queues:\n  - default\n", [("sidekiq.concurrency", "", 7)]),
        ("concurrency: <%= ENV.fetch('RAILS_MAX_THREADS') { 3 } %>\n", [("sidekiq.concurrency", "", ("RAILS_MAX_THREADS",))]),
        (
            ":concurrency: 5\n:production:\n  :concurrency: 25\n",
            [("sidekiq.concurrency", "", ":production has another"), ("sidekiq.concurrency", "production", 25)],
        ),
        (
            ":concurrency: 5\n:capsules:\n  :slow:\n    :concurrency: 1\n",
            [("sidekiq.concurrency", "", ":capsules has another"), ("sidekiq.capsules.slow", "", 1)],
        ),
        (":concurrency: 5\n:limits:\n  mail: 3\n", [("sidekiq.concurrency", "", 5)]),
        ("production:\n  concurrency: 25\n", [("sidekiq.concurrency", "production", 25)]),
        ("- concurrency\n", []),
    ],
)
def test_threads(text: str, expected: list[tuple[str, str, object]]) -> None:
    """The number at the top counts, unless a section of the file has another, which stands for its environment."""
    source = Source("config/sidekiq.yml", text)
    found = [each for each in SURFACE.extract(source, read(source)) if isinstance(each, NamedValue)]
    values = [
        (
            each.name,
            each.environment,
            each.value.value
            if isinstance(each.value, Literal)
            else each.value.why
            if isinstance(each.value, Unresolved)
            else each.value.names
            if isinstance(each.value, EnvLookup)
            else each.value,
        )
        for each in found
    ]

    assert expected == values
    assert {"concurrency"} >= {source.at(each.span).removeprefix(":") for each in found}
