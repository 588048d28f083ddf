"""Types of plain YAML scalars. In: the text of a scalar and its tag. Out: str, int, float, bool or None.

Rules: go-yaml v3 (what compose and, in effect, Kubernetes use): the YAML 1.2 core schema plus old octals and
underscores; `yes`, `no`, `on`, `off` and `12:30` stay text. https://pkg.go.dev/gopkg.in/yaml.v3, read 2026-11-20 (v3.0.1).
"""

from __future__ import annotations

_WORDS: dict[str, bool | float | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
    ".nan": float("nan"),
    ".NaN": float("nan"),
    ".NAN": float("nan"),
}
_WORDS.update({sign + word: float(sign + "inf") for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")})
_CORE = "tag:yaml.org,2002:"
_LONGEST_NUMBER = 64
"""Longer runs of digits are text to every reader; it also bounds the conversion."""


def typed(text: str, tag: str = "") -> str | int | float | bool | None:
    """Value of the plain scalar `text`; an explicit core tag (`!!str`, `!!int`) decides, any other tag means text."""
    if tag == _CORE + "str" or (tag and not tag.startswith(_CORE)):
        # an application's tag over nothing (`!reset null`) keeps the word; the surface knows what it means
        return text
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > _LONGEST_NUMBER or (text[0] not in "+-.0123456789"):
        return text
    return _number(text.replace("_", ""), text)


def template_of(text: str) -> str:
    """The opening mark of the template language inside `text`; empty for ordinary text."""
    return next((mark for mark in ("{{", "<%", "{%") if mark in text), "")


def _number(digits: str, text: str) -> str | int | float:
    body = digits.lstrip("+-")
    if not body or not digits.isascii() or len(digits) - len(body) > 1:
        return text
    sign = -1 if digits[0] == "-" else 1
    for prefix, base in (("0x", 16), ("0o", 8), ("0b", 2)):
        if body.startswith(prefix):
            try:
                return sign * int(body[2:], base)
            except ValueError:
                return text
    if body.isdecimal():
        old_octal = len(body) > 1 and body[0] == "0" and not set(body) & {"8", "9"}
        return sign * int(body, 8 if old_octal else 10)
    if set(body) <= set("0123456789.eE+-") and body[0] in ".0123456789":
        try:
            return float(digits)
        except ValueError:
            return text
    return text
