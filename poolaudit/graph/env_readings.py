"""What a reader of an env file sees where readers differ.

In: entries of an env file and who reads it. Out: variables by name. Compose reads its own env files; code is taken to read them
with the usual library of its language; of any other reader nothing is known, so a value that differs stays unresolved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.languages import ENV_FILE_READERS
from poolaudit.facts.setting import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.facts.deployment import EnvEntry
    from poolaudit.facts.secret import Secret
    from poolaudit.facts.setting import Setting

COMPOSE = "compose"


def reader_of(path: str) -> str:
    """The usual reader of env files for the code in a file; empty when there is none that we know."""
    return ENV_FILE_READERS.get(path.rpartition(".")[2].lower(), "")


def variables_of(entries: Iterable[EnvEntry], reader: str) -> dict[str, Setting[Secret]]:
    """Variables as the reader sees them: later entries win, one that the reader drops is not there."""
    seen = ((each.name, dict(each.readings).get(reader, each.value)) for each in entries)
    return {name: value for name, value in seen if value.origin is not Origin.ABSENT}
