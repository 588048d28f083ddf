"""How statements of Python bind names (https://docs.python.org/3/reference/executionmodel.html#binding-of-names).

In: targets, parameters, imports. Out: `Binding`s in their `Namespace`, and what is changed in place.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from poolaudit.extract.code._python_names import Binding
from poolaudit.extract.code.shape import RESHAPED

if TYPE_CHECKING:
    from poolaudit.extract.code._python_names import Namespace

LONGEST_CHAIN = 40
"""Attributes and calls of one expression that are given as written."""
MUTATORS = frozenset({"update", "setdefault", "pop", "popitem", "clear", "append", "extend", "insert", "remove", "add"})
"""Methods of built-in collections that change them."""


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


def bind_attribute(target: ast.Attribute, binding: Binding) -> None:
    """Bind `self.x` in the class whose method the code stands in."""
    holder = _class_of(target, binding.namespace)
    if holder is not None:
        holder.attributes.setdefault(target.attr, []).append(binding)


def _class_of(target: ast.Attribute, space: Namespace) -> Namespace | None:
    """The class that an attribute of `self` belongs to; None for any other attribute."""
    while space.kind != "function" and space.parent:
        space = space.parent
    holder = space
    while not holder.self_name and holder.parent and holder.kind != "module":
        holder = holder.parent
    own = isinstance(target.value, ast.Name) and target.value.id == holder.self_name
    return holder.class_space if own else None


def bind_opaque(target: ast.expr, space: Namespace, why: str) -> None:
    """Bind every name of a target to something that cannot be known, and why."""
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
            bind_attribute(item, Binding("opaque", space, why=why))
        elif isinstance(item, ast.Subscript):
            change_element(item, space)


def bind_parameters(arguments: ast.arguments, space: Namespace) -> None:
    """Bind the parameters of a function, which only its callers know."""
    every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg)
    for argument in every:
        if argument is not None:
            space.bind(argument.arg, Binding("opaque", space, argument, why="a parameter"))


def bind_self(node: ast.FunctionDef | ast.AsyncFunctionDef, inner: Namespace, cls: Namespace) -> None:
    """Bind the first parameter of a method to an instance of its class, or to the class."""
    names = {item.id for item in node.decorator_list if isinstance(item, ast.Name)}
    if "staticmethod" in names or node.name == "__new__":
        return
    name = (node.args.posonlyargs + node.args.args)[0].arg
    made = cls.qualified if "classmethod" in names or node.name == "__init_subclass__" else f"{cls.qualified}()"
    inner.self_name = name
    inner.names[name] = [Binding("import", inner, dotted=made)]


def bind_imported(node: ast.ImportFrom, package: str, space: Namespace) -> str:
    """Bind the names of `from x import y`; return the absolute name of `x`."""
    base = node.module or ""
    if node.level:
        parts = package.split(".") if package else []
        kept = parts[: len(parts) - node.level + 1] if node.level > 1 else parts
        base = ".".join((*kept, base) if base else kept)
    for item in node.names:
        if item.name == "*":
            space.module.stars.append(base)
        else:
            dotted = f"{base}.{item.name}" if base else item.name
            space.bind(item.asname or item.name, Binding("import", space, node, dotted=dotted))
    return base


def change_element(target: ast.Subscript, space: Namespace) -> None:
    """Note that `name[…][key]` gets a value or loses it."""
    key: str | None = None
    while isinstance(target.value, ast.Subscript):
        target = target.value
    if isinstance(target.slice, ast.Constant) and isinstance(target.slice.value, str):
        key = target.slice.value
    change_held(target.value, key, space)


def reshape(call: ast.Call, space: Namespace) -> None:
    """Note that `setattr` fills an attribute of a local object that only the run names."""
    named = len(call.args) > 1 and not isinstance(call.args[1], ast.Constant)
    if named and isinstance(call.args[0], ast.Name) and call.args[0].id in space.names:
        bind_opaque(call.args[0], space, RESHAPED)


def change_held(holder: ast.expr, key: str | None, space: Namespace) -> None:
    """The same for what a name, or an attribute of `self`, holds."""
    if isinstance(holder, ast.Name):
        change(holder.id, key, space)
    elif isinstance(holder, ast.Attribute):
        cls = _class_of(holder, space)
        if cls is not None:
            _note(f"self.{holder.attr}", key, cls)


def change(name: str, key: str | None, space: Namespace) -> None:
    """Note that what a name holds is changed in place: at one constant key, or anyhow when `key` is None."""
    owner: Namespace | None = space
    while owner and not (name in owner.names and owner.kind != "comprehension"):
        owner = owner.parent
    _note(name, key, owner or space)


def _note(name: str, key: str | None, owner: Namespace) -> None:
    changed = owner.changed
    known = changed.setdefault(name, set())
    if key is None or known is None:
        changed[name] = None
    else:
        known.add(key)


def kind(node: ast.AST) -> str:
    """What a reason calls an expression of its class."""
    return {"Lambda": "function", "GeneratorExp": "generator", "ListComp": "comprehension", "DictComp": "comprehension"}.get(
        type(node).__name__, type(node).__name__.lower()
    )  # fmt: skip
