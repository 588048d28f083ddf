"""Names that files in languages other than Python define for others: constants, exports, fields, functions with one result.

In: a `CodeModule`. Out: `NamedValue` facts: `src.config.databaseUrl`, `com.acme.Config.URL`, `internal.config.DSN`; `X()` stands
for an instance of X. In JavaScript the default export, and `module.exports`, is the module itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._parts import parts
from poolaudit.catalog.languages import family
from poolaudit.extract.base import Surface
from poolaudit.extract.code._tree_settings import SETTING, holds_settings
from poolaudit.extract.code.shape import CodeModule
from poolaudit.extract.surfaces import env_functions
from poolaudit.extract.surfaces.client_arguments import conceal
from poolaudit.extract.surfaces.dotnet_options import bound_options, command_line_options, filled_options, variable_prefix
from poolaudit.extract.surfaces.python_names import WORDS
from poolaudit.extract.surfaces.spring_bound import bound_properties
from poolaudit.extract.surfaces.viper_settings import PACKAGE, field_value, key_of, settings
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

ON_DEMAND = frozenset({"python", "javascript", "typescript"})
"""Languages whose modules are named by their paths; other surfaces read their names where a file asks for them."""
EXPORTS = ("module.exports.", "exports.")
"""What goes before an export in a CommonJS module (https://nodejs.org/docs/latest-v22.x/api/modules.html#moduleexports)."""
WHOLE = frozenset({"default", "module.exports"})
"""Targets that stand for the module itself."""


def extract(source: Source, document: Document) -> Iterator[NamedValue]:
    """Each name with a value that a connection may be made of."""
    if not isinstance(document, CodeModule):
        return
    found = [
        (name, item)
        for item in document.assignments
        if not item.scope.function and (name := _exported(item, document)) is not None
    ]
    values: dict[str, list[Expression]] = {}
    for name, item in found:
        values.setdefault(name, []).append(item.value)
    filled = None
    if document.language == "go" and PACKAGE in source.text:
        filled = _Filled(document, [item.value for _, item in found])
    for name, item in dict(found).items():
        value: Expression | None = item.value
        if document.language == "go":
            value = filled.value(item.value) if filled is not None else None if key_of(item.value) else item.value
        # `exports.pool = pool` says the same twice
        if value is not None and all(each == item.value for each in values[name]) and _matters(name, value):
            yield NamedValue(name, value, item.span)
            if item.scope.class_name:
                owner, _, last = name.rpartition(".")
                yield NamedValue(f"{owner}().{last}", value, item.span)
    for key, value in filled.known.items() if filled is not None else ():
        yield NamedValue(f"{SETTING}{key}", value, value.span)
    yield from _results(source, document)
    if document.language in ("java", "kotlin"):
        yield from bound_properties(document)
    if document.language == "csharp":
        yield from bound_options(document)
        yield from filled_options(document, source.text)
        yield from variable_prefix(document)
        yield from command_line_options(document)


def _results(source: Source, document: CodeModule) -> Iterator[NamedValue]:
    """What functions give, as `name()`; by the type of the result where that is all that is known."""
    others: frozenset[str] | None = None
    for result in document.results:
        scope = result.scope
        name = ".".join(part for part in (document.module, scope.function) if part)
        if scope.function.rpartition(".")[0] != scope.class_name:
            continue
        if holds_settings(result.annotation) and _says_nothing(result.value):
            yield NamedValue(f"{name}()", CallResult(result.annotation, (), (), result.span), result.span)
        elif not _matters(name, result.value):
            continue
        elif not result.parameters:
            value = conceal(result.value) if _is_decided(result.value) else result.value
            yield NamedValue(f"{name}()", value, result.span)
        elif not isinstance(result.value, Items):  # options are seldom made so, and are no connection string
            others = others if others is not None else _env_functions(source, document)
            if f"{name}()" not in others:
                yield NamedValue(f"{name}()", function(conceal(result.value), result.parameters), result.span)


def _env_functions(source: Source, document: CodeModule) -> frozenset[str]:
    """Functions that read variables for others, which have a surface of their own in some languages."""
    return frozenset(each.name for each in env_functions.extract(source, document) if document.language in env_functions.FORMATS)


class _Filled:
    """What viper fills the fields of a file's structs with; a key that two of them have is not told apart."""

    def __init__(self, document: CodeModule, values: list[Expression]) -> None:
        self.known = settings(document)
        keys = [key_of(value) for value in values]
        self._fields = {key: value for key, value in self.known.items() if keys.count(key) == 1}

    def value(self, value: Expression) -> Expression | None:
        """The value of one field; None where it cannot be told."""
        return field_value(value, self._fields)


def _says_nothing(value: Expression) -> bool:
    """Whether nothing but the type of a value is known."""
    return isinstance(value, Unresolved) or (isinstance(value, Items) and not value.items)


def _exported(item: Assignment, document: CodeModule) -> str | None:
    """The name under which other files see a target; None for an element or attribute of something."""
    target = item.target
    if family(document.language) == "javascript":
        if target in WHOLE and not item.scope.class_name:
            return document.module
        target = next((target.removeprefix(mark) for mark in EXPORTS if target.startswith(mark)), target)
    if not target or "." in target:
        return None
    return ".".join(part for part in (document.module, item.scope.class_name, target) if part)


def _is_decided(value: Expression) -> bool:
    """Whether a condition decides a value, so that any text in it may be the connection string."""
    return isinstance(value, CallResult) and value.callee in ("if", "or")


def _matters(name: str, value: Expression) -> bool:
    """Whether a value may end up in a connection, by its kind, or for a plain constant by its name or text."""
    if isinstance(value, (EnvLookup, Joined, Reference, Items)):
        return True
    if isinstance(value, CallResult):
        return "?" not in value.callee
    if not isinstance(value, Literal) or value.value is None:
        return False
    if isinstance(value.value, Secret):
        return True
    low = name.rpartition(".")[2].lower()
    return any(word in low for word in WORDS) or (isinstance(value.value, str) and "://" in value.value)


SURFACE = Surface(
    name="code_names",
    formats=tuple(name for each in parts("poolaudit.extract.code", "FORMAT") if (name := each.name) not in ON_DEMAND),
    extract=extract,
    triggers=(
        "process.env", "import.meta.env", "deno.env", "bun.env", "$env/", "getenv", "getproperty", "${", "environment",
        "configuration", "env[", "env.fetch", "env(", "$_env", "env::var", "env!", "get_env", "fetch_env", "lookupenv", "viper",
        "postgres", "mysql", "redis", "database", "jdbc", "dsn",
    ),
    supporting=True,
)  # fmt: skip
