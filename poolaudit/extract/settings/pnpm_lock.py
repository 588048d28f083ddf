"""pnpm-lock.yaml, whose keys name package and version (https://github.com/pnpm/spec/blob/master/lockfile, read 2026-11-21).

In: the file. Out: one mapping, package → version, of the section `packages`. It is machine-written and large, so that the
keys are picked out of the text instead of parsing all of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Format
from poolaudit.extract.settings._pairs import pairs

if TYPE_CHECKING:
    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import SettingsDocument


def read(source: Source) -> SettingsDocument:
    """Keys `pg@8.11.3:` (9), `/pg@8.11.3:` (6) and `/pg/8.11.3:` (5), with what peers add in parentheses or after `_`."""
    import re  # noqa: PLC0415 - by the first lock file

    start = source.text.find("\npackages:")
    end = source.text.find("\nsnapshots:", max(start, 0))
    key = re.compile(
        r"^[ ]{2}'?/?(?P<name>(?:@[\w.-]{1,100}/)?[\w.-]{1,200})[@/](?P<version>\d[\w.+-]{0,100}?)"
        r"(?:[(_][^\n]{0,2000})?'?:[ ]{0,4}\r?$",
        re.MULTILINE,
    )
    found = key.finditer(source.text, max(start, 0), end if end >= 0 else len(source.text)) if start >= 0 else ()
    return pairs(source, FORMAT.name, found)


FORMAT = Format("pnpm_lock", ("pnpm-lock.yaml",), read)
