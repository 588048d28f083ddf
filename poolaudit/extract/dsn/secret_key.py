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


def is_secret_key(key: str) -> bool:
    """Whether the value of `key` is a secret: `password`, `sslpassword`, `PGPASSWORD`, `api_key`, `Pwd`."""
    folded = key.lower().replace("_", "").replace("-", "").replace(" ", "").replace(".", "")
    return folded.endswith(_ENDINGS)
