"""Shell scripts as commands. In: a `Source`. Out: a `ShellDocument`. What a shebang gives to another program is an empty one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.extract.base import Format, UnreadError
from poolaudit.extract.settings.tree import MappingNode, SettingsDocument
from poolaudit.extract.settings.words import WordsError

if TYPE_CHECKING:
    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.shell_writes import WrittenFile
    from poolaudit.facts.shell import ShellStep

SHELLS = frozenset({"sh", "bash", "ash", "dash", "ksh", "zsh", "busybox"})
ENDINGS = (".sh", ".bash", ".zsh", ".ksh")


@dataclass(frozen=True, slots=True)
class ShellDocument(SettingsDocument):
    """An empty tree with the steps of the script and the files that it writes."""

    steps: tuple[ShellStep, ...] = ()
    files: tuple[WrittenFile, ...] = ()


def read(source: Source) -> ShellDocument:
    """Read a script as far as its grammar goes. Raises `UnreadError` where it does not even begin as one."""
    from poolaudit.extract.settings.shell_grammar import parse  # noqa: PLC0415  # only scripts need it

    root = (MappingNode((), source.span(0, 0)),)
    if not is_shell(source):
        return ShellDocument(FORMAT.name, root)
    try:
        script = parse(source)
    except WordsError as error:
        raise UnreadError(f"not a shell script: {error}") from None
    return ShellDocument(FORMAT.name, root, script.steps, tuple(script.files))


FORMAT = Format("shell_commands", ("*.sh", "*.bash", "*entrypoint", "*entry-point"), read)


def is_shell(source: Source) -> bool:
    """Whether the first line names a shell, or no program at all and the name of the file is that of a script."""
    first = source.text.lstrip("\ufeff").partition("\n")[0]
    if not first.startswith("#!"):
        return source.path.lower().endswith(ENDINGS)
    words = first[2:].replace("\r", "").split()
    names = [word.rpartition("/")[2] for word in words if not word.startswith("-")]
    return any(name in SHELLS for name in names[:2])
