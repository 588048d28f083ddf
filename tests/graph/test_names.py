"""Dotted names followed across modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

CALL = "import asyncpg\n\n{imports}\n\n\nasync def pool():\n    return await asyncpg.create_pool({dsn})\n"
SETTINGS = """from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_url: str


settings = Settings()
"""
CACHED = f"""from functools import lru_cache
{SETTINGS}

@lru_cache
def get_settings():
    return Settings()
"""
NESTED = """from pydantic import BaseModel
from pydantic_settings import BaseSettings, SettingsConfigDict


class Database(BaseModel):
    url: str


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_nested_delimiter="__")
    db: Database


settings = Settings()
"""
INNER = """from pydantic_settings import BaseSettings


class Database(BaseSettings):
    url: str

    model_config = {"env_prefix": "DATABASE_"}


class Settings(BaseSettings):
    db: Database = Database()


settings = Settings()
"""
PROPERTY = SETTINGS.replace("str\n", "str\n\n    @property\n    def dsn(self):\n        return self.database_url\n")
WRAPPED = f"""{CACHED}

class Lazy:
    @property
    def plugins(self):
        return None

    def __getattr__(self, key):
        return getattr(get_settings(), key)


lazy = Lazy()
"""
HELD = f"""{CACHED}

class Lazy:
    def __init__(self):
        self._made = None

    def _load(self):
        self._made = get_settings()

    def __getattr__(self, key):
        return getattr(self._made, key)


