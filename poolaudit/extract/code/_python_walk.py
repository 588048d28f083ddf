"""One pass over a syntax tree: namespaces, and every call, string, assignment and class field with its place.

In: an `ast.Module`. Out: `Walk`, whose lists are in source order and not yet evaluated, because what a name stands for
is known only when the whole module has been seen.
"""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING

from poolaudit.extract.code._python_names import Binding, Namespace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from poolaudit.extract.code._python_text import Locator

    Function = ast.FunctionDef | ast.AsyncFunctionDef

STANDALONE_FIELDS = sys.version_info < (3, 12)
"""True where `ast` misplaces what stands inside an f-string, so that it is parsed again."""
LEAVES = frozenset(
    {
        *(ast.Name, ast.Pass, ast.Break, ast.Continue, ast.alias, ast.Load, ast.Store, ast.Del, ast.And, ast.Or),
        *ast.operator.__subclasses__(),
        *ast.unaryop.__subclasses__(),
        *ast.cmpop.__subclasses__(),
        *(str, bytes, int, bool, float, type(None)),
    }
)
"""Classes of field values that hold nothing to visit."""
LONGEST_CHAIN = 40
"""Attributes and calls of one expression that are given as written."""
MUTATORS = frozenset({"update", "setdefault", "pop", "popitem", "clear", "append", "extend", "insert", "remove", "add"})
"""Methods of built-in collections that change them."""


class Block:
    """The `with` lines around a piece of code, innermost first."""

    __slots__ = ("items", "parent", "space", "span")

    def __init__(self, node: ast.With | ast.AsyncWith, parent: Block | None, space: Namespace) -> None:
        self.items = node.items
        self.parent = parent
        self.space = space


class Place:
    """Where a node stands: its namespace and the `with` blocks around it."""

    __slots__ = ("block", "space")

    def __init__(self, space: Namespace, block: Block | None = None) -> None:
        self.space = space
        self.block = block


