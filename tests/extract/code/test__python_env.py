"""Reads of environment variables in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

LOOKUPS = {
    "subscript": ("import os\nx = os.environ['U']", "$U"),
    "subscript by constant": ("import os\nK = 'U'\nx = os.environ[K]", "$U"),
    "subscript by parameter": ("import os\ndef f(k):\n    x = os.environ[k]", "?an environment variable whose name is not known"),
    "get": ("import os\nx = os.environ.get('U', 'd')", "$U|'d'"),
    "get without default": ("import os\nx = os.environ.get('U')", "$U|None"),
    "getenv": ("import os\nx = os.getenv('U', default='d')", "$U|'d'"),
    "getenv by keyword": ("import os\nx = os.getenv(key='U')", "$U|None"),
    "imported names": ("from os import environ, getenv as g\nx = g('U', environ['V'])", "$U|$V"),
    "alias of environ": ("import os\nE = os.environ\nx = E['U']", "$U"),
    "hidden os": ("def f(os):\n    x = os.environ['U']", "?an element that cannot be told"),
    "pop": ("import os\nx = os.environ.pop('U')", "$U"),
    "or": ("import os\nx = os.getenv('U') or 'd'", "$U|'d'"),
    "or of two": ("import os\nx = os.getenv('U') or os.getenv('V') or 'd'", "$U|$V|'d'"),
    "or after an empty default": ("import os\nx = os.getenv('U', '') or 'd'", "$U|'d'"),
    "or after a default": ("import os\nx = os.getenv('U', 'e') or 'd'", "$U|'e'"),
    "or after an unknown default": ("import os\nfrom a import b\nx = os.getenv('U', b) or 'd'", "$U|?depends on a condition"),
    "choice by value": ("import os\nU = os.getenv('U')\nx = U if U else 'd'", "$U|'d'"),
    "choice by presence": ("import os\nx = os.environ['U'] if 'U' in os.environ else 'd'", "$U|'d'"),
    "choice by None": ("import os\nU = os.getenv('U')\nx = U if U is not None else 'd'", "$U|'d'"),
    "choice by another": (
        "import os\nx = os.environ['U'] if 'V' in os.environ else 'd'",
        "if(is not($V, None), $U, 'd', why=?depends on a condition)",
    ),
    "int": ("import os\nx = int(os.getenv('U', '5'))", "$U|5"),
    "int without default": ("import os\nx = int(os.getenv('U'))", "$U"),
    "int of either": ("import os\nx = int(os.getenv('U') or 5)", "$U|5"),
    "bool": ("import os\nx = bool(os.getenv('U'))", "?bool() of text is true for every text"),
    "django-environ": ("import environ\nenv = environ.Env()\nx = env('U', default='d')", "$U|'d'"),
    "django-environ with files": (
        "import environ\nenv = environ.FileAwareEnv()\nx = env('U', default='d')",
        "$U|'d'",
    ),
    "django-environ without default": ("import environ\nenv = environ.Env()\nx = env('U')", "$U"),
    "django-environ with a cast": ("import environ\nenv = environ.Env()\nx = env('U', int, 5)", "$U|5"),
    "django-environ str": ("from environ import Env\nenv = Env()\nx = env.str('U', 'd')", "$U|'d'"),
    "django-environ int": ("import environ\nenv = environ.Env()\nx = env.int('U', default=5)", "$U|5"),
    "django-environ db": ("import environ\nenv = environ.Env()\nx = env.db()", "$DATABASE_URL"),
    "django-environ db_url": ("import environ\nenv = environ.Env()\nx = env.db_url('U', default='d')", "$U|'d'"),
    "django-environ scheme": ("import environ\nenv = environ.Env(U=(str, 'd'), V=int)\nx = env('U')", "$U|'d'"),
    "django-environ scheme of a type": ("import environ\nenv = environ.Env(U=(str, 'd'), V=int)\nx = env('V')", "$V"),
    "django-environ prefix": ("import environ\nenv = environ.Env()\nenv.prefix = 'P_'\nx = env('U')", "$P_U"),
    "django-environ two prefixes": (
        "import environ\nenv = environ.Env()\nenv.prefix = 'P_'\nenv.prefix = 'Q_'\nx = env('U')",
        "?an environment variable whose prefix is not known",
    ),
    "decouple": ("from decouple import config\nx = config('U', default='5', cast=int)", "$U|5"),
    "decouple without cast": ("from decouple import config\nx = config('U', default='5')", "$U|'5'"),
    "decouple AutoConfig": ("from decouple import AutoConfig\nc = AutoConfig('.')\nx = c('U')", "$U"),
    "starlette": ("from starlette.config import Config\nc = Config('.env')\nx = c('U', cast=int, default='5')", "$U|5"),
    "starlette prefix": ("from starlette.config import Config\nc = Config('.env', env_prefix='P_')\nx = c('U')", "$P_U"),
    "environs": ("from environs import Env\nenv = Env()\nenv.read_env()\nx = env.str('U', 'd')", "$U|'d'"),
    "environs call": ("from environs import Env\nenv = Env()\nx = env('U')", "$U"),
    "environs ready made": ("from environs import env\nx = env.int('U', 5)", "$U|5"),
    "environs prefix": ("from environs import Env\nenv = Env(prefix='P_')\nx = env('U')", "$P_U"),
    "environs prefixed block": (
        "from environs import Env\nenv = Env()\nwith env.prefixed('P_'):\n    with env.prefixed('Q_'):\n        x = env.str('U')",
        "$P_Q_U",
    ),
    "environs unknown prefix": (
        "from environs import Env\nenv = Env()\ndef f(p):\n    with env.prefixed(p):\n        x = env.str('U')",
        "?an environment variable whose prefix is not known",
    ),
    "inside an f-string": ("import os\nx = f\"h={os.environ['U']}\"", "'h='~$U"),
    "followed": ("import os\nU = os.environ['U']\nx = 'a' + U", "'a'~$U"),
    "hidden arguments": ("import os\ndef f(*a):\n    x = os.getenv(*a)", "?an environment variable whose name is not known"),
}


@pytest.mark.parametrize(("text", "expected"), LOOKUPS.values(), ids=LOOKUPS.keys())
def test_look_up(text: str, expected: str, value: Callable[[str], str]) -> None:
    """A read of a variable names it, with what is used when it is not set."""
    actual = value(text)

    assert expected == actual
