"""Reads a shell script as what it is: one text. In: a source. Out: a document with a single scalar, the whole file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Format
from poolaudit.extract.settings.tree import ScalarNode, SettingsDocument

if TYPE_CHECKING:
    from poolaudit.discover.source import Source


def read(source: Source) -> SettingsDocument:
    """The text of the file; surfaces look for the commands that they know."""
    whole = source.span(0, len(source.text))
    return SettingsDocument("shell_script", (ScalarNode(source.text, whole, source.text),))


FORMAT = Format("shell_script", ("*.sh", "*.bash", "*.zsh", "*.azcli"), read)
