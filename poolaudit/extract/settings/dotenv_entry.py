"""What every reader of env files returns. In: nothing (types only)."""

from __future__ import annotations

from poolaudit._records import dataclass


class EnvTextError(Exception):
    """A reader refuses the whole text; `str()` says why in one line, free of file content."""


@dataclass(frozen=True, slots=True)
class EnvLine:
    """One assignment as one reader sees it."""

    name: str
    value: str | None
    """The value after unquoting and expansion; None when the name stands alone or the value cannot be known."""
    key: tuple[int, int]
    """Offsets of the name: first character, and the one after the last."""
    at: tuple[int, int]
    """Offsets of the value as written, without quotes."""
    quote: str = ""
    missing: tuple[str, ...] = ()
    """Variables that the value refers to and neither the file nor the lookup sets; they count as empty or take their default."""
    why: str = ""
    """Why `value` is None: `inherited`, `no value`, `runs a command`, `required variable is missing`."""
    assumed: str | None = None
    """What the value is when every variable in `missing` has a default of its own; None otherwise."""
