"""What statements of Python assign to: names, attributes, elements, several of them at once.

In: a statement and its place. Out: bindings of namespaces, and the assignments that a walk collects.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from poolaudit.extract.code import _python_bindings as bindings
from poolaudit.extract.code._python_names import Binding

if TYPE_CHECKING:
    from poolaudit.extract.code._python_collected import Place
    from poolaudit.extract.code._python_walk import Walk


class Targets:
    """The assignments of one walk."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk

    def assign(self, node: ast.Assign, place: Place) -> None:
        for target in node.targets:
            self._target(target, node.value, place)
        self._walk.push((*node.targets, node.value), place)

    def annotated(self, node: ast.AnnAssign, place: Place) -> None:
        if place.space.kind == "class" and isinstance(node.target, ast.Name):
            self._walk.fields.append((node, place))
        if node.value is not None:
            self._walk.annotations[node.target] = node.annotation
            self._target(node.target, node.value, place)
        self._walk.push((node.annotation, node.target, node.value), place)

    def walrus(self, node: ast.NamedExpr, place: Place) -> None:
        place.space.bind(node.target.id, Binding("value", place.space, node.value))
        self.name_result(node.value, node.target.id)
        self._walk.push((node.value,), place)

    def augmented(self, node: ast.AugAssign, place: Place) -> None:
        why = "changed after it is made"
        if isinstance(node.target, ast.Name):
            bindings.bind_opaque(node.target, place.space, why)
        elif isinstance(node.target, ast.Attribute):
            bindings.bind_attribute(node.target, Binding("opaque", place.space, why=why))
        elif isinstance(node.target, ast.Subscript):
            bindings.change_element(node.target, place.space)
            self._walk.rewritten.append((node.target, place))
        self._walk.push((node.target, node.value), place)

    def delete(self, node: ast.Delete, place: Place) -> None:
        for target in node.targets:
            if isinstance(target, ast.Subscript):
                bindings.change_element(target, place.space)
                self._walk.rewritten.append((target, place))
            else:
                bindings.bind_opaque(target, place.space, "deleted")

    def _target(self, target: ast.expr, value: ast.expr, place: Place) -> None:
        space = place.space
        if isinstance(target, (ast.Tuple, ast.List)):
            if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts):
                starred = any(isinstance(item, ast.Starred) for item in (*target.elts, *value.elts))
                if not starred:
                    for item, part in zip(target.elts, value.elts, strict=True):
                        self._target(item, part, place)
                    return
            self._unpack(target, value, place)
            return
        self._walk.assignments.append((target, value, place))
        if isinstance(target, ast.Name):
            space.bind(target.id, Binding("value", space, value))
        elif isinstance(target, ast.Attribute):
            bindings.bind_attribute(target, Binding("value", space, value))
        elif isinstance(target, ast.Subscript):
            bindings.change_element(target, place.space)
        self.name_result(value, bindings.written(target))

    def _unpack(self, target: ast.Tuple | ast.List, value: ast.expr, place: Place) -> None:
        """`a, b = value` is `a = value[0]` and `b = value[1]`, as far as no star stands before."""
        starred = False
        for number, item in enumerate(target.elts):
            starred = starred or isinstance(item, ast.Starred)
            if starred:
                bindings.bind_opaque(item, place.space, "unpacked from another value")
            else:
                element = ast.Subscript(value, ast.copy_location(ast.Constant(number), value), ast.Load())
                self._target(item, ast.copy_location(element, value), place)

    def name_result(self, value: ast.expr, name: str) -> None:
        value = value.value if isinstance(value, ast.Await) else value
        if isinstance(value, ast.Call):
            self._walk.assigned.setdefault(value, name)
