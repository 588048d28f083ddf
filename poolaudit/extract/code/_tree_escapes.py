"""Escapes in quoted texts, alike in all languages that are read. In: one escape as written. Out: what it stands for."""

from __future__ import annotations

LONGEST_ESCAPE = 8
"""Digits of the longest escape, `\\UXXXXXXXX`."""
LONGEST_OCTAL = 3
"""Digits of the longest octal escape, `\\377`."""
SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "e": "\x1b", "s": " ", "\n": ""}
"""Escapes of one letter, alike in all these languages."""


def unescape(text: str) -> str:
    """What an escape stands for; what is not known stands for itself without the backslash."""
    body = text[1:]
    if body[:1] in ("u", "U", "x"):
        digits = body[1:].strip("{}")
        try:
            return chr(int(digits, 16)) if len(digits) <= LONGEST_ESCAPE else ""  # the longest form, \\UXXXXXXXX
        except (ValueError, OverflowError):
            return body
    if body and body.isdigit() and len(body) <= LONGEST_OCTAL and all(digit < "8" for digit in body):  # octal, to \\377
        return chr(int(body, 8))
    return SIMPLE.get(body, body)