lazy = Lazy()
"""
OTHER_WAY = WRAPPED.replace("getattr(get_settings(), key)", "getattr(get_settings(), key.lower())")
PROXY = f"from werkzeug.local import LocalProxy\n{CACHED}\n\nlazy = LocalProxy(get_settings)\n"
OBJECT = f"from django.utils.functional import SimpleLazyObject\n{CACHED}\n\nlazy = SimpleLazyObject(get_settings)\n"
CONSTANT = "DATABASE_URL = 'postgresql://app@const/shop'\n"
CLASS = "class Config:\n    DATABASE_URL = 'postgresql://app@cls/shop'\n"
ENV = "DATABASE_URL=postgresql://app@db/shop\nDB__URL=postgresql://app@nested/shop\n"


@pytest.mark.parametrize(
    ("config", "imports", "dsn", "expected"),
    [
        (CONSTANT, "from app.config import DATABASE_URL", "DATABASE_URL", "const"),
        (CONSTANT, "from app import config", "config.DATABASE_URL", "const"),
        (CONSTANT, "import app.config as c", "c.DATABASE_URL", "const"),
        (CONSTANT, "from .config import DATABASE_URL as D", "D", "const"),
        ("import os\n\nDATABASE_URL = os.environ['DATABASE_URL']\n", "from app.config import DATABASE_URL", "DATABASE_URL", "db"),
        ("import os\n\nHOST = os.getenv('H', 'made')\nDATABASE_URL = f'postgresql://app@{HOST}/shop'\n",
         "from app.config import DATABASE_URL", "DATABASE_URL", "made"),
        (CLASS, "from app.config import Config", "Config.DATABASE_URL", "cls"),
        (SETTINGS, "from app.config import settings", "settings.database_url", "db"),
        (SETTINGS, "from app.config import Settings", "Settings().database_url", "db"),
        (SETTINGS, "from app import config", "config.settings.database_url", "db"),
        (SETTINGS, "from app.config import settings", "str(settings.database_url)", "db"),
        (CACHED, "from app.config import get_settings", "get_settings().database_url", "db"),
        (CACHED, "from app.config import get_settings\n\ns = get_settings()", "s.database_url", "db"),
        (SETTINGS + "\n\ndef get_settings():\n    return settings\n", "from app.config import get_settings",
         "get_settings().database_url", "db"),
        (NESTED, "from app.config import settings", "settings.db.url", "nested"),
        (NESTED, "from app.config import settings\n\ndb = settings.db", "db.url", "nested"),
        (NESTED + "\n\ndef get_settings() -> Settings:\n    return Settings()\n", "from app.config import get_settings",
         "get_settings().db.url", "nested"),
        (INNER, "from app.config import settings", "settings.db.url", "db"),
        ("DB = {'url': 'postgresql://app@dict/shop'}\n", "from app.config import DB", "DB['url']", "dict"),
        ("DATABASES = {'default': {'url': 'postgresql://app@deep/shop'}}\n", "from app.config import DATABASES",
         "DATABASES['default']['url']", "deep"),
        ("def url():\n    return 'postgresql://app@func/shop'\n", "from app.config import url", "url()", "func"),
        (PROPERTY, "from app.config import settings", "settings.dsn", "db"),
        (WRAPPED, "from app.config import lazy", "lazy.database_url", "db"),
        (WRAPPED, "from app.config import Lazy", "Lazy().database_url", "db"),
        (WRAPPED + "\nURL = lazy.database_url\n", "from app.config import URL", "URL", "db"),
        (HELD, "from app.config import lazy", "lazy.database_url", "db"),
        (PROXY, "from app.config import lazy", "lazy.database_url", "db"),
        (PROXY + "\nURL = lazy.database_url\n", "from app.config import URL", "URL", "db"),
        (OBJECT, "from app.config import lazy", "lazy.database_url", "db"),
        (SETTINGS, "from app.config import settings", "getattr(settings, 'database_url', None)", "db"),
        (WRAPPED, "from app.config import lazy", "getattr(lazy, 'database_url')", "db"),
    ],
)  # fmt: skip
def test_a_name_is_followed_to_its_value(
    graph_of: Callable[..., Graph], config: str, imports: str, dsn: str, expected: str
) -> None:
    """Constants, classes, settings objects and functions of another module lead to the text or variable behind them."""
    files = {"app/__init__.py": "", "app/config.py": config, "app/db.py": CALL.format(imports=imports, dsn=dsn), ".env": ENV}
    graph = graph_of(files)

    assert [expected] == [route.endpoint.host.value for route in graph.routes]


def test_the_closer_of_two_equal_modules_is_meant(graph_of: Callable[..., Graph]) -> None:
    """Two services of one repository that both have `config.py` do not mix."""
    call = CALL.format(imports="from config import DATABASE_URL", dsn="DATABASE_URL")
    files = {
        f"{name}/{file}": text
        for name in ("one", "two")
        for file, text in (("config.py", f"DATABASE_URL = 'postgresql://app@{name}/shop'\n"), ("db.py", call))
    }
    graph = graph_of(files)

    assert [("one/db.py", "one"), ("two/db.py", "two")] == [
        (route.span.path, route.endpoint.host.value) for route in graph.routes
    ]


def test_a_name_without_a_definition_is_said(graph_of: Callable[..., Graph]) -> None:
    """The reason names what was looked for."""
    graph = graph_of({"app/db.py": CALL.format(imports="from elsewhere import DATABASE_URL", dsn="DATABASE_URL")})

    assert ["what elsewhere.DATABASE_URL is cannot be told"] == [route.direct.note for route in graph.routes]


def test_a_wrapper_that_asks_for_another_name_is_not_followed(graph_of: Callable[..., Graph]) -> None:
    """`__getattr__` is followed only where it asks for the very attribute."""
    graph = graph_of(
        {
            "app/config.py": OTHER_WAY,
            "app/db.py": CALL.format(imports="from app.config import lazy", dsn="lazy.database_url"),
            ".env": ENV,
        }
    )

    assert ["what app.config.lazy.database_url is cannot be told"] == [route.direct.note for route in graph.routes]


def test_an_attribute_that_nothing_defines_is_not_its_default(graph_of: Callable[..., Graph]) -> None:
    """The third argument of `getattr` tells nothing while it is not known whether the object has the attribute."""
    dsn = "getattr(settings, 'elsewhere', 'postgresql://app@default/shop')"
    graph = graph_of(
        {"app/config.py": SETTINGS, "app/db.py": CALL.format(imports="from app.config import settings", dsn=dsn), ".env": ENV}
    )

    assert ["what app.config.settings.elsewhere is cannot be told"] == [route.direct.note for route in graph.routes]


def test_names_in_a_circle_end(graph_of: Callable[..., Graph]) -> None:
    """Two constants that stand for each other are no text."""
    files = {
        "app/a.py": "from app.b import DATABASE_URL\n\nDSN = DATABASE_URL\n",
        "app/b.py": "from app.a import DSN\n\nDATABASE_URL = DSN\n",
    }
    graph = graph_of({**files, "app/db.py": CALL.format(imports="from app.a import DSN", dsn="DSN")})

    assert [None] == [route.dsn for route in graph.routes]
