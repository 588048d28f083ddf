"""One pass over a syntax tree: namespaces, and every call, string and assignment with its place.

In: a tree and the table of its language. Out: `Walk`, whose lists are in source order and not yet evaluated, because what a name
stands for is known only when the whole file has been seen. The nodes that the table names are picked by a query of the parser
(https://tree-sitter.github.io/tree-sitter/using-parsers/queries/), in the order in which they begin: nothing here recurses.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from poolaudit.extract.code._tree_assignments import Assignments
from poolaudit.extract.code._tree_bindings import Binding, Namespace
from poolaudit.extract.code._tree_forms import Bind, Entries, Given, Invocation, Name, Same, Sum, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tree_sitter import Node

    from poolaudit.extract.code._tree_forms import Space
    from poolaudit.extract.code._tree_names import Names

STATEMENT_KEYS = frozenset({"text", "sql", "query"})
"""Keys of an object argument whose text counts as the argument itself: `client.query({ text: "…" })`."""


LEAVES = frozenset({"identifier", "variable_name", "number", "true", "false", "integer", "int_literal", "integer_literal"})
"""Node types, beside strings, that hold no other expression: most arguments are one of these, and need no closer look."""


class Assigned(NamedTuple):
    """An assignment or declaration with a value."""

    target: str
    bind: Bind
    binding: Binding
    space: Namespace


class Walk:
    """What one pass collects."""

    def __init__(self, nodes: Iterable[Node], root: Node, module: str, path: str, names: Names) -> None:
        self.module = Namespace("module", None, module, root, root.end_byte)
        self.calls: list[tuple[Node, Invocation, Namespace]] = []
        self.strings: list[tuple[Node, Namespace]] = []
        self.assignments: list[Assigned] = []
        self.functions: list[Namespace] = []
        self.imports: list[tuple[str, str, Node]] = []
        self.taken_by: dict[int, tuple[Node, Invocation, Namespace]] = {}
        """The call that takes an expression as an argument, or is made on it, by the id of the expression's node."""
        self.assigned: dict[int, tuple[str, bool]] = {}
        """The name that a call's result is bound to, and whether it is closed with its block."""
        self.opened: dict[int, Namespace] = {}
        """Namespaces by the ids of their nodes."""
        self.placed: dict[int, Namespace] = {}
        """Namespace of each call."""
        self._language = names.language
        self._path = path
        self._names = names
        self._forms = names.forms
        self._consumed: set[int] = set()
        self._leaves = self._language.strings | LEAVES
        self._assignments = Assignments(names)
        self._called_as: dict[int, str] = {}
        self._immediate: set[int] = set()
        self._skipped: set[int] = set()
        self._heredocs: deque[Node] = deque()
        self._filled: dict[int, list[Given]] = {}
        self._decorators: list[str] = []
        self._header = -1
        self._run(nodes)
        self._assignments.settle()

    def _run(self, nodes: Iterable[Node]) -> None:
        language = self._language
        spaces, binds, calls = language.spaces, language.binds, language.calls
        strings, sums, imports = language.strings, language.sums, language.imports
        space, skipped = self.module, -1
        for node in nodes:
            start, kind = node.start_byte, node.type
            if start < skipped:
                continue
            while start >= space.end and space.parent is not None:
                space = space.parent
            if kind in imports:
                skipped = node.end_byte
            if kind in spaces:
                made = spaces[kind](node)
                if made is not None:
                    space = self.opened[node.id] = self._open(made, node, space)
            if kind in binds and node.id not in self._skipped:
                for bind in binds[kind](node):
                    self._bind(bind, space)
            if kind in calls:
                if node.id not in self._skipped:
                    self._call(node, space)
            elif kind in sums:
                self._sum(node, space)
            elif kind in strings and node.id not in self._consumed:
                self.strings.append((node, space))

    def _open(self, made: Space, node: Node, space: Namespace) -> Namespace:
        if made.kind == "callback" and node.id in self._called_as:
            made = made._replace(kind="function", name=self._called_as[node.id])
        elif node.id in self._immediate:
            made = made._replace(kind="block")
        if made.kind in ("block", "callback"):
            inner = Namespace(made.kind, space, space.qualified, node, node.end_byte)
            inner.is_async = made.is_async
            return inner
        self._header = max(self._header, made.header)
        decorators = tuple(dict.fromkeys((*self._decorators, *made.decorators)))
        self._decorators.clear()
        parent = self._class(made.owner, node, space) if made.owner else space
        if made.kind == "class":
            inner = self._class(made.name, node, space)
            inner.end = node.end_byte
            inner.parent = space
            inner.bases = inner.bases + made.bases
        else:
            inner = Namespace("function", parent, _join(parent.qualified, made.name), node, node.end_byte)
            inner.is_async = made.is_async
            self.functions.append(inner)
            if made.returns:
                inner.result = made.returns
            if made.owner:
                inner.parent = space
                inner.class_space = parent
        inner.decorators = decorators
        if made.name:
            holder = parent
            while holder.kind == "block" and holder.parent is not None:
                holder = holder.parent
            if made.kind == "function" or not holder.names.get(made.name):
                holder.names.setdefault(made.name, []).append(Binding(made.kind, space, None, inner.qualified))
        return inner

    def _class(self, name: str, node: Node, space: Namespace) -> Namespace:
        qualified = _join(space.qualified, name)
        found = self._names.classes.get(qualified)
        if found is None:
            found = self._names.classes[qualified] = Namespace("class", space, qualified, node, node.end_byte)
        return found

    def _bind(self, bind: Bind, space: Namespace) -> None:
        if bind.kind == "star":
            space.module.stars.append(bind.dotted)
            return
        if bind.kind == "return":
            function = space.function
            if function is not None and bind.value is not None:
                function.returns.append(bind.value)
            return
        if bind.kind == "skip" and bind.value is not None:
            self._skipped.add(bind.value.id)
            return
        if bind.kind == "fill" and bind.owner is not None and bind.value is not None:
            self._filled.setdefault(bind.owner.id, []).append(Given(bind.name, bind.value))
            return
        if bind.kind == "heredoc":
            self._heredocs.append(bind.target)
            return
        if bind.kind == "heredoc_body":
            if self._heredocs:
                announced = self._heredocs.popleft()
                self._forms.put(announced, self._forms.of(bind.target))
                if announced.id in self.taken_by:
                    self.taken_by[bind.target.id] = self.taken_by[announced.id]
            return
        if bind.kind == "name" and bind.value is not None:
            self._called_as[bind.value.id] = bind.name
            return
        if bind.kind == "decorator":
            if bind.target.start_byte >= self._header:
                self._decorators.append(bind.dotted)
            return
        dotted = bind.dotted
        resolve = self._language.resolve
        if bind.source and resolve is not None:
            dotted = _join(resolve(self._path, bind.source), dotted)
        if bind.kind == "import":
            self.imports.append((bind.name, dotted, bind.target))
            space.names.setdefault(bind.name, []).append(Binding("import", space, bind, dotted))
            return
        kind = (
            "value" if bind.value is not None or bind.lookup else "import" if dotted else "typed" if bind.type_name else "opaque"
        )
        binding = Binding(kind, space, bind, dotted)
        self._record(bind, binding, space)
        if bind.kind == "export":
            return
        if bind.kind in ("assign", "local"):
            self._assignments.add(bind, binding, space)
            return
        holder = space.class_space if bind.kind == "field" and space.class_space is not None else space
        if bind.kind == "field":
            holder.attributes.setdefault(bind.name, []).append(binding)
            return
        holder.names.setdefault(bind.name, []).append(binding)
        if bind.why == "a parameter":
            holder.parameters.setdefault(bind.name)
        if bind.also_field and space.class_space is not None:
            space.class_space.attributes.setdefault(bind.name, []).append(binding)

    def _record(self, bind: Bind, binding: Binding, space: Namespace) -> None:
        if bind.value is None and binding.kind not in ("import", "value"):
            return
        target = bind.name
        if bind.kind == "assign" and bind.owner is not None:
            owner = self._names.written(bind.owner)
            target = _join(owner, bind.name) if owner and bind.name else ""
        if target:
            self.assignments.append(Assigned(target, bind, binding, space))
        value = bind.value
        if value is None or bind.path or value.type in self._leaves:
            return
        while isinstance(form := self._forms.of(value), Same):
            value = form.inner
        if isinstance(form, Invocation) or value.type in self._language.spaces:
            self.assigned.setdefault(value.id, (target, bind.managed))
            if bind.type_name:
                self._names.declared.setdefault(value.id, bind.type_name)
            last = target.rpartition(".")[2]
            if value.type in self._language.spaces and last.isidentifier():
                self._called_as.setdefault(value.id, last)

    def _call(self, node: Node, space: Namespace) -> None:
        form = self._forms.of(node)
        if not isinstance(form, Invocation):
            return
        if node.id in self._filled:
            more = self._filled.pop(node.id)
            first, keywords = [item for item in more if not item.name], [item for item in more if item.name]
            form = form._replace(arguments=(*first, *form.arguments, *keywords))
            self._forms.put(node, form)
        found = (node, form, space)
        self.calls.append(found)
        self.placed[node.id] = space
        for given in form.arguments:
            if not given.spread:
                self._take(given, found)
        function = form.function
        while function is not None and isinstance(inner := self._forms.of(function), Same):
            function = inner.inner
        if function is not None:
            self._immediate.add(function.id)
        if form.owner is not None:
            self.taken_by.setdefault(form.owner.id, found)
            owner = self._forms.of(form.owner)
            if form.name in self._language.mutators and isinstance(owner, Name):
                self._assignments.change(owner.text, None, space)

    def _take(self, given: Given, call: tuple[Node, Invocation, Namespace]) -> None:
        node = given.value
        if node.type in self._leaves:
            self.taken_by[node.id] = call
            return
        form = self._forms.of(node)
        while isinstance(form, Same):
            node = form.inner
            form = self._forms.of(node)
        self.taken_by[node.id] = call
        if isinstance(form, Entries):
            for entry in form.items:
                if isinstance(entry.key, str) and entry.key in STATEMENT_KEYS:
                    self.taken_by[entry.value.id] = call

    def _sum(self, node: Node, space: Namespace) -> None:
        if node.id in self._consumed:
            return
        form = self._forms.of(node)
        if not isinstance(form, Sum):
            return
        self._consumed.update(form.inner)
        texts = [term.id for term in form.terms if isinstance(self._forms.of(term), Text)]
        if texts:
            self._consumed.update(texts)
            self.strings.append((node, space))


def _join(owner: str, name: str) -> str:
    return f"{owner}.{name}" if owner and name else owner or name
