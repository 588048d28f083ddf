"""The Supabase CLI's local stack."""

from __future__ import annotations

from poolaudit.discover.source import Source
from poolaudit.extract.settings.toml import read
from poolaudit.extract.surfaces.supabase_config import SURFACE
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.pooler import PoolerConfig

_TEXT = """\
[db.pooler]
enabled = true
port = 54329
pool_mode = "transaction"
default_pool_size = 20
[functions.hello]
verify_jwt = false
"""


def test_pooler_and_functions() -> None:
    """The enabled pooler has PgBouncer's names; each function is a deployment of its folder."""
    source = Source("supabase/config.toml", _TEXT)
    pooler, function = SURFACE.extract(source, read(source))
    assert isinstance(pooler, PoolerConfig)
    assert isinstance(function, Deployment)

    assert ("supavisor", [("listen_port", "54329"), ("pool_mode", "transaction"), ("default_pool_size", "20")]) == (
        pooler.software,
        [(name, value.value) for name, value in pooler.settings],
    )
    assert ("hello", "supabase/functions/hello", "supabase-functions") == (function.name, function.build.value, function.platform)


def test_a_pooler_that_does_not_run() -> None:
    """A pooler that is not enabled is none."""
    source = Source("supabase/config.toml", _TEXT.replace("true", "false"))

    assert ["Deployment"] == [type(each).__name__ for each in SURFACE.extract(source, read(source))]
