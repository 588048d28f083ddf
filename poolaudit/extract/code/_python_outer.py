"""What a call is given by the callers of the function around it.

In: a call of a module and its namespace. Out: `Outer`: the names of the function, its parameters, and the arguments of the call
with references in place of those parameters. A method that uses what `__init__` keeps in `self` is called by making its class.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from poolaudit.extract.code import _python_constants as constants
from poolaudit.extract.code._python_held import parameter_name
from poolaudit.extract.code.shape import Outer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.extract.code._python_branches import Branch
    from poolaudit.extract.code._python_names import Names, Namespace
    from poolaudit.extract.code._python_values import Values
    from poolaudit.facts.expression import Expression

INIT = "__init__"


def parameters(
    node: ast.FunctionDef | ast.AsyncFunctionDef, inner: Namespace, values: Values
) -> tuple[tuple[str, Expression | None], ...]:
    """Parameters of a function in order, without `self`, with their defaults."""
    arguments = node.args
    every = (*arguments.posonlyargs, *arguments.args)
    outside = inner.parent or inner
    defaults = (*(None for _ in every[len(arguments.defaults) :]), *arguments.defaults)
    ordered = list(zip(every, defaults, strict=True))[bool(inner.self_name) :]
    pairs = (*ordered, *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True))
    return tuple((each.arg, None if default is None else values.named(each.arg, default, outside)) for each, default in pairs)


class Outside:
    """Looks at the functions around the calls of one module."""

    def __init__(self, values: Values, names: Names) -> None:
        self._values = values
        self._names = names

    def of(self, call: ast.Call, space: Namespace, branch: Branch) -> Iterator[Outer]:
        """The function whose callers decide what `call` is given, and the class whose `__init__` does; none, one or both.

        `branch` are the conditions under which the function makes the call.
        """
        function = space
        while function.kind == "comprehension" and function.parent is not None:
            function = function.parent
        if not isinstance(function.node, (ast.FunctionDef, ast.AsyncFunctionDef)) or not _reachable(function):
            return
        yield from self._seen_from(function, call, space, branch)
        cls = function.parent
        if cls is not None and cls.kind == "class" and function.self_name:
            makers = self._names.members(cls, INIT, instance=False)
            maker = self._values.walk.spaces.get(makers[0].node) if len(makers) == 1 and makers[0].node is not None else None
            if maker is not None and maker is not function and maker.parent is cls:
                yield from self._seen_from(maker, call, space, branch)

    def _seen_from(self, function: Namespace, call: ast.Call, space: Namespace, branch: Branch) -> Iterator[Outer]:
        """The arguments with the parameters of `function` as references; nothing where they use none of them."""
        node = function.node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return
        _, made, home = self._names.target(call, space)
        with self._values.held.symbolic(function):
            given = self._values.calls.full_arguments(call, made, home, space)
            when = self._values.known_condition(branch, space)
        arguments = (*given.positional, *given.keywords)
        if any(constants.names(each.value, f"{function.qualified}(") for each in arguments):
            named = tuple(
                (parameter_name(function, name), value or self._declared(function, name))
                for name, value in parameters(node, function, self._values)
            )
            yield Outer(_names_of(function), named, arguments, given.complete, node.args.kwarg is not None, when)

    def _declared(self, function: Namespace, name: str) -> Expression | None:
        """What a parameter without a default is declared to be, where that tells its attributes."""
        first = function.names[name][0]
        return (
            self._values.held.declared(first, self._values.locator.span(first.node)) if isinstance(first.node, ast.arg) else None
        )


def _reachable(function: Namespace) -> bool:
    """Whether a function, or the class that it is a method of, stands in the module itself."""
    parent = function.parent
    outside = parent.parent if parent is not None and parent.kind == "class" else parent
    return outside is not None and outside.kind == "module"


def _names_of(function: Namespace) -> tuple[str, ...]:
    """How others call a function: `__init__` by its class, a method on the class or on an instance."""
    cls = function.parent
    if cls is None or cls.kind != "class":
        return (function.qualified,)
    name = function.qualified.rpartition(".")[2]
    return (cls.qualified,) if name == INIT else (f"{cls.qualified}.{name}", f"{cls.qualified}().{name}")
