"""Signs that a text is not final: expressions that a template engine or a shell replaces before the program reads it.

In: one value or one line. Out: the expression that makes it unknown, and how deep in conditions a line stands.
Recognised: shell and envsubst (`$VAR`, `${VAR}`, `$(X)`), Go and Jinja (`{{ }}`, `{% %}`), ERB (`<% %>`), Python's
configparser (`%(x)s`), autoconf (`@VAR@`), `__VAR__` and `#{x}`.
"""

from __future__ import annotations

import re
from dataclasses import field
from functools import cache

from poolaudit._records import dataclass

MASKED = "\x01"
_SIGNS = ("$", "{{", "{%", "<%", "%(", "@", "__", "#{")


def expression(text: str) -> str:
    """The first template expression in `text`, shortened to 40 characters; empty when the text is final."""
    if not any(sign in text for sign in _SIGNS):
        return ""
    found = _pattern().search(text)
    return found[0][:40] if found is not None else ""


def mask(text: str) -> str:
    """`text` with each template expression replaced by as many U+0001, so that a grammar can read what stands around it."""
    if not any(sign in text for sign in _SIGNS):
        return text
    return _pattern().sub(lambda found: MASKED * len(found[0]), text)


def is_directive(line: str) -> bool:
    """Whether a line consists of template code alone: `{% if x %}`, `{{- end }}`, `<% end %>`, `{{ range }}{{ . }}{{ end }}`."""
    line = line.strip()
    if line.startswith(("{{", "{%", "<%", "{#")):
        return not _blocks().sub("", line).strip()
    return False


@dataclass(slots=True)
class Conditions:
    """Follows `if`, `for`, `range` and their ends through the lines of a template."""

    block: int = 0
    """Number of the named block (`define`, `macro`) that the next line stands in; another number is another text."""
    _open: list[bool] = field(default_factory=list)

    def feed(self, line: str) -> None:
        """Take the directives of one more line."""
        if "{{" not in line and "{%" not in line and "<%" not in line:
            return
        for found in _directive().finditer(line):
            word = found[1] or found[2] or found[3]
            if word.startswith("end"):
                if self._open and not self._open.pop():
                    self.block += 1
            elif word in ("if", "unless", "for", "range", "with", "each"):
                self._open.append(True)
            elif word in ("define", "block", "macro", "raw", "filter", "call", "autoescape"):
                self._open.append(False)
                self.block += 1

    @property
    def inside(self) -> bool:
        """Whether the next line is written or left out depending on a condition or a loop."""
        return any(self._open)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        r"\$\{[^}\n]{0,200}\}?|\$\([^)\n]{0,200}\)?|\$[A-Za-z_]\w{0,80}|\{\{[^\n]{0,200}?(?:\}\}|$)|\{%[^\n]{0,200}?(?:%\}|$)"
        r"|<%[^\n]{0,200}?(?:%>|$)|%\([A-Za-z_][\w.]{0,80}\)s|@[A-Za-z_]\w{0,80}@|__[A-Z][A-Z0-9_]{0,80}__|#\{[^}\n]{0,200}\}"
    )


@cache
def _blocks() -> re.Pattern[str]:
    return re.compile(r"\{\{[^\n]{0,500}?\}\}|\{%[^\n]{0,500}?%\}|<%[^\n]{0,500}?%>|\{#[^\n]{0,500}?#\}")


@cache
def _directive() -> re.Pattern[str]:
    return re.compile(r"\{\{-?\s{0,9}([a-z]{2,10})\b|\{%[-+]?\s{0,9}([a-z]{2,14})\b|<%-?\s{0,9}([a-z]{2,10})\b")
