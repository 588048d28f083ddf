"""Lets an older interpreter read newer grammar, where a change of the same length is enough.

In: text that `ast` refused. Out: text of the same length with the same meaning for us, so that every offset still holds.
Grammar: PEP 758 (Python 3.14), exceptions without parentheses: `except A, B:` is read as `except A| B:`.
"""

from __future__ import annotations

import re

_UNPARENTHESISED = re.compile(r"^([ \t]*except\*?[ \t]+)([\w.]+(?:[ \t]*,[ \t]*[\w.]+)+)([ \t]*:)", re.MULTILINE)


def in_older_words(text: str) -> str:
    """The text with such lines rewritten; unchanged when there is none."""
    return _UNPARENTHESISED.sub(lambda found: found[1] + found[2].replace(",", "|") + found[3], text)
