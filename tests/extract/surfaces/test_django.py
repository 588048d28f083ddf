"""Django's DATABASES becomes one client per alias, by what Django would do with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from poolaudit.catalog.libraries import clients
from poolaudit.discover.source import Source
from poolaudit.extract.code.python import FORMAT
from poolaudit.extract.dsn.parse import DsnError, parse_dsn
from poolaudit.extract.surfaces import django
from poolaudit.extract.surfaces.client_settings import driver_of, with_url_parameters
from poolaudit.facts.expression import EnvLookup, Expression, Items, Literal, Unresolved
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from poolaudit.facts.client_pool import ClientPool
    from poolaudit.facts.dsn import Dsn

CASES = yaml.safe_load((Path(__file__).parents[2] / "conformance/clients/dj_database_url.yaml").read_text())["cases"]
EXCEPTIONS = {
    "postgres://user:passw#ord!@localhost/foobar": "an unescaped # in a password: the neutral reader takes it, urlsplit does not",
}
HEAD = "import os\nimport dj_database_url\nimport environ\nenv = environ.Env()\n"
POSTGRES = "'ENGINE': 'django.db.backends.postgresql', 'HOST': 'db'"


def pools(text: str) -> list[ClientPool]:
    """The aliases of a settings module."""
    source = Source.decode("shop/settings.py", (HEAD + text).encode())
    return list(django.extract(source, FORMAT.read(source)))


def default(settings: str) -> ClientPool:
    """The alias `default` with these settings."""
    (pool,) = pools(f"DATABASES = {{'default': {{{settings}}}}}\n")
    return pool


def plain(expression: Expression) -> object:
    """A connection string without its places."""
    if isinstance(expression, Literal):
        return expression.value.reveal() if isinstance(expression.value, Secret) else expression.value
    if isinstance(expression, Items):
        return {name: plain(value) for name, value in expression.items}
    if isinstance(expression, EnvLookup):
        return (*expression.names, plain(expression.default)) if expression.default else expression.names
    return expression.why if isinstance(expression, Unresolved) else type(expression).__name__


@pytest.mark.parametrize(
    ("settings", "field", "expected"),
    [
        pytest.param(POSTGRES, "pooling", (False, "default", "CONN_MAX_AGE"), id="no-persistence"),
        pytest.param(POSTGRES + ", 'CONN_MAX_AGE': 600", "pooling", (True, "written", "CONN_MAX_AGE"), id="persistent"),
        pytest.param(POSTGRES + ", 'CONN_MAX_AGE': 600", "max_lifetime", (600.0, "written", "CONN_MAX_AGE"), id="lifetime"),
        pytest.param(POSTGRES + ", 'CONN_MAX_AGE': None", "pooling", (True, "written", "CONN_MAX_AGE"), id="for-ever"),
        pytest.param(POSTGRES + ", 'CONN_MAX_AGE': None", "max_lifetime", (None, "absent", "CONN_MAX_AGE"), id="no-lifetime"),
        pytest.param(POSTGRES + ", 'CONN_MAX_AGE': 0", "pooling", (False, "written", "CONN_MAX_AGE"), id="closed-each-time"),
        pytest.param(POSTGRES, "health_check", (False, "default", "CONN_HEALTH_CHECKS"), id="no-check"),
        pytest.param(
            POSTGRES + ", 'CONN_HEALTH_CHECKS': True", "health_check", (True, "written", "CONN_HEALTH_CHECKS"), id="check"
        ),
        pytest.param(POSTGRES, "server_side_cursors", (True, "default", "DISABLE_SERVER_SIDE_CURSORS"), id="cursors"),
        pytest.param(
            POSTGRES + ", 'DISABLE_SERVER_SIDE_CURSORS': True",
            "server_side_cursors",
            (False, "written", "DISABLE_SERVER_SIDE_CURSORS"),
            id="no-cursors",
        ),
        pytest.param("'ENGINE': 'django.db.backends.mysql'", "server_side_cursors", (None, "absent", ""), id="mysql-has-none"),
        pytest.param(POSTGRES, "prepare_threshold", (None, "default", "OPTIONS.prepare_threshold"), id="never-prepares"),
        pytest.param(
            POSTGRES + ", 'OPTIONS': {'prepare_threshold': 5}",
            "prepare_threshold",
            (5, "written", "OPTIONS.prepare_threshold"),
            id="prepares-again",
        ),
        pytest.param(
            POSTGRES + ", 'OPTIONS': {'connect_timeout': 3}",
            "connect_timeout",
            (3.0, "written", "OPTIONS.connect_timeout"),
            id="driver-option",
        ),
        pytest.param(
            POSTGRES + ", 'OPTIONS': {'options': '-c statement_timeout=2min'}",
            "statement_timeout",
            (120.0, "written", "statement_timeout"),
            id="statement-timeout",
        ),
        pytest.param(POSTGRES + ", 'OPTIONS': {'pool': True}", "max_size", (4, "derived", "OPTIONS.pool.max_size"), id="pool"),
        pytest.param(
            POSTGRES + ", 'OPTIONS': {'pool': {'min_size': 2, 'max_size': 9}}",
            "max_size",
            (9, "written", "OPTIONS.pool.max_size"),
            id="pool-size",
        ),
        pytest.param(POSTGRES + ", 'OPTIONS': {'pool': False}", "pooling", (False, "default", "CONN_MAX_AGE"), id="pool-off"),
        pytest.param(
            POSTGRES + ", 'OPTIONS': {'pool': POOL}", "pooling", (None, "unresolved", "OPTIONS.pool"), id="pool-unknown"
        ),
    ],
)
def test_settings(settings: str, field: str, expected: tuple[object, str, str]) -> None:
    """Each setting means what Django makes of it."""
    setting = getattr(default(settings), field)

    assert expected == (setting.value, setting.origin.value, setting.label)


QUEUE = "'ENGINE': 'dj_db_conn_pool.backends.postgresql', 'HOST': 'db', 'CONN_MAX_AGE': 600"
GEVENT = "'ENGINE': 'django_db_geventpool.backends.postgresql_psycopg3', 'HOST': 'db'"


@pytest.mark.parametrize(
    ("settings", "field", "expected"),
    [
        pytest.param(QUEUE, "max_size", (10, "default", "POOL_OPTIONS.POOL_SIZE"), id="queue-size"),
        pytest.param(QUEUE, "max_overflow", (10, "default", "POOL_OPTIONS.MAX_OVERFLOW"), id="queue-overflow"),
        pytest.param(
            QUEUE + ", 'POOL_OPTIONS': {'POOL_SIZE': 3}", "max_size", (3, "written", "POOL_OPTIONS.POOL_SIZE"), id="queue-written"
        ),
        pytest.param(
            QUEUE + ", 'POOL_OPTIONS': {'MAX_OVERFLOW': -1}",
            "unlimited",
            (True, "written", "POOL_OPTIONS.MAX_OVERFLOW"),
            id="queue-without-limit",
        ),
        pytest.param(
            QUEUE + ", 'POOL_OPTIONS': {'pool_size': 3}",
            "max_size",
            (10, "default", "POOL_OPTIONS.POOL_SIZE"),
            id="small-letters",
        ),
        pytest.param(QUEUE, "health_check", (True, "default", "POOL_OPTIONS.PRE_PING"), id="queue-pings"),
        pytest.param(QUEUE, "max_lifetime", (None, "unresolved", "POOL_OPTIONS.RECYCLE"), id="queue-recycles-by-its-release"),
        pytest.param(QUEUE, "pooling", (True, "default", "pooling"), id="queue-pools"),
        pytest.param(GEVENT, "max_size", (4, "default", "OPTIONS.MAX_CONNS"), id="gevent-size"),
        pytest.param(
            GEVENT + ", 'OPTIONS': {'MAX_CONNS': 20}", "max_size", (20, "written", "OPTIONS.MAX_CONNS"), id="gevent-written"
        ),
        pytest.param(GEVENT, "health_check", (True, "default", "SELECT 1"), id="gevent-tries"),
        pytest.param(
            GEVENT + ", 'OPTIONS': {'pool': False}", "max_size", (4, "default", "OPTIONS.MAX_CONNS"), id="without-djangos-pool"
        ),
    ],
)
def test_backends_with_a_pool(settings: str, field: str, expected: tuple[object, str, str]) -> None:
    """A backend of others keeps the pool, whatever Django's own settings say about connections."""
    setting = getattr(default(settings), field)

    assert expected == (setting.value, setting.origin.value, setting.label)


