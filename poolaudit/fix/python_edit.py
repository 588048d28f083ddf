"""Adds or replaces arguments of Python calls. In: source text, calls by offset, arguments. Out: replacements of characters.

libcst finds the places; nothing but the replacements changes, so comments, layout, newlines and tabs stay byte for byte. An
argument that may already be set out of sight (`**options`, a mapping made elsewhere) is refused rather than set twice.
"""

from __future__ import annotations

import ast
import io
import tokenize
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.fix.python_places import Container, PythonFile, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poolaudit.fix.value_edit import Replacement

__all__ = ["ArgumentEdit", "PythonFile", "Refused", "is_sound", "replacements"]

_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class ArgumentEdit:
    """One argument of the call, or one key of the dict display, that stands between two offsets."""

    start: int
    end: int
    argument: str
    """Keyword, or `outer.inner` for a key of a mapping argument."""
    value: str
    """Source text of the value."""


def replacements(file: PythonFile, edits: Iterable[ArgumentEdit]) -> tuple[Replacement, ...]:
    """What to replace so that all edits are made; raise `Refused` when one of them is not safe.

    Edits of one call are worked out together, so that several can be added at one place.
    """
    by_place: dict[tuple[int, int], dict[str, str]] = {}
    for edit in edits:
        wanted = by_place.setdefault((edit.start, edit.end), {})
        if wanted.setdefault(edit.argument, edit.value) != edit.value:
            raise Refused("another finding sets the same argument to another value")
    found: list[Replacement] = []
    for (start, end), wanted in by_place.items():
        container = file.container(start, end)
        found += _fill(file, container, _nested({name: file.in_scope(value, container) for name, value in wanted.items()}))
    return tuple(found)


_Tree = dict[str, "str | dict[str, str]"]


def _nested(wanted: dict[str, str]) -> _Tree:
    tree: _Tree = {}
    for name, value in wanted.items():
        outer, dot, inner = name.partition(".")
        if not dot:
            tree[outer] = value
            continue
        branch = tree.setdefault(outer, {})
        if isinstance(branch, str):
            raise Refused(f"{outer} cannot be set whole and in part")
        branch[inner] = value
    return tree


def _fill(file: PythonFile, container: Container, wanted: _Tree | dict[str, str]) -> list[Replacement]:
    found: list[Replacement] = []
    added: list[str] = []
    for name, value in wanted.items():
        entry = container.entry(name)
        if entry is None:
            if container.hidden:
                raise Refused(f"{container.hidden} may already set {name}")
            written = (
                value if isinstance(value, str) else "{" + ", ".join(f'"{key}": {text}' for key, text in value.items()) + "}"
            )
            added.append(container.assign(name, written))
        elif isinstance(value, dict):
            found += _fill(file, file.mapping(entry, name), value)
        elif file.text[entry.value_start : entry.value_end] != value:
            found.append((entry.value_start, entry.value_end, value))
    return [*found, *_add(file.text, container, added)] if added else found


def _add(text: str, container: Container, added: Sequence[str]) -> list[Replacement]:
    if not container.entries:
        return [(container.inside, container.inside, ", ".join(added))]
    last = container.entries[-1]
    margin = _margin(text, last.start)
    if margin is None:
        if last.comma_end:
            return [(last.comma_end, last.comma_end, "".join(f" {each}," for each in added))]
        return [(last.end, last.end, "".join(f", {each}" for each in added))]
    at = _end_of_line(text, last.comma_end or last.end, container.end)
    if last.comma_end:
        return [(at, at, "".join(f"\n{margin}{each}," for each in added))]
    lines = ",".join(f"\n{margin}{each}" for each in added)
    return [(last.end, last.end, ","), (at, at, lines)] if at > last.end else [(at, at, "," + lines)]


def _margin(text: str, start: int) -> str | None:
    """White space before an entry that begins its line; None when something stands before it."""
    begin = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    margin = text[begin:start]
    return margin if not margin.strip(" \t") and begin else None


def _end_of_line(text: str, after: int, end: int) -> int:
    """Where a line may be added after the last entry: behind a comment on its line, before a bracket on it."""
    stops = [at for at in (text.find("\n", after, end), text.find("\r", after, end)) if at >= 0]
    return min(stops) if stops else after


def is_sound(before: str, after: str) -> bool:
    """Whether Python reads the edited text, and every comment is still there as it was."""
    try:
        ast.parse(after.removeprefix(_BOM))
        return _comments(before) == _comments(after)
    except (SyntaxError, ValueError, RecursionError, MemoryError, tokenize.TokenError):
        return False


def _comments(text: str) -> list[str]:
    lines = io.StringIO(text.removeprefix(_BOM), newline="")
    return [token.string for token in tokenize.generate_tokens(lines.readline) if token.type == tokenize.COMMENT]
