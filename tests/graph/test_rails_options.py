"""Options of Redis that Ruby builds in one file and uses in another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

BUILDER = """module Shop
  class Options
    def initialize
      @more = {}
    end

    def jobs
      options = { url: ENV.fetch("JOBS_URL", "redis://jobs:6379/0"), timeout: 1 }.compact
      %s
    end
  end
end
"""
SIDEKIQ = """options = Shop::Options.new.with(size: 9).jobs
Sidekiq.configure_server do |config|
  config.redis = options
end
"""


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        pytest.param("options", ("jobs", 9), id="as they are"),
        pytest.param("options.merge(size: 4)", ("jobs", 9), id="with another key"),
        pytest.param("options.merge(more)", (None, 9), id="under options that are not known"),
        pytest.param("build(options)", (None, 9), id="changed by code"),
    ],
)
def test_options_of_another_file(graph_of: Callable[..., Graph], last: str, expected: tuple[object, object]) -> None:
    """What a builder gives is followed; where something else may replace it, nothing is taken for known."""
    files = {"lib/shop/options.rb": BUILDER % last, "config/initializers/sidekiq.rb": SIDEKIQ}
    (route,) = graph_of(files).routes

    assert expected == (route.endpoint.host.value, route.client.max_connections.value)


def test_what_may_be_replaced_keeps_its_name(graph_of: Callable[..., Graph]) -> None:
    """People see the variable, and that it may not be the last word."""
    files = {"lib/shop/options.rb": BUILDER % "options.merge(more)", "config/initializers/sidekiq.rb": SIDEKIQ}
    (route,) = graph_of(files).routes

    assert "set from the environment variable JOBS_URL, and may be replaced by a mapping that cannot be read" == route.direct.note


@pytest.mark.parametrize(
    "elsewhere", ["", "services:\n  other:\n    image: a\n    environment:\n      DIRECT_URL: postgres://db/a\n"]
)
def test_each_variable_is_named(graph_of: Callable[..., Graph], elsewhere: str) -> None:
    """Where one variable stands in for another, both are said to be missing."""
    text = "production:\n  adapter: postgresql\n  url: <%= ENV.fetch('PROXY_URL', ENV['DIRECT_URL']) %>\n"
    files = {"config/database.yml": text, **({"compose.yml": elsewhere} if elsewhere else {})}
    notes = {route.direct.note for route in graph_of(files).routes}

    assert all(note.endswith(" sets PROXY_URL or DIRECT_URL") for note in notes)
    assert notes
