"""Units as types, so that a HikariCP millisecond never meets a SQLAlchemy second unconverted."""

from __future__ import annotations

_MEBIBYTE = 1024 * 1024


class Seconds(float):
    """A duration in seconds; every timeout in a fact is one."""

    __slots__ = ()

    def __str__(self) -> str:
        number = int(self) if self.is_integer() else float(self)
        return f"{number} s"


class Millis(float):
    """A duration in milliseconds as written in a file; facts hold `to_seconds()`."""

    __slots__ = ()

    def to_seconds(self) -> Seconds:
        """The same duration in seconds."""
        return Seconds(self / 1000)


class Bytes(int):
    """An amount of memory or storage in bytes."""

    __slots__ = ()

    def __str__(self) -> str:
        return f"{round(self / _MEBIBYTE)} MiB" if self >= _MEBIBYTE else f"{int(self)} bytes"
