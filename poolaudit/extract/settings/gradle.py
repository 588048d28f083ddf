"""Gradle's build files, for the coordinates in them.

In: build.gradle, build.gradle.kts or gradle.lockfile. Out: one mapping, `group:artifact` → version. They are programs; only
coordinates that stand there as one text with a literal version are read.
Source: https://docs.gradle.org/current/userguide/declaring_dependencies.html, read 2026-11-21.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Format
from poolaudit.extract.settings._pairs import pairs

if TYPE_CHECKING:
    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.tree import SettingsDocument


def read(source: Source) -> SettingsDocument:
    """`"org.postgresql:postgresql:42.7.3"`, in quotes, or at the start of a line of a lock file."""
    import re  # noqa: PLC0415 - by the first file of this kind

    quoted = (
        r"""(?<=["'])(?P<name>[\w.-]{1,150}:[\w.-]{1,150}):(?P<version>\d[\w.+-]{0,100})(?:@\w{1,20}|:[\w-]{1,50})?(?=["'])"""
    )
    locked = r"^(?P<name>[\w.-]{1,150}:[\w.-]{1,150}):(?P<version>\d[\w.+-]{0,100})="
    pattern = locked if source.path.endswith(".lockfile") else quoted
    return pairs(source, FORMAT.name, re.compile(pattern, re.MULTILINE).finditer(source.text))


FORMAT = Format("gradle", ("build.gradle", "build.gradle.kts", "*.gradle", "gradle.lockfile"), read)
