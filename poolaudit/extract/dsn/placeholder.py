"""Placeholders inside a connection string: `${PW}`, `{{ .Values.host }}`, `$(HOST)`, `%(x)s`, `<password>`, `[YOUR-PASSWORD]`.

In: a string. Out: the same string, character for character, with placeholders covered by a mark that no grammar splits at.
"""

from __future__ import annotations

import re
from functools import cache

COVER = "\ue000"
"""A private-use character: it stands for one character of a placeholder."""


def cover(text: str) -> str:
    """The text with every character of a placeholder replaced by `COVER`; offsets stay as they are."""
    if not any(opener in text for opener in "$<{%[#"):
        return text
    return _placeholders().sub(lambda found: COVER * len(found.group()), text)


def placeholder_name(text: str) -> str:
    """Name of the first placeholder in `text`, without its default; empty when it has none (`%s`)."""
    found = _placeholders().search(text)
    name = _name().match(found.group()) if found else None
    return name.group(1) if name else ""


def is_placeholder(text: str) -> bool:
    """Whether the whole text is one bracketed placeholder without a default, which no password looks like."""
    return bool(_plain().fullmatch(text))


@cache
def _placeholders() -> re.Pattern[str]:
    # Bounded repeats and distinct first characters: linear on every input.
    return re.compile(
        r"""
        \$\{(?:[^{}\n]|\{[^{}\n]{0,200}\}){0,400}\}        # ${VAR} ${VAR:-other} ${A:-${B}}
        | \$\([^()\n]{0,200}\)                             # $(VAR)
        | \{\{[^{}\n]{0,200}\}\}                           # {{ template }}
        | \#\{[^{}\n]{0,200}\}                             # #{ruby}
        | <%[^%\n]{0,200}%>                                # <%= erb %>
        | <[A-Za-z][A-Za-z0-9_.\ -]{0,80}>                 # <password>
        | %\([A-Za-z_][A-Za-z0-9_.]{0,80}\)[sd]            # %(name)s
        | %[sv](?![A-Za-z0-9]) | %d(?![0-9A-Za-z])         # printf
        | \{[A-Za-z_][A-Za-z0-9_.!:'"\[\]()]{0,120}\}      # {name} of str.format
        | \[[A-Z][A-Z0-9_\ -]{2,60}\]                      # [YOUR-PASSWORD]
        | \[(?:your|project)[A-Za-z0-9_\ -]{0,60}\]        # [project-ref]
        | \$[A-Za-z_][A-Za-z0-9_]{0,120}                   # $VAR
        """,
        re.VERBOSE,
    )


@cache
def _name() -> re.Pattern[str]:
    return re.compile(r"(?:[$#]?\{+|\$\(?|<%?=?|%\(|\[)[\s.]*([A-Za-z_][A-Za-z0-9_.-]*)")


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(
        r"\$\{[A-Za-z_]\w{0,120}\}|\$\([A-Za-z_]\w{0,120}\)|<[a-z]{1,40}>|\{[a-z_]\w{0,120}\}|\{\{[\w .]{1,120}\}\}"
    )
