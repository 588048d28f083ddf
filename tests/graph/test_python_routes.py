"""Ways from a Python client to its server, over the modules that say where it is."""

# ruff: noqa: E501  # one module of a repository is one line
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

SETTINGS = "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    database_url: str = 'postgresql://app@db.example/shop'\n"
POOL = "import asyncpg\nasync def pool():\n    return await asyncpg.create_pool({dsn})\n"
CLIENT = "from app.config import {name}\n" + POOL


def client(name: str, dsn: str) -> str:
    """A module that opens a pool with what another one defines."""
    return CLIENT.format(name=name, dsn=dsn)


KNOWN: dict[str, dict[str, str]] = {
    "instance that is annotated": {
        "app/config.py": SETTINGS + "settings: Settings = load()\n",
        "app/db.py": client("settings", "settings.database_url"),
    },
    "global that is filled lazily": {
        "app/config.py": SETTINGS
        + "_s: Settings | None = None\ndef get() -> Settings:\n    global _s\n    if _s is None:\n        _s = Settings()\n    return _s\n",
        "app/db.py": client("get", "get().database_url"),
    },
    "parameter that is declared to be settings": {
        "app/config.py": SETTINGS,
        "app/db.py": "import asyncpg\nfrom app.config import Settings\nasync def pool(settings: Settings):\n    return await asyncpg.create_pool(settings.database_url)\n",
    },
    "dependency that is declared to be settings": {
        "app/config.py": SETTINGS + "def get() -> Settings:\n    return Settings()\n",
        "app/db.py": "from typing import Annotated\nimport asyncpg\nfrom fastapi import Depends\nfrom app.config import Settings, get\n"
        "async def pool(settings: Annotated[Settings, Depends(get)]):\n    return await asyncpg.create_pool(settings.database_url)\n",
    },
    "declared settings that are handed on": {
        "app/config.py": SETTINGS,
        "app/db.py": "import asyncpg\nasync def pool(settings):\n    return await asyncpg.create_pool(settings.database_url)\n",
        "app/web.py": "from app.config import Settings\nfrom app.db import pool\nasync def start(settings: Settings):\n    return await pool(settings)\n",
    },
    "function with a cache": {
        "app/config.py": "from functools import lru_cache\n" + SETTINGS + "@lru_cache\ndef get():\n    return Settings()\n",
        "app/db.py": client("get", "get().database_url"),
    },
    "function behind beartype": {
        "app/config.py": "from beartype import beartype\n"
        + SETTINGS
        + "@beartype\ndef get() -> Settings:\n    return Settings()\n",
        "app/db.py": client("get", "get().database_url"),
    },
    "class of another module": {
        "app/base.py": SETTINGS,
        "app/config.py": "from app.base import Settings\nclass Own(Settings):\n    pool_size: int = 5\nsettings = Own()\n",
        "app/db.py": client("settings", "settings.database_url"),
    },
    "own field of a class of another module": {
        "app/base.py": "from pydantic_settings import BaseSettings\nclass BaseAppSettings(BaseSettings):\n    name: str = 'x'\n",
        "app/config.py": "from app.base import BaseAppSettings\nclass Own(BaseAppSettings):\n    url: str = 'postgresql://app@db.example/shop'\nsettings = Own()\n",
        "app/db.py": client("settings", "settings.url"),
    },
    "property with an early return": {
        "app/config.py": "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    url: str | None = None\n    host: str = 'db.example'\n"
        "    @property\n    def dsn(self):\n        if self.url:\n            return self.url\n        return f'postgresql://app@{self.host}/shop'\nsettings = Settings()\n",
        "app/db.py": client("settings", "settings.dsn"),
    },
    "function with a parameter": {
        "app/config.py": "import os\ndef get(key, default=None):\n    value = os.getenv(key, default)\n    return value\n",
        "app/db.py": client("get", "f\"postgresql://app@{get('HOST', 'db.example')}/shop\""),
    },
    "method with a parameter": {
        "app/config.py": "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    host: str = 'db.example'\n"
        "    def dsn(self, scheme, name='shop'):\n        return f'{scheme}://app@{self.host}/{name}'\nsettings = Settings()\n",
        "app/db.py": client("settings", "settings.dsn('postgresql')"),
    },
    "required variable or its default": {
        "app/config.py": "import os\ndef get(key, default):\n    try:\n        return os.environ[key]\n    except KeyError:\n        return default\n",
        "app/db.py": client("get", "get('URL', default='postgresql://app@db.example/shop')"),
    },
    "condition that the text decides": {
        "app/config.py": "import os\ndef get(url):\n    if url.startswith('postgres://'):\n        return 'postgresql://' + url.removeprefix('postgres://')\n    return url\n",
        "app/db.py": client("get", "get('postgresql://app@db.example/shop')"),
    },
    "attribute of a configuration object": {
        "app/config.py": "class Config:\n    def __init__(self):\n        self.url = 'postgresql://app@db.example/shop'\nconfig = Config()\n",
        "app/db.py": client("config", "config.url"),
    },
    "import over the folder of the sources": {
        "src/app/config.py": "URL = 'postgresql://app@db.example/shop'\n",
        "src/app/db.py": "from src.app.config import URL\n" + POOL.format(dsn="URL"),
    },
    "setting of Django": {
        "shop/settings.py": "REDIS_URL = 'redis://db.example:6379/0'\n",
        "shop/tasks.py": "import redis\nfrom django.conf import settings\nr = redis.from_url(settings.REDIS_URL)\n",
    },
    "setting of Django in the nearest project": {
        "a/shop/settings.py": "REDIS_URL = 'redis://db.example:6379/0'\n",
        "b/shop/settings.py": "REDIS_URL = 'redis://other.example:6379/0'\n",
        "a/shop/tasks.py": "import redis\nfrom django.conf import settings\nr = redis.from_url(settings.REDIS_URL)\n",
    },
    "settings of the nearest of several services": {
        "svc-a/backend/app/config.py": "URL = 'postgresql://app@db.example/shop'\n",
        "svc-b/app/config.py": "URL = 'postgresql://app@b.example/shop'\n",
        "svc-c/app/config.py": "URL = 'postgresql://app@c.example/shop'\n",
        "svc-a/backend/app/db.py": client("URL", "URL"),
    },
    "name that another module binds in branches": {
        "app/config.py": "import os\nif os.getenv('URL'):\n    URL = os.getenv('URL')\nelse:\n    URL = 'postgresql://app@db.example/shop'\n",
        "app/db.py": client("URL", "URL"),
    },
    "condition on a variable that a service sets": {
        "app/config.py": "import os\nURL = 'postgresql://app@db.example/shop' if os.getenv('FAST') else 'postgresql://app@other.example/shop'\n",
        "app/db.py": client("URL", "URL"),
        "compose.yml": "services:\n  web:\n    build: .\n    environment:\n      FAST: '1'\n",
    },
    "condition on a variable with a default": {
        "app/config.py": "import os\nURL = 'postgresql://app@other.example/shop' if os.getenv('ENV', 'dev') == 'prod' else 'postgresql://app@db.example/shop'\n",
        "app/db.py": client("URL", "URL"),
        "compose.yml": "services:\n  web:\n    build: .\n    environment:\n      OTHER: '1'\n",
    },
    "length of a variable": {
        "app/config.py": "import os\nURL = os.getenv('URL') if len(os.getenv('URL')) > 0 else f'postgresql://{os.getenv(\"H\")}/shop'\n",
        "app/db.py": client("URL", "URL"),
        "compose.yml": "services:\n  web:\n    build: .\n    environment:\n      URL: postgresql://app@db.example/shop\n",
    },
    "length of an empty variable": {
        "app/config.py": "import os\nURL = 'postgresql://app@db.example/shop' if len(os.getenv('URL', '')) == 0 else os.getenv('URL')\n",
        "app/db.py": client("URL", "URL"),
    },
    "constant without any word that tells": {
        "app/config.py": "PRIMARY = 'db.example'\n",
        "app/db.py": "from app.config import PRIMARY\n" + POOL.format(dsn="host=PRIMARY"),
    },
}


