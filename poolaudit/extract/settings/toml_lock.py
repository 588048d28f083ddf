"""Lock files in TOML, which programs write: uv.lock, poetry.lock, pdm.lock, pylock.toml, Cargo.lock.

In: a `Source`. Out: a `SettingsDocument` with the tables `package` or `packages`, of which only `name` and `version` are read.
Such a file has thousands of lines that say nothing else, in one plain layout; anything but that layout is read by `toml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Format
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SequenceNode, SettingsDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source

_TABLES = ("package", "packages")
_WANTED = ("name", "version")


def read(source: Source) -> SettingsDocument:
    """Read the file; raises `UnreadError` for text that is neither of the layout nor TOML."""
    text = source.text
    table = next((each for each in _TABLES if text.startswith(f"[[{each}]]\n") or f"\n[[{each}]]\n" in text), "")
    if not table or not _is_plain(text):
        from poolaudit.extract.settings.toml import read as read_toml  # noqa: PLC0415  # rarely needed

        return read_toml(source)
    header = f"[[{table}]]\n"
    first = text.index(header)
    packages = SequenceNode(tuple(_packages(source, header)), source.span(first, len(text)))
    return SettingsDocument("toml", (MappingNode(((Key(table, source.span(first, first + 2)), packages),), packages.span),))


FORMAT = Format("toml_lock", ("uv.lock", "poetry.lock", "pdm.lock", "Cargo.lock", "pylock.toml", "pylock.*.toml"), read)


def _is_plain(text: str) -> bool:
    """Whether every text stands on one line, and nothing is cut off: what would make lines mean something else."""
    pairs = (("[", "]"), ("{", "}"))
    return (
        '"""' not in text
        and "'''" not in text
        and "\r" not in text
        and text.endswith("\n")
        and text.count('"') % 2 == 0
        and all(text.count(one) == text.count(other) for one, other in pairs)
    )


def _packages(source: Source, header: str) -> Iterator[MappingNode]:
    """The tables in written order; keys of tables inside of them are left out."""
    text = source.text
    start = text.find(header)
    while start >= 0:
        body = start + len(header)
        following = text.find(f"\n{header}", body - 1)
        inner = text.find("\n[", body - 1)
        end = min((each for each in (following, inner) if each >= 0), default=len(text))
        yield MappingNode(tuple(_entries(source, body, end)), source.span(start, end))
        start = following + 1 if following >= 0 else -1


def _entries(source: Source, start: int, end: int) -> Iterator[tuple[Key, ScalarNode]]:
    for name in _WANTED:
        line = f'{name} = "'
        at = start if source.text.startswith(line, start) else source.text.find(f"\n{line}", start, end) + 1
        first = at + len(line)
        last = source.text.find('"', first, end) if at >= start else -1
        value = source.text[first:last]
        if last >= 0 and "\\" not in value and "\n" not in value:
            yield Key(name, source.span(at, at + len(name))), ScalarNode(value, source.span(first, last), value, '"')
