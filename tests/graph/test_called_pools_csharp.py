"""Functions of C# that open pools from their parameters, and their callers in other projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

EXTENSION = """using Microsoft.EntityFrameworkCore;
namespace Shared.Data;
public static class Extensions
{
    public static void AddShared<T>(this IServiceCollection services, string connectionString, int size = 7)
    {
        services.AddDbContext<Db>(options => options.UseNpgsql(connectionString));
    }
}
"""
STATIC = """using Npgsql;
namespace Shared.Data;
public static class Connections
{
    public static NpgsqlDataSource Make(string connectionString) => NpgsqlDataSource.Create(connectionString);
}
"""
CALLS = {
    "extension": (EXTENSION, "builder.Services.AddShared<Db>({});"),
    "static": (STATIC, "var source = Connections.Make({});"),
}


@pytest.mark.parametrize(("shared", "call"), CALLS.values(), ids=CALLS.keys())
def test_callers_of_another_project(graph_of: Callable[[dict[str, str]], Graph], shared: str, call: str) -> None:
    """Each caller opens a pool of its own, with what it gives."""
    graph = graph_of(
        {
            "Shared/Data.cs": shared,
            "Shop/Program.cs": f"using Shared.Data;\n{call.format(chr(34) + 'Host=shop;Database=shop' + chr(34))}\n",
            "Mail/Program.cs": f"using Shared.Data;\n{call.format(chr(34) + 'Host=mail;Database=mail' + chr(34))}\n",
        }
    )

    assert [("Mail/Program.cs", "mail"), ("Shop/Program.cs", "shop")] == [
        (each.span.path, each.dsn.host.value) for each in graph.routes if each.dsn is not None
    ]


def test_nobody_calls_it(graph_of: Callable[[dict[str, str]], Graph]) -> None:
    """A function without callers stays where it is."""
    graph = graph_of({"Shared/Data.cs": EXTENSION, "Shop/Program.cs": "builder.Services.AddOther();\n"})

    assert [("Shared/Data.cs", None)] == [(each.span.path, each.dsn) for each in graph.routes]
