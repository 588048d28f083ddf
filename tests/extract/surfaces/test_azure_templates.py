"""Azure's own PgBouncer in Bicep and ARM templates."""

from __future__ import annotations

import pytest

from poolaudit.catalog.azure_postgresql import DEFAULTS
from poolaudit.discover.source import Source
from poolaudit.extract.settings import bicep, json
from poolaudit.extract.surfaces.azure_templates import SURFACE
from poolaudit.facts.pooler import PoolerConfig
from poolaudit.facts.setting import Origin

_SERVER = "Microsoft.DBforPostgreSQL/flexibleServers"
_BICEP = f"""
resource db '{_SERVER}@2024-08-01' = {{
  name: 'shop'
  sku: {{ name: 'Standard_B1ms', tier: 'Burstable' }}
  resource size 'configurations' = {{
    name: 'pgbouncer.default_pool_size'
    properties: {{ value: '30' }}
  }}
}}
resource on '{_SERVER}/configurations@2024-08-01' = {{
  parent: db
  name: 'pgbouncer.enabled'
  properties: {{ value: 'ON' }}
}}
"""
_ARM = """
{"resources": [{"type": "%s", "name": "shop", "sku": {"name": "[parameters('sku')]"}, "resources": [
  {"type": "configurations", "name": "pgbouncer.enabled", "properties": {"value": "%s"}}]}]}
"""


def _configs(path: str, text: str) -> list[PoolerConfig]:
    source = Source(path, text)
    document = (json if path.endswith(".json") else bicep).read(source)
    return [each for each in SURFACE.extract(source, document) if isinstance(each, PoolerConfig)]


def test_bicep() -> None:
    """Parameters inside of a server and beside it are those of one pooler, which knows the server's tier."""
    (config,) = _configs("main.bicep", _BICEP)

    assert [("default_pool_size", "30"), ("enabled", "ON"), ("tier", "Burstable")] == sorted(
        (name, value.value) for name, value in config.settings if value.origin is Origin.WRITTEN
    )
    assert ("db", True, "pgbouncer") == (config.name, config.managed, config.software)


def test_an_arm_template_with_nested_resources() -> None:
    """A parameter of the template is not known."""
    (config,) = _configs("azuredeploy.json", _ARM % (_SERVER, "true"))

    assert {
        "enabled": ("true", ""),
        "tier": (None, "the deployment fills it in"),
        **{name: (value, "Azure's PgBouncer") for name, value in DEFAULTS},
    } == {name: (value.value, value.note) for name, value in config.settings}


@pytest.mark.parametrize("value", ["false", "off"])
def test_one_that_is_off_is_none(value: str) -> None:
    """A server whose PgBouncer is switched off has no pooler."""
    assert [] == _configs("azuredeploy.json", _ARM % (_SERVER, value))
