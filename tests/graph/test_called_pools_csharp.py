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


OVERLOADS = """using Npgsql;
namespace Shared.Data;
public static class Extensions
{
    public static IHostApplicationBuilder AddCore(this IHostApplicationBuilder builder)
    {
        builder.Services.AddCore(builder.Configuration, builder.Environment);
        return builder;
    }
    public static IServiceCollection AddCore(this IServiceCollection services, IConfiguration configuration, IHostEnvironment env)
    {
        return services.AddDatabase(configuration);
    }
    public static IServiceCollection AddDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        var url = configuration.FindDatabase();
        return services.AddDatabase(url);
    }
    public static IServiceCollection AddDatabase(this IServiceCollection services, string url)
    {
        services.AddNpgsqlDataSource(url, builder => builder.Name = "Shop");
        services.AddDbContext<Db>(options => Db.Configure(options));
        return services;
    }
}
"""
CONTEXT = """using Microsoft.EntityFrameworkCore;
namespace Shared.Data;
public class Db : DbContext
{
    public static Db Create(string url) => new(CreateOptions(url));
    public static void Configure(DbContextOptionsBuilder options, string? url = null, int? time = null)
    {
        if (url != null) { options.UseNpgsql(url); } else { options.UseNpgsql(); }
    }
    private static DbContextOptions<Db> CreateOptions(string url)
    {
        var options = new DbContextOptionsBuilder<Db>();
        Configure(options, url);
        return options.Options;
    }
    public static Db Create(NpgsqlDataSource source, int? time = null)
    {
        var options = new DbContextOptionsBuilder<Db>();
        Configure(options, url: null, time);
        return new Db(options.Options);
    }
}
"""


def test_overloads_open_one_pool_for_each_caller(graph_of: Callable[[dict[str, str]], Graph]) -> None:
    """What hands the configuration on opens nothing besides, nor does a context that takes the registered data source."""
    graph = graph_of(
        {
            "Shared/Extensions.cs": OVERLOADS,
            "Shared/Db.cs": CONTEXT,
            "Shop/Program.cs": "using Shared.Data;\nvar builder = WebApplication.CreateBuilder(args);\nbuilder.AddCore();\n",
            "Mail/Program.cs": "using Shared.Data;\nvar builder = Host.CreateApplicationBuilder(args);\nbuilder.AddCore();\n",
            "Tool/Program.cs": 'using Shared.Data;\nvar all = new ServiceCollection();\nall.AddDatabase("Host=tool");\n',
            "Orders/Program.cs": 'using Shared.Data;\nusing var db = Db.Create("Host=orders");\n',
        }
    )
    why = "the configuration is handed in, and what FindDatabase() takes out of it is not followed"

    assert [
        ("Mail/Program.cs", "AddNpgsqlDataSource", why),
        ("Orders/Program.cs", "UseNpgsql", "orders"),
        ("Shop/Program.cs", "AddNpgsqlDataSource", why),
        ("Tool/Program.cs", "AddNpgsqlDataSource", "tool"),
    ] == sorted(
        (each.client.span.path, each.client.call, each.dsn.host.value if each.dsn else each.client.max_connections.note)
        for each in graph.routes
    )


def test_only_the_overload_is_called(graph_of: Callable[[dict[str, str]], Graph]) -> None:
    """What takes the connection string out of the configuration opens the pool where no caller is known."""
    graph = graph_of({"Shared/Extensions.cs": OVERLOADS.replace("AddCore", "AddMore").replace("AddDatabase(configuration)", "x")})

    assert [("Shared/Extensions.cs", 17)] == [(each.client.span.path, each.client.span.line) for each in graph.routes]


def test_no_connection_string(graph_of: Callable[[dict[str, str]], Graph]) -> None:
    """A context that nobody gives a connection string opens no pool of its own."""
    graph = graph_of(
        {
            "Shared/Db.cs": CONTEXT.replace("CreateOptions(url)", "null"),
            "Shop/Program.cs": "using Shared.Data;\nservices.AddDbContext<Db>(options => Db.Configure(options));\n",
        }
    )

    assert [] == [each.client.span for each in graph.routes if each.client.span.path == "Shop/Program.cs"]
