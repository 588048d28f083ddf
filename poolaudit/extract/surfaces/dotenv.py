"""Env files. In: a Source (read again by each reader). Out: one `EnvFile`.

An entry whose readers agree has one value. Where they differ it carries what each sees (`readings`), and its `value` is
known only when the difference is that readers without expansion keep `$…` as written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.dotenv import READERS, common, disagreement, readings
from poolaudit.extract.surfaces.env_secret import env_secret
from poolaudit.facts.deployment import EnvEntry, EnvFile
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.settings.dotenv_entry import EnvLine
    from poolaudit.facts.secret import Secret

_EXPANDING = ("compose", "python-dotenv")


def extract(source: Source, _document: Document) -> Iterator[EnvFile]:
    """The file with its entries in written order; a name given twice stands twice, and the later one wins."""
    entries = []
    for by_reader in readings(source.text).values():
        line = common(by_reader)
        if line is not None:
            entries.append(_entry(source, line, by_reader))
    yield EnvFile(source.path, source.span(0, 0), tuple(entries))


SURFACE = Surface("dotenv", ("dotenv",), extract)


def _entry(source: Source, line: EnvLine, by_reader: dict[str, EnvLine]) -> EnvEntry:
    quotes = len(line.quote)
    span = source.span(line.key[0], max(line.at[1] + quotes, line.key[1]))
    values = {by_reader[reader].value if reader in by_reader else None for reader in READERS}
    if len(values) == 1:
        return EnvEntry(line.name, _setting(source, line), span)
    seen = tuple(
        (reader, _setting(source, by_reader[reader]) if reader in by_reader else Setting.absent(line.name)) for reader in READERS
    )
    return EnvEntry(line.name, _agreed(source, line, by_reader), span, readings=seen)


def _agreed(source: Source, line: EnvLine, by_reader: dict[str, EnvLine]) -> Setting[Secret]:
    """What readers that expand agree on, when the others see the text as written; unresolved otherwise."""
    expanded = {by_reader[reader].value for reader in _EXPANDING if reader in by_reader}
    plain = [by_reader[reader] for reader in READERS if reader not in _EXPANDING and reader in by_reader]
    kept = all("$" in (each.value or "") for each in plain)
    if len(expanded) == 1 and all(reader in by_reader for reader in READERS) and kept:
        return _setting(source, line, "node reads it without expanding variables")
    return Setting.unresolved(disagreement(by_reader), source.span(*line.at), line.name)


def _setting(source: Source, line: EnvLine, note: str = "") -> Setting[Secret]:
    span = source.span(*line.at)
    if line.value is None:
        return Setting.unresolved(line.why, span, line.name)
    names = ", ".join(line.missing)
    if line.missing and line.assumed is None:
        return Setting.unresolved(f"needs {names}, which the file does not set", span, line.name)
    if line.missing:
        note = f"unless {names} is set elsewhere"
    value = Setting.written(env_secret(line.name, line.value), span, line.name, note)
    return replace(value, assumed=True) if line.missing else value
