"""Calls of modules that are not here. In: a call. Out: the kind of server that the name of the module plainly says.

A source is an address of git, a path, or `namespace/name/provider` of a registry, each perhaps with a folder inside after `//`:
https://developer.hashicorp.com/terraform/language/modules/configuration#module-sources (1.13, read 2026-11-21).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.terraform_outside import ABOUT, BESIDE, KINDS, SOFTWARE
from poolaudit.extract.settings.tree import ScalarNode

if TYPE_CHECKING:
    from poolaudit.extract.terraform.module import Block

_LONGEST = 500
"""Characters of a source that is looked at."""
_REGISTRY = (3, 4)
"""Parts of a name in a registry, without and with its host."""


def outside_kind(block: Block) -> str:
    """`module of postgresql` and the like; empty where the name does not plainly say what the module makes."""
    source = block.body.get("source")
    text = source.value if isinstance(source, ScalarNode) and isinstance(source.value, str) and not source.template else ""
    parts = _parts(text[:_LONGEST].lower().partition("?")[0])
    if not parts or any(not ABOUT.isdisjoint(_words(each)) for each in parts):
        return ""
    words = _words(parts[-1])
    if "module" in words[:-1]:  # what stands before is whose it is
        words = words[len(words) - words[::-1].index("module") :]
    engines = {SOFTWARE[each] for each in words if each in SOFTWARE}
    plain = all(each in SOFTWARE or each in BESIDE for each in words)
    return KINDS[engines.pop()] if plain and len(engines) == 1 else ""


def _parts(source: str) -> list[str]:
    """The parts of the path; the last one is the name of the module."""
    scheme = "://" in source
    whole, _, inside = source.rpartition("://")[2].partition("//")
    parts = [each.removesuffix(".git") for each in whole.replace(":", "/").split("/") if each]
    is_address = scheme or "@" in whole or ":" in whole or whole.startswith((".", "/"))
    of_registry = not is_address and len(parts) in _REGISTRY and ("." in parts[0]) == (len(parts) == max(_REGISTRY))
    if of_registry:
        parts = parts[:-1]
    return [*parts, *(each for each in inside.split("/") if each)]


def _words(name: str) -> list[str]:
    return [word.rstrip("0123456789") for word in name.replace("-", "_").replace(".", "_").split("_")]
