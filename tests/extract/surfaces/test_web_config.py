"""Connection strings of .NET Framework's XML files."""

from __future__ import annotations

from poolaudit.discover.source import Source
from poolaudit.extract.settings.xml import read
from poolaudit.extract.surfaces.web_config import SURFACE
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.name import NamedValue


def test_connection_strings() -> None:
    """`providerName` tells whose string it is; a transformation belongs to its own environment."""
    text = (
        '<configuration>\n  <connectionStrings>\n    <add name="Shop" providerName="Npgsql"\n'
        '         connectionString="Server=db;Database=a;User Id=b;Password=c;MaxPoolSize=7" />\n'
        '    <add name="Log" connectionString="Data Source=.\\X;Initial Catalog=l;Integrated Security=true"/>\n'
        "  </connectionStrings>\n</configuration>\n"
    )
    source = Source("site/Web.Release.config", text)
    found = list(SURFACE.extract(source, read(source)))

    assert [("ConnectionStrings.Shop", "Release"), ("ConnectionStrings.Log", "Release")] == [
        (each.name, each.environment) for each in found if isinstance(each, NamedValue)
    ]
    assert [("npgsql", 7, "7")] == [
        (each.library, each.max_size.value, source.at(each.max_size.span))
        for each in found
        if isinstance(each, ClientPool) and each.library == "npgsql" and each.max_size.span
    ]