@pytest.mark.parametrize(
    ("engine", "expected"),
    [
        ("dj_db_conn_pool.backends.postgresql", "dj_db_conn_pool: DATABASES['default']"),
        ("django_db_geventpool.backends.postgis", "django_db_geventpool: DATABASES['default']"),
        ("django.db.backends.postgresql", "DATABASES['default']"),
        ("shop.backends.postgresql", "DATABASES['default']"),
    ],
)
def test_the_call_names_the_backend_that_keeps_a_pool(engine: str, expected: str) -> None:
    """It is the backend that opens the pool, and it says so."""
    assert expected == default(f"'ENGINE': '{engine}', 'HOST': 'db'").call


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("DATABASES = {'default': env.db()}", [("DATABASES['default']", "environ", ("DATABASE_URL",))], id="environ"),
        pytest.param(
            "DATABASES = {'default': env.db('URL', default='postgres://h/d')}",
            [("DATABASES['default']", "environ", ("URL", "postgres://h/d"))],
            id="environ-default",
        ),
        pytest.param(
            "DATABASES = {}\nDATABASES['default'] = dj_database_url.config(default='postgres://h/d')",
            [("DATABASES['default']", "dj_database_url", ("DATABASE_URL", "postgres://h/d"))],
            id="config",
        ),
        pytest.param(
            "DATABASES = {'default': dj_database_url.config('PRIMARY')}",
            [("DATABASES['default']", "dj_database_url", ("PRIMARY",))],
            id="config-by-position",
        ),
        pytest.param(
            "DATABASES = {'default': dj_database_url.config(env=dj_database_url.DEFAULT_ENV)}",
            [("DATABASES['default']", "dj_database_url", ("DATABASE_URL",))],
            id="config-by-its-own-constant",
        ),
        pytest.param(
            "if 'REPLICA' in os.environ:\n    NAME = 'REPLICA'\nelse:\n    NAME = dj_database_url.DEFAULT_ENV\n"
            "DATABASES = {'replica': dj_database_url.config(env=NAME)}",
            [("DATABASES['replica']", "dj_database_url", ("REPLICA", "DATABASE_URL"))],
            id="config-of-the-variable-that-is-set",
        ),
        pytest.param(
            "NAME = 'A' if 'B' in os.environ else 'C'\nDATABASES = {'default': dj_database_url.config(env=NAME)}",
            [("DATABASES['default']", "dj_database_url", "the name of the variable is not known")],
            id="config-of-another-variable",
        ),
        pytest.param(
            "DATABASES = {'default': dj_database_url.parse(os.environ['U'])}",
            [("DATABASES['default']", "dj_database_url", ("U",))],
            id="parse",
        ),
        pytest.param(
            f"DATABASES = {{'default': {{{POSTGRES}}}}}\nDATABASES['default'].update(dj_database_url.config())",
            [
                (
                    "DATABASES['default']",
                    "dj_database_url",
                    ("DATABASE_URL", {"engine": "django.db.backends.postgresql", "host": "db"}),
                )
            ],
            id="update-keeps-the-old-ones-as-default",
        ),
        pytest.param(
            f"DATABASES = {{'default': {{{POSTGRES}}}}}\nDATABASES['default']['HOST'] = os.environ['H']",
            [("DATABASES['default']", "", {"engine": "django.db.backends.postgresql", "host": ("H",)})],
            id="one-key",
        ),
        pytest.param(
            f"DATABASES = {{'default': {{{POSTGRES}}}, 'replica': {{{POSTGRES.replace('db', 'r', 1)}}}}}".replace(
                "rjango.r", "django.d"
            ),
            None,
            id="two-aliases",
        ),
        pytest.param(
            f"if DEBUG:\n    DATABASES = {{'default': {{'ENGINE': 'django.db.backends.sqlite3'}}}}\nelse:\n"
            f"    DATABASES = {{'default': {{{POSTGRES}}}}}",
            [("DATABASES['default']", "", {"engine": "django.db.backends.postgresql", "host": "db"})],
            id="a-file-is-no-server",
        ),
        pytest.param(
            f"if DEBUG:\n    DATABASES = {{'default': {{{POSTGRES}}}}}\nelse:\n"
            f"    DATABASES = {{'default': {{{POSTGRES.replace(chr(39) + 'db', chr(39) + 'other')}}}}}",
            [("DATABASES['default']", "", {"engine": "django.db.backends.postgresql", "host": "it depends on a condition"})],
            id="branches-differ",
        ),
        pytest.param(
            "if X:\n    DATABASES = {'default': env.db('A')}\nelse:\n    DATABASES = {'default': env.db('B')}",
            [("DATABASES['default']", "environ", "which DATABASES holds depends on a condition")],
            id="urls-differ",
        ),
        pytest.param(
            "import os\nif 'A' in os.environ:\n    DATABASES = {'default': env.db('A')}\n"
            "else:\n    DATABASES = {'default': env.db('B')}",
            [("DATABASES['default']", "environ", "CallResult")],
            id="urls-by-variable",
        ),
        pytest.param("DATABASES = {'default': build()}", [], id="nothing-says-django"),
        pytest.param("DATABASES = ['a', 'b']", [], id="another-thing"),
        pytest.param("def f():\n    DATABASES = {'default': env.db()}", [], id="inside-a-function"),
    ],
)
def test_shapes(text: str, expected: list[tuple[str, str, object]] | None) -> None:
    """However DATABASES is put together, each alias says where it leads."""
    found = [(pool.call, pool.dsn_reader, plain(pool.dsn)) for pool in pools(text + "\n")]
    if expected is None:
        assert ["DATABASES['default']", "DATABASES['replica']"] == [call for call, _, _ in found]
    else:
        assert expected == found


