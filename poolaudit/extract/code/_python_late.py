"""Records of the neutral shape that are worked out when they are looked at.

In: a node with its place and a function that knows each field. Out: a `Call`, `StringLiteral` or `Assignment` whose fields
come to be on first use. A scan looks at the callee of every call and at the arguments of few; evaluating all of them
takes longer than parsing the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolaudit.extract.code.shape import Assignment, Call, CodeModule, FunctionResult, StringLiteral

if TYPE_CHECKING:
    from collections.abc import Callable


class _Late:
    """What the records share: `_field` gives the value of a field by its name."""

    __slots__ = ()

    def __init__(self, field: Callable[[str], Any], known: str, value: str) -> None:
        """A record of which one field (`known`, if it is not empty) is there at once."""
        object.__setattr__(self, "_field", field)
        if known:
            object.__setattr__(self, known, value)

    def __getattr__(self, name: str) -> Any:
        if name not in type(self).__match_args__:  # type: ignore[attr-defined]  # the dataclass below has it
            raise AttributeError(name)
        value = object.__getattribute__(self, "_field")(name)
        object.__setattr__(self, name, value)
        return value

    def __eq__(self, other: object) -> bool:
        fields: tuple[str, ...] = type(self).__match_args__  # type: ignore[attr-defined]  # see above
        alike = isinstance(other, type(self).__mro__[2])
        return alike and all(getattr(self, name) == getattr(other, name) for name in fields)

    def __hash__(self) -> int:
        return id(self)


class LateCall(_Late, Call):
    """A call whose callee is known."""

    __slots__ = ("_field",)


class LateString(_Late, StringLiteral):
    """A string."""

    __slots__ = ("_field",)


class LateAssignment(_Late, Assignment):
    """An assignment whose target is known."""

    __slots__ = ("_field",)


class LateResult(_Late, FunctionResult):
    """What a function returns."""

    __slots__ = ("_field",)


class LateModule(_Late, CodeModule):
    """A module whose language is known: fields, results and imports are worked out for those who look at them."""

    __slots__ = ("_field",)
