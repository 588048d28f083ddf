"""Sequel: four connections, by keywords or by the query of the URL."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Constructor, Default, Parameter, Prepares, Reference, Unit

_PARAMETERS = (
    Parameter("max_connections", "max_size", defaults=(Default(4),)),
    Parameter("pool_timeout", "acquire_timeout", Unit.SECONDS, (Default(5),)),
    Parameter("connect_timeout", "connect_timeout", Unit.SECONDS, (Default(20),)),
    Parameter("preconnect", ""),
    Parameter("test", ""),
    Parameter("connect_sqls", ""),
    Parameter("after_connect", ""),
    Parameter("search_path", ""),
)

CLIENT = Client(
    name="sequel",
    title="Sequel",
    language="ruby",
    engines=("postgresql", "mysql", "sqlite"),
    packages=("gem:sequel",),
    prepares=Prepares.NEVER,
    triggers=("Sequel.",),
    constructors=(
        Constructor(
            callees=("Sequel.connect", "Sequel.postgres"),
            kind="pool",
            driver="sequel",
            objects=True,
            overloads=(("url",),),
            dsn_keywords=("url",),
            parts=(
                ("adapter", "engine"),
                ("host", "host"),
                ("port", "port"),
                ("user", "user"),
                ("password", "password"),
                ("database", "dbname"),
            ),
            parameters=_PARAMETERS,
            fixed_pooling=True,
        ),
    ),
    url_parameters=_PARAMETERS,
    notes=(
        "Statements are prepared only by Dataset#prepare and pg_auto_parameterize.",
        "search_path, connect_sqls and after_connect are session state.",
    ),
    sources=(
        Reference("https://github.com/jeremyevans/sequel/blob/master/doc/opening_databases.rdoc", "5.106", "2026-11-20"),
        Reference(
            "https://github.com/jeremyevans/sequel/blob/master/lib/sequel/connection_pool/threaded.rb", "5.106", "2026-11-20"
        ),
    ),
)
