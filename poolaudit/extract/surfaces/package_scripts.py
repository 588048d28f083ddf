"""Scripts of package.json.

In: a JSON tree. Out: a `NamedValue` for each script: what `npm run name` runs in that folder; one for the name of the package,
and one for the names of those that it needs.
Meaning: https://docs.npmjs.com/cli/v11/using-npm/scripts (11, read 2026-11-21).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.env_secret import command_secret
from poolaudit.facts.expression import Literal
from poolaudit.facts.name import NamedValue
from poolaudit.facts.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.tree import Key, Node

_LONGEST = 2000
"""Characters of a command line; longer ones are generated."""
_LONGEST_LIST = 20_000
"""Characters of the names of all packages that one needs."""
_NEEDS = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
"""https://docs.npmjs.com/cli/v11/configuring-npm/package-json#dependencies; bundlers take in the code of any of them."""


def extract(_source: Source, document: Document) -> Iterator[NamedValue]:
    """Each script that is text; a command line may hold a password."""
    for root in getattr(document, "roots", ()):
        scripts = root.get("scripts") if isinstance(root, MappingNode) else None
        for key, node in scripts.items if isinstance(scripts, MappingNode) else ():
            if isinstance(node, ScalarNode) and isinstance(node.value, str) and len(node.value) <= _LONGEST:
                yield NamedValue(f"scripts.{key.name}", Literal(command_secret(node.value), node.span), node.span)
        name = root.get("name") if isinstance(root, MappingNode) else None
        if isinstance(name, ScalarNode) and isinstance(name.value, str):
            yield NamedValue("package name", Literal(name.value, name.span), name.span)
            needs = [key.name for each in _NEEDS for key in _keys(root.get(each))]
            if needs:
                names = " ".join(needs)[:_LONGEST_LIST]
                yield NamedValue("package needs", Literal(Secret(names, names), name.span), name.span)


def _keys(node: Node | None) -> list[Key]:
    return [key for key, _ in node.items] if isinstance(node, MappingNode) else []


SURFACE = Surface(
    "package_scripts", ("json",), extract, globs=("package.json",), triggers=('"scripts"', '"dependencies"'), self_contained=True
)
