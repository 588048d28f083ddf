"""Django: one connection per thread and alias, kept for CONN_MAX_AGE seconds, or a psycopg pool in OPTIONS."""

from __future__ import annotations

from dataclasses import replace

from poolaudit.catalog import libpq
from poolaudit.catalog.django_backends import GEVENT_POOL, QUEUE_POOL
from poolaudit.catalog.model import Client, Constructor, Default, Edit, Parameter, Prepares, Reference, Unit

_OPTIONS = tuple(
    Parameter(f"OPTIONS.{parameter.name}", parameter.field, parameter.unit, disabled=parameter.disabled)
    for parameter in libpq.PARAMETERS
)
_CURSORS = Parameter(
    "DISABLE_SERVER_SIDE_CURSORS",
    "server_side_cursors",
    defaults=(Default(value=False),),
    values=((True, False), (False, True)),
    engines=("postgresql",),
)
_COMMON = (
    _CURSORS,
    Parameter(
        "OPTIONS.prepare_threshold", "prepare_threshold", defaults=(Default(None),), keeps_none=True, engines=("postgresql",)
    ),
    Parameter("OPTIONS.server_side_binding", "server_side_binding", defaults=(Default(value=False),), engines=("postgresql",)),
    *_OPTIONS,
)
_HEALTH = Parameter("CONN_HEALTH_CHECKS", "health_check", defaults=(Default(value=False, since="4.1"),))
_POOLED = Parameter("OPTIONS.pool", "pooling", values=((False, None),))
_MAX_AGE = (
    Parameter("CONN_MAX_AGE", "max_lifetime", Unit.SECONDS, (Default(0),), disabled=(0, None)),
    Parameter("CONN_MAX_AGE", "pooling", defaults=(Default(0),), values=((None, True),), keeps_none=True),
)
_QUEUE = "POOL_OPTIONS."
_OF_QUEUE = (
    Parameter(f"{_QUEUE}POOL_SIZE", "max_size", defaults=(Default(10),), unlimited=(0,)),
    Parameter(f"{_QUEUE}MAX_OVERFLOW", "max_overflow", defaults=(Default(10),), unlimited=(-1,)),
    Parameter(
        f"{_QUEUE}TIMEOUT", "acquire_timeout", Unit.SECONDS, disabled=(None,), varies="30 seconds in 1.2, without limit in 1.0"
    ),
    Parameter(f"{_QUEUE}RECYCLE", "max_lifetime", Unit.SECONDS, disabled=(-1,), varies="15 minutes in 1.2, an hour in 1.0"),
    Parameter(f"{_QUEUE}PRE_PING", "health_check", defaults=(Default(value=True),)),
)
"""Keys in capitals are taken, any other is dropped; no setting of Django's own about connections counts."""
_OF_GEVENT = (
    Parameter("OPTIONS.MAX_CONNS", "max_size", defaults=(Default(4),)),
    Parameter("OPTIONS.REUSE_CONNS", ""),
    Parameter("SELECT 1", "health_check", defaults=(Default(value=True),)),
)
"""Each connection is tried before it is handed out, and a request waits for one without limit."""

