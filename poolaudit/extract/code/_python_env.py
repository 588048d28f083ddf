"""Reads of environment variables in Python code.

In: a call or subscript that `catalog.env_readers` knows. Out: `EnvLookup`, or `Unresolved` when the name is not constant.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from poolaudit.catalog import env_readers
from poolaudit.extract.code import _python_constants as constants
from poolaudit.extract.code import _python_operators as operators
from poolaudit.facts.expression import CallResult, Elements, EnvLookup, Expression, Literal, Reference, Unresolved

if TYPE_CHECKING:
    from poolaudit.catalog.env_readers import EnvReader
    from poolaudit.extract.code._python_collected import Collected
    from poolaudit.extract.code._python_names import Binding, Namespace
    from poolaudit.extract.code._python_values import Values
    from poolaudit.facts.span import Span

READERS: dict[str, EnvReader] = {callee: reader for reader in env_readers.READERS for callee in reader.callees}
MAPPINGS = frozenset(env_readers.MAPPINGS)
MISSING_RAISES = "os.environ.pop"
"""Stands for `os.environ[name]` with a name that the caller gives: like it, an error when the variable is missing."""
CASTS = frozenset({"int", "float", "bool"})


class Maker(NamedTuple):
    """How an object that looks variables up was made."""

    callee: str
    call: ast.Call
    space: Namespace


class EnvReads:
    """Recognises look-ups in one module."""

    def __init__(self, walk: Collected, values: Values) -> None:
        self.walk = walk
        self._values = values

    @staticmethod
    def subscript(key: Expression, span: Span) -> Expression:
        """`os.environ["X"]`; a name that the caller of the function gives is left to whoever knows it."""
        name = constants.constant(key)
        if isinstance(name, str):
            return EnvLookup((name,), span)
        if isinstance(key, Reference):
            return CallResult(MISSING_RAISES, (key,), (), span)
        return Unresolved("an environment variable whose name is not known", span)

    def call(self, node: ast.Call, callee: str, space: Namespace, span: Span) -> Expression:
        """A call of a reader."""
        reader = READERS[callee]
        given = self._values.calls.arguments(node, space)
        positional, keywords = given.values()
        named = dict(keywords)
        name_value = positional[0] if positional else next((named[key] for key in reader.name_keywords if key in named), None)
        name = constants.constant(name_value) if name_value is not None else reader.default_name
        if isinstance(name_value, Reference) and given.complete:
            return CallResult(callee, tuple(positional), tuple(keywords), span)
        if not isinstance(name, str) or not name or not given.complete:
            return Unresolved("an environment variable whose name is not known", span)
        maker = self._maker(node, callee)
        prefix = self._prefix(node, callee, maker)
        if prefix is None:
            return Unresolved("an environment variable whose prefix is not known", span)
        name = prefix + name
        default = next((named[key] for key in reader.default_keywords if key in named), None)
        if default is None and reader.default_position is not None and len(positional) > reader.default_position:
            default = positional[reader.default_position]
        if default is None and maker is not None:
            default = self._scheme_default(maker, name)
        if default is None and reader.missing_is_none:
            default = Literal(None, span)
        kind = next((named[key] for key in reader.cast_keywords if key in named), None)
        if isinstance(default, Literal) and reader.cast_default and isinstance(kind, Reference) and kind.name in CASTS:
            default = operators.cast(kind.name, default, default.span)
        if default is not None:
            default = constants.guard(name, default)
        return EnvLookup((name,), span, default)

    def option(self, name: str, binding: Binding) -> EnvLookup | None:
        """What fills a parameter that a decorator takes from the environment where the command line does not give it."""
        space = binding.namespace
        for each in space.decorators if isinstance(binding.node, ast.arg) else ():
            outside = space.parent or space
            if not isinstance(each, ast.Call) or self._values.names.origin(each.func, outside) not in env_readers.OPTIONS:
                continue
            given = {item.arg: item.value for item in each.keywords if item.arg is not None}
            if env_readers.OPTION_VARIABLE not in given or _parameter_of(each) != name:
                continue
            read = self._values.value(given[env_readers.OPTION_VARIABLE], outside)
            names = [constants.constant(item) for item in (read.elements if isinstance(read, Elements) else (read,))]
            if not names or not all(isinstance(item, str) for item in names):
                return None
            span = self._values.locator.span(each)
            default = self._values.named(name, given["default"], outside) if "default" in given else None
            if default is None and not _is_required(each, given.get("required")):
                default = Literal(None, span)
            return EnvLookup(tuple(str(item) for item in names), span, default)
        return None

    def asks_for(self, node: ast.expr, test: Expression, body: EnvLookup, space: Namespace) -> bool:
        """Whether a condition says that the variable of `body` is set: `if X`, `if "X" in os.environ`."""
        if isinstance(test, EnvLookup):
            return test.names == body.names
        if not isinstance(node, ast.Compare) or len(node.ops) != 1:
            return False
        right = node.comparators[0]
        if isinstance(node.ops[0], ast.In):
            name = constants.constant(self._values.value(node.left, space))
            return (name,) == body.names and self._values.names.origin(right, space) in MAPPINGS
        if isinstance(node.ops[0], ast.IsNot) and isinstance(right, ast.Constant) and right.value is None:
            left = self._values.value(node.left, space)
            return isinstance(left, EnvLookup) and left.names == body.names
        return False

    def _maker(self, node: ast.Call, callee: str) -> Maker | None:
        """The constructor call of the object that a look-up is made on, when it stands in this file."""
        space = self.walk.blocks[node].space if node in self.walk.blocks else None
        receiver: ast.AST = node.func
        if not callee.endswith("()") and isinstance(receiver, ast.Attribute):
            receiver = receiver.value
        if space is None:
            return None
        made = self._values.names.single(receiver, space)
        if made is not None and made.kind == "value" and made.node is not None:
            receiver, space = made.node, made.namespace
        if not isinstance(receiver, ast.Call):
            return None
        return Maker(self._values.names.origin(receiver.func, space), receiver, space)

    def _prefix(self, node: ast.Call, callee: str, maker: Maker | None) -> str | None:
        """What the object and the `with env.prefixed("DB_")` blocks around a call put before its name; None when not constant."""
        place = self.walk.blocks.get(node)
        block = place.block if place else None
        reader = callee.partition("()")[0].rpartition(".")[0] if "()" in callee else callee.rpartition(".")[0]
        found: list[Expression] = []
        while block:
            for item in reversed(block.items):
                made = item.context_expr
                if isinstance(made, ast.Call):
                    opened = self._values.names.origin(made.func, block.space)
                    if opened in env_readers.PREFIX_BLOCKS and opened.startswith(reader):
                        found += [self._values.value(argument, block.space) for argument in made.args[:1]]
            block = block.parent
        if maker is not None:
            found += self._own_prefix(maker)
        parts = [constants.constant(part) for part in reversed(found)]
        known = [part for part in parts if isinstance(part, str)]
        return "".join(known) if len(known) == len(parts) else None

    def _own_prefix(self, maker: Maker) -> list[Expression]:
        keyword = env_readers.PREFIX_KEYWORDS.get(maker.callee)
        if keyword is not None:
            given = self._values.calls.arguments(maker.call, maker.space)
            return [argument.value for argument in given.keywords if argument.name == keyword]
        attribute = env_readers.PREFIX_ATTRIBUTES.get(maker.callee)
        own = [
            self._values.value(value, place.space)
            for target, value, place in self.walk.assignments
            if attribute is not None
            and isinstance(target, ast.Attribute)
            and target.attr == attribute
            and self._values.names.origin(target.value, place.space) == f"{maker.callee}()"
        ]
        return own if len(own) < 2 else [Unresolved("set more than once", own[0].span)]  # noqa: PLR2004  # one is the rule

    def _scheme_default(self, maker: Maker, name: str) -> Expression | None:
        """The default of a variable in `environ.Env(DEBUG=(bool, False))`."""
        if maker.callee not in env_readers.SCHEMES:
            return None
        given = self._values.calls.arguments(maker.call, maker.space)
        value = next((argument.value for argument in given.keywords if argument.name == name), None)
        return value.elements[1] if isinstance(value, Elements) and len(value.elements) > 1 else None


def _parameter_of(decorator: ast.Call) -> str:
    """The parameter that an option of click fills: its name without dashes, else made of the longest one with two."""
    named = [item.value for item in decorator.args if isinstance(item, ast.Constant) and isinstance(item.value, str)]
    plain = [item for item in named if item.isidentifier()]
    if plain:
        return plain[0]
    dashed = sorted((item for item in named if item.startswith("-")), key=lambda item: item[:2] != "--")
    return dashed[0].partition("/")[0].strip().lstrip("-").replace("-", "_").lower() if dashed else ""


def _is_required(decorator: ast.Call, required: ast.expr | None) -> bool:
    """Whether the command fails without a value; arguments do unless told otherwise."""
    if required is None:
        return isinstance(decorator.func, ast.Attribute) and decorator.func.attr == "argument"
    return not (isinstance(required, ast.Constant) and required.value is False)


def with_default(lookup: EnvLookup, default: Expression, span: Span, *, empty: bool = False) -> EnvLookup:
    """A look-up, or `default` where nothing sets it, and for `empty` where it is empty text.

    Of a chain of defaults that are look-ups themselves, it is put at the end.
    """
    inner = lookup.default
    if isinstance(inner, EnvLookup):
        default = with_default(inner, default, inner.span, empty=empty)
    elif inner is not None and not isinstance(inner, Literal):
        default = Unresolved("depends on a condition", span)
    return EnvLookup(lookup.names, span, default, lookup.ignore_case, skips_empty=empty or lookup.skips_empty)
