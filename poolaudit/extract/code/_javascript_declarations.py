"""Declarations of JavaScript and TypeScript. In: nodes of the grammar that `_javascript` names. Out: `Bind` and `Space`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.code._javascript_expressions import FUNCTIONS
from poolaudit.extract.code._tree_forms import (
    Bind,
    Space,
)
from poolaudit.extract.code._tree_lower import named, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node


def declaration(node: Node) -> Iterator[Bind]:
    """`const a = …`, `const { a, b: c = 1, ...rest } = …`."""
    target, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if target is not None:
        yield from _bound(target, value, _type(node), "set somewhere else")


def _bound(target: Node, value: Node | None, type_name: str, why: str) -> Iterator[Bind]:
    if target.type == "identifier":
        kind = "value" if value is not None else "opaque"
        yield Bind(kind, text_of(target), target, value, type_name, why=why if value is None else "")
        return
    queue: list[tuple[Node, tuple[str, ...] | None]] = [(target, ())]
    while queue:
        item, path = queue.pop()
        for part in named(item):
            queue += _taken(part, path, in_object=item.type == "object_pattern")
            found = _leaf(part, path if item.type == "object_pattern" else None)
            if found is None:
                continue
            name, keys, default = found
            if keys is not None and value is not None:
                yield Bind("value", text_of(name), name, value, path=keys, default=default)
            else:
                kept = (keys if keys is not None else ("*",), default) if value is None else ((), None)
                why = "taken out of another value" if value is not None else why
                yield Bind("opaque", text_of(name), name, why=why, path=kept[0], default=kept[1])


def _taken(part: Node, path: tuple[str, ...] | None, *, in_object: bool) -> Iterator[tuple[Node, tuple[str, ...] | None]]:
    """Patterns inside a pattern, with the keys that lead there."""
    if part.type in ("object_pattern", "array_pattern"):
        yield part, None
    elif part.type == "pair_pattern":
        value, key = part.child_by_field_name("value"), part.child_by_field_name("key")
        if value is not None and value.type in ("object_pattern", "array_pattern"):
            yield value, (*path, text_of(key)) if path is not None and in_object else None


def _leaf(part: Node, path: tuple[str, ...] | None) -> tuple[Node, tuple[str, ...] | None, Node | None] | None:
    """The name that one part of a pattern binds, the keys below the value, and a default."""
    key, default = part, None
    if part.type == "pair_pattern":
        key, value = part.child_by_field_name("key") or part, part.child_by_field_name("value")
        if value is None:
            return None
        part = value
    if part.type in ("object_assignment_pattern", "assignment_pattern"):
        default = part.child_by_field_name("right")
        left = part.child_by_field_name("left")
        if left is None:
            return None
        key = left if key is part else key
        part = left
    if part.type == "rest_pattern":
        inside = named(part)
        return (inside[0], None, None) if inside and inside[0].type == "identifier" else None
    if part.type not in ("identifier", "shorthand_property_identifier_pattern"):
        return None
    return part, (*path, text_of(key).strip("\"'")) if path is not None else None, default


def _type(node: Node) -> str:
    """`pg.Pool` of `: pg.Pool`, without arguments, unions and primitive types."""
    annotation = node.child_by_field_name("type")
    inside = named(annotation) if annotation is not None else []
    found = inside[0] if len(inside) == 1 else None
    if found is not None and found.type == "generic_type":
        found = found.child_by_field_name("name")
    return text_of(found) if found is not None and found.type in ("type_identifier", "nested_type_identifier") else ""


def parameter(node: Node) -> Iterator[Bind]:
    """A parameter; with `private`, `readonly` … it is a field as well."""
    target = node.child_by_field_name("pattern") or node.child_by_field_name("name")
    if target is None:
        return
    field = any(child.type in ("accessibility_modifier", "readonly", "override_modifier") for child in node.children)
    default = node.child_by_field_name("value")
    for bind in _bound(target, None, _type(node), "a parameter"):
        kind = _type(node) if not bind.path else ""
        yield bind._replace(why="a parameter", type_name=kind, also_field=field, default=bind.default or default)


def bare_parameter(node: Node) -> Iterator[Bind]:
    """`x => …`, `catch (x)`, `for (const x of …)`."""
    target = node.child_by_field_name("parameter")
    if target is not None and node.type in FUNCTIONS:
        yield from _bound(target, None, "", "a parameter")
    left = node.child_by_field_name("left")
    if left is not None and node.type == "for_in_statement":
        yield from _bound(left, None, "", "a loop variable")
    if target is not None and node.type == "catch_clause":
        yield from _bound(target, None, "", "an exception")
    body = node.child_by_field_name("body")
    if node.type == "arrow_function" and body is not None and body.type != "statement_block":
        yield Bind("return", "", node, body)


def assignment(node: Node) -> Iterator[Bind]:
    """`a = …`, `a.b = …`, `a["b"] = …`."""
    target, value = node.child_by_field_name("left"), node.child_by_field_name("right")
    if target is None:
        return
    if node.type == "augmented_assignment_expression":
        value = None
        why = "changed after it is made"
    else:
        why = ""
    if target.type == "identifier":
        yield Bind("assign", text_of(target), target, value, why=why)
    elif target.type == "member_expression":
        attribute = text_of(target.child_by_field_name("property"))
        yield Bind("assign", attribute, target, value, owner=target.child_by_field_name("object"), why=why)
    elif target.type == "subscript_expression":
        key = target.child_by_field_name("index")
        name = text_of(key).strip("\"'`") if key is not None and key.type in ("string", "number") else ""
        yield Bind("assign", name, target, value, owner=target.child_by_field_name("object"), why=why)


def field(node: Node) -> Iterator[Bind]:
    """A field of a class."""
    target = node.child_by_field_name("name") or node.child_by_field_name("property")
    if target is not None:
        yield Bind("field", text_of(target).lstrip("#"), target, node.child_by_field_name("value"), _type(node), why="")


def returned(node: Node) -> Iterator[Bind]:
    """`return x`."""
    inside = named(node)
    if inside:
        yield Bind("return", "", node, inside[0])


def imports(node: Node) -> Iterator[Bind]:
    """`import a, { b as c } from "x"`, `import * as d from "x"`, `import e = require("x")`."""
    source = node.child_by_field_name("source")
    base = text_of(source).strip("\"'")
    for clause in named(node):
        if clause.type == "import_require_clause":
            inside = named(clause)
            yield Bind("import", text_of(inside[0]), inside[0], source=text_of(inside[-1]).strip("\"'"))
        for item in named(clause) if clause.type == "import_clause" else ():
            if item.type == "identifier":
                yield Bind("import", text_of(item), item, source=base)
            elif item.type == "namespace_import":
                yield from (Bind("import", text_of(each), each, source=base) for each in named(item)[:1])
            elif item.type == "named_imports":
                yield from _named(item, base)


def _named(clause: Node, base: str) -> Iterator[Bind]:
    for item in named(clause):
        name, alias = item.child_by_field_name("name"), item.child_by_field_name("alias")
        if name is not None:
            written = text_of(name).strip("\"'")
            yield Bind("import", text_of(alias or name), alias or name, dotted=_member(written), source=base)


def _member(written: str) -> str:
    """A default export is the module itself."""
    return "" if written == "default" else written


# Functions and classes


def function(node: Node) -> Space:
    """A function or method with a name."""
    return Space("function", text_of(node.child_by_field_name("name")).lstrip("#"), _is_async(node))


def anonymous(node: Node) -> Space:
    """A function without a name, unless it has one for itself."""
    own = node.child_by_field_name("name")
    return Space("callback" if own is None else "function", text_of(own), _is_async(node))


def _is_async(node: Node) -> bool:
    return any(child.type == "async" for child in node.children[:3])


def pair(node: Node) -> Iterator[Bind]:
    """A function in an object goes by its key: `useFactory: () => …`."""
    key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
    if key is not None and value is not None and value.type in FUNCTIONS and key.type == "property_identifier":
        yield Bind("name", text_of(key), key, value)


def decorator(node: Node) -> Iterator[Bind]:
    """`@Injectable()`."""
    inside = named(node)
    if inside:
        yield Bind("decorator", "", node, dotted=text_of(inside[0]).partition("(")[0])


def class_(node: Node) -> Space:
    """A class with what it extends."""
    own = node.child_by_field_name("name")
    bases = tuple(
        text_of(value).partition("(")[0]
        for heritage in named(node)
        if heritage.type == "class_heritage"
        for clause in named(heritage)
        for value in ([clause.child_by_field_name("value")] if clause.type == "extends_clause" else [])
    )
    body = node.child_by_field_name("body")
    decorators = tuple(bind.dotted for child in named(node) if child.type == "decorator" for bind in decorator(child))
    return Space("class", text_of(own) or "<class>", decorators=decorators, bases=bases, header=body.start_byte if body else -1)


def block(node: Node) -> Space | None:
    """A block, unless it is the body of a function, which is one namespace with its parameters."""
    del node
    return Space("block")


def exports(node: Node) -> Iterator[Bind]:
    """`export default x`, `export { a as b }`, `export { a } from "./x"`."""
    source, value = node.child_by_field_name("source"), node.child_by_field_name("value")
    if value is not None:
        yield Bind("export", "default", node, value)
    for clause in named(node):
        for item in named(clause) if clause.type == "export_clause" else ():
            name, alias = item.child_by_field_name("name"), item.child_by_field_name("alias")
            if name is not None and source is not None:
                yield Bind(
                    "export", text_of(alias or name), name, dotted=_member(text_of(name)), source=text_of(source).strip("\"'")
                )
            elif name is not None and alias is not None:
                yield Bind("export", text_of(alias), name, name)
