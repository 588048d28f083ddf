"""What .NET Aspire's application host adds under which method, and which image runs for it.

Sources, read 2026-11-21: https://learn.microsoft.com/dotnet/aspire/fundamentals/app-host-overview (9.5),
https://learn.microsoft.com/dotnet/aspire/database/postgresql-integration, …/mysql-integration, …/sql-server-integration,
https://learn.microsoft.com/dotnet/aspire/caching/stackexchange-redis-integration (9.5).
"""

from __future__ import annotations

BUILDERS = ("DistributedApplication.CreateBuilder()", "IDistributedApplicationBuilder()")
"""What the dotted names of its methods begin with."""
IMAGES = (
    ("AddPostgres", "postgres"),
    ("AddMySql", "mysql"),
    ("AddSqlServer", "mcr.microsoft.com/mssql/server"),
    ("AddRedis", "redis"),
    ("AddValkey", "valkey/valkey"),
    ("AddMongoDB", "mongo"),
)
"""Method that adds a server → its image, whose tag the release of Aspire chooses."""
PROJECT, CONTAINER = "AddProject", "AddContainer"
"""Methods that add a project of the solution, and an image by its name."""
