"""Names of JavaScript modules. In: paths and imports as written. Out: dotted names, one for each module."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node


SUFFIXES = (".d.ts", ".tsx", ".mts", ".cts", ".ts", ".jsx", ".mjs", ".cjs", ".js", ".json")


def grammar_of(path: str) -> str:
    """TypeScript has casts (`<T>x`) where the other dialects have elements."""
    plain = path.lower().endswith((".ts", ".mts", ".cts"))
    return f"tree_sitter_typescript:language_{'typescript' if plain else 'tsx'}"


def module(path: str, root: Node) -> str:
    """`src/db/index.ts` is `src.db`."""
    del root
    return _dotted(path)


def resolve(path: str, written: str) -> str:
    """An import as other files define it: relative ones from the root of the scan, packages by their names without a version."""
    if written.startswith("."):
        parts = path.split("/")[:-1]
        for step in written.split("/"):
            if step == "..":
                parts = parts[:-1]
            elif step not in (".", ""):
                parts.append(step)
        return _dotted("/".join(parts))
    for mark in ("@/", "~/", "#/", "src/"):
        if written.startswith(mark):
            return _dotted(written if mark == "src/" else written.removeprefix(mark))
    for mark in ("npm:", "jsr:", "https://esm.sh/", "https://", "http://"):
        if written.startswith(mark):
            bare = written.removeprefix(mark).removesuffix("/mod.ts")
            return "/".join(
                step if not at and step.startswith("@") else step[:1] + step[1:].partition("@")[0]
                for at, step in enumerate(bare.split("/"))
            )
    return written.removeprefix("node:")


def _dotted(path: str) -> str:
    for suffix in SUFFIXES:
        if path.lower().endswith(suffix):
            path = path[: -len(suffix)]
            break
    return path.removesuffix("/index").replace("/", ".")