@pytest.mark.parametrize("files", KNOWN.values(), ids=KNOWN)
def test_followed(files: dict[str, str], graph_of: Callable[..., Graph]) -> None:
    """The host is known, however the modules hand the connection string on."""
    (route,) = graph_of(files).routes

    assert "db.example" == route.endpoint.host.value


UNKNOWN: dict[str, tuple[dict[str, str], str]] = {
    "condition that nobody decides": (
        {
            "app/config.py": "from app.flags import DEBUG\nURL = 'postgresql://app@a/shop' if DEBUG else 'postgresql://app@b/shop'\n",
            "app/db.py": client("URL", "URL"),
        },
        "depends on a condition: DEBUG",
    ),
    "condition on a variable that nothing sets": (
        {
            "app/config.py": "import os\nURL = 'postgresql://app@a/shop' if os.getenv('FAST') else 'postgresql://app@b/shop'\n",
            "app/db.py": client("URL", "URL"),
            "compose.yml": "services:\n  web:\n    build: .\n    environment:\n      OTHER: '1'\n",
        },
        "nothing in the repository sets FAST",
    ),
    "comparison of a variable that nothing sets": (
        {
            "app/config.py": "import os\nMODE = os.environ.get('MODE')\nURL = 'postgresql://app@a/shop' if MODE == 'a' else 'postgresql://app@b/shop'\n",
            "app/db.py": client("URL", "URL"),
            "compose.yml": "services:\n  web:\n    build: .\n    environment:\n      OTHER: '1'\n",
        },
        "depends on a condition",
    ),
    "parameter that is declared to be any configuration": (
        {
            "app/config.py": "from dataclasses import dataclass\n@dataclass\nclass Config:\n    url: str = 'postgresql://app@a/shop'\n",
            "app/db.py": "import asyncpg\nfrom app.config import Config\nasync def pool(config: Config):\n    return await asyncpg.create_pool(config.url)\n",
        },
        "what app.config.Config().url is cannot be told",
    ),
    "parameter without an argument": (
        {
            "app/config.py": "def get(host):\n    return f'postgresql://app@{host}/shop'\n",
            "app/db.py": client("get", "get(*hosts)"),
        },
        "the result of `app.config.get` with arguments that cannot be told",
    ),
    "base that may not read the environment": (
        {
            "app/config.py": "from lib import BaseSettings\nclass Own(BaseSettings):\n    url: str\nsettings = Own()\n",
            "app/db.py": client("settings", "settings.url"),
            ".env": "URL=postgresql://app@a/shop\n",
        },
        "whether lib.BaseSettings reads environment variables is not known",
    ),
    "setting of Django of several environments": (
        {
            "shop/settings/base.py": "REDIS_URL = 'redis://a:6379/0'\n",
            "shop/settings/production.py": "from .base import *\nREDIS_URL = 'redis://b:6379/0'\n",
            "shop/tasks.py": "import redis\nfrom django.conf import settings\nr = redis.from_url(settings.REDIS_URL)\n",
        },
        "what django.conf.settings.REDIS_URL is cannot be told",
    ),
    "functions that call each other": (
        {
            "app/config.py": "def a(x):\n    return f'{b(x)}{b(x)}'\ndef b(x):\n    return f'{a(x)}{a(x)}'\n",
            "app/db.py": client("a", "a('u')"),
        },
        "the chain of names is too long",
    ),
}


