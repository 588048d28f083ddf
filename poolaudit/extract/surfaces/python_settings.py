"""Settings classes of pydantic: fields that are environment variables.

In: the classes, fields and assignments of a `CodeModule`. Out: a `NamedValue` with an `EnvLookup` for each field,
nested models included. Names are given in upper case where case does not matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.settings_classes import (
    BASES,
    BASES_V1,
    BY_NAME,
    CHOICES,
    CONFIG_ATTRIBUTE,
    CONFIG_CLASS,
    FIELDS,
    FIELDS_V1,
)
from poolaudit.facts.expression import CallResult, Elements, EnvLookup, Items, Literal, Reference, Unresolved
from poolaudit.facts.name import NamedValue
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.extract.code.shape import ClassField, CodeModule
    from poolaudit.facts.expression import Expression

IS_SETTINGS = "__settings__"
"""Name under which a settings class without configuration of its own says that its fields are variables."""
DEEPEST = 4
"""Models inside models."""


class SettingsClasses:
    """The settings classes of one module."""

    def __init__(self, document: CodeModule) -> None:
        self._document = document
        self._bases = {item.name: item.bases for item in document.classes}
        self._fields: dict[str, list[ClassField]] = {}
        for item in document.fields:
            self._fields.setdefault(item.class_name, []).append(item)
        self._versions = {name: version for name in self._bases if (version := self._version(name))}

    def inherits(self, name: str) -> bool:
        """Whether a class has a base in another module that may be a settings class."""
        return self._foreign(name) != ""

    def owns(self, name: str) -> bool:
        """Whether a class, or the class that a `Config` stands in, is a settings class."""
        return name in self._versions or name.rpartition(".")[0] in self._versions

    def named(self) -> Iterator[NamedValue]:
        """Each field of each settings class; the class itself under the name of an instance."""
        for name, version in self._versions.items():
            config = self._config(name)
            fields = {item.name: item for cls in reversed(self._line(name)) for item in self._fields.get(cls, ())}
            for item in fields.values():
                yield from self._field(name, item, config, version)
            if fields:
                span = next(iter(fields.values())).span
                yield NamedValue(f"{name}()", CallResult(name, (), (), span), span)
                if self._prefix(config) == "" and not _is_true(config.get("case_sensitive")):
                    yield NamedValue(f"{name}.{IS_SETTINGS}", Literal(value=True, span=span), span)
        for name in self._bases:
            yield from self._inherited(name)

    def _inherited(self, name: str) -> Iterator[NamedValue]:
        """A class whose only base stands in another module: what it lacks is there, and whether its fields are variables."""
        base = self._foreign(name)
        fields = self._fields.get(name, ()) if base else ()
        span = fields[0].span if fields else next((item.span for item in self._document.classes if item.name == name), None)
        if not base or span is None:
            return
        asked = Reference(f"{base}.{IS_SETTINGS}", span)
        yield NamedValue(name, Reference(base, span), span)
        yield NamedValue(f"{name}()", CallResult(name, (), (), span), span)
        config = self._config(name)
        prefix = self._prefix(config)
        if prefix is None or _is_true(config.get("case_sensitive")):
            return
        if not prefix:
            yield NamedValue(f"{name}.{IS_SETTINGS}", asked, span)
        why = Unresolved(f"whether {base} reads environment variables is not known", span)
        for item in fields:
            default = default_of(item)
            names = _aliases(item, config, 2)
            lookup = EnvLookup(tuple(map(str.upper, names or (prefix + item.name,))), item.span, default, ignore_case=True)
            plain = default if default is not None else Unresolved("it has no value", item.span)
            if names is not None:
                value = CallResult("if", (asked, lookup, plain), (("why", why),), item.span)
                yield NamedValue(f"{name}.{item.name}", value, item.span)

    def _foreign(self, name: str) -> str:
        """The base of a class outside of this module, where it is the only one and is named like a class of settings."""
        bases = self._bases.get(name, ())
        if len(bases) != 1 or name in self._versions or bases[0] in self._bases:
            return ""
        last = bases[0].rpartition(".")[2].lower()
        return bases[0] if "." in bases[0] and any(word in last for word in ("settings", "config")) else ""

    def _field(self, owner: str, item: ClassField, config: dict[str, Expression], version: int) -> Iterator[NamedValue]:
        name = f"{owner}.{item.name}"
        default = default_of(item)
        delimiter = _text(config.get("env_nested_delimiter"))
        prefix, aliases = self._prefix(config), _aliases(item, config, version)
        model = self._model(item)
        if prefix is None:
            yield NamedValue(name, Unresolved("the prefix of its environment variable is not known", item.span), item.span)
            return
        if aliases is None:
            yield NamedValue(name, Unresolved("the name of its environment variable is not known", item.span), item.span)
            return
        exact = _is_true(config.get("case_sensitive"))
        by_name = _is_true(config.get(BY_NAME))
        names = (*aliases, prefix + item.name) if not aliases or by_name else aliases
        names = names if exact else tuple(each.upper() for each in names)
        if model:
            if delimiter:
                for first in names[:1]:
                    yield from self._nested(name, model, first + delimiter, delimiter, exact=exact)
            yield NamedValue(
                name, default if isinstance(default, CallResult) else CallResult(model, (), (), item.span), item.span
            )
            return
        if isinstance(default, CallResult) and default.callee in self._versions:
            yield NamedValue(name, default, item.span)
            return
        value = EnvLookup(names, item.span, default, ignore_case=not exact)
        yield NamedValue(name, value, item.span)

    def _nested(
        self, owner: str, model: str, prefix: str, delimiter: str, *, exact: bool, depth: int = 0
    ) -> Iterator[NamedValue]:
        """Fields of a model inside a settings class: `DB__HOST`."""
        if depth > DEEPEST:
            return
        for item in self._fields.get(model, ()):
            name, variable = f"{owner}.{item.name}", prefix + (item.name if exact else item.name.upper())
            inner = self._model(item)
            if inner:
                yield from self._nested(name, inner, variable + delimiter, delimiter, exact=exact, depth=depth + 1)
            else:
                yield NamedValue(name, EnvLookup((variable,), item.span, default_of(item), ignore_case=not exact), item.span)

    def _model(self, item: ClassField) -> str:
        """Class of this module that a field holds, when it is no settings class itself; empty otherwise."""
        wanted = item.annotation.partition("|")[0].strip().removeprefix("Optional[").removesuffix("]").strip("'\"")
        module = f"{self._document.module}." if self._document.module else ""
        name = module + wanted
        return name if name in self._fields and name not in self._versions else ""

    def _version(self, name: str) -> int:
        """2 or 1 for a settings class of that major version of pydantic, else 0."""
        for cls in self._line(name):
            bases = self._bases.get(cls, ())
            if any(base in BASES for base in bases):
                return 2
            if any(base in BASES_V1 for base in bases):
                return 1
        return 0

    def _line(self, name: str) -> list[str]:
        """The class and its bases in this module, nearest first."""
        line: list[str] = []
        queue = [name]
        while queue:
            current = queue.pop(0)
            if current in self._bases and current not in line:
                line.append(current)
                queue += self._bases[current]
        return line

    def _config(self, name: str) -> dict[str, Expression]:
        found: dict[str, Expression] = {}
        module = f"{self._document.module}." if self._document.module else ""
        for cls in reversed(self._line(name)):
            own = cls.removeprefix(module)
            for item in self._document.assignments:
                if item.scope.function:
                    continue
                if item.scope.class_name == own and item.target == CONFIG_ATTRIBUTE:
                    found.update(_entries(item.value))
                elif item.scope.class_name == f"{own}.{CONFIG_CLASS}":
                    found[item.target] = item.value
        return found

    @staticmethod
    def _prefix(config: dict[str, Expression]) -> str | None:
        value = config.get("env_prefix")
        return "" if value is None else _text(value)


def default_of(item: ClassField) -> Expression | None:
    """What a field holds when nothing sets it; None when it must be set."""
    value = item.value
    if value is None or _is_ellipsis(value):
        return None
    if not isinstance(value, CallResult) or value.callee not in FIELDS:
        return value
    named = dict(value.keywords)
    factory = named.get("default_factory")
    if isinstance(factory, Reference):
        return CallResult(factory.name, (), (), factory.span)
    if factory is not None:
        return Unresolved("made by a function", factory.span)
    default = named.get("default") or (value.positional[0] if value.positional else None)
    return None if default is None or _is_ellipsis(default) else default


def _aliases(item: ClassField, config: dict[str, Expression], version: int) -> tuple[str, ...] | None:
    """Names that replace the field's own; empty when it has none, None when they are not constant."""
    value = item.value
    named = dict(value.keywords) if isinstance(value, CallResult) and value.callee in FIELDS else {}
    if version == 1 and isinstance(fields := config.get(FIELDS_V1), Items):
        own = dict(fields.items).get(item.name)
        named.update({"env": env} if isinstance(own, Items) and (env := dict(own.items).get("env")) is not None else {})
    keys = ("env",) if version == 1 else ("validation_alias", "alias")
    given = next((named[key] for key in keys if key in named and not _is_none(named[key])), None)
    if given is None:
        return ()
    choices: tuple[Expression, ...] = (given,)
    if isinstance(given, CallResult) and given.callee in CHOICES:
        choices = given.positional
    elif isinstance(given, Elements):
        choices = given.elements
    names = [_text(choice) for choice in choices]
    known = tuple(name for name in names if name is not None)
    return known if len(known) == len(names) else None


def _entries(value: Expression) -> tuple[tuple[str, Expression], ...]:
    """Keys of `SettingsConfigDict(…)` or of a mapping."""
    if isinstance(value, Items):
        return value.items
    return value.keywords if isinstance(value, CallResult) else ()


def _text(value: Expression | None) -> str | None:
    if not isinstance(value, Literal):
        return None
    inner = value.value.reveal() if isinstance(value.value, Secret) else value.value
    return inner if isinstance(inner, str) else None


def _is_true(value: Expression | None) -> bool:
    return isinstance(value, Literal) and value.value is True


def _is_none(value: Expression) -> bool:
    return isinstance(value, Literal) and value.value is None


def _is_ellipsis(value: Expression) -> bool:
    return isinstance(value, Unresolved) and value.why == "a constant of type ellipsis"
