"""Values that hide nothing. In: text. Out: whether nobody could have chosen it for a password worth hiding."""

from __future__ import annotations

import re
from functools import cache

from poolaudit.catalog.plain_variables import ORDINARY
from poolaudit.extract.dsn.placeholder import COVER, cover


def is_harmless(text: str) -> bool:
    """Whether `text` is a short number (with a unit), a truth value, an ordinary word, an IPv4 address, a file or placeholders.

    A file is one of settings or code, as its ending says.
    """
    if not text.strip():
        return True
    covered = cover(text)
    if COVER in covered and not covered.replace(COVER, "").strip(" /:,.'\""):
        return not _has_default(text)
    text = text.strip()
    return text.lower() in ORDINARY or _plain().fullmatch(text) is not None or _file().fullmatch(text) is not None


def is_opaque(text: str) -> bool:
    """Whether one word looks made up, as passwords and keys do: at least eight letters and digits, both of them."""
    return bool(_opaque().fullmatch(text)) and any(map(str.isdigit, text)) and any(map(str.isalpha, text))


def _has_default(text: str) -> bool:
    """Whether a placeholder holds more than a name: `${NAME:-default}`."""
    return _default().search(text) is not None


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(
        r"-?[0-9]{1,5}(?:\.[0-9]{1,3})?\s?(?:[kKMGT]i?[bB]?|ms|s|m|min|h|d)?|[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?::[0-9]{1,5})?"
    )


@cache
def _file() -> re.Pattern[str]:
    endings = "properties|ya?ml|json|toml|ini|conf|cfg|cnf|xml|py|[cm]?js|[cm]?ts|rb|go|sh|sql"
    return re.compile(rf"[A-Za-z0-9_./-]{{1,200}}[A-Za-z0-9_-]\.(?:{endings})")


@cache
def _default() -> re.Pattern[str]:
    return re.compile(r"\$\{[A-Za-z_]\w{0,200}:?[-+?=]|\|")


@cache
def _opaque() -> re.Pattern[str]:
    return re.compile(r"[^\s/.,:;]{8,}")
