"""mix.lock (https://hexdocs.pm/mix/Mix.Tasks.Deps.html, read 2026-11-21). In: the file. Out: one mapping, package → version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Format
from poolaudit.extract.settings._pairs import pairs

if TYPE_CHECKING:
    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import SettingsDocument


def read(source: Source) -> SettingsDocument:
    """Entries of Hex: `"postgrex": {:hex, :postgrex, "0.17.5", …`; those of git have no version."""
    import re  # noqa: PLC0415 - by the first lock file

    entry = re.compile(r'"(?P<name>\w{1,100})":[ ]?\{:hex,[ ]?:\w{1,100},[ ]?"(?P<version>[^"\n]{1,100})"')
    return pairs(source, FORMAT.name, entry.finditer(source.text))


FORMAT = Format("mix_lock", ("mix.lock",), read)
