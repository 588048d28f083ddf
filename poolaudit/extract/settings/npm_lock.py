"""npm's lock files, whose entries begin with the version.

In: package-lock.json or npm-shrinkwrap.json of any lockfileVersion. Out: one mapping, package → version. These files are
machine-written and large, so that the entries are picked out of the text instead of parsing all of it.
Source: https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json, read 2026-11-21.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Format
from poolaudit.extract.settings._pairs import pairs

if TYPE_CHECKING:
    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import SettingsDocument


def read(source: Source) -> SettingsDocument:
    """Top-level packages: `"node_modules/pg": {"version": "8.11.3"`, or `"pg": {"version": …` of the first format."""
    import re  # noqa: PLC0415 - by the first lock file

    entry = re.compile(
        r'"(?:node_modules/)?(?P<name>(?:@[\w.-]{1,100}/)?[\w.-]{1,200})":\s{0,20}\{\s{0,40}"version":\s{0,10}"(?P<version>[^"\n]{1,100})"'
    )
    return pairs(source, FORMAT.name, entry.finditer(source.text))


FORMAT = Format("npm_lock", ("package-lock.json", "npm-shrinkwrap.json"), read)
