"""yarn.lock, of Yarn 1 and of later ones (https://classic.yarnpkg.com/lang/en/docs/yarn-lock/, read 2026-11-21).

In: the file. Out: one mapping, package → version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Format
from poolaudit.extract.settings._pairs import pairs

if TYPE_CHECKING:
    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import SettingsDocument


def read(source: Source) -> SettingsDocument:
    """Entries: a line of descriptors (`pg@^8.11.0, pg@^8.7.0:`), then an indented `version`."""
    import re  # noqa: PLC0415 - by the first lock file

    entry = re.compile(
        r'^"?(?P<name>(?:@[\w.-]{1,100}/)?[\w.-]{1,200})@[^\n]{0,2000}:\r?\n'
        r'[ ]{2}version:?[ ]{1,4}"?(?P<version>[\w.+-]{1,100})"?',
        re.MULTILINE,
    )
    return pairs(source, FORMAT.name, entry.finditer(source.text))


FORMAT = Format("yarn_lock", ("yarn.lock",), read)
