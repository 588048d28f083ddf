"""go.mod. In: the file. Out: one mapping, module → version of its `require`s.

`replace` is passed over: another module under the same name has a version of its own, which says nothing about this one.
Source: https://go.dev/ref/mod#go-mod-file, read 2026-11-21.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Format
from poolaudit.extract.settings._pairs import pairs

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import SettingsDocument


def read(source: Source) -> SettingsDocument:
    """Requirements on lines of their own and in blocks."""
    return pairs(source, FORMAT.name, _requirements(source.text))


def _requirements(text: str) -> Iterator[re.Match[str]]:
    import re  # noqa: PLC0415 - by the first file of this kind

    line = re.compile(
        r"[ \t]*(?P<word>require[ \t]+)?(?P<name>[\w.~/-]{1,300})[ \t]+(?P<version>v\d[\w.+-]{0,100})[ \t]*(?://.*)?"
    )
    block, at = "", 0
    for written in text.splitlines(keepends=True):
        start, at = at, at + len(written)
        bare = written.strip()
        if block:
            block = "" if bare.startswith(")") else block
        elif bare.endswith("(") or bare.partition("//")[0].rstrip().endswith("("):
            block = bare.partition("(")[0].strip()
            continue
        found = line.fullmatch(text, start, start + len(written.rstrip("\r\n")))
        if found is not None and (block == "require" or (not block and found["word"])):
            yield found


FORMAT = Format("go_mod", ("go.mod",), read)
