"""What a call in Python gives, and what it is given.

In: a call and its namespace. Out: `Arguments`; an expression, `CallResult` for whatever stays a call.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.dsn_builders import AS_TEXT, PASS_THROUGH_METHODS, URL_METHODS, URL_PARTS
from poolaudit.catalog.proxies import GETATTR
from poolaudit.extract.code import _python_methods as methods
from poolaudit.extract.code import _python_operators as operators
from poolaudit.extract.code._python_attributes import url_part
from poolaudit.extract.code._python_bindings import written
from poolaudit.extract.code._python_env import READERS
from poolaudit.extract.code._python_names import BUILTINS
from poolaudit.extract.code.shape import Argument
from poolaudit.facts.expression import CallResult, Elements, Expression, Items, Unresolved

if TYPE_CHECKING:
    from poolaudit.extract.code._python_names import Binding, Namespace
    from poolaudit.extract.code._python_values import Values
    from poolaudit.facts.span import Span

SAME_TEXT = PASS_THROUGH_METHODS - methods.METHODS
"""Methods that give the text of the object that they are called on, and are not those of text itself."""
MOST_REPAIRS = 4
"""Times that one name may be mended."""
CACHES = frozenset({"functools.lru_cache", "functools.lru_cache()", "functools.cache"})
"""Decorators that leave the result of a function as it is."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a call."""

    positional: list[Argument]
    keywords: list[Argument]
    complete: bool
    """False when `*args` or `**kwargs` hide some."""

    def values(self) -> tuple[list[Expression], list[tuple[str, Expression]]]:
        """Without their places."""
        return [item.value for item in self.positional], [(item.name, item.value) for item in self.keywords]


