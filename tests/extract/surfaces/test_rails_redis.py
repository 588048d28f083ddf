"""Redis in the files of Rails: the cache, Action Cable, Sidekiq."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code.ruby import FORMAT as RUBY
from poolaudit.extract.settings.yaml import read
from poolaudit.extract.surfaces.rails_redis import SURFACE
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import EnvLookup, Items, Reference


def _pools(path: str, text: str) -> list[ClientPool]:
    source = Source(path, text)
    document = RUBY.read(source) if path.endswith(".rb") else read(source)
    return [each for each in SURFACE.extract(source, document) if isinstance(each, ClientPool)]


def _shown(pool: ClientPool) -> tuple[str, str, object, object]:
    dsn = pool.dsn
    names = dsn.names if isinstance(dsn, EnvLookup) else tuple(name for name, _ in dsn.items) if isinstance(dsn, Items) else ()
    names = (dsn.name,) if isinstance(dsn, Reference) else names
    return pool.call, pool.environment, names, pool.max_size.value if pool.max_size.is_known else pool.max_size.note


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param(
            "config/environments/production.rb",
            "Rails.application.configure do\n"
            '  config.cache_store = :redis_cache_store, { url: ENV["CACHE_URL"], pool: { size: 12 } }\nend\n',
            [("config.cache_store", "production", ("CACHE_URL",), 12)],
            id="a cache with a pool",
        ),
        pytest.param(
            "config/application.rb",
            'config.cache_store = [:redis_cache_store, { url: ENV.fetch("CACHE_URL") }]\n',
            [("config.cache_store", "", ("CACHE_URL",), "by default it is 5 from Rails 7.1 on, and one connection before")],
            id="a cache for every environment",
        ),
        pytest.param("config/environments/test.rb", "config.cache_store = :null_store\n", [], id="another cache"),
        pytest.param("config/environments/test.rb", "config.cache_store = :mem_cache_store, 'a', 'b'\n", [], id="memcached"),
        pytest.param(
            "config/initializers/sidekiq.rb",
            'Sidekiq.configure_server do |config|\n  config.redis = { url: ENV["JOBS_URL"], size: 27 }\nend\n'
            'Sidekiq.configure_client { |config| config.redis = { host: "cache", port: 6380 } }\n',
            [
                ("Sidekiq: config.redis", "", ("JOBS_URL",), 27),
                (
                    "Sidekiq: config.redis",
                    "",
                    ("host", "port"),
                    "by default it is the number of Sidekiq's threads, and 5 in what only enqueues",
                ),
            ],
            id="Sidekiq",
        ),
        pytest.param(
            "config/initializers/sidekiq.rb",
            "options = Shop::Options.new.with(size: 9).jobs\nSidekiq.configure_server { |config| config.redis = options }\n",
            [("Sidekiq: config.redis", "", ("Shop.Options.jobs().url",), 9)],
            id="Sidekiq with options of another file",
        ),
        pytest.param(
            "config/environments/production.rb",
            "options = Shop::Options.new.cache\nconfig.cache_store = :redis_cache_store, options\n",
            [("config.cache_store", "production", ("Shop.Options.cache().url",), "some arguments of the call could not be read")],
            id="a cache with options of another file",
        ),
        pytest.param(
            "config/initializers/x.rb", 'config.redis = { url: "redis://a" }\n', [], id="config.redis of something else"
        ),
        pytest.param(
            "config/cable.yml",
            "development:\n  adapter: async\nproduction:\n  adapter: redis\n"
            '  url: <%= ENV.fetch("REDIS_URL") { "redis://localhost:6379/1" } %>\n  channel_prefix: shop\n',
            [("cable.yml['production']", "production", ("REDIS_URL",), "")],
            id="Action Cable",
        ),
    ],
)
def test_redis_of_rails(path: str, text: str, expected: list[tuple[str, str, object, object]]) -> None:
    """Each place that names a server is a client, with the environment of its file or section."""
    assert expected == [_shown(each) for each in _pools(path, text)]