CLIENT = Client(
    name="django",
    title="Django",
    language="python",
    engines=("postgresql", "mysql", "sqlite", "oracle"),
    packages=("pypi:django",),
    prepares=Prepares.AFTER_THRESHOLD,
    minimum_above="refused",
    constructors=(
        Constructor(
            callees=("DATABASES",),
            kind="connection",
            parts=(
                ("ENGINE", "engine"),
                ("HOST", "host"),
                ("PORT", "port"),
                ("NAME", "dbname"),
                ("USER", "user"),
                ("PASSWORD", "password"),
                ("OPTIONS.sslmode", "sslmode"),
                ("OPTIONS.sslrootcert", "sslrootcert"),
                ("OPTIONS.service", "service"),
            ),
            parameters=(_POOLED, *_MAX_AGE, _HEALTH, *_COMMON),
            options_argument="OPTIONS.options",
            startup_keywords=("OPTIONS.application_name",),
        ),
        Constructor(
            callees=("DATABASES",),
            kind="pool",
            parameters=(
                Parameter("OPTIONS.pool.min_size", "min_size", defaults=(Default(4),)),
                Parameter("OPTIONS.pool.max_size", "max_size", follows="min_size"),
                Parameter("OPTIONS.pool.timeout", "acquire_timeout", Unit.SECONDS, (Default(30),)),
                Parameter("OPTIONS.pool.max_idle", "idle_timeout", Unit.SECONDS, (Default(600),)),
                Parameter("OPTIONS.pool.max_lifetime", "max_lifetime", Unit.SECONDS, (Default(3600),)),
                Parameter("OPTIONS.pool.check", "health_check", callable=True),
                _HEALTH,
                *_COMMON,
            ),
            options_argument="OPTIONS.options",
            startup_keywords=("OPTIONS.application_name",),
            driver="psycopg",
            fixed_pooling=True,
        ),
        *(
            Constructor(
                callees=(name,),
                kind="pool",
                parameters=(*parameters, *_COMMON),
                options_argument="OPTIONS.options",
                startup_keywords=("OPTIONS.application_name",),
                fixed_pooling=True,
            )
            for name, parameters in ((QUEUE_POOL, _OF_QUEUE), (GEVENT_POOL, _OF_GEVENT))
        ),
    ),
    dialects=(
        ("postgres", "django.db.backends.postgresql"),
        ("postgresql", "django.db.backends.postgresql"),
        ("pgsql", "django.db.backends.postgresql"),
        ("postgis", "django.contrib.gis.db.backends.postgis"),
        ("redshift", "django_redshift_backend"),
        ("cockroach", "django_cockroachdb"),
        ("timescale", "timescale.db.backends.postgresql"),
        ("timescalegis", "timescale.db.backends.postgis"),
        ("mysql", "django.db.backends.mysql"),
        ("mysql2", "django.db.backends.mysql"),
        ("mysqlgis", "django.contrib.gis.db.backends.mysql"),
        ("mysql-connector", "mysql.connector.django"),
        ("mssql", "sql_server.pyodbc"),
        ("mssqlms", "mssql"),
        ("oracle", "django.db.backends.oracle"),
        ("oraclegis", "django.contrib.gis.db.backends.oracle"),
        ("spatialite", "django.contrib.gis.db.backends.spatialite"),
        ("sqlite", "django.db.backends.sqlite3"),
    ),
    layer_url_parameters=(
        ("dj_database_url", libpq.PARAMETERS),
        (
            "environ",
            (
                *(replace(parameter, defaults=()) for parameter in (*_MAX_AGE, _HEALTH, _CURSORS)),
                *libpq.PARAMETERS,
            ),
        ),
    ),
    url_startup=(("currentSchema", "search_path"),),
    prepares_off=(("", (Edit("OPTIONS.prepare_threshold", "None"),)),),
    liveness_on=(Edit("CONN_HEALTH_CHECKS", "True"),),
    notes=(
        "Django sets psycopg's prepare_threshold to None itself; only OPTIONS.prepare_threshold brings it back.",
        "Unless OPTIONS.server_side_binding is true (4.2, psycopg 3), its cursors put parameters into the text, which is never prepared.",
        "QuerySet.iterator() outside atomic() declares a cursor WITH HOLD unless DISABLE_SERVER_SIDE_CURSORS is set.",
        "dj_database_url puts every query key into OPTIONS; django-environ lifts CONN_MAX_AGE and its like out of it.",
        "OPTIONS.pool exists from 5.1 on, needs psycopg 3 and refuses CONN_MAX_AGE other than 0.",
        "The pools of django-db-connection-pool and django-db-geventpool are one for each alias and process.",
    ),
    sources=(
        Reference("https://docs.djangoproject.com/en/5.2/ref/settings/#databases", "5.2.19", "2026-11-20"),
        Reference("https://docs.djangoproject.com/en/5.2/ref/databases/", "5.2.19", "2026-11-20"),
        Reference("https://github.com/django/django/blob/main/django/db/backends/postgresql/base.py", "5.2.19", "2026-11-20"),
        Reference(
            "https://github.com/altairbow/django-db-connection-pool/blob/master/dj_db_conn_pool/core/__init__.py",
            "1.2.6, 1.2.1, 1.0.7",
            "2026-11-21",
        ),
        Reference(
            "https://github.com/jneight/django-db-geventpool/blob/master/django_db_geventpool/backends/pool.py",
            "4.0.8",
            "2026-11-21",
        ),
        Reference("https://github.com/joke2k/django-environ/blob/main/environ/environ.py", "0.14.0", "2026-11-20"),
        Reference("https://github.com/jazzband/dj-database-url/blob/master/dj_database_url/__init__.py", "3.1.2", "2026-11-20"),
    ),
)