def test_a_key_set_on_a_condition_is_not_known() -> None:
    """A change inside a block may not happen."""
    (pool,) = pools(
        f"DATABASES = {{'default': {{{POSTGRES}, 'CONN_MAX_AGE': 0}}}}\n"
        "if PROD:\n    DATABASES['default']['CONN_MAX_AGE'] = 600\n"
    )

    assert (None, "unresolved", "it depends on a condition") == (pool.pooling.value, pool.pooling.origin.value, pool.pooling.note)


def test_lookups() -> None:
    """Settings from the environment are handed to the graph; parts of the address are in `dsn`."""
    pool = default(POSTGRES + ", 'USER': os.environ['U'], 'CONN_MAX_AGE': int(os.getenv('AGE', '60'))")

    assert ["CONN_MAX_AGE"] == [name for name, _ in pool.lookups]


def test_passwords_do_not_show() -> None:
    """PASSWORD and URLs are secrets in every form of the fact."""
    first = default(POSTGRES + ", 'PASSWORD': 'hunter2'")
    (second,) = pools("DATABASES = {'default': dj_database_url.parse('postgres://app:hunter2@db/shop')}\n")

    assert [False, False] == ["hunter2" in repr(pool) for pool in (first, second)]


def test_environ_lifts_settings_out_of_the_query() -> None:
    """In django-environ the URL can give CONN_MAX_AGE, in any case; dj_database_url hands the key to the driver."""
    url = "postgres://h/d?conn_max_age=600"
    parsed = parse_dsn(url, Source.decode("a", url.encode()).span)
    (lifted,) = pools("DATABASES = {'default': env.db()}\n")
    (handed,) = pools("DATABASES = {'default': dj_database_url.config()}\n")

    assert [True, False] == [
        with_url_parameters(pool, parsed, driver_of(pool, "postgres")).pooling.value for pool in (lifted, handed)
    ]


