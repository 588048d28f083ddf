"""Python functions that read environment variables: which argument is the name, which the default, what they return.

In: nothing (literals). Out: `READERS` and `MAPPINGS`, by resolved dotted name; `X()` is an instance or result of `X`.
"""

from __future__ import annotations

from dataclasses import replace

from poolaudit._records import dataclass
from poolaudit.catalog.model import Reference


@dataclass(frozen=True, slots=True)
class EnvReader:
    """One function or method that returns the value of a variable."""

    callees: tuple[str, ...]
    name_keywords: tuple[str, ...]
    """Keywords that can give the variable's name; the first positional argument always does."""
    default_position: int | None
    default_keywords: tuple[str, ...]
    cast: str = ""
    """Type of the result when it is not text: `int`, `float`, `bool`."""
    cast_keywords: tuple[str, ...] = ()
    """Keywords that name the type: `cast`."""
    cast_default: bool = False
    """True when the default goes through the cast as well."""
    missing_is_none: bool = False
    """True when a missing variable gives None; otherwise it is an error."""
    default_name: str = ""
    """Variable that is read when no name is given."""


PYTHON = Reference("https://docs.python.org/3/library/os.html#os.environ", "3.13", "2026-11-21")
DJANGO_ENVIRON = Reference("https://pypi.org/project/django-environ/0.12.0/", "0.12.0", "2026-11-21")
DECOUPLE = Reference("https://pypi.org/project/python-decouple/3.8/", "3.8", "2026-11-21")
STARLETTE = Reference("https://pypi.org/project/starlette/0.46.2/", "0.46.2", "2026-11-21")
ENVIRONS = Reference("https://pypi.org/project/environs/14.5.0/", "14.5.0", "2026-11-21")
SOURCES = (PYTHON, DJANGO_ENVIRON, DECOUPLE, STARLETTE, ENVIRONS)
"""Read in the distributed packages: `environ/environ.py`, `decouple.py`, `starlette/config.py`, `environs/__init__.py`."""

MAPPINGS: tuple[str, ...] = ("os.environ",)
"""Mappings whose subscript is a variable; a missing one is an error."""

_BASE: tuple[EnvReader, ...] = (
    EnvReader(("os.getenv",), ("key",), 1, ("default",), missing_is_none=True),
    EnvReader(("os.environ.get", "os.environ.setdefault"), ("key",), 1, ("default",), missing_is_none=True),
    EnvReader(("os.environ.pop",), ("key",), 1, ("default",)),
    # django-environ
    EnvReader(("environ.Env()", "environ.Env().get_value"), ("var",), 2, ("default",), cast_keywords=("cast",)),
    EnvReader(("environ.Env().str",), ("var",), 1, ("default",)),
    EnvReader(("environ.Env().int",), ("var",), 1, ("default",), cast="int"),
    EnvReader(("environ.Env().float",), ("var",), 1, ("default",), cast="float"),
    EnvReader(("environ.Env().bool",), ("var",), 1, ("default",), cast="bool"),
    EnvReader(("environ.Env().url",), ("var",), 1, ("default",)),
    EnvReader(("environ.Env().db", "environ.Env().db_url"), ("var",), 1, ("default",), default_name="DATABASE_URL"),
    EnvReader(("environ.Env().cache", "environ.Env().cache_url"), ("var",), 1, ("default",), default_name="CACHE_URL"),
    # python-decouple
    EnvReader(
        ("decouple.config", "decouple.AutoConfig()", "decouple.Config()", "decouple.Config().get"),
        ("option",),
        1,
        ("default",),
        cast_keywords=("cast",),
        cast_default=True,
    ),
    # starlette
    EnvReader(
        ("starlette.config.Config()", "starlette.config.Config().get"),
        ("key",),
        2,
        ("default",),
        cast_keywords=("cast",),
        cast_default=True,
    ),
    # environs
    EnvReader(("environs.Env()", "environs.env", "environs.Env().str", "environs.env.str"), ("name",), 1, ("default",)),
    EnvReader(("environs.Env().int", "environs.env.int"), ("name",), 1, ("default",), cast="int"),
    EnvReader(("environs.Env().float", "environs.env.float"), ("name",), 1, ("default",), cast="float"),
    EnvReader(("environs.Env().bool", "environs.env.bool"), ("name",), 1, ("default",), cast="bool"),
    EnvReader(("environs.Env().url", "environs.env.url"), ("name",), 1, ("default",)),
    EnvReader(("environs.Env().dj_db_url", "environs.env.dj_db_url"), ("name",), 1, ("default",)),
)

_ALIKE = {
    "environ.Env()": ("environ.FileAwareEnv()", "environ.environ.Env()", "environ.environ.FileAwareEnv()"),
    "environs.Env()": ("environs.FileAwareEnv()",),
}
"""Instance → instances whose methods read the same way; `FileAwareEnv` first looks for `NAME_FILE`, the path of a file."""

READERS: tuple[EnvReader, ...] = tuple(
    replace(
        each,
        callees=(
            *each.callees,
            *(
                callee.replace(own, other)
                for own, others in _ALIKE.items()
                for other in others
                for callee in each.callees
                if callee.startswith(own)
            ),
        ),
    )
    for each in _BASE
)

FILE = "_FILE"
"""Behind the name of a variable: the path of the file that holds its value, for the classes above, the entry points of most official
images and the code of many programs (https://docs.docker.com/compose/how-tos/use-secrets/, read 2026-11-21)."""

PREFIX_BLOCKS: tuple[str, ...] = ("environs.Env().prefixed", "environs.FileAwareEnv().prefixed", "environs.env.prefixed")
"""Context managers whose first argument goes before every name that the same reader looks up inside."""

PREFIX_KEYWORDS: dict[str, str] = {
    "environs.Env": "prefix",
    "environs.FileAwareEnv": "prefix",
    "starlette.config.Config": "env_prefix",
}
"""Constructor → keyword with what goes before every name that its instance looks up."""

PREFIX_ATTRIBUTES: dict[str, str] = {"environ.Env": "prefix", "environ.FileAwareEnv": "prefix"}
"""Constructor → attribute of the instance with the same meaning."""

SCHEMES: frozenset[str] = frozenset({"environ.Env", "environ.FileAwareEnv"})
"""Constructors whose keywords are variables with `(type, default)` or a type."""

OPTIONS = frozenset({"click.option", "click.argument", "rich_click.option", "rich_click.argument", "asyncclick.option"})
"""Decorators that fill a parameter from the command line, else from the variables of `OPTION_VARIABLE`, else from `default`.

Source: https://click.palletsprojects.com/en/stable/options/#values-from-environment-variables, 8.3, read 2026-11-21.
"""
OPTION_VARIABLE = "envvar"
