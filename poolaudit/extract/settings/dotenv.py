"""Env files. In: a `Source`. Out: a `SettingsDocument` with one mapping, or one reader's view by `read_env`.

There is no one grammar: compose, python-dotenv, dotenv for node and `node --env-file` read the same text differently
(`dotenv_readers` has each). The neutral tree holds the values on which these four agree; where they do not, the scalar's
`template` says so. POSIX sh is a fifth reader for files that scripts source; it is asked by name only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Format, UnreadError
from poolaudit.extract.settings.dotenv_entry import EnvLine, EnvTextError
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SettingsDocument

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.interpolate import Lookup

MAX_LENGTH = 1_000_000
"""Characters; a longer file is data, not configuration."""
READERS = ("compose", "python-dotenv", "node", "node-env-file")
"""The readers of the neutral tree, in the order in which a common value is looked for. `sh` is the fifth."""


def read_env(text: str, reader: str, lookup: Lookup | None = None) -> tuple[EnvLine, ...]:
    """Entries of an env file as `reader` sees them, in written order; a later entry of the same name wins.

    `reader` is one of `READERS` or `sh`. `lookup` gives the environment outside the file, nothing when it is None.
    Raises `EnvTextError` where the reader refuses the whole text.
    """
    from poolaudit.extract.settings import dotenv_compose, dotenv_node, dotenv_python, dotenv_sh  # noqa: PLC0415 - by need

    grammars: dict[str, Callable[[str, Lookup], tuple[EnvLine, ...]]] = {
        "compose": dotenv_compose.read,
        "python-dotenv": dotenv_python.read,
        "node": dotenv_node.read_dotenv,
        "node-env-file": dotenv_node.read_env_file,
        "sh": dotenv_sh.read,
    }
    return grammars[reader](text, lookup or _nothing)


def readings(text: str) -> dict[int, dict[str, EnvLine]]:
    """Offset of each name to what each of `READERS` reads there; a reader that refuses the text is left out."""
    found: dict[int, dict[str, EnvLine]] = {}
    for reader in READERS:
        try:
            lines = read_env(text, reader)
        except EnvTextError:
            continue
        for line in lines:
            if line.name:
                found.setdefault(line.key[0], {})[reader] = line
    return dict(sorted(found.items()))


def read(source: Source) -> SettingsDocument:
    """Read the values on which `READERS` agree. Raises `UnreadError` when no reader takes a line of a text that has some."""
    if len(source.text) > MAX_LENGTH:
        raise UnreadError(f"longer than {MAX_LENGTH} characters")
    items = []
    for by_reader in readings(source.text).values():
        line = common(by_reader)
        if line is None:
            continue
        start, end = line.at
        node = ScalarNode(line.value, source.span(start, end), source.text[start:end], line.quote, disagreement(by_reader))
        items.append((Key(line.name, source.span(*line.key)), node))
    if not items and any(line.strip() and not line.lstrip("\ufeff \t").startswith("#") for line in source.text.splitlines()):
        raise UnreadError("no line is a NAME=value that an env file reader takes")
    return SettingsDocument("dotenv", (MappingNode(tuple(items), source.span(0, len(source.text))),))


_KINDS = (
    "example", "sample", "template", "dist", "default", "local",
    "dev", "development", "test", "stage", "staging", "prod", "production",
)  # fmt: skip
_NAMED = tuple(f"{stem}{sign}{kind}" for stem in ("env", "*.env") for sign in ".-_" for kind in _KINDS)
FORMAT = Format("dotenv", (".env", ".env.*", ".env-*", ".env_*", "*.env", ".flaskenv", ".envrc", *_NAMED), read)


def common(by_reader: dict[str, EnvLine]) -> EnvLine | None:
    """The entry that stands for all readings: the first reader's that has a value, compose before the others.

    None when only `node --env-file` takes the line, which also takes comments and broken lines.
    """
    usable = [by_reader[reader] for reader in READERS if reader in by_reader and by_reader[reader].value is not None]
    if not usable or set(by_reader) == {"node-env-file"}:
        return None
    return usable[0]


def disagreement(by_reader: dict[str, EnvLine]) -> str:
    """Which readers see another value than the first, without the values; empty when all agree or a variable is open."""
    groups: list[tuple[str | None, list[str]]] = []
    for reader in READERS:
        value = by_reader[reader].value if reader in by_reader else None
        group = next((members for known, members in groups if known == value), None)
        if group is None:
            groups.append((value, [reader]))
        else:
            group.append(reader)
    if len(groups) == 1:
        open_names = next(iter(by_reader.values())).missing
        return f"depends on {', '.join(open_names)}" if open_names else ""
    return "readers differ: " + " / ".join(", ".join(members) for _, members in groups)


def _nothing(_name: str) -> None:
    return None
