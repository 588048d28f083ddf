"""Facts that take several files to see. In: what all files gave. Out: the facts; what files say together stands for their parts.

Each kind of part names the package whose `facts` joins its files; the package is loaded when there are any. Its `stays`, if it
has one, tells of what it made which facts of single files still count beside it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeGuard

    from poolaudit.facts.fact import Fact
    from poolaudit.facts.part import Part

_PART = "Part"
"""Name of the class of parts, which is not loaded to ask for them."""


def joined(found: Iterable[Fact]) -> tuple[tuple[Fact, ...], tuple[tuple[str, str], ...]]:
    """The facts in order, those of joined files last, and what could not be joined, as path and reason."""
    facts: list[Fact] = []
    kinds: dict[str, dict[str, Part]] = {}
    for each in found:
        if _is_part(each):
            kinds.setdefault(each.kind, {}).setdefault(each.span.path, each)
        else:
            facts.append(each)
    unread: list[tuple[str, str]] = []
    for kind, parts in sorted(kinds.items()):
        every = [part for _, part in sorted(parts.items())]
        try:
            package = import_module(kind)
            made = tuple(package.facts(every))
            stays = package.stays(made) if hasattr(package, "stays") else None
            facts = [*(facts if stays is None else filter(stays, facts)), *made]
        except RecursionError:
            unread.append((every[0].span.path, "its files are nested too deeply to be read together"))
        except Exception as error:  # noqa: BLE001  # as for one file: a fault must not end the scan
            unread.append((every[0].span.path, f"internal error {type(error).__name__} in reading it with its other files"))
    return tuple(facts), tuple(unread)


def _is_part(fact: Fact) -> TypeGuard[Part]:
    return type(fact).__name__ == _PART
