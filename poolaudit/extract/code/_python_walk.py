"""One pass over a syntax tree: namespaces, and every call, string, assignment and class field with its place.

In: an `ast.Module`. Out: `Collected`.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from poolaudit.extract.code import _python_bindings as bindings
from poolaudit.extract.code import _python_strings as strings
from poolaudit.extract.code._python_collected import Block, Collected, Place
from poolaudit.extract.code._python_names import Binding, Namespace
from poolaudit.extract.code._python_targets import Targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from poolaudit.extract.code._python_text import Locator

    Function = ast.FunctionDef | ast.AsyncFunctionDef

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


class Walk(Collected):
    """The pass."""

    def __init__(self, tree: ast.Module, module: str, package: str, locator: Locator) -> None:
        super().__init__(tree, module)
        self.package = package
        """Dotted package that relative imports start from."""
        self.locator = locator
        self._stack: list[tuple[ast.AST, Place]] = []
        self._targets = Targets(self)
        self._visit: dict[type[ast.AST], Callable[..., None]] = {
            ast.Call: self._call,
            ast.Constant: self._constant,
            ast.JoinedStr: self._joined,
            ast.BinOp: self._operation,
            ast.Expr: self._statement,
            ast.Assign: self._targets.assign,
            ast.AnnAssign: self._targets.annotated,
            ast.AugAssign: self._targets.augmented,
            ast.NamedExpr: self._targets.walrus,
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
            ast.Delete: self._targets.delete,
            ast.MatchAs: self._capture,
            ast.MatchStar: self._capture,
            ast.MatchMapping: self._capture,
        }
        self._run(tree)

    def _run(self, tree: ast.Module) -> None:
        stack, visit = self._stack, self._visit
        self.push(tree.body, Place(self.module))
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

    def push(self, nodes: Iterable[ast.AST | None], place: Place) -> None:
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
            elif function.attr in bindings.MUTATORS:
                if isinstance(receiver, ast.Subscript):
                    bindings.change_element(receiver, place.space)
                else:
                    bindings.change_held(receiver, None, place.space)
        elif isinstance(function, ast.Name) and function.id == "setattr" and place.space.kind == "function":
            bindings.reshape(node, place.space)
        self.push((function, *node.args, *(keyword.value for keyword in node.keywords)), place)

    def _constant(self, node: ast.Constant, place: Place) -> None:
        if node.value.__class__ is str:
            self.strings.append((node, place))

    def _joined(self, node: ast.JoinedStr, place: Place) -> None:
        self.strings.append((node, place))
        self.push(strings.fields(node, self.locator), place)

    def _operation(self, node: ast.BinOp, place: Place) -> None:
        """Text put together by `+` and `%` is one string, not several."""
        leaves = strings.operands(node)
        if any(strings.is_text(leaf) for leaf in leaves):
            self.strings.append((node, place))
            rest: list[ast.AST] = []
            for leaf in leaves:
                if isinstance(leaf, ast.JoinedStr):
                    rest += strings.fields(leaf, self.locator)
                elif not strings.is_text(leaf):
                    rest.append(leaf)
            self.push(rest, place)
        elif leaves == [node]:
            self.push((node.left, node.right), place)
        else:
            self.push(leaves, place)

    def _lambda(self, node: ast.Lambda, place: Place) -> None:
        self.push((*node.args.defaults, *node.args.kw_defaults), place)
        inner = Namespace("function", place.space, place.space.qualified, node)
        bindings.bind_parameters(node.args, inner)
        self.push((node.body,), Place(inner))

    def _comprehension(self, node: ast.ListComp | ast.DictComp, place: Place) -> None:
        inner = Namespace("comprehension", place.space, place.space.qualified, node)
        for generator in node.generators:
            bindings.bind_opaque(generator.target, inner, "a loop variable")
        self._children(node, Place(inner, place.block))

    # Statements

    def _statement(self, node: ast.Expr, place: Place) -> None:
        if not isinstance(node.value, ast.Constant):  # a string that stands alone is a docstring
            self.push((node.value,), place)

    def _for(self, node: ast.For | ast.AsyncFor, place: Place) -> None:
        bindings.bind_opaque(node.target, place.space, "a loop variable")
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

    def _global(self, node: ast.Global, place: Place) -> None:
        place.space.globals.update(node.names)

    def _nonlocal(self, node: ast.Nonlocal, place: Place) -> None:
        place.space.nonlocals.update(node.names)

    def _return(self, node: ast.Return | ast.Yield | ast.YieldFrom, place: Place) -> None:
        place.space.returns.append(node)
        self.push((node.value,), place)

    # Imports

    def _import(self, node: ast.Import, place: Place) -> None:
        for item in node.names:
            name = item.asname or item.name.partition(".")[0]
            dotted = item.name if item.asname else name
            self.imports_functools = self.imports_functools or dotted == "functools"
            place.space.bind(name, Binding("import", place.space, dotted=dotted))

    def _import_from(self, node: ast.ImportFrom, place: Place) -> None:
        base = bindings.bind_imported(node, self.package, place.space)
        self.imports_functools = self.imports_functools or base == "functools"

    # Blocks with a namespace of their own

    def _function(self, node: Function, place: Place) -> None:
        space = place.space
        inner = Namespace("function", space, _join(space.qualified, node.name), node)
        inner.is_async = isinstance(node, ast.AsyncFunctionDef)
        inner.decorators = node.decorator_list
        space.bind(node.name, Binding("function", space, node, dotted=inner.qualified))
        self.spaces[node] = inner
        arguments = node.args
        bindings.bind_parameters(arguments, inner)
        if space.kind == "class" and arguments.posonlyargs + arguments.args:
            bindings.bind_self(node, inner, space)
        self.push(node.body, Place(inner))
        every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
        annotations = (argument.annotation for argument in every)
        self.push((*node.decorator_list, *annotations, *arguments.defaults, *arguments.kw_defaults, node.returns), place)

    def _class(self, node: ast.ClassDef, place: Place) -> None:
        inner = Namespace("class", place.space, _join(place.space.qualified, node.name), node)
        inner.bases = node.bases
        place.space.bind(node.name, Binding("class", place.space, node, dotted=inner.qualified))
        self.classes.setdefault(inner.qualified, inner)
        self.push(node.body, Place(inner))
        self.push((*node.decorator_list, *node.bases, *(item.value for item in node.keywords)), place)

    def _with(self, node: ast.With | ast.AsyncWith, place: Place) -> None:
        for item in node.items:
            made = item.context_expr.value if isinstance(item.context_expr, ast.Await) else item.context_expr
            target = item.optional_vars
            if isinstance(made, ast.Call):
                self.managed.add(made)
                if target is not None:
                    self._targets.name_result(made, bindings.written(target))
            else:
                place.space.managed.add(bindings.written(made))
            binding = Binding("opened", place.space, item.context_expr)
            if isinstance(target, ast.Name):
                place.space.bind(target.id, binding)
            elif isinstance(target, ast.Attribute):
                bindings.bind_attribute(target, binding)
            elif target is not None:
                bindings.bind_opaque(target, place.space, "unpacked from another value")
        self.push(node.body, Place(place.space, Block(node, place.block, place.space)))
        self.push((item.context_expr for item in node.items), place)


def _join(qualified: str, name: str) -> str:
    return f"{qualified}.{name}" if qualified else name
