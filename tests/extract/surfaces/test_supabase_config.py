"""The Supabase CLI's local stack."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.toml import read
from poolaudit.extract.surfaces.supabase_config import SURFACE
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.pooler import PoolerConfig

_TEXT = """\
[db]
port = 54322
shadow_port = 54320
major_version = 17
[db.pooler]
enabled = true
port = 54329
pool_mode = "transaction"
default_pool_size = 20
[functions.hello]
verify_jwt = false
"""


def test_pooler_and_functions() -> None:
    """The pooler has PgBouncer's names; each function is a deployment of its folder, each server one with its port."""
    source = Source("supabase/config.toml", _TEXT)
    server, shadow, pooler, function = SURFACE.extract(source, read(source))
    assert isinstance(pooler, PoolerConfig)
    assert isinstance(server, Deployment)
    assert isinstance(shadow, Deployment)
    assert isinstance(function, Deployment)

    assert (
        "supavisor",
        True,
        [("listen_port", "54329"), ("pool_mode", "transaction"), ("default_pool_size", "20"), ("enabled", "true")],
    ) == (
        pooler.software,
        pooler.runs,
        [(name, value.value) for name, value in pooler.settings],
    )
    assert ("hello", "supabase/functions/hello", "supabase-functions") == (function.name, function.build.value, function.platform)
    assert [("db", 54322, "the image of PostgreSQL 17 that the CLI chooses"), ("shadow", 54320, server.image.note)] == [
        (each.name, each.ports[0].published, each.image.note) for each in (server, shadow)
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(_TEXT.replace("enabled = true", "enabled = false"), id="switched off"),
        pytest.param(_TEXT.replace("enabled = true\n", ""), id="not switched on"),
    ],
)
def test_a_pooler_that_does_not_run(text: str) -> None:
    """A pooler that is not enabled is described, and does not run."""
    source = Source("supabase/config.toml", text)
    (pooler,) = (each for each in SURFACE.extract(source, read(source)) if isinstance(each, PoolerConfig))

    assert not pooler.runs


def test_a_server_with_defaults() -> None:
    """A port that the file does not name, or a release, is left to the CLI."""
    source = Source("supabase/config.toml", "[db]\nport = 54322\n")
    (server,) = SURFACE.extract(source, read(source))
    assert isinstance(server, Deployment)

    assert ("the CLI chooses it", 54322) == (server.image.note, server.ports[0].published)
