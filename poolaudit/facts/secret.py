"""Text that may hold a password: readable by code that asks for it, never by anything that prints.

In: a raw value and the form in which it may be shown.
Out: an object that cannot be formatted, pickled, hashed or serialised by accident.
"""

from __future__ import annotations

from typing import NoReturn

MASK = "***"


class Secret:
    """A value that must not leave memory; only `masked` may be shown."""

    __slots__ = ("_value", "masked")

    def __init__(self, value: str, masked: str = MASK) -> None:
        self._value = value
        self.masked = masked
        """The form that reports may print, e.g. `postgres://app:***@db/shop`."""

    def reveal(self) -> str:
        """Return the raw text. Callers parse or compare it and let go of it; they never store or print it."""
        return self._value

    def shown_in(self, whole: Secret | None) -> str:
        """How it may be shown beside the text that it is part of: not at all when it is what is hidden there."""
        hidden = whole is not None and self._value in whole.reveal() and self._value not in whole.masked
        return MASK if hidden and self.masked == self._value else self.masked

    def __repr__(self) -> str:
        return f"Secret({self.masked!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    __hash__ = None  # type: ignore[assignment]  # a hash of a password is a password to whoever can guess

    def __str__(self) -> NoReturn:
        raise TypeError("a Secret cannot be turned into text; print its .masked form")

    def __format__(self, format_spec: str) -> NoReturn:
        raise TypeError("a Secret cannot be formatted; print its .masked form")

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret cannot be pickled or copied out of memory")
