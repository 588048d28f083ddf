"""Values of environment variables as secrets. In: name and text. Out: `Secret` with the form that may be shown."""

from __future__ import annotations

import re
from functools import cache

from poolaudit.catalog.plain_variables import FLAGS, LAST_WORDS
from poolaudit.extract.dsn.harmless import is_harmless, is_opaque
from poolaudit.extract.dsn.mask import mask
from poolaudit.extract.dsn.placeholder import COVER, cover
from poolaudit.extract.dsn.scheme import ENGINES
from poolaudit.extract.dsn.secret_key import is_secret_key
from poolaudit.facts.secret import MASK, Secret

_OWNERS = ("DB", "PG", "SQL", "REDIS", "MYSQL", "POSTGRES", "RDS", "CACHE", "BROKER")
_ADDRESSES = frozenset({"HOST", "HOSTS", "HOSTNAME", "PORT", "PGHOST", "PGPORT", "SSLMODE", "PGSSLMODE", "ENGINE", "DRIVER"})
"""Last words of keys whose values are no secret even among secrets."""
_SHORT = frozenset({"-a", "-p", "-P", "-u", "-k", "-t", "-W"})
"""Short options that take a password, a token or a user with a password in one program or another."""


def env_secret(name: str, text: str) -> Secret:
    """`text` as a secret, hidden whole unless it is surely harmless, because a password may stand under any name.

    Shown are connection strings and the options of commands (their passwords hidden), short numbers, truth values, addresses
    without user information, and whatever stands under a name that the catalog knows, such as `POOL_MODE` or `DB_HOST`.
    """
    return Secret(text, _shown(name, text))


def secret_of_key(name: str, text: str) -> Secret:
    """`text` as what a key of a store of secrets holds: hidden whole unless its name is that of an address or of a setting."""
    words = _words().findall(name)
    return env_secret(name, text) if words and _stem(words[-1]) in _ADDRESSES else Secret(text)


def command_secret(text: str) -> Secret:
    """A command line as a secret: hidden are passwords of connection strings, and all of a line that works with passwords.

    So are what stands behind an option that may take a password, and words that look made up.
    """
    if _handling().search(text):
        return Secret(text)
    shown: list[str] = []
    before = ""
    for word in _blanks().split(mask(text)):
        shown.append(_word(word, before) if word.strip() else word)
        before = word if word.strip() else before
    return Secret(text, "".join(shown))


def _word(word: str, before: str) -> str:
    """A word of a command line as it may be shown after the word before it."""
    name, equals, value = word.strip("'\"").partition("=")
    if equals and name.isidentifier():
        return f"{word[: word.index('=')]}={_shown(name, value)}"
    if equals and (is_secret_key(name) or is_opaque(value)):
        return f"{word[: word.index('=')]}={MASK}"
    takes = before.startswith("-") and not before.endswith("=") and not word.startswith("-") and "=" not in before
    if takes and (is_secret_key(before.lstrip("-")) or (before in _SHORT and not is_harmless(word) and "/" not in word)):
        return MASK
    return MASK if not word.startswith("-") and is_opaque(word.strip("'\"")) else word


def text_secret(text: str) -> Secret:
    """Text that is no variable's value, such as the word of a command: only the passwords that it shows are hidden."""
    return Secret(text, mask(text))


def _shown(name: str, text: str) -> str:
    if not text:
        return text
    if is_secret_key(name) or name.upper().endswith("KEY"):
        return MASK
    given = _given().fullmatch(text)
    if given is not None and cover(text) == COVER * len(text):
        inner = MASK if is_secret_key(given.group(2)) else _shown(name, given.group(4))
        return f"{given.group(1)}{inner}}}" if inner != MASK else MASK
    masked = mask(text)
    if name.upper() in FLAGS:
        return _assignments().sub(lambda found: f"{found.group(1)}={_shown(found.group(1), found.group(2))}", masked)
    if is_harmless(text) or (_is_plain(name) and "@" not in masked and "://" not in masked):
        return masked
    return masked if _is_connection(masked) else MASK


def _is_plain(name: str) -> bool:
    words = _words().findall(name)
    return bool(words) and _stem(words[-1]) in LAST_WORDS


def _stem(word: str) -> str:
    """The last word of a name without the name of what it belongs to: `DBHOST` → `HOST`."""
    word = word.upper()
    start = next((each for each in _OWNERS if word.startswith(each) and word != each), "")
    return word if word in LAST_WORDS else word[len(start) :]


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
def _given() -> re.Pattern[str]:
    """A variable with a default, nothing beside it: what it starts with, its name, and the default."""
    return re.compile(r"(\$\{([A-Za-z_]\w{0,120})(:?[-=]))(.{0,2000})\}")


@cache
def _blanks() -> re.Pattern[str]:
    return re.compile(r"(\s+)")


@cache
def _handling() -> re.Pattern[str]:
    """Commands that are given passwords in ways of their own, and quoted texts of SQL."""
    return re.compile(
        r"(?i)pass(?:word|wd|phrase|\b)|secret|token|credential|\b(?:htpasswd|sshpass|vault|login|openssl|gpg|curl|wget|redis-cli|expect)\b"
        r"|\b(?:mysql|mysqldump|mysqladmin|mariadb)\b.{0,200}\s-p|\b(?:alter|create)\s+(?:user|role)\b"
    )


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
