"""The words that rule pages may use, with their meaning. In: the dataclasses of the graph. Out: words with types and docstrings.

Docstrings under fields are not kept at run time, so they are read from the modules' own source.
"""

from __future__ import annotations

import ast
from functools import cache
from importlib import import_module
from importlib.abc import InspectLoader
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from poolaudit.report.terminal import Terminal


def vocabulary_text(screen: Terminal) -> str:
    """Each kind of subject with its words: name, type, meaning."""
    from poolaudit.lint.words import attributes, kinds  # noqa: PLC0415

    subjects = {cls: on for on, (_, cls) in kinds().items()}
    lines: list[str] = []
    classes = list(subjects)
    for cls in classes:  # grows by the things that have words of their own but are no subjects
        on = subjects.get(cls)
        lines += ["", *_head(f"on: {on}" if on else cls.__name__, cls, screen)]
        documented = docstrings(cls)
        for name, attribute in attributes(cls).items():
            thing = attribute.type.cls
            classes += [thing] if thing is not None and thing not in classes else []
            meaning = documented.get(name, "")
            unsure = ", may be unknown" if attribute.is_setting else ", may be None" if attribute.nullable else ""
            lines.append(f"  {screen.paint(name, 'cyan')}  {screen.paint(f'({attribute.type}{unsure})', 'dim')}")
            lines += screen.wrap(meaning.replace("`", "'"), "      ") if meaning else []
    return "".join(f"{screen.spell(line)}\n" for line in lines[1:])


def _head(title: str, cls: type, screen: Terminal) -> list[str]:
    first, _, _ = (cls.__doc__ or "").partition("\n\n")
    return [screen.paint(title, "bold"), *screen.wrap(first, "  ")]


@cache
def docstrings(cls: type) -> dict[str, str]:
    """Meaning of each field and property of a class, on one line; fields without a docstring are left out."""
    found: dict[str, str] = {}
    field = ""
    for node in _body(cls):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            field = node.target.id
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str) and field:
            found[field] = " ".join(node.value.value.split())
            field = ""
        else:
            field = ""
            if isinstance(node, ast.FunctionDef) and (text := ast.get_docstring(node)):
                found[node.name] = " ".join(text.split())
    return found


def _body(cls: type) -> list[ast.stmt]:
    spec = import_module(cls.__module__).__spec__
    source = spec.loader.get_source(cls.__module__) if spec and isinstance(spec.loader, InspectLoader) else None
    for node in ast.parse(source or "").body:
        if isinstance(node, ast.ClassDef) and node.name == cls.__name__:
            return node.body
    return []
