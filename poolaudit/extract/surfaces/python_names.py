"""Names of a Python module that others may follow: settings classes, constants, properties and functions with one result.

In: a `CodeModule`. Out: `NamedValue` facts: `app.config.DATABASE_URL`, `app.config.Settings.database_url`,
`app.config.get_settings()`; `app.config.Settings()` stands for an instance of the class.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.code.shape import CodeModule
from poolaudit.extract.surfaces.python_settings import SettingsClasses
from poolaudit.facts.expression import CallResult, EnvLookup, Items, Joined, Literal, Reference
from poolaudit.facts.name import NamedValue
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.code.shape import Assignment
    from poolaudit.facts.client_pool import Scope
    from poolaudit.facts.expression import Expression

WORDS = (
    "url", "uri", "dsn", "conn", "host", "port", "user", "pass", "pwd", "secret", "token", "db", "database", "schema",
    "pool", "engine", "driver", "dialect", "postgres", "psql", "mysql", "redis", "broker", "timeout", "size", "overflow",
    "recycle", "max", "min", "cache", "options", "args", "server",
)  # fmt: skip
"""Parts of names under which plain constants may go into a connection."""
PROPERTIES = frozenset({"property", "functools.cached_property", "pydantic.computed_field", "pydantic.fields.computed_field"})
"""Decorators that make a method's result look like a field."""
CACHES = frozenset({"functools.lru_cache", "functools.cache"})
"""Decorators that leave a function's result as it is."""
OWNERS = frozenset({"classmethod", "staticmethod"})


def extract(source: Source, document: Document) -> Iterator[NamedValue]:
    """Each name with a value that a connection may be made of."""
    if not isinstance(document, CodeModule):
        return
    settings = SettingsClasses(document)
    yield from settings.named()
    yield from _constants(document, settings)
    yield from _results(document)
    if source.path.endswith("/__init__.py"):
        yield from (NamedValue(_join(document.module, name), value, value.span) for name, value in document.imports)


def _constants(document: CodeModule, settings: SettingsClasses) -> Iterator[NamedValue]:
    """Module constants and class attributes that are assigned once, or whose text is only mended afterwards."""
    found: dict[tuple[str, str], list[Assignment]] = {}
    for item in document.assignments:
        if not item.scope.function and "." not in item.target:
            found.setdefault((item.scope.class_name, item.target), []).append(item)
    for (class_name, target), items in found.items():
        owner = _join(document.module, class_name)
        first, last = items[0], items[-1]
        mended = all(_mended(item.value) == first.value for item in items[1:])
        value = last.value
        if len(items) > 1 and isinstance(value, CallResult):
            value = value.positional[0]  # in `url = url.replace(…)`, the name on the right is already followed to its last value
        if mended and not settings.owns(owner) and matters(target, value):
            yield NamedValue(_join(owner, target), value, first.span)


def _mended(value: Expression) -> Expression:
    """What `url.replace(…)` started from."""
    while isinstance(value, CallResult) and value.callee == "str.replace" and value.positional:
        value = value.positional[0]
    return value


def _results(document: CodeModule) -> Iterator[NamedValue]:
    """Properties as fields; functions and methods that need no argument as `name()`."""
    for item in document.results:
        scope = item.scope
        name = scope.function.rpartition(".")[2]
        decorators = frozenset(scope.decorators)
        if not matters(name, item.value) or not _is_reachable(scope):
            continue
        owner = _join(document.module, scope.class_name)
        if scope.class_name and decorators & PROPERTIES:
            yield NamedValue(_join(owner, name), item.value, item.span)
        elif decorators <= (CACHES | OWNERS):
            full = _join(owner, name)
            yield NamedValue(f"{full}()", item.value, item.span)
            if scope.class_name and not decorators & OWNERS:
                yield NamedValue(f"{owner}().{name}()", item.value, item.span)


def matters(name: str, value: Expression) -> bool:
    """Whether a value may end up in a connection, by its kind, or for a plain constant by its name or text."""
    if isinstance(value, (EnvLookup, Joined, Reference, Items)):
        return True
    if isinstance(value, CallResult):
        return value.callee.partition(".")[0] not in sys.stdlib_module_names and "?" not in value.callee
    if not isinstance(value, Literal) or value.value is None:
        return False
    if isinstance(value.value, Secret):
        return True
    low = name.lower()
    return any(word in low for word in WORDS) or (isinstance(value.value, str) and "://" in value.value)


def _is_reachable(scope: Scope) -> bool:
    """Whether code outside can name a function: it stands in the module or in a class, not in another function."""
    return scope.function.rpartition(".")[0] == scope.class_name


def _join(owner: str, name: str) -> str:
    return ".".join(part for part in (owner, name) if part)


SURFACE = Surface(name="python_names", formats=("python",), extract=extract, on_demand=True)
