"""Functions of other libraries that build, wrap or repair connection strings, and what their arguments mean.

In: dotted names as code reaches them after imports are followed. Part names are libpq's; `drivername`/`scheme` give the scheme.
Sources, read 2026-11-20: SQLAlchemy 2.0 `sqlalchemy/engine/url.py`; pydantic 2.11 `pydantic/networks.py`; Starlette 0.46
`starlette/datastructures.py`; Python 3.13 `urllib.parse`.
"""

from __future__ import annotations

PARTS = (
    ("drivername", "scheme"),
    ("scheme", "scheme"),
    ("username", "user"),
    ("user", "user"),
    ("password", "password"),
    ("host", "host"),
    ("port", "port"),
    ("database", "dbname"),
    ("path", "dbname"),
)

BUILDERS: dict[str, tuple[str, ...]] = {
    "sqlalchemy.engine.URL.create": ("scheme", "user", "password", "host", "port", "dbname"),
    "sqlalchemy.engine.url.URL.create": ("scheme", "user", "password", "host", "port", "dbname"),
    "sqlalchemy.URL.create": ("scheme", "user", "password", "host", "port", "dbname"),
    "sqlalchemy.engine.url.URL": ("scheme", "user", "password", "host", "port", "dbname"),
    "sqlalchemy.engine.URL": ("scheme", "user", "password", "host", "port", "dbname"),
    "pydantic.PostgresDsn.build": (),
    "pydantic.networks.PostgresDsn.build": (),
    "pydantic.AnyUrl.build": (),
    "pydantic_core.MultiHostUrl.build": (),
    "pydantic_core.Url.build": (),
}
"""Callee → meaning of its positional arguments; keywords follow `PARTS`."""

PASS_THROUGH = frozenset(
    {
        "str",
        "sqlalchemy.make_url",
        "sqlalchemy.engine.make_url",
        "sqlalchemy.engine.url.make_url",
        "pydantic.PostgresDsn",
        "pydantic.SecretStr",
        "starlette.datastructures.Secret",
        "starlette.datastructures.URL",
        "databases.DatabaseURL",
        "dj_database_url.parse",
        "pydantic.TypeAdapter",
    }
)
"""Callees whose first argument is the connection string that they return."""

PASS_THROUGH_METHODS = frozenset(
    {
        "unicode_string",
        "get_secret_value",
        "render_as_string",
        "__str__",
        "strip",
        "rstrip",
        "lstrip",
        "encoded_string",
        "__to_string__",
    }
)
"""Methods whose receiver is the connection string that they return."""

ENCODERS = frozenset({"urllib.parse.quote", "urllib.parse.quote_plus"})
"""Functions that make a part safe inside a URL; the result is as (un)known as the argument."""

FIELD_DEFAULTS = frozenset({"pydantic.Field", "pydantic.fields.Field", "dataclasses.field", "pydantic_settings.Field"})
"""Callees whose `default` argument is the value of a class field."""

_URL_MODULES = ("sqlalchemy", "sqlalchemy.engine", "sqlalchemy.engine.url")
MASKING_URLS = frozenset(f"{module}.{name}" for module in _URL_MODULES for name in ("make_url", "URL", "URL.create"))
"""Callees whose result is SQLAlchemy's URL, which shows `***` for its password as text, since release `MASKS_SINCE`.

Source: https://docs.sqlalchemy.org/en/20/changelog/whatsnew_20.html#change-8567, 2.0, read 2026-11-21."""
MASKS_SINCE = "2.0"
AS_TEXT = frozenset({"str", "repr", "format", "__str__", "__to_string__", "render_as_string"})
"""Functions and methods that give such a URL as text."""
UNMASKED = ("render_as_string", "hide_password")
"""The method that keeps the password when this argument, its first, is false."""
ENGINES = frozenset(
    {
        "sqlalchemy.create_engine",
        "sqlalchemy.engine.create_engine",
        "sqlmodel.create_engine",
        "sqlalchemy.ext.asyncio.create_async_engine",
        "sqlmodel.ext.asyncio.create_async_engine",
    }
)
"""Callees whose result has such a URL as `.url`, made of the first argument."""
URL_OF_ENGINE = "sqlalchemy.make_url"
"""What `.url` of an engine is for its first argument."""

_SPLIT = {"scheme": "scheme", "hostname": "host", "port": "port", "username": "user", "password": "password", "path": "path"}
_MADE = {
    "drivername": "scheme",
    "host": "host",
    "port": "port",
    "username": "user",
    "password": "password",
    "database": "dbname",
}
URL_PARTS: dict[str, dict[str, str]] = {
    "urllib.parse.urlparse": _SPLIT,
    "urllib.parse.urlsplit": _SPLIT,
    "six.moves.urllib.parse.urlparse": _SPLIT,
    "starlette.datastructures.URL": _SPLIT,
    "databases.DatabaseURL": {**_SPLIT, "database": "dbname"},
    **{f"{module}.make_url": _MADE for module in _URL_MODULES},
}
"""Callees that take the URL that is their first argument apart → attributes of the result → libpq's names of the parts.

`path` keeps its slash, `dbname` is the path without it.
"""
URL_METHODS = {"get_backend_name": "backend"}
"""Methods of SQLAlchemy's URL that give a part of it: the scheme without the driver
(https://docs.sqlalchemy.org/en/20/core/engines.html#sqlalchemy.engine.URL.get_backend_name, read 2026-11-21)."""
URL_PART = "url."
"""Start of the callee of an expression that stands for one part of a URL: `url.host`."""

URL_SCHEMES = frozenset({"redis", "rediss", "valkey", "valkeys", "postgres", "postgresql", "mysql"})
"""Schemes that code may choose between before it makes a URL of one: `"rediss" if tls else "redis"`."""
