"""Names that Python modules define for others."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code import python
from poolaudit.extract.surfaces import python_names
from poolaudit.extract.surfaces.python_settings import IS_SETTINGS
from poolaudit.facts.expression import CallResult, Elements, EnvLookup, Expression, Items, Joined, Literal, Reference
from poolaudit.facts.secret import Secret

V2 = (
    "from pydantic import AliasChoices, BaseModel, Field, PostgresDsn\n"
    "from pydantic_settings import BaseSettings, SettingsConfigDict\n"
)
V1 = "from pydantic import BaseSettings, Field\n"

SETTINGS = {
    "field without default": (V2 + "class S(BaseSettings):\n    url: str", {"S.url": "$URL*"}),
    "field with default": (V2 + "class S(BaseSettings):\n    size: int = 5", {"S.size": "$SIZE*|5"}),
    "field by call": (V2 + "class S(BaseSettings):\n    size: int = Field(5, gt=0)", {"S.size": "$SIZE*|5"}),
    "field that must be set": (V2 + "class S(BaseSettings):\n    url: str = Field(...)", {"S.url": "$URL*"}),
    "field with a factory": (
        V2 + "class S(BaseSettings):\n    a: str = Field(default_factory=lambda: 1)",
        {"S.a": "$A*|?made by a function"},
    ),
    "prefix": (
        V2 + "class S(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix='APP_')\n    url: str",
        {"S.url": "$APP_URL*"},
    ),
    "prefix in a mapping": (
        V2 + "class S(BaseSettings):\n    model_config = {'env_prefix': 'APP_'}\n    url: str",
        {"S.url": "$APP_URL*"},
    ),
    "prefix in Config": (
        V1 + "class S(BaseSettings):\n    url: str\n    class Config:\n        env_prefix = 'app_'",
        {"S.url": "$APP_URL*"},
    ),
    "unknown prefix": (
        V2 + "from a import p\nclass S(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix=p)\n    url: str",
        {"S.url": "?the prefix of its environment variable is not known"},
    ),
    "case": (
        V2 + "class S(BaseSettings):\n    model_config = SettingsConfigDict(case_sensitive=True)\n    Url: str",
        {"S.Url": "$Url"},
    ),
    "alias replaces prefix and name": (
        V2 + "class S(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix='APP_')\n    url: str = Field(alias='DB')",
        {"S.url": "$DB*"},
    ),
    "validation alias wins": (
        V2 + "class S(BaseSettings):\n    url: str = Field(alias='A', validation_alias='B')",
        {"S.url": "$B*"},
    ),
    "alias choices": (
        V2 + "class S(BaseSettings):\n    url: str = Field('d', validation_alias=AliasChoices('A', 'b'))",
        {"S.url": "$A,B*|'d'"},
    ),
    "unknown alias": (
        V2 + "from a import n\nclass S(BaseSettings):\n    url: str = Field(alias=n)",
        {"S.url": "?the name of its environment variable is not known"},
    ),
    "alias beside the name": (
        V2
        + "class S(BaseSettings):\n    model_config = SettingsConfigDict(populate_by_name=True)\n    url: str = Field(alias='A')",
        {"S.url": "$A,URL*"},
    ),
    "annotated": (
        V2 + "from typing import Annotated\nclass S(BaseSettings):\n    url: Annotated[str, Field(validation_alias='A')]",
        {"S.url": "$A*"},
    ),
    "env of version 2 is ignored": (V2 + "class S(BaseSettings):\n    url: str = Field(env='A')", {"S.url": "$URL*"}),
    "env of version 1": (V1 + "class S(BaseSettings):\n    url: str = Field(..., env='A')", {"S.url": "$A*"}),
    "envs of version 1": (V1 + "class S(BaseSettings):\n    url: str = Field(..., env=['A', 'B'])", {"S.url": "$A,B*"}),
    "alias of version 1 is no variable": (
        V1 + "class S(BaseSettings):\n    url: str = Field(..., alias='A')",
        {"S.url": "$URL*"},
    ),
    "fields of version 1": (
        V1 + "class S(BaseSettings):\n    url: str\n    class Config:\n        fields = {'url': {'env': 'A'}}",
        {"S.url": "$A*"},
    ),
    "inherited": (
        V2
        + "class B(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix='B_')\n    a: str\nclass S(B):\n    b: str",
        {"B.a": "$B_A*", "S.a": "$B_A*", "S.b": "$B_B*"},
    ),
    "password": (V2 + "class S(BaseSettings):\n    password: str = 'p'", {"S.password": "$PASSWORD*|secret 'p'"}),
    "nested model with a delimiter": (
        V2
        + "class D(BaseModel):\n    host: str = 'h'\nclass S(BaseSettings):\n"
        + "    model_config = SettingsConfigDict(env_prefix='A_', env_nested_delimiter='__')\n    db: D = D()",
        {"S.db.host": "$A_DB__HOST*|'h'", "S.db": "app.config.D()", "D.host": "'h'"},
    ),
    "nested model without a delimiter": (
        V2 + "class D(BaseModel):\n    host: str = 'h'\nclass S(BaseSettings):\n    db: D",
        {"S.db": "app.config.D()", "D.host": "'h'"},
    ),
    "nested settings": (
        V2 + "class D(BaseSettings):\n    host: str\nclass S(BaseSettings):\n    db: D = Field(default_factory=D)",
        {"D.host": "$HOST*", "S.db": "app.config.D()"},
    ),
}

NAMES = {
    "look-up": ("import os\nURL = os.environ['URL']", {"URL": "$URL"}),
    "connection string": ("X = 'postgres://h/d'", {"X": "secret 'postgres://h/d'"}),
    "plain text": ("TITLE = 'a'", {"TITLE": "secret 'a'"}),
    "pool size": ("POOL_SIZE = 5", {"POOL_SIZE": "5"}),
    "other number": ("ANSWER = 42", {"ANSWER": "42"}),
    "password": ("DB_PASSWORD = 'p'", {"DB_PASSWORD": "secret 'p'"}),
    "None": ("DATABASE_URL = None", {}),
    "assigned twice": ("import os\nURL = os.environ['A']\nURL = os.environ['B']", {"URL": "$B"}),
    "assigned in a loop": ("URL = 'a'\nfor i in y:\n    URL = i", {"URL": "?`URL` is assigned 2 times"}),
    "assigned in branches": (
        "import os\nif 'A' in os.environ:\n    URL = os.environ['A']\nelse:\n    URL = 'postgres://h'",
        {"URL": "$A|secret 'postgres://h'"},
    ),
    "mended": (
        "import os\nURL = os.environ['U']\nif URL:\n    URL = URL.replace('a://', 'b://')",
        {"URL": "str.replace($U, 'a://', 'b://')"},
    ),
    "replaced": ("from a import u\nURL = 'postgres://h'\nURL = u.replace('a', 'b')", {"URL": "str.replace(<a.u>, 'a', 'b')"}),
    "joined": ("from a import h\nX = f'p{h}'", {"X": "'p'~<a.h>"}),
    "reference": ("from .base import settings\nURL = settings.url", {"URL": "<app.base.settings.url>"}),
    "mapping": ("OPTIONS = {'pool_size': 5}", {"OPTIONS": "{pool_size: 5}"}),
    "instance": ("from .base import S\nsettings = S()", {"settings": "app.base.S()"}),
    "instance of the standard library": ("import logging\nlog = logging.getLogger()", {}),
    "unknown call": ("x = nowhere()", {}),
    "class attribute": ("class C:\n    URL = 'postgres://h'\n    n = 1", {"C.URL": "secret 'postgres://h'", "C.n": "1"}),
    "dataclass field": ("class C:\n    host: str = 'h'\n    name: str", {"C.host": "'h'"}),
    "local": ("import os\ndef f():\n    url = os.environ['URL']", {}),
    "function": ("from .base import S\ndef get(): return S()", {"get()": "app.base.S()"}),
    "cached function": (
        "from functools import cache\nfrom .base import S\n@cache\ndef get(): return S()",
        {"get()": "app.base.S()"},
    ),
    "decorated function": ("from a import d\nfrom .base import S\n@d\ndef get(): return S()", {}),
    "function with a text": ("from a import h\ndef url(): return f'p{h}'", {"url()": "'p'~<a.h>"}),
    "inner function": ("import os\ndef f():\n    def g(): return os.environ['U']", {"f.g()": "$U"}),
    "property": (
        "class C:\n    @property\n    def url(self): return f'p{self.host}'",
        {"C.url": "'p'~<app.config.C.host>"},
    ),
    "cached property": (
        "from functools import cached_property\nclass C:\n    @cached_property\n    def url(self): return self.host",
        {"C.url": "<app.config.C.host>"},
    ),
    "computed field": (
        (
            "from pydantic import PostgresDsn, computed_field\nclass C:\n    @computed_field\n    @property\n"
            "    def url(self): return PostgresDsn.build(scheme='postgresql', host=self.host)"
        ),
        {"C.url": "pydantic.PostgresDsn.build(scheme='postgresql', host=<app.config.C.host>)"},
    ),
    "method": (
        "class C:\n    def url(self): return self.host",
        {"C.url()": "<app.config.C.host>", "C().url()": "<app.config.C.host>"},
    ),
    "class method": ("class C:\n    @classmethod\n    def url(cls): return cls.host", {"C.url()": "<app.config.C.host>"}),
}


@pytest.mark.parametrize(("text", "expected"), NAMES.values(), ids=NAMES.keys())
def test_names(text: str, expected: dict[str, str]) -> None:
    """A module names the values that a connection may be made of."""
    actual = named(text)

    assert expected == actual


@pytest.mark.parametrize(("text", "expected"), SETTINGS.values(), ids=SETTINGS.keys())
def test_settings_class(text: str, expected: dict[str, str]) -> None:
    """Each field of a settings class is the environment variable that pydantic reads for it."""
    actual = {name: value for name, value in named(text).items() if not name.endswith("()")}

    assert expected == actual


def test_instance_of_a_settings_class() -> None:
    """An instance stands for its class, so that `Settings().url` can be followed."""
    actual = named(V2 + "class S(BaseSettings):\n    url: str\nsettings = S()\ndef get(): return S()")

    assert {"S.url": "$URL*", "S()": "app.config.S()", "settings": "app.config.S()", "get()": "app.config.S()"} == actual


def test_package_hands_on_what_it_imports() -> None:
    """A package's `__init__` defines what it imports."""
    actual = named("from .config import settings\nimport os", "src/app/__init__.py", "app.")

    assert {"settings": "<app.config.settings>"} == actual