class Walk:
    """What one pass collects."""

    def __init__(self, tree: ast.Module, module: str, package: str, locator: Locator) -> None:
        self.module = Namespace("module", None, module, tree)
        self.package = package
        """Dotted package that relative imports start from."""
        self.locator = locator
        self.imports_functools = False
        self.classes: dict[str, Namespace] = {}
        self.spaces: dict[ast.AST, Namespace] = {}
        """Namespace of each function."""
        self.calls: list[tuple[ast.Call, Place]] = []
        self.strings: list[tuple[ast.expr, Place]] = []
        self.assignments: list[tuple[ast.expr, ast.expr, Place]] = []
        self.fields: list[tuple[ast.AnnAssign, Place]] = []
        self.taken_by: dict[ast.expr, ast.Call] = {}
        """The call that takes an expression as an argument."""
        self.assigned: dict[ast.expr, str] = {}
        """The target that a call's result is bound to."""
        self.managed: set[ast.expr] = set()
        """Calls that stand in a `with` line."""
        self.blocks: dict[ast.expr, Place] = {}
        """Place of each call, kept for look-ups that depend on the block."""
        self._stack: list[tuple[ast.AST, Place]] = []
        self._visit: dict[type[ast.AST], Callable[..., None]] = {
            ast.Call: self._call,
            ast.Constant: self._constant,
            ast.JoinedStr: self._joined,
            ast.BinOp: self._operation,
            ast.Expr: self._statement,
            ast.Assign: self._assign,
            ast.AnnAssign: self._annotated,
            ast.AugAssign: self._augmented,
            ast.NamedExpr: self._walrus,
            ast.Import: self._import,
            ast.ImportFrom: self._import_from,
            ast.FunctionDef: self._function,
            ast.AsyncFunctionDef: self._function,
            ast.Lambda: self._lambda,
            ast.ClassDef: self._class,
            ast.With: self._with,
            ast.AsyncWith: self._with,
            ast.For: self._for,
            ast.AsyncFor: self._for,
            ast.ListComp: self._comprehension,
            ast.SetComp: self._comprehension,
            ast.DictComp: self._comprehension,
            ast.GeneratorExp: self._comprehension,
            ast.ExceptHandler: self._handler,
            ast.Return: self._return,
            ast.Yield: self._return,
            ast.YieldFrom: self._return,
            ast.Global: self._global,
            ast.Nonlocal: self._nonlocal,
            ast.Delete: self._delete,
            ast.MatchAs: self._capture,
            ast.MatchStar: self._capture,
            ast.MatchMapping: self._capture,
        }
        self._run(tree)

    def _run(self, tree: ast.Module) -> None:
        stack, visit = self._stack, self._visit
        self._push(tree.body, Place(self.module))
        while stack:
            node, place = stack.pop()
            handler = visit.get(node.__class__)
            if handler is not None:
                handler(node, place)
            else:
                self._children(node, place)

    def _children(self, node: ast.AST, place: Place) -> None:
        stack = self._stack
        for name in node._fields[::-1]:
            value = getattr(node, name, None)
            kind = value.__class__
            if kind is list:
                for item in value[::-1]:  # type: ignore[index]  # a list, as its class says
                    if item.__class__ not in LEAVES:
                        stack.append((item, place))
            elif kind not in LEAVES:
                stack.append((value, place))  # type: ignore[arg-type]  # a node, as whatever is none is a leaf

    def _push(self, nodes: Iterable[ast.AST | None], place: Place) -> None:
        """Visit `nodes` next, in order."""
        self._stack.extend([(node, place) for node in tuple(nodes)[::-1] if node.__class__ not in LEAVES])  # type: ignore[misc]  # None is a leaf

    # Expressions

    def _call(self, node: ast.Call, place: Place) -> None:
        self.calls.append((node, place))
        self.blocks[node] = place
        function = node.func
        for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
            self.taken_by[argument] = node
        if isinstance(function, ast.Attribute):
            receiver = function.value
            if isinstance(receiver, (ast.Constant, ast.JoinedStr)):
                self.taken_by[receiver] = node
            elif isinstance(receiver, ast.Call):
                self.taken_by.setdefault(receiver, node)
            elif isinstance(receiver, ast.Name) and function.attr in MUTATORS:
                self._change(receiver.id, None, place)
        self._push((function, *node.args, *(keyword.value for keyword in node.keywords)), place)

    def _constant(self, node: ast.Constant, place: Place) -> None:
        if node.value.__class__ is str:
            self.strings.append((node, place))

    def _joined(self, node: ast.JoinedStr, place: Place) -> None:
        self.strings.append((node, place))
        self._push(self._inside(node), place)

    def _inside(self, node: ast.JoinedStr) -> list[ast.expr]:
        fields = [value for value in node.values if isinstance(value, ast.FormattedValue)]
        if STANDALONE_FIELDS:
            places = [part for token in self.locator.tokens(node) for part in token.parts if part.field]
            if len(places) != len(fields):
                return []
            for field, part in zip(fields, places, strict=True):
                anew = self.locator.relocated(part.start, part.end)
                if anew is not None:
                    field.value = anew
        return [field.value for field in fields]

    def _operation(self, node: ast.BinOp, place: Place) -> None:
        """Text put together by `+` and `%` is one string, not several."""
        leaves: list[ast.expr] = []
        queue: list[ast.expr] = [node]
        while queue:
            item = queue.pop()
            if isinstance(item, ast.BinOp) and isinstance(item.op, ast.Add):
                queue += (item.right, item.left)
            elif isinstance(item, ast.BinOp) and isinstance(item.op, ast.Mod):
                leaves += (item.left, item.right) if _is_text(item.left) else (item,)
            else:
                leaves.append(item)
        if any(_is_text(leaf) for leaf in leaves):
            self.strings.append((node, place))
            rest: list[ast.AST] = []
            for leaf in leaves:
                if isinstance(leaf, ast.JoinedStr):
                    rest += self._inside(leaf)
                elif leaf is node:
                    rest += (node.left, node.right)
                elif not _is_text(leaf):
                    rest.append(leaf)
            self._push(rest, place)
        elif leaves == [node]:
            self._push((node.left, node.right), place)
        else:
            self._push(leaves, place)

    def _walrus(self, node: ast.NamedExpr, place: Place) -> None:
        place.space.bind(node.target.id, Binding("value", place.space, node.value))
        self._name_result(node.value, node.target.id)
        self._push((node.value,), place)

    def _lambda(self, node: ast.Lambda, place: Place) -> None:
        self._push((*node.args.defaults, *node.args.kw_defaults), place)
        inner = Namespace("function", place.space, place.space.qualified, node)
        self._parameters(node.args, inner)
        self._push((node.body,), Place(inner))

    def _comprehension(self, node: ast.ListComp | ast.DictComp, place: Place) -> None:
        inner = Namespace("comprehension", place.space, place.space.qualified, node)
        for generator in node.generators:
            self._opaque(generator.target, inner, "a loop variable")
        self._children(node, Place(inner, place.block))

    # Statements

    def _statement(self, node: ast.Expr, place: Place) -> None:
        if not isinstance(node.value, ast.Constant):  # a string that stands alone is a docstring
            self._push((node.value,), place)

    def _assign(self, node: ast.Assign, place: Place) -> None:
        for target in node.targets:
            self._target(target, node.value, place)
        self._push((*node.targets, node.value), place)

    def _annotated(self, node: ast.AnnAssign, place: Place) -> None:
        if place.space.kind == "class" and isinstance(node.target, ast.Name):
            self.fields.append((node, place))
        if node.value is not None:
            self._target(node.target, node.value, place)
        self._push((node.annotation, node.target, node.value), place)

    def _target(self, target: ast.expr, value: ast.expr, place: Place) -> None:
        space = place.space
        if isinstance(target, (ast.Tuple, ast.List)):
            if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts):
                starred = any(isinstance(item, ast.Starred) for item in (*target.elts, *value.elts))
                if not starred:
                    for item, part in zip(target.elts, value.elts, strict=True):
                        self._target(item, part, place)
                    return
            self._opaque(target, space, "unpacked from another value")
            return
        self.assignments.append((target, value, place))
        if isinstance(target, ast.Name):
            space.bind(target.id, Binding("value", space, value))
        elif isinstance(target, ast.Attribute):
            self._attribute(target, Binding("value", space, value))
        elif isinstance(target, ast.Subscript):
            self._element(target, place)
        self._name_result(value, written(target))

    def _attribute(self, target: ast.Attribute, binding: Binding) -> None:
        space = binding.namespace
        while space.kind != "function" and space.parent:
            space = space.parent
        holder = space
        while not holder.self_name and holder.parent and holder.kind != "module":
            holder = holder.parent
        if isinstance(target.value, ast.Name) and target.value.id == holder.self_name and holder.class_space:
            holder.class_space.attributes.setdefault(target.attr, []).append(binding)

    def _element(self, target: ast.Subscript, place: Place) -> None:
        key: str | None = None
        while isinstance(target.value, ast.Subscript):
            target = target.value
        if isinstance(target.slice, ast.Constant) and isinstance(target.slice.value, str):
            key = target.slice.value
        if isinstance(target.value, ast.Name):
            self._change(target.value.id, key, place)

    def _change(self, name: str, key: str | None, place: Place) -> None:
        space: Namespace | None = place.space
        while space and not (name in space.names and space.kind != "comprehension"):
            space = space.parent
        changed = (space or place.space).changed
        known = changed.setdefault(name, set())
        if key is None or known is None:
            changed[name] = None
        else:
            known.add(key)

    def _name_result(self, value: ast.expr, name: str) -> None:
        value = value.value if isinstance(value, ast.Await) else value
        if isinstance(value, ast.Call):
            self.assigned.setdefault(value, name)

    def _augmented(self, node: ast.AugAssign, place: Place) -> None:
        why = "changed after it is made"
        if isinstance(node.target, ast.Name):
            self._opaque(node.target, place.space, why)
        elif isinstance(node.target, ast.Attribute):
            self._attribute(node.target, Binding("opaque", place.space, why=why))
        elif isinstance(node.target, ast.Subscript):
            self._element(node.target, place)
        self._push((node.target, node.value), place)

    def _delete(self, node: ast.Delete, place: Place) -> None:
        for target in node.targets:
            if isinstance(target, ast.Subscript):
                self._element(target, place)
            else:
                self._opaque(target, place.space, "deleted")

    def _for(self, node: ast.For | ast.AsyncFor, place: Place) -> None:
        self._opaque(node.target, place.space, "a loop variable")
        self._children(node, place)

    def _handler(self, node: ast.ExceptHandler, place: Place) -> None:
        if node.name:
            place.space.bind(node.name, Binding("opaque", place.space, why="an exception"))
        self._children(node, place)

    def _capture(self, node: ast.MatchAs | ast.MatchStar | ast.MatchMapping, place: Place) -> None:
        name = node.rest if isinstance(node, ast.MatchMapping) else node.name
        if name:
            place.space.bind(name, Binding("opaque", place.space, why="captured by a pattern"))
        self._children(node, place)

    def _opaque(self, target: ast.expr, space: Namespace, why: str) -> None:
        queue = [target]
        while queue:
            item = queue.pop()
            if isinstance(item, ast.Name):
                space.bind(item.id, Binding("opaque", space, why=why))
            elif isinstance(item, (ast.Tuple, ast.List)):
                queue += item.elts
            elif isinstance(item, ast.Starred):
                queue.append(item.value)
            elif isinstance(item, ast.Attribute):
                self._attribute(item, Binding("opaque", space, why=why))

    def _global(self, node: ast.Global, place: Place) -> None:
        place.space.globals.update(node.names)

    def _nonlocal(self, node: ast.Nonlocal, place: Place) -> None:
        place.space.nonlocals.update(node.names)

    def _return(self, node: ast.Return | ast.Yield | ast.YieldFrom, place: Place) -> None:
        place.space.returns.append(node)
        self._push((node.value,), place)

    # Imports

    def _import(self, node: ast.Import, place: Place) -> None:
        for item in node.names:
            name = item.asname or item.name.partition(".")[0]
            dotted = item.name if item.asname else name
            self.imports_functools = self.imports_functools or dotted == "functools"
            place.space.bind(name, Binding("import", place.space, dotted=dotted))

    def _import_from(self, node: ast.ImportFrom, place: Place) -> None:
        base = node.module or ""
        self.imports_functools = self.imports_functools or base == "functools"
        if node.level:
            parts = self.package.split(".") if self.package else []
            kept = parts[: len(parts) - node.level + 1] if node.level > 1 else parts
            base = ".".join((*kept, base) if base else kept)
        for item in node.names:
            if item.name == "*":
                self.module.stars.append(base)
            else:
                dotted = f"{base}.{item.name}" if base else item.name
                place.space.bind(item.asname or item.name, Binding("import", place.space, node, dotted=dotted))

    # Blocks with a namespace of their own

    def _function(self, node: Function, place: Place) -> None:
        space = place.space
        inner = Namespace("function", space, _join(space.qualified, node.name), node)
        inner.is_async = isinstance(node, ast.AsyncFunctionDef)
        inner.decorators = node.decorator_list
        space.bind(node.name, Binding("function", space, node, dotted=inner.qualified))
        self.spaces[node] = inner
        arguments = node.args
        self._parameters(arguments, inner)
        if space.kind == "class" and arguments.posonlyargs + arguments.args:
            self._bind_self(node, inner, space)
        self._push(node.body, Place(inner))
        every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
        annotations = (argument.annotation for argument in every)
        self._push((*node.decorator_list, *annotations, *arguments.defaults, *arguments.kw_defaults, node.returns), place)

    @staticmethod
    def _bind_self(node: Function, inner: Namespace, cls: Namespace) -> None:
        names = {item.id for item in node.decorator_list if isinstance(item, ast.Name)}
        if "staticmethod" in names or node.name == "__new__":
            return
        name = (node.args.posonlyargs + node.args.args)[0].arg
        made = cls.qualified if "classmethod" in names or node.name == "__init_subclass__" else f"{cls.qualified}()"
        inner.self_name = name
        inner.names[name] = [Binding("import", inner, dotted=made)]

    @staticmethod
    def _parameters(arguments: ast.arguments, space: Namespace) -> None:
        every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg)
        for argument in every:
            if argument is not None:
                space.bind(argument.arg, Binding("opaque", space, argument, why="a parameter"))

    def _class(self, node: ast.ClassDef, place: Place) -> None:
        inner = Namespace("class", place.space, _join(place.space.qualified, node.name), node)
        inner.bases = node.bases
        place.space.bind(node.name, Binding("class", place.space, node, dotted=inner.qualified))
        self.classes.setdefault(inner.qualified, inner)
        self._push(node.body, Place(inner))
        self._push((*node.decorator_list, *node.bases, *(item.value for item in node.keywords)), place)

    def _with(self, node: ast.With | ast.AsyncWith, place: Place) -> None:
        for item in node.items:
            made = item.context_expr.value if isinstance(item.context_expr, ast.Await) else item.context_expr
            target = item.optional_vars
            if isinstance(made, ast.Call):
                self.managed.add(made)
                if target is not None:
                    self._name_result(made, written(target))
            else:
                place.space.managed.add(written(made))
            binding = Binding("opened", place.space, item.context_expr)
            if isinstance(target, ast.Name):
                place.space.bind(target.id, binding)
            elif isinstance(target, ast.Attribute):
                self._attribute(target, binding)
            elif target is not None:
                self._opaque(target, place.space, "unpacked from another value")
        self._push(node.body, Place(place.space, Block(node, place.block, place.space)))
        self._push((item.context_expr for item in node.items), place)


def written(node: ast.AST | None) -> str:
    """The expression as written, as far as it is names, attributes and constant keys; arguments are left out."""
    tail: list[str] = []
    while len(tail) < LONGEST_CHAIN:
        if isinstance(node, ast.Attribute):
            tail.append("." + node.attr)
            node = node.value
        elif (
            isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, (str, int))
        ):
            tail.append(f".{node.slice.value}")
            node = node.value
        elif isinstance(node, ast.Call):
            tail.append("()")
            node = node.func
        elif isinstance(node, ast.Await):
            node = node.value
        else:
            break
    if not isinstance(node, ast.Name):
        return ""
    return node.id + "".join(reversed(tail))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _join(qualified: str, name: str) -> str:
    return f"{qualified}.{name}" if qualified else name
