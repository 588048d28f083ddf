"""Gemfile.lock. In: the file. Out: one mapping, gem → version of its `specs`.

Source: https://bundler.io/guides/rationale.html, read 2026-11-21.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Format
from poolaudit.extract.settings._pairs import pairs

if TYPE_CHECKING:
    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import SettingsDocument


def read(source: Source) -> SettingsDocument:
    """Resolved gems: four blanks, the name, the version in parentheses, perhaps with a platform; six blanks are requirements."""
    import re  # noqa: PLC0415 - by the first lock file

    gem = re.compile(
        r"^[ ]{4}(?P<name>[\w.-]{1,200}) \((?P<version>\d[\w.]{0,100})(?:-[\w.-]{1,100})?\)[ \t]{0,4}\r?$",
        re.MULTILINE,
    )
    return pairs(source, FORMAT.name, gem.finditer(source.text))


FORMAT = Format("gemfile_lock", ("Gemfile.lock", "gems.locked"), read)
