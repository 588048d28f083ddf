"""What a function of any language does with what a call gives it.

In: a call's node and the walk over its file. Out: `Around`. A value is followed through what adds nothing to it, collections and
local names of the same function; whatever is not understood counts as stored, so that only what surely stays in the function
seems to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.handling import GIVE_THEMSELVES
from poolaudit.extract.code._tree_forms import Choice, Either, Invocation, Member, Name, Same
from poolaudit.extract.code._tree_returns import left_by
from poolaudit.extract.code.shape import Around, Function, Use

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tree_sitter import Node

    from poolaudit.extract.code._tree_bindings import Namespace
    from poolaudit.extract.code._tree_forms import Bind
    from poolaudit.extract.code._tree_names import Names
    from poolaudit.extract.code._tree_walk import Walk

    Call = tuple[Node, Invocation, Namespace]

MOST_USES = 200
"""Uses of one value that are looked at."""
MOST_NODES = 100_000
"""Nodes of one function that are looked at."""
COLLECTIONS = frozenset(
    "object pair array spread_element expression_list literal_value literal_element keyed_element composite_literal "
    "variable_declaration".split()
)
"""Node types that hold a value among others."""
ARGUMENTS = frozenset({"arguments", "argument_list"})
READS = frozenset(
    "unary_expression binary_expression template_substitution update_expression subscript_expression index_expression "
    "if_statement while_statement switch_statement expression_switch_statement do_statement for_in_statement range_clause "
    "expression_statement throw_statement".split()
)
"""Parents that look at a value and keep nothing."""
CATCHES = frozenset({"catch_clause"})
ALWAYS = frozenset({"finally_clause", "defer_statement"})
BRANCHES = frozenset({"if_statement", "else_clause", "switch_case", "expression_case", "catch_clause", "ternary_expression"})
CONDITIONS = ("condition", "initializer")
"""Fields of a branch that run whichever way it goes."""
EXPORTS = ("module.exports", "exports")


class Followed:
    """Follows values through the functions of one file."""

    def __init__(self, walk: Walk, names: Names, callee: Callable[[Node, Invocation, Namespace], str], prefix: int) -> None:
        self._walk = walk
        self._names = names
        self._callee = callee
        self._prefix = prefix
        self._given: dict[str, Call] | None = None

    def around(self, node: Node, space: Namespace) -> Around:
        """The functions around a call, and what becomes of its result where the language is followed."""
        inner = space.function
        root = inner.node if inner is not None else space.module.node
        uses = tuple(self._uses(node, space, root)) if self._names.language.followed else None
        return Around(tuple(self._functions(space)), _is_conditional(node, root), uses)

    def _functions(self, space: Namespace) -> Iterator[Function]:
        at: Namespace | None = space.function
        while at is not None:
            parameters = tuple(
                (name, self._names.typed(kind, at) if kind else "")
                for name in at.parameters
                for kind in [next((each.bind.type_name for each in at.names.get(name, ()) if each.bind is not None), "")]
            )
            name = at.qualified[self._prefix :] if at.kind == "function" else ""
            taker = self._walk.taken_by.get(at.node.id) or (self._named().get(name) if name else None)
            yield Function(name, parameters, self._callee(*taker) if taker is not None else "")
            at = at.parent.function if at.parent is not None else None

    def _named(self) -> dict[str, Call]:
        """The first call that is handed each name."""
        if self._given is None:
            self._given = {}
            for call in self._walk.calls:
                for given in call[1].arguments:
                    form = self._names.forms.of(given.value)
                    if isinstance(form, Name):
                        self._given.setdefault(form.text, call)
        return self._given

    def _uses(self, node: Node, space: Namespace, root: Node) -> list[Use]:
        found: list[Use] = []
        followed: set[str] = set()
        self._methods: list[tuple[str, Node]] = []
        queue = [node]
        while queue and len(found) < MOST_USES:
            for name in self._climb(queue.pop(0), space, found):
                if name not in followed:
                    followed.add(name)
                    queue += (each for each in _named(name, root) if not self._is_target(each))
        if self._names.language.returns_errors:
            found += left_by(node, root, self._methods)
        return found

    def _is_target(self, node: Node) -> bool:
        """Whether a name gets a value there."""
        parent = node.parent
        while parent is not None and parent.type in COLLECTIONS:
            node, parent = parent, parent.parent
        if parent is None or parent.type not in self._names.language.binds:
            return False
        return any(node in parent.children_by_field_name(name) for name in ("name", "left"))

    def _climb(self, node: Node, space: Namespace, found: list[Use]) -> list[str]:
        """Note what is done with an expression; return the local names that it is bound to."""
        forms = self._names.forms
        while (parent := node.parent) is not None:
            form = forms.of(parent)
            if isinstance(form, Same) or parent.type in COLLECTIONS:
                node = parent
                if binds := self._binds(node):
                    return self._locals(binds, space, found)
            elif isinstance(form, Either):
                if form.second.id == node.id:
                    found.append(Use("alternative", self._names.written(form.first)))
                node = parent
            elif isinstance(form, Choice) and form.test.id != node.id:
                node = parent
            elif isinstance(form, Member):
                call = forms.of(parent.parent) if parent.parent is not None else None
                if not isinstance(call, Invocation) or call.owner is None or call.owner.id != node.id or parent.parent is None:
                    return []  # an attribute that is read or set
                found.append(self._at(parent.parent, "method", call.name))
                self._methods.append((call.name, parent.parent))
                if call.name not in GIVE_THEMSELVES:
                    return []
                node = parent.parent
            elif isinstance(form, Invocation):
                found.append(Use("method", "()"))
                return []
            elif parent.type in ARGUMENTS and parent.parent is not None:
                taker = self._walk.taken_by.get(node.id)
                name = self._callee(*taker) if taker is not None else self._called(parent.parent)
                found.append(self._at(parent.parent, "argument", name))
                return []
            else:
                binds = self._binds(node)
                if not binds and parent.type not in READS:
                    target = parent.child_by_field_name("left")  # of `??=`
                    found.append(Use("stored", self._names.written(target)))
                return self._locals(binds, space, found)
        return []

    def _called(self, node: Node) -> str:
        space = self._walk.placed.get(node.id)
        form = self._names.forms.of(node)
        return self._callee(node, form, space) if space is not None and isinstance(form, Invocation) else ""

    def _binds(self, node: Node) -> list[Bind]:
        """What the parent of a value binds it to."""
        lower = self._names.language.binds.get(node.parent.type) if node.parent is not None else None
        if lower is None or node.parent is None:
            return []
        return [each for each in lower(node.parent) if each.value is not None and _is_value(each.value, node)]

    def _locals(self, binds: list[Bind], space: Namespace, found: list[Use]) -> list[str]:
        return [name for each in binds if (name := self._local(each, space, found))]

    def _local(self, bind: Bind, space: Namespace, found: list[Use]) -> str:
        if bind.kind in ("return", "export"):
            found.append(Use("returned" if bind.kind == "return" else "exported"))
            return ""
        if bind.path:
            return ""
        if bind.managed:
            found.append(Use("managed", always=True))
        owner = self._names.written(bind.owner) if bind.owner is not None else ""
        target = f"{owner}.{bind.name}" if owner else bind.name
        if bind.kind == "field" or bind.owner is not None:
            found.append(Use("exported" if target.startswith(EXPORTS) else "stored", target))
            return ""
        holder: Namespace | None = space
        while holder is not None and bind.name not in holder.names:
            holder = holder.parent
        inside = holder is not None and holder.function is space.function
        if not inside or space.function is None:
            found.append(Use("stored", bind.name))
        if _is_exported(bind.target):
            found.append(Use("exported", bind.name))
        return bind.name if inside else ""

    def _at(self, node: Node, how: str, name: str) -> Use:
        """A use with what its place says: in `finally` or `defer`, where an exception is caught, in a `try`."""
        always = on_error = False
        tries: list[int] = []
        at: Node | None = node
        while at is not None:
            taker = self._walk.taken_by.get(at.id) if at.type in self._names.language.spaces else None
            after = taker[1].name if taker is not None else ""
            always = always or at.type in ALWAYS or after == "finally"
            on_error = on_error or at.type in CATCHES or after == "catch"
            parent = at.parent
            if parent is not None and parent.type == "try_statement" and parent.child_by_field_name("handler") is not None:
                tries += [at.start_byte] if parent.child_by_field_name("body") == at else []
            at = parent
        return Use(how, name, always, always or on_error, tuple(tries))


def _is_value(value: Node, node: Node) -> bool:
    """Whether a value is the node, or the list that holds it."""
    return value.id == node.id or (
        node.type in COLLECTIONS and node.start_byte <= value.start_byte and value.end_byte <= node.end_byte
    )


def _is_exported(target: Node) -> bool:
    """Whether a declaration is an `export`."""
    at: Node | None = target
    for _ in range(4):
        at = at.parent if at is not None else None
        if at is not None and at.type == "export_statement":
            return True
    return False


def _named(name: str, root: Node) -> Iterator[Node]:
    """Places below `root` where a name is used."""
    queue, seen, wanted = [root], 0, name.encode()
    while queue and seen < MOST_NODES:
        node = queue.pop()
        seen += 1
        if node.child_count:
            queue += reversed(node.children)
        elif node.type in ("identifier", "shorthand_property_identifier") and node.text == wanted:
            yield node


def _is_conditional(node: Node, root: Node) -> bool:
    while (parent := node.parent) is not None and node.id != root.id:
        if parent.type in BRANCHES and not any(parent.child_by_field_name(name) == node for name in CONDITIONS):
            return True
        node = parent
    return False