def _refused(pool: ClientPool, dsn: Dsn | None) -> bool:
    del pool
    return dsn is None or not dict(clients()["django"].dialects).get(dsn.scheme.value or "")


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["input"] not in EXCEPTIONS], ids=lambda case: case["input"] or "empty"
)
def test_urls_become_settings(case: dict[str, object]) -> None:
    """A URL leads where dj-database-url says, with the options that it hands on."""
    url, call, settings = str(case["input"]), case.get("call", {}), case.get("settings", {})
    assert isinstance(call, dict)
    assert isinstance(settings, dict)
    keywords = "".join(f", {name}={value!r}" for name, value in call.items())
    (pool,) = pools(f"DATABASES = {{'default': dj_database_url.parse({url!r}{keywords})}}\n")
    try:
        dsn = parse_dsn(url, Source.decode("a", url.encode()).span, reader=pool.dsn_reader)
    except DsnError:
        dsn = None
    if dsn is None or _refused(pool, dsn):
        assert case.get("refused", False)
        return
    pool = with_url_parameters(pool, dsn, driver_of(pool, dsn.scheme.value or ""))
    arguments = dict(pool.arguments)
    found: dict[str, object] = {
        "ENGINE": dict(clients()["django"].dialects)[dsn.scheme.value or ""],
        "USER": dsn.user.value or "",
        "PASSWORD": dsn.password.reveal() if dsn.password else "",
        "HOST": ",".join(host.name.value or "" for host in dsn.hosts),
        "PORT": str(dsn.port.value or ""),
        "NAME": dsn.database.value or (":memory:" if dsn.engine == "sqlite" else ""),
        "CONN_MAX_AGE": arguments["CONN_MAX_AGE"].value if "CONN_MAX_AGE" in arguments else 0,
        "CONN_HEALTH_CHECKS": pool.health_check.value,
        "DISABLE_SERVER_SIDE_CURSORS": not pool.server_side_cursors.value,
    }
    options = settings.pop("OPTIONS", {})
    expected = {name: str(value) if name == "PORT" else value for name, value in settings.items()}

    assert expected == {name: found[name] for name in expected}
    assert options.get("connect_timeout") == (pool.connect_timeout.value if "connect_timeout" in options else None)
    startup = {name: value.value for name, value in pool.startup_parameters if name != "application_name"}

    assert dict([part.split("=", 1) for part in [str(options.get("options", "")).removeprefix("-c ")] if part]) == startup
