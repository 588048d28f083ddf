"""Containers of a server's image that run no server: one that creates a database, waits for a server, or dumps its data.

In: a deployment, what it starts, the catalog's server. Out: whether all that it surely runs are clients of a server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.graph.describe_workload import command_of
from poolaudit.graph.read_commands import SHELLS, launched

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolaudit.catalog.model import Server
    from poolaudit.facts.deployment import Deployment
    from poolaudit.graph.images import Images

_STARTERS = frozenset({"pg_ctl", "pg_ctlcluster", "pg_autoctl", "patroni", "repmgrd", "service", "supervisord", "init"})
"""Programs that start a server under another name than its own."""
_ENDS = ";&|\n"
"""Characters after which another command of a shell begins."""
_NOTHING = frozenset({"true", ":", "exit"})
"""Commands that end at once; a container that runs nothing else is switched off."""
_WORDS = frozenset({"!", "{", "(", "while", "until", "if", "elif", "then", "else", "do", "time", "command"})
"""Words of shells that a command may follow."""
_ENTRY = "entrypoint"
"""What the name of an image's script holds that ends by running its arguments."""


def runs_no_server(deployment: Deployment, images: Images, software: Server) -> bool:
    """Whether the command, or the script that it starts, calls clients of a server and nothing that may be one itself."""
    words = command_of(deployment, images).value or ()
    names = [*_names(words), *images.script_programs(deployment)]
    if any(name in software.programs or name in _STARTERS or _ENTRY in name for name in names):
        return False
    if names and all(name in _NOTHING for name in names):
        return True
    scripts = sum(name.endswith(".sh") for name in names)
    return any(name in software.clients for name in names) and scripts <= bool(images.script_programs(deployment))


def _names(words: Sequence[str]) -> Iterator[str]:
    """What each command of a line is called, without its folder; of `sh -c` each command of its script."""
    if not words or words[0].startswith("-"):
        return
    script = next((words[at + 1] for at, word in enumerate(words[:-1]) if at and _runs_text(words[at - 1], word)), None)
    for line in [words] if script is None else [part.split() for part in _parts(script)]:
        found = launched(_behind(line))
        if found and found[0].rpartition("/")[2] in SHELLS:
            found = next(((word,) for word in found[1:] if not word.startswith("-")), ())
        if len(found) > 1 and _ENTRY in found[0] and not found[1].startswith("-"):
            found = found[1:]
        if found:
            yield found[0].rpartition("/")[2].strip("\"'()")


def _runs_text(shell: str, option: str) -> bool:
    return shell.rpartition("/")[2] in SHELLS and option.startswith("-") and option.endswith("c")


def _parts(script: str) -> list[str]:
    """Commands of a shell's script; a quoted text with a separator in it is cut, which leaves words that are no program."""
    for end in _ENDS:
        script = script.replace(end, "\n")
    return script.replace("$(", "\n").replace("`", "\n").split("\n")


def _behind(line: Sequence[str]) -> list[str]:
    """A command without what stands before it: `while ! A=1 psql` → `psql`."""
    at = next((at for at, word in enumerate(line) if not _stands_before(word)), len(line))
    return list(line[at:])


def _stands_before(word: str) -> bool:
    return word in _WORDS or ("=" in word and word.partition("=")[0].isidentifier())
