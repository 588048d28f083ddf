"""Which keys of a connection string hold secrets. In: a decoded key. Out: whether its value may be kept or shown."""

from __future__ import annotations

_ENDINGS = (
    "password",
    "passwd",
    "pwd",
    "psw",
    "pass",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "accesskey",
    "accountkey",
    "privatekey",
    "scramclientkey",
    "scramserverkey",
    "credentials",
)


_MISSPELT = ("password", "passwd", "passphrase", "secret")
_ALIKE = frozenset(("paused", "passed", "passive", "sector", "select", "server"))
"""Words of one or two other letters that are no misspelt password."""


def is_secret_key(key: str) -> bool:
    """Whether the value of `key` is a secret: `password`, `sslpassword`, `PGPASSWORD`, `api_key`, `Pwd`, misspelt `pasword`."""
    folded = key.lower().replace("_", "").replace("-", "").replace(" ", "").replace(".", "")
    if folded.endswith(_ENDINGS):
        return True
    return folded not in _ALIKE and any(_near(folded[-size:], word) for word in _MISSPELT for size in _sizes(word))


def _sizes(word: str) -> range:
    return range(len(word) - 1, len(word) + 2)


def _near(written: str, word: str) -> bool:
    """Whether one letter is missing, doubled, wrong or has changed places with the next."""
    if abs(len(written) - len(word)) > 1 or written[:1] != word[:1]:
        return False
    at = next((index for index, (one, other) in enumerate(zip(written, word, strict=False)) if one != other), None)
    if at is None:
        return not written.endswith("s") or written == word  # MySQL's allowOldPasswords is a switch
    swapped = written[:at] + written[at + 1 : at + 2] + written[at] + written[at + 2 :]
    return (
        written[at + 1 :] == word[at + 1 :] or written[at:] == word[at + 1 :] or written[at + 1 :] == word[at:] or swapped == word
    )
