"""Connection strings with which a developer's machine starts a project of .NET."""

from __future__ import annotations

from poolaudit.discover.source import Source
from poolaudit.extract.settings.json import read
from poolaudit.extract.surfaces.launch_settings import SURFACE
from poolaudit.facts.dsn import Dsn

TEXT = """\
{
  "profiles": {
    "Shop": {
      "commandName": "Project",
      "environmentVariables": {
        "ASPNETCORE_ENVIRONMENT": "Development",
        "SHOP_POSTGRES": "Host=127.0.0.1;Port=5433;Database=shop;Password=hunter2",
        "SHOP_CACHE": "redis://localhost:6379/1"
      },
      "applicationUrl": "http://localhost:5000"
    },
    "IIS": {"commandName": "IISExpress"}
  }
}
"""


def test_connection_strings_of_profiles() -> None:
    """Each variable that is one, at its place; passwords stay hidden."""
    source = Source("src/Shop/Properties/launchSettings.json", TEXT)
    found = [each for each in SURFACE.extract(source, read(source)) if isinstance(each, Dsn)]

    assert [
        ("postgresql", "Host=127.0.0.1;Port=5433;Database=shop;Password=***", 7),
        ("redis", "redis://localhost:6379/1", 8),
    ] == [(each.engine, each.masked, each.span.line) for each in found]
