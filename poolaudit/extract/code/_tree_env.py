"""Reads of environment variables in any language: `process.env.X`, `os.Getenv("X")`, `ENV["X"]`.

In: resolved names and arguments. Out: `EnvLookup`, or None for anything else. What reads a variable is in
`catalog.env_readers_by_language`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from poolaudit.catalog import env_readers_by_language as catalog
from poolaudit.catalog.cloudflare_workers import BINDING_FIELDS, IMPORTED
from poolaudit.catalog.go_flags import FLAGS, PACKAGES, SETS
from poolaudit.catalog.languages import family
from poolaudit.extract.code import _python_constants as constants
from poolaudit.extract.code._tree_forms import Entries, Invocation, Name, Same
from poolaudit.extract.code._tree_schema import schema_keys
from poolaudit.extract.code._tree_settings import SETTING
from poolaudit.facts.expression import CallResult, EnvLookup, Items, Literal, Reference, Unresolved

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from tree_sitter import Node

    from poolaudit.catalog.env_readers_by_language import Reader
    from poolaudit.extract.code._tree_bindings import Namespace
    from poolaudit.extract.code._tree_forms import Member
    from poolaudit.extract.code._tree_values import Values
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

RUNTIME = frozenset({"runtimeEnv", "runtimeEnvStrict", "experimental__runtimeEnv"})
"""Keys of t3-env that say where variables come from (https://env.t3.gg/docs/customization, 0.13, read 2026-11-21)."""
SAFE = frozenset({"safeParse", "safeParseAsync"})
"""Methods of a schema whose result holds the values as `data` (https://zod.dev/basics, 4, read 2026-11-21)."""
SECTIONS = frozenset({"GetSection", "GetRequiredSection", "GetOptions"})
"""Methods that give a section of configuration, or the options in it, by its name; the last is what many programs call theirs
(https://learn.microsoft.com/aspnet/core/fundamentals/configuration/options, 9.0, read 2026-11-21)."""
BUILDER = "ConfigurationBuilder()"
"""What configuration is built with where a program does it by itself."""
OPTIONS = ("Options", "Settings", "Config", "Configuration")
"""Endings of names of classes whose fields are keys of a section of configuration."""
DEEPEST = 6
"""Names and calls between a section and what is read from it."""
UNKNOWN = "an environment variable whose name is not known"
BY_ARGUMENT = "os.getenv"
"""Of the functions that the graph knows (`catalog.env_readers`), one that gives nothing, or a default, for a missing variable."""


class EnvReads:
    """Recognises look-ups in one module."""

    def __init__(self, values: Values) -> None:
        own = family(values.language.name)
        self._values = values
        self._mappings = frozenset(catalog.MAPPINGS.get(own, ()))
        self._modules = frozenset(catalog.MODULES.get(own, ()))
        self._handed = frozenset(catalog.HANDED.get(own, ()))
        self._words = frozenset(catalog.CONFIGURATION.get(own, ()))
        self._readers, self._methods = _tables(own)

    def member(self, base: str, name: str, span: Span) -> EnvLookup | None:
        """`process.env.X`, and `env.X.connectionString` of a binding of Cloudflare."""
        if base in self._mappings or base in self._modules:
            return EnvLookup((name,), span, Literal(None, span))
        owner, _, binding = base.rpartition(".")
        if owner == IMPORTED and owner in self._mappings and name in BINDING_FIELDS:
            return EnvLookup((f"{binding}.{name}",), span, Literal(None, span))
        return None

    def option(self, form: Member, base: str, node: Node, space: Namespace, span: Span) -> EnvLookup | None:
        """`options.Value.Url`, `configuration.GetSection("Shop").Get<Shop>()!.Url`: a key below a section of configuration.

        Options are bound to the section that has their type's name, unless the repository says otherwise (`code_names`).
        """
        del node
        if not self._words:
            return None
        section = self._section(form.owner, space, 0)
        if not section and base.endswith("()") and "(" not in base[:-2]:
            last = base[:-2].rpartition(".")[2]
            section = last if last.endswith(OPTIONS) else ""
        if not section or form.name in self._values.language.transparent or not form.name[:1].isupper():
            return None
        return _lookup(f"{section}:{form.name}", "dotnet", span, Literal(None, span))

    def _section(self, node: Node, space: Namespace, depth: int) -> str:
        """The section that an expression is, or is made of: `configuration.GetSection("Shop").Get<Shop>()`."""
        names = self._values.names
        form = names.forms.of(node)
        while isinstance(form, Same):
            node, form = form.inner, names.forms.of(form.inner)
        if depth > DEEPEST:
            return ""
        if isinstance(form, Name):
            binding = names.single(node, space)
            node_of = binding.node if binding is not None and binding.kind == "value" else None
            return self._section(node_of, binding.space, depth + 1) if binding is not None and node_of is not None else ""
        if not isinstance(form, Invocation):
            return ""
        if form.name in SECTIONS and len(form.arguments) == 1:
            written = constants.constant(self._values.value(form.arguments[0].value, space))
            outer = self._section(form.owner, space, depth + 1) if form.owner is not None else ""
            return f"{outer}:{written}".removeprefix(":") if isinstance(written, str) else ""
        return self._section(form.owner, space, depth + 1) if form.name == "Get" and form.owner is not None else ""

    def is_mapping(self, name: str) -> bool:
        """Whether a name is the mapping of all variables."""
        return name in self._mappings

    def hands(self, name: str) -> bool:
        """Whether an attribute may be a variable, or a field of a binding, that a parameter hands to the code."""
        return bool(self._handed) and (name in BINDING_FIELDS or name == name.upper())

    def handed(self, written: str, parameters: Container[str], span: Span) -> EnvLookup | None:
        """`env.X`, `c.env.X` and `this.env.X`, and `env.X.connectionString`, where a parameter hands them to the code."""
        words = written.split(".")
        last = words[-3:] if words[-1] in BINDING_FIELDS else words[-2:]
        if last[0] not in self._handed or (words[0] not in parameters and words[0] != "this"):
            return None
        return EnvLookup((".".join(last[1:]),), span, Literal(None, span)) if last[1] == last[1].upper() else None

    def element(self, owner: str, key: object, span: Span, asked: Expression) -> Expression | None:
        """`ENV["X"]`, `configuration["A:B"]`."""
        if owner in self._mappings and self._values.parameters.stands_for_one(asked):
            return _by_argument(asked, span)
        if owner in self._mappings:
            return EnvLookup((key,), span, Literal(None, span)) if isinstance(key, str) else Unresolved(UNKNOWN, span)
        named = owner.rpartition(".")[2].removesuffix("()").lower().lstrip("i") in self._words
        if self._words and isinstance(key, str) and (named or (BUILDER in owner and owner.endswith(".Build()"))):
            return _lookup(key, "dotnet", span, Literal(None, span))
        return None

    def call(self, form: Invocation, callee: str, node: Node, space: Namespace, span: Span) -> Expression | None:
        """A call of a reader, or one that checks all variables at once against a schema."""
        flag = self._flag(form, callee, space, span) if form.name in FLAGS and self._values.language.name == "go" else None
        if flag is not None:
            return flag
        reader = self._reader(callee or f".{form.name}")
        if reader is None:
            return self._checked(form, node, space, span)
        given = self._values.calls.arguments(form, space)
        positional = given.positional or [value for _, value in given.keywords]
        name = constants.constant(positional[0]) if positional else None
        if positional and not reader.style and not reader.prefix and self._values.parameters.stands_for_one(positional[0]):
            at = reader.default_position
            return _by_argument(positional[0], span, *positional[at : at + 1] if at is not None else ())
        if not isinstance(name, str) or not name or not given.complete:
            return Unresolved(UNKNOWN, span) if form.arguments else None
        if reader.style == "upper" and name != name.upper():
            return Reference(f"{SETTING}{name.lower()}", span)
        default: Expression | None = Literal(None, span) if reader.missing_is_none else None
        if reader.default_position is not None and len(positional) > reader.default_position:
            default = constants.guard(name, positional[reader.default_position])
        return _lookup(reader.prefix + name, reader.style, span, default)

    def _flag(self, form: Invocation, callee: str, space: Namespace, span: Span) -> Expression | None:
        """`flag.String("dsn", os.Getenv("DSN"), "…")`: what it is without the flag, where that is a variable."""
        owner = callee.rpartition(".")[0] or self._values.names.written(form.owner)
        name_at, default_at = FLAGS[form.name]
        if (owner not in PACKAGES and not owner.endswith(SETS)) or len(form.arguments) <= default_at:
            return None
        name, default = (self._values.value(form.arguments[at].value, space) for at in (name_at, default_at))
        if isinstance(default, EnvLookup):
            return default
        shown = f", {constants.constant(default)} without it" if constants.number(default) is not None else ""
        why = Unresolved(f"set by the flag `{constants.constant(name) or '?'}`{shown}", span)
        return why if isinstance(default, (Literal, Unresolved)) else CallResult("or", (why, default), (("why", why),), span)

    def placeholder(self, text: str, span: Span) -> Expression | None:
        """Spring's `${name:default}`, viper's key; None for a text that is anything else."""
        if text.startswith(SETTING):
            key, colon, default = text.removeprefix(SETTING).partition(":")
            setting = Reference(f"{SETTING}{key.lower()}", span)
            return (
                CallResult("or", (setting, constants.guard(key, constants.text(default, span))), (), span) if colon else setting
            )
        if not (text.startswith("${") and text.endswith("}")) or text.count("${") != 1:
            return None
        name, colon, default = text[2:-1].partition(":")
        return _lookup(name, "spring", span, constants.guard(name, constants.text(default, span)) if colon else None)

    def _reader(self, callee: str) -> Reader | None:
        found = self._readers.get(callee)
        if found is None and self._methods:
            found = next((reader for ending, reader in self._methods if callee.endswith(ending)), None)
        return found

    def _checked(self, form: Invocation, node: Node, space: Namespace, span: Span) -> Expression | None:
        """`schema.parse(process.env)`, `createEnv({ server: {…}, runtimeEnv: process.env })`: a mapping of variables."""
        del node
        if not self._mappings or not any(self._holds(given.value, space) for given in form.arguments):
            return None
        shown = [given.value for given in form.arguments]
        if form.owner is not None:
            shown.append(form.owner)
        described = {key: value for each in shown for key, value in schema_keys(each, space, self._values)}
        given = {key: value for each in form.arguments for key, value in self._runtime(each.value, space)}
        found: dict[str, Expression] = {}
        for key, default in described.items():
            lookup = given.get(key) or EnvLookup((key,), default.span if default is not None else span)
            found[key] = with_default(lookup, default, span) if default and isinstance(lookup, EnvLookup) else lookup
        if not found:
            return None
        whole = Items(tuple(found.items()), span, complete=False)
        return Items((("data", whole),), span, complete=False) if form.name in SAFE else whole

    def _holds(self, node: Node, space: Namespace, depth: int = 0) -> bool:
        """Whether an argument is the mapping of all variables, perhaps cleaned by a function, or is filled from it."""
        names = self._values.names
        if names.origin(node, space) in self._mappings:
            return True
        form = names.forms.of(node)
        if isinstance(form, Invocation):
            return not depth and any(self._holds(each.value, space, 1) for each in form.arguments)
        return isinstance(form, Entries) and any(
            names.origin(entry.value, space) in self._mappings or entry.key in RUNTIME
            for entry in form.items
            if isinstance(entry.key, str)
        )

    def _runtime(self, node: Node, space: Namespace) -> Iterator[tuple[str, Expression]]:
        """Where each variable comes from, as `runtimeEnv: { A: process.env.B }` says."""
        form = self._values.names.forms.of(node)
        for entry in form.items if isinstance(form, Entries) else ():
            if entry.key in RUNTIME:
                value = self._values.value(entry.value, space)
                yield from value.items if isinstance(value, Items) else ()


@cache
def _tables(language: str) -> tuple[dict[str, Reader], tuple[tuple[str, Reader], ...]]:
    """Readers by their whole names, and those that are methods of any object."""
    readers = catalog.READERS.get(language, ())
    named = {callee: reader for reader in readers for callee in reader.callees if not callee.startswith(".")}
    return named, tuple((callee, reader) for reader in readers for callee in reader.callees if callee.startswith("."))


def _by_argument(name: Expression, span: Span, *default: Expression) -> CallResult:
    """A look-up of the variable that an argument of the function around names, as the graph knows it."""
    return CallResult(BY_ARGUMENT, (name, *default), (), span)


def _lookup(name: str, style: str, span: Span, default: Expression | None) -> EnvLookup:
    if style == "dotnet":
        return EnvLookup(tuple(dict.fromkeys((name, name.replace(":", "__")))), span, default, ignore_case=True)
    if style == "spring" and name != name.upper():
        relaxed = name.replace(".", "_").replace("-", "").upper()
        return EnvLookup((name, relaxed), span, default)
    return EnvLookup((name,), span, default)


def with_default(lookup: EnvLookup, default: Expression, span: Span, *, empty: bool = False) -> EnvLookup:
    """`lookup ?? default`, for `empty` `lookup || default`: at the end of the chain of defaults that are look-ups themselves."""
    inner = lookup.default
    if isinstance(inner, EnvLookup):
        default = with_default(inner, default, inner.span, empty=empty)
    elif inner is not None and not isinstance(inner, Literal):
        default = Unresolved("depends on a condition", span)
    default = constants.guard(lookup.names[0], default)
    return EnvLookup(lookup.names, span, default, lookup.ignore_case, skips_empty=empty or lookup.skips_empty)
