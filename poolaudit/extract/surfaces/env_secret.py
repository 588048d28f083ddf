"""Values of environment variables as secrets. In: name and text. Out: `Secret` with the form that may be shown."""

from __future__ import annotations

import re
from functools import cache

from poolaudit.catalog.plain_variables import FLAGS, LAST_WORDS
from poolaudit.extract.dsn.harmless import is_harmless
from poolaudit.extract.dsn.mask import mask
from poolaudit.extract.dsn.placeholder import COVER, cover
from poolaudit.extract.dsn.scheme import ENGINES
from poolaudit.extract.dsn.secret_key import is_secret_key
from poolaudit.facts.secret import MASK, Secret


def env_secret(name: str, text: str) -> Secret:
    """`text` as a secret, hidden whole unless it is surely harmless, because a password may stand under any name.

    Shown are connection strings and the options of commands (their passwords hidden), short numbers, truth values, addresses
    without user information, and whatever stands under a name that the catalog knows, such as `POOL_MODE` or `DB_HOST`.
    """
    return Secret(text, _shown(name, text))


def text_secret(text: str) -> Secret:
    """Text that is no variable's value, such as the word of a command: only the passwords that it shows are hidden."""
    return Secret(text, mask(text))


def _shown(name: str, text: str) -> str:
    if not text:
        return text
    if is_secret_key(name) or name.upper().endswith("KEY"):
        return MASK
    masked = mask(text)
    if name.upper() in FLAGS:
        return _assignments().sub(lambda found: f"{found.group(1)}={_shown(found.group(1), found.group(2))}", masked)
    if is_harmless(text) or (_is_plain(name) and "@" not in masked and "://" not in masked):
        return masked
    return masked if _is_connection(masked) else MASK


def _is_plain(name: str) -> bool:
    words = _words().findall(name)
    return bool(words) and words[-1].upper() in LAST_WORDS


def _is_connection(masked: str) -> bool:
    """Whether the text is an address or connection string, in which passwords have been found and hidden."""
    scheme, colon, rest = masked.strip("'\"").removeprefix("jdbc:").partition("://")
    if colon:
        known = scheme.lower().partition("+")[0] in ENGINES or scheme.lower() == "sqlserver"
        return known or (_site().fullmatch(cover(masked).replace(COVER, "x")) is not None and "@" not in rest)
    return bool(_pairs().match(masked) or _go_address().search(masked))


@cache
def _words() -> re.Pattern[str]:
    return re.compile(r"[A-Z]?[a-z0-9]+|[A-Z0-9]+")


@cache
def _assignments() -> re.Pattern[str]:
    return re.compile(r"([A-Za-z][\w.]{0,120})=([^\s'\"]{1,400})")


@cache
def _site() -> re.Pattern[str]:
    """An address of a service without a path: paths of web hooks are secrets."""
    return re.compile(r"[a-z][a-z0-9+.-]{1,20}://[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?/?")


@cache
def _pairs() -> re.Pattern[str]:
    """Strings of libpq and ADO.NET, those of PDO with their scheme."""
    key = r"(?:host|hostaddr|server|data source|address|user id|username|user|uid|dbname|database|initial catalog|port|service)"
    return re.compile(rf"(?i)(?:[a-z]{{2,10}}:)?\s*{key}\s*=[^=]")


@cache
def _go_address() -> re.Pattern[str]:
    return re.compile(r"^[^:@/]{1,64}(?::\*\*\*)?@(?:tcp|unix)\(")
