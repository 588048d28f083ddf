"""Which types hold settings, and how settings of a file stand as names. In: names. Out: truth values, prefixes."""

from __future__ import annotations

from functools import cache

SETTING = "viper:"
"""What goes before the key of a setting of viper (https://github.com/spf13/viper) where it stands as a name."""
WORDS = ("config", "settings", "options")
"""Words in names of types that hold settings."""


@cache
def holds_settings(kind: str) -> bool:
    """Whether a type by its name holds settings, so that what a function gives is known by its fields."""
    low = kind.rpartition(".")[2].lower()
    return any(word in low for word in WORDS)
