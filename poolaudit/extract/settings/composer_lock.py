"""composer.lock. In: the file. Out: one mapping, package → version.

It is machine-written and large, so that the entries, which begin with name and version, are picked out of the text.
Source: https://getcomposer.org/doc/01-basic-usage.md, read 2026-11-21.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Format
from poolaudit.extract.settings._pairs import pairs

if TYPE_CHECKING:
    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import SettingsDocument


def read(source: Source) -> SettingsDocument:
    """`"name": "laravel/framework", "version": "v11.9.2"`."""
    import re  # noqa: PLC0415 - by the first lock file

    entry = re.compile(
        r'"name":\s{0,10}"(?P<name>[\w.-]{1,100}/[\w.-]{1,100})",\s{0,40}"version":\s{0,10}"(?P<version>[^"\n]{1,100})"'
    )
    return pairs(source, FORMAT.name, entry.finditer(source.text))


FORMAT = Format("composer_lock", ("composer.lock",), read)
