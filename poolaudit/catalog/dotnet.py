"""How .NET programs keep connection strings in their settings, and how to tell whose a string is.

Sources, read 2026-11-21: https://learn.microsoft.com/aspnet/core/fundamentals/configuration/ (files, environments, `__` in variables),
https://learn.microsoft.com/azure/app-service/reference-app-settings (prefixes of Azure App Service),
https://learn.microsoft.com/dotnet/framework/data/adonet/connection-strings-and-configuration-files (web.config, providerName),
https://www.npgsql.org/doc/connection-string-parameters.html (Npgsql 10), https://mysqlconnector.net/connection-options/ (2.4),
https://learn.microsoft.com/dotnet/api/microsoft.data.sqlclient.sqlconnection.connectionstring (6.0).
"""

from __future__ import annotations

SECTION = "ConnectionStrings"
DESIGN_TIME = "IDesignTimeDbContextFactory"
"""Interface of classes that only the tools of EF Core, migrations among them, make a context with
(https://learn.microsoft.com/ef/core/cli/dbcontext-creation, 9.0, read 2026-11-21)."""
STRING = "ConnectionString"
"""Property of a class of options that holds one (https://learn.microsoft.com/dotnet/core/extensions/options, 9.0, read 2026-11-21)."""
VARIABLES_PREFIX = "AddEnvironmentVariables().prefix"
"""Name, here, of what goes before keys of configuration in the variables that a program reads:
`AddEnvironmentVariables("SHOP_")` (https://learn.microsoft.com/dotnet/core/extensions/configuration-providers, 9.0), or a member of
a class that says so to the library which calls that (https://www.nuget.org/packages/NicolasDorier.StandardConfiguration, 2.0)."""
OPTION_CALLS = ("CommandLineApplication().Option",)
"""Methods that declare an option of the command line, whose name libraries of configuration take for a key
(https://natemcmaster.github.io/CommandLineUtils/docs/options.html, 4.1, read 2026-11-21)."""
_CONFIGURATION = ("IConfiguration", "IConfigurationRoot", "IConfigurationSection", "IConfigurationManager")
"""Types of parameters that hold the configuration (https://learn.microsoft.com/dotnet/api/microsoft.extensions.configuration, 9.0)."""
PREFIX_CALL = "AddEnvironmentVariables"
PREFIX_MEMBER = "EnvironmentVariablePrefix"
PREFIXES = ("ConnectionStrings__", "CUSTOMCONNSTR_", "POSTGRESQLCONNSTR_", "MYSQLCONNSTR_", "SQLCONNSTR_", "SQLAZURECONNSTR_")
"""What goes before the name of a connection string in an environment variable; the last five are Azure App Service's."""

KEYWORDS = (
    (
        "mysqlconnector_net",
        (
            "allowuservariables",
            "allowpublickeyretrieval",
            "convertzerodatetime",
            "treattinyasboolean",
            "guidformat",
            "connectionreset",
            "sslca",
        ),
    ),
    (
        "sqlclient",
        (
            "initialcatalog",
            "integratedsecurity",
            "trustedconnection",
            "multipleactiveresultsets",
            "attachdbfilename",
            "applicationintent",
            "persistsecurityinfo",
            "encrypt",
        ),
    ),
    (
        "npgsql",
        (
            "host",
            "searchpath",
            "maxautoprepare",
            "noresetonclose",
            "multiplexing",
            "includeerrordetail",
            "channelbinding",
            "sslnegotiation",
        ),
    ),
)
"""Client library → keywords that only its strings have, without case, blanks and underscores; the first that fits."""
WORDS = (
    ("npgsql", ("postgres", "npgsql", "pgsql")),
    ("mysqlconnector_net", ("mysql", "mariadb")),
    ("sqlclient", ("sqlserver", "mssql", "sqlclient", "database.windows.net")),
)
"""Client library → words in the name of the string, its provider or its host that tell it where its keywords do not."""
PORTS = ((5432, "npgsql"), (6432, "npgsql"), (3306, "mysqlconnector_net"), (1433, "sqlclient"))
"""Port → client library, where nothing else tells."""


def handed_in(callee: str) -> str:
    """Why the result of a call is not known that is the configuration itself, or a method of it; empty for another one."""
    kind, _, method = callee.partition("().")
    if kind.rpartition(".")[2] not in _CONFIGURATION:
        return ""
    return (
        f"the configuration is handed in, and what {method}() takes out of it is not followed"
        if method
        else "the configuration is handed in"
    )
