"""What a call is given by the callers of the function around it, in any language of `_tree_forms`.

In: a call and its namespace, and values in which parameters stand for themselves. Out: `Outer`: the names of the function, its
parameters, and the arguments of the call with references in place of those parameters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code import _python_constants as constants
from poolaudit.extract.code._tree_lower import text_of
from poolaudit.extract.code.shape import Outer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.extract.code._tree_bindings import Namespace
    from poolaudit.extract.code._tree_forms import Invocation
    from poolaudit.extract.code._tree_values import Values

MAKERS = {"constructor": "", "initialize": ".new"}
"""Methods that the class itself is called by, and what follows the name of the class then."""


def outers(form: Invocation, space: Namespace, symbolic: Values) -> Iterator[Outer]:
    """The function whose callers decide what a call is given; none where they do not, or where nobody outside can call it."""
    function = _named(space)
    if function is None or not function.parameters or symbolic.parameters.are_given(function):
        return
    given = symbolic.calls.arguments(form, space)
    start = f"{function.qualified}("
    if any(constants.names(each.value, start) for each in given.every):
        parameters = symbolic.parameters.of(function)
        names = _names_of(function)
        if _extends(function):  # whoever calls it writes the first argument before the dot
            names, parameters = (f".{function.qualified.rpartition('.')[2]}",), parameters[1:]
        if parameters:
            yield Outer(names, parameters, tuple(given.every), given.complete)


def _named(space: Namespace) -> Namespace | None:
    """The function around that has a name and stands in the module itself or in a class of it."""
    at: Namespace | None = space
    while at is not None and at.kind in ("block", "callback"):
        at = at.parent
    if at is None or at.kind != "function":
        return None
    outside = at.parent
    while outside is not None and outside.kind in ("block", "class"):
        outside = outside.parent
    return at if outside is not None and outside.kind == "module" else None


def _extends(function: Namespace) -> bool:
    """Whether it is an extension method of C#: `static void Add(this IServiceCollection services, string url)`."""
    listed = function.node.child_by_field_name("parameters")
    first = listed.named_children[0] if listed is not None and listed.named_children else None
    return first is not None and first.type == "parameter" and text_of(first).startswith("this ")


def _names_of(function: Namespace) -> tuple[str, ...]:
    """How others call a function: a constructor by its class, a method on the class or on an instance."""
    cls = function.class_space
    if cls is None:
        return (function.qualified,)
    name = function.qualified.rpartition(".")[2]
    if name in MAKERS:
        return (f"{cls.qualified}{MAKERS[name]}",)
    return (f"{cls.qualified}.{name}", f"{cls.qualified}().{name}")
