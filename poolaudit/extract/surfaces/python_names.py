"""Names of a Python module that others may follow: settings classes, constants, properties and functions with one result.

In: a `CodeModule`. Out: `NamedValue` facts: `app.config.DATABASE_URL`, `app.config.Settings.database_url`,
`app.config.get_settings()`; `app.config.Settings()` stands for an instance of the class.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from poolaudit.catalog.decorators import RESULT_KEPT
from poolaudit.extract.base import Surface
from poolaudit.extract.code.shape import RESHAPED, CodeModule
from poolaudit.extract.surfaces.alembic_env import main_option
from poolaudit.extract.surfaces.python_settings import SettingsClasses
from poolaudit.facts.expression import CallResult, EnvLookup, Items, Joined, Literal, Reference, Unresolved
from poolaudit.facts.function import function
from poolaudit.facts.name import NamedValue
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.code.shape import Assignment
    from poolaudit.facts.expression import Expression

WORDS = (
    "url", "uri", "dsn", "conn", "host", "port", "user", "pass", "pwd", "secret", "token", "db", "database", "schema",
    "pool", "engine", "driver", "dialect", "postgres", "psql", "mysql", "redis", "broker", "timeout", "size", "overflow",
    "recycle", "max", "min", "cache", "options", "args", "server",
)  # fmt: skip
"""Parts of names under which plain constants often go into a connection, so that their text may be shown."""
PROPERTIES = frozenset({"property", "functools.cached_property", "pydantic.computed_field", "pydantic.fields.computed_field"})
"""Decorators that make a method's result look like a field."""
OWNERS = frozenset({"classmethod", "staticmethod"})
KEPT = PROPERTIES | OWNERS | RESULT_KEPT
"""Decorators that leave what a function returns as it is."""


def extract(source: Source, document: Document) -> Iterator[NamedValue]:
    """Each name with a value that a connection may be made of."""
    if not isinstance(document, CodeModule):
        return
    settings = SettingsClasses(document)
    yield from settings.named()
    yield from _constants(document, settings)
    yield from _attributes(document)
    yield from _results(document, settings)
    yield from main_option(document)
    if source.path.endswith("/__init__.py"):
        yield from (NamedValue(_join(document.module, name), value, value.span) for name, value in document.imports)


def _constants(document: CodeModule, settings: SettingsClasses) -> Iterator[NamedValue]:
    """Module constants and class attributes that are assigned once, or whose text is only mended afterwards."""
    found: dict[tuple[str, str], list[Assignment]] = {}
    for item in document.assignments:
        if not item.scope.function and "." not in item.target:
            found.setdefault((item.scope.class_name, item.target), []).append(item)
    finals = {name: value for name, value, _ in document.finals}
    for (class_name, target), items in found.items():
        owner = _join(document.module, class_name)
        if not class_name and target in finals:
            held = finals[target]
            value = held if held is not None else Unresolved(f"`{target}` is assigned {len(items)} times", items[0].span)
            yield NamedValue(_join(owner, target), _guarded(target, value), items[0].span)
            continue
        first, last = items[0], items[-1]
        mended = all(_mended(item.value) == first.value for item in items[1:])
        value = last.value
        if len(items) > 1 and isinstance(value, CallResult):
            value = value.positional[0]  # in `url = url.replace(…)`, the name on the right is already followed to its last value
        if len(items) == 1 and isinstance(value, Unresolved) and _is_settings(first.annotation, settings):
            value = CallResult(first.annotation, (), (), first.span)
        if mended and not settings.owns(owner) and not settings.inherits(owner) and matters(value):
            yield NamedValue(_join(owner, target), _guarded(target, value), first.span)


def _guarded(name: str, value: Expression) -> Expression:
    """Plain text under a name that has nothing to do with connections is nobody's business; it is followed, never shown."""
    if isinstance(value, Literal) and isinstance(value.value, str) and not any(word in name.lower() for word in WORDS):
        return Literal(Secret(value.value), value.span)
    return value


def _attributes(document: CodeModule) -> Iterator[NamedValue]:
    """What `__init__`, and nothing else in a class, assigns to `self`."""
    found: dict[tuple[str, str], list[Assignment]] = {}
    for item in document.assignments:
        if item.scope.class_name and item.target.startswith("self.") and item.target.count(".") == 1:
            found.setdefault((item.scope.class_name, item.target.removeprefix("self.")), []).append(item)
    for (class_name, name), items in found.items():
        first = items[0]
        if len(items) == 1 and first.scope.function == f"{class_name}.__init__" and matters(first.value):
            yield NamedValue(_join(document.module, f"{class_name}.{name}"), _guarded(name, first.value), first.span)


def _mended(value: Expression) -> Expression:
    """What `url.replace(…)` started from."""
    while isinstance(value, CallResult) and value.callee == "str.replace" and value.positional:
        value = value.positional[0]
    return value


def _results(document: CodeModule, settings: SettingsClasses) -> Iterator[NamedValue]:
    """Properties as fields; functions and methods as `name()`; by the class of the result where that is all that is known."""
    for item in document.results:
        scope = item.scope
        name = scope.function.rpartition(".")[2]
        decorators = frozenset(scope.decorators)
        value = item.value
        changed = isinstance(value, Unresolved) and value.why.endswith(RESHAPED)
        if isinstance(value, Unresolved) and not changed and _is_settings(item.annotation, settings):
            value = CallResult(item.annotation, (), (), item.span)
        if not (item.parameters or changed or matters(value)) or not (decorators <= KEPT):
            continue
        value = _guarded(name, value)
        qualified = _join(document.module, scope.function)
        owner = _join(document.module, scope.class_name)
        inside = scope.class_name != "" and scope.function == f"{scope.class_name}.{name}"
        value = (
            function(value, tuple((f"{qualified}({each})", default) for each, default in item.parameters))
            if item.parameters
            else value
        )
        if inside and decorators & PROPERTIES:
            yield NamedValue(_join(owner, name), value, item.span)
        else:
            yield NamedValue(f"{qualified}()", value, item.span)
            if inside and not decorators & OWNERS:
                yield NamedValue(f"{owner}().{name}()", value, item.span)


def _is_settings(annotation: str, settings: SettingsClasses) -> bool:
    """Whether a class by its name holds settings, so that nothing but its fields matters."""
    last = annotation.rpartition(".")[2].lower()
    return settings.owns(annotation) or any(word in last for word in ("settings", "config"))


def matters(value: Expression) -> bool:
    """Whether a value may end up in a connection, by its kind."""
    if isinstance(value, (EnvLookup, Joined, Reference, Items)):
        return True
    if isinstance(value, CallResult):
        return value.callee.partition(".")[0] not in sys.stdlib_module_names and "?" not in value.callee
    return isinstance(value, Literal) and value.value is not None


def _join(owner: str, name: str) -> str:
    return ".".join(part for part in (owner, name) if part)


SURFACE = Surface(name="python_names", formats=("python",), extract=extract, on_demand=True)