def test_spans_point_at_the_name() -> None:
    """A constant's place is its name; a result's place is the returned expression."""
    source = Source("app/config.py", "import os\nURL = os.environ['URL']\ndef get(): return os.environ['B']\n")
    facts = python_names.extract(source, python.read(source))
    actual = [(fact.name, source.at(fact.span)) for fact in facts]

    assert [("app.config.URL", "URL"), ("app.config.get()", "os.environ['B']")] == actual


def named(text: str, path: str = "app/config.py", module: str = "app.config.") -> dict[str, str]:
    """Rendered values by name without the module."""
    source = Source(path, text)
    facts = python_names.extract(source, python.read(source))
    return {fact.name.removeprefix(module): render(fact.value) for fact in facts if not fact.name.endswith(f".{IS_SETTINGS}")}


def render(expression: Expression) -> str:
    """Notation: `'text'`, `<name>`, `$NAME|default` (`*` without regard to case), `f(…)`, `a~b` for joined text, `?why`."""
    if isinstance(expression, Literal):
        value = expression.value
        return f"secret {value.reveal()!r}" if isinstance(value, Secret) else repr(value)
    if isinstance(expression, Reference):
        return f"<{expression.name}>"
    if isinstance(expression, EnvLookup):
        default = "" if expression.default is None else f"|{render(expression.default)}"
        return "$" + ",".join(expression.names) + ("*" if expression.ignore_case else "") + default
    if isinstance(expression, Joined):
        return "~".join(map(render, expression.parts))
    if isinstance(expression, Items):
        return "{" + ", ".join(f"{key}: {render(value)}" for key, value in expression.items) + "}"
    if isinstance(expression, CallResult):
        inside = [*map(render, expression.positional), *(f"{key}={render(value)}" for key, value in expression.keywords)]
        return f"{expression.callee}({', '.join(inside)})"
    assert not isinstance(expression, Elements)

    return f"?{expression.why}"
