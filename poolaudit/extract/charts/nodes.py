"""The parts of a Go template. In: nothing (types only). Out: nodes of the text, and terms of the expressions in its actions."""

from __future__ import annotations

from typing import Union

from poolaudit._records import dataclass


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant."""

    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Chain:
    """`.a.b`, `$x.a`, `(…).a`: fields of something."""

    base: Term | None
    """None for `.`."""
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """`$` or `$name`."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments, a field with some, or a single term."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Function:
    """The name of a function."""

    name: str


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Calls, each of which gets the result of the one before as its last argument."""

    calls: tuple[Call, ...]
    names: tuple[str, ...] = ()
    """Variables that get the result."""
    declares: bool = False
    """`:=` makes them anew, `=` changes those that there are."""


Term = Union[Literal, Chain, Variable, Function, Pipeline]


@dataclass(frozen=True, slots=True)
class Text:
    """Characters that stand there."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Output:
    """An action that writes the value of a pipeline."""

    start: int
    end: int
    pipeline: Pipeline


@dataclass(frozen=True, slots=True)
class Branch:
    """One part of a condition."""

    pipeline: Pipeline | None
    """None for the last `else`."""
    body: tuple[Node, ...]
    inside: bool = False
    """Whether `.` is the value inside (`with`)."""


@dataclass(frozen=True, slots=True)
class Condition:
    """`if` or `with`, its `else if`s and its `else`."""

    start: int
    end: int
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Loop:
    """`range`."""

    start: int
    end: int
    pipeline: Pipeline
    body: tuple[Node, ...]
    otherwise: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Insertion:
    """`template` and `block`."""

    start: int
    end: int
    name: str
    pipeline: Pipeline | None


@dataclass(frozen=True, slots=True)
class Jump:
    """`break` or `continue`."""

    leaves: bool


Node = Union[Text, Output, Condition, Loop, Insertion, Jump]


@dataclass(frozen=True, slots=True)
class Template:
    """The text of a file without its definitions, or one definition."""

    body: tuple[Node, ...]
