"""Values of environment variables as secrets. In: name and text. Out: `Secret` with the form that may be shown."""

from __future__ import annotations

from poolaudit.extract.dsn.mask import mask
from poolaudit.extract.dsn.secret_key import is_secret_key
from poolaudit.facts.secret import MASK, Secret


def env_secret(name: str, text: str) -> Secret:
    """`text` as a secret: hidden whole when the name says so (`…PASSWORD`, `…KEY`), else with the passwords in it hidden."""
    hidden = bool(text) and (is_secret_key(name) or name.upper().endswith("KEY"))
    return Secret(text, MASK if hidden else mask(text))
