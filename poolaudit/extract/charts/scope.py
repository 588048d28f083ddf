"""Variables and loops of templates. In: values. Out: `Scope`, in which names are found; the members of what a loop goes over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.charts.rope import Rope
from poolaudit.extract.charts.value import Known, Unknown, text

if TYPE_CHECKING:
    from poolaudit.extract.charts.value import Value

_MOST = 1000
"""Rounds of a loop over a number."""


class JumpError(Exception):
    """`break`, or `continue`, on its way to the loop."""

    def __init__(self, *, leaves: bool) -> None:
        super().__init__()
        self.leaves = leaves


class Scope:
    """Variables of one template: blocks see those around them."""

    def __init__(self, root: Value) -> None:
        self._frames: list[dict[str, Value]] = [{"$": root}]

    def find(self, name: str) -> Value:
        """The value of a variable."""
        return next((each[name] for each in reversed(self._frames) if name in each), Unknown(f"{name} is not known"))

    def give(self, name: str, value: Value, *, declares: bool) -> None:
        """Make a variable, or change the one that there is."""
        frame = next((each for each in reversed(self._frames) if name in each), None)
        (self._frames[-1] if declares or frame is None else frame)[name] = value

    def open(self) -> None:
        """Begin a block."""
        self._frames.append({})

    def close(self) -> None:
        """End it."""
        self._frames.pop()


def members_of(value: Value) -> list[tuple[Value, Value]] | None:
    """Key and value of what a loop goes over; None where it is not known."""
    if isinstance(value, Unknown):
        return None
    data = value.data
    if isinstance(data, tuple):
        return [(Known(number), each) for number, each in enumerate(data)]
    if isinstance(data, dict):
        return [(text(name), each) for name, each in sorted(data.items())]
    if isinstance(data, int) and not isinstance(data, bool):
        return [(Known(number), Known(number)) for number in range(min(data, _MOST))]
    return [] if data is None or (isinstance(data, Rope) and not data.text) else None