class Calls:
    """Evaluates the calls of one module."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._returning: set[Namespace] = set()
        self._results: dict[Binding, Expression | None] = {}

    def repaired(self, name: str, found: list[Binding], span: Span) -> Expression | None:
        """The value of a name whose scheme is mended after it is bound; None when it is bound anew in any other way.

        `url = url.replace("postgres://", "postgresql://", 1)` changes nothing where the scheme is another one, so the
        condition that usually stands around it does not matter.
        """
        first, *rest = found
        if first.kind != "value" or len(rest) > MOST_REPAIRS or not all(_mends(name, binding.node) for binding in rest):
            return None
        value = self._values.held.follow(name, first, span)
        for binding in rest:
            if isinstance(binding.node, ast.Call):
                positional, _ = self.arguments(binding.node, binding.namespace).values()
                place = self._values.locator.span(binding.node)
                mended = methods.method("replace", value, positional, [], place)
                value = mended if mended is not None else CallResult("str.replace", (value, *positional), (), place)
        return value

    def arguments(self, call: ast.Call, space: Namespace) -> Arguments:
        """Values of the arguments of one call, spread mappings and lists included."""
        positional: list[Argument] = []
        keywords: list[Argument] = []
        complete = True
        for item in call.args:
            value = self._values.value(item, space)
            if not isinstance(item, ast.Starred):
                positional.append(Argument("", value, self._values.locator.span(item)))
            elif isinstance(value, Elements):
                positional += (Argument("", element, element.span) for element in value.elements)
            else:
                complete = False
                break  # what follows has no known position
        for keyword in call.keywords:
            if keyword.arg is not None:
                value = self._values.named(keyword.arg, keyword.value, space)
                keywords.append(Argument(keyword.arg, value, self._values.locator.span(keyword.value)))
                continue
            value = self._values.value(keyword.value, space)
            if isinstance(value, Items):
                keywords += (Argument(name, item, item.span) for name, item in value.items)
                complete = complete and value.complete
            else:
                complete = False
        return Arguments(positional, keywords, complete)

    def full_arguments(self, call: ast.Call, partial: ast.Call | None, home: Namespace, space: Namespace) -> Arguments:
        """The same with the arguments of the `functools.partial(…)` that the call goes through; the call's own win."""
        own = self.arguments(call, space)
        if partial is None:
            return own
        first = self.arguments(partial, home)
        names = {argument.name for argument in own.keywords}
        kept = [argument for argument in first.keywords if argument.name not in names]
        return Arguments(first.positional[1:] + own.positional, kept + own.keywords, first.complete and own.complete)

    def value(self, node: ast.Call, space: Namespace) -> Expression:
        """What a call gives: a look-up, a value, the result of a function of this module, else `CallResult`."""
        span = self._values.locator.span(node)
        callee, partial, home = self._values.names.target(node, space)
        if callee in READERS:
            return self._values.env.call(node, callee, space, span)
        attribute = _asked_attribute(node) if callee == GETATTR else None
        if attribute is not None:
            return self._values.value(attribute, space)
        given = self.full_arguments(node, partial, home, space)
        if isinstance(node.func, ast.Attribute):
            method = self._method(node.func, given, space, span)
            if method is not None:
                return method
        if not callee:
            name = written(node.func)
            return Unresolved(f"the result of `{name}()`" if name else "the result of a call", span)
        positional, keywords = given.values()
        if callee in BUILTINS:
            known = operators.builtin(callee, positional, keywords, span, complete=given.complete)
            if known is not None:
                return known
        if not node.args and not node.keywords:
            inside = self._function(node.func, space)
            if inside is not None:
                return inside
        if not given.complete:
            return Unresolved(f"the result of `{callee}` with arguments that cannot be told", span)
        return CallResult(callee, tuple(positional), tuple(keywords), span)

    def _method(self, function: ast.Attribute, given: Arguments, space: Namespace, span: Span) -> Expression | None:
        """A method of text or of a mapping; None for any other call."""
        name = function.attr
        if name in SAME_TEXT:
            whole = self._values.value(function.value, space)
            if name not in AS_TEXT or not given.complete or not operators.shows_masked(whole):
                return whole
            positional, keywords = given.values()
            return CallResult(name, (whole, *positional), tuple(keywords), span)
        if name in URL_METHODS and self._values.names.origin(function.value, space).removesuffix("()") in URL_PARTS:
            return url_part(URL_METHODS[name], self._values.value(function.value, space), span)
        if name not in methods.METHODS:
            return None
        receiver = self._values.value(function.value, space)
        return methods.method(name, receiver, *given.values(), span) if given.complete else None

    def _function(self, function: ast.expr, space: Namespace) -> Expression | None:
        """What a function of this module returns, when it has one `return` and no parameter."""
        made = self._values.names.single(function, space)
        if made is None or made.kind != "function" or not isinstance(made.node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return None
        if made not in self._results:
            self._results[made] = self.result(made.node, made.namespace)
        found = self._results[made]
        return None if found is None else self._values.affordable(found)

    def result(self, node: ast.FunctionDef | ast.AsyncFunctionDef, outside: Namespace) -> Expression | None:
        """What a function without parameters returns, whatever its caller; None when that is not one expression."""
        inner = self._values.walk.spaces.get(node)
        if inner is None or inner in self._returning:
            return None
        arguments = node.args
        every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg)
        if any(every) or not all(self._values.names.origin(item, outside) in CACHES for item in node.decorator_list):
            return None
        self._returning.add(inner)
        try:
            return self._values.flow.returned(node, inner)
        finally:
            self._returning.discard(inner)


def _asked_attribute(call: ast.Call) -> ast.Attribute | None:
    """`owner.name` of `getattr(owner, "name")`; what an object without it gives does not matter where something defines it."""
    if len(call.args) not in (2, 3) or call.keywords or isinstance(call.args[0], ast.Starred):
        return None
    owner, name = call.args[:2]
    if not isinstance(name, ast.Constant) or not isinstance(name.value, str) or not name.value.isidentifier():
        return None
    return ast.copy_location(ast.Attribute(owner, name.value, ast.Load()), call)


def _mends(name: str, node: ast.AST | None) -> bool:
    """Whether a value is `name.replace("…://", "…")`."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "replace"
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == name
        and len(node.args) > 1
        and isinstance(node.args[0], ast.Constant)
        and str(node.args[0].value).endswith("://")
    )