@pytest.mark.parametrize(("files", "why"), UNKNOWN.values(), ids=UNKNOWN)
def test_not_followed(files: dict[str, str], why: str, graph_of: Callable[..., Graph]) -> None:
    """What only the run decides stays unknown, with the reason."""
    (route,) = graph_of(files).routes

    assert (None, why) == (route.endpoint.host.value, route.direct.note)


def test_alembic(graph_of: Callable[..., Graph]) -> None:
    """The engine of env.py goes where the settings of the application say."""
    files = {
        "app/config.py": SETTINGS + "settings = Settings()\n",
        "migrations/env.py": "from alembic import context\nfrom sqlalchemy import engine_from_config\nfrom app.config import settings\n"
        "config = context.config\nconfig.set_main_option('sqlalchemy.url', str(settings.database_url).replace('%', '%%'))\n"
        "def run():\n    return engine_from_config(config.get_section(config.config_ini_section, {}), prefix='sqlalchemy.')\n",
    }
    (route,) = graph_of(files).routes

    assert ("db.example", "migration") == (route.endpoint.host.value, route.client.role.value)


def test_an_attribute_that_a_method_of_its_class_sets(graph_of: Callable[..., Graph]) -> None:
    """What stands in the class itself is only what it begins with."""
    code = (
        "import asyncpg\nclass Pools:\n    host = 'first'\n    name = 'shop'\n    @classmethod\n    def lead(cls, host):\n"
        "        cls.host = host\n    @classmethod\n    async def open(cls):\n"
        "        return await asyncpg.create_pool(f'postgresql://app@{cls.host}/{cls.name}')\n"
    )
    (route,) = graph_of({"app/db.py": code}).routes

    assert route.dsn is not None
    assert (None, "shop") == (route.dsn.host.value, route.dsn.database.value)


RESHAPED = """import os
from dataclasses import dataclass


@dataclass
class PoolSettings:
    size: int = 7


def settings() -> PoolSettings:
    made = PoolSettings()
    for name in ("size",):
        setattr(made, {}, int(os.environ["SIZE"]))
    return made
"""
SIZED = "import asyncpg\nfrom app.config import settings\n\nasync def pool():\n    return await asyncpg.create_pool(max_size=settings().size)\n"


@pytest.mark.parametrize(("attribute", "expected"), [("name", None), ("'other'", 7)])
def test_an_object_that_is_changed_by_names_of_the_run_keeps_no_default(
    graph_of: Callable[..., Graph], attribute: str, expected: int | None
) -> None:
    """`setattr` with a name that only the run knows may give any attribute another value."""
    graph = graph_of({"app/config.py": RESHAPED.format(attribute), "app/db.py": SIZED})

    assert [expected] == [route.client.pool.max_size.value for route in graph.routes]
