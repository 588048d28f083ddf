"""Dataclasses that are made when they are used behave as the standard ones."""

from __future__ import annotations

import dataclasses
import pickle
from typing import ClassVar, Generic, TypeVar

import pytest

from poolaudit._records import dataclass

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A point."""

    KIND: ClassVar[str] = "point"
    x: int
    y: int = 2
    tags: tuple[str, ...] = dataclasses.field(default=(), compare=False, repr=False)
    cache: list[int] = dataclasses.field(default_factory=list, compare=False, repr=False)

    @property
    def total(self) -> int:
        """The sum."""
        return self.x + self.y


@dataclass(frozen=True, slots=True)
class Named(Point):
    """A point with a name."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class Box(Generic[T]):
    """A value."""

    value: T

    def __repr__(self) -> str:
        return "box"


@dataclass(frozen=True, slots=True)
class Odd:  # noqa: PLW1641  # that is the point
    """A class with an equality of its own."""

    value: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Odd)


@dataclass(frozen=True)
class Plain:
    """Made by the standard decorator, because it has no slots."""

    value: int


def test_values() -> None:
    """Arguments, defaults and factories fill the fields; each object has its own list."""
    one, other = Point(1), Point(1, y=5, tags=("a",))

    assert (1, 2, (), []) == (one.x, one.y, one.tags, one.cache)
    assert (1, 5, ("a",), 6) == (other.x, other.y, other.tags, other.total)
    assert one.cache is not Point(1).cache


def test_comparison() -> None:
    """Objects compare, sort and hash by their fields, without those that do not count."""
    assert Point(1, 2, ("a",)) == Point(1, 2)
    assert hash(Point(1, 2, ("a",))) == hash(Point(1, 2))
    assert [Point(1, 2), Point(1, 3), Point(2, 0)] == sorted([Point(2, 0), Point(1, 3), Point(1, 2)])
    assert Point(1) != Named(1)


def test_representation() -> None:
    """The text names the class and its fields; one of the class itself stays."""
    assert ("Point(x=1, y=2)", "Named(x=1, y=2, name='a')", "box") == (repr(Point(1)), repr(Named(1, name="a")), repr(Box(1)))


def test_frozen() -> None:
    """Nothing can be assigned, deleted or added."""
    for name in ("x", "z"):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(Point(1), name, 2)
        with pytest.raises(dataclasses.FrozenInstanceError):
            delattr(Point(1), name)


def test_no_dictionary() -> None:
    """Objects have slots, and a subclass only those that it adds."""
    assert [("x", "y", "tags", "cache"), ("name",)] == [each.__dict__["__slots__"] for each in (Point, Named)]
    assert not hasattr(Point(1), "__dict__")


def test_what_dataclasses_tell() -> None:
    """The standard functions know the class before its first object."""

    @dataclass(frozen=True, slots=True)
    class Fresh:
        a: int
        b: int = 1

    assert dataclasses.is_dataclass(Fresh)
    assert ["a", "b"] == [each.name for each in dataclasses.fields(Fresh)]
    assert Fresh(3, 1) == dataclasses.replace(Fresh(2), a=3)
    assert {"a": 2, "b": 1} == dataclasses.asdict(Fresh(2))


def test_pattern() -> None:
    """A match statement reads positional fields, those of the base first."""
    match Named(1, 2, (), [], "n"):
        case Named(x, y, _, _, name):
            assert (1, 2, "n") == (x, y, name)


def test_own_equality() -> None:
    """A class that brings its own equality keeps it."""
    assert Odd(1) == Odd(2)
    assert hash(Odd(1)) == hash(Odd(1))


def test_pickle() -> None:
    """An object comes back from a pickle."""
    assert Named(1, 2, ("t",), [3], "n") == pickle.loads(pickle.dumps(Named(1, 2, ("t",), [3], "n")))  # noqa: S301  # our own


def test_wrong_arguments() -> None:
    """A missing or unknown argument is refused, also by the first call."""

    @dataclass(frozen=True, slots=True)
    class Fresh:
        a: int

    for arguments in ({}, {"b": 1}):
        with pytest.raises(TypeError):
            Fresh(**arguments)


def test_other_options() -> None:
    """Any other combination of options is left to the standard decorator."""
    assert Plain(1).__dict__ == {"value": 1}


def test_the_first_objects_are_as_the_later_ones() -> None:
    """Before and after a constructor is compiled, the same arguments give equal objects with lists of their own."""

    @dataclass(frozen=True, slots=True)
    class Fresh:
        """A class that nobody has used."""

        x: int
        y: int = 2
        seen: list[int] = dataclasses.field(default_factory=list)

    made = [Fresh(1), Fresh(1, 2), Fresh(x=1), Fresh(1, y=2), Fresh(1, 2, []), Fresh(y=2, x=1), Fresh(1), Fresh(1)]

    assert (1, 8) == (len({(each.x, each.y, tuple(each.seen)) for each in made}), len({id(each.seen) for each in made}))


@pytest.mark.parametrize("given", [((), {}), ((1, 2, 3, 4), {}), ((1,), {"x": 2}), ((1,), {"z": 2})], ids=str)
def test_wrong_arguments_are_refused_from_the_first_object_on(given: tuple[tuple[int, ...], dict[str, int]]) -> None:
    """Too few, too many, twice or unknown: the error is Python's own."""

    @dataclass(slots=True)
    class Fresh:
        """A class that nobody has used."""

        x: int
        y: int = 2

    with pytest.raises(TypeError, match="__init__"):
        Fresh(*given[0], **given[1])


def test_an_object_that_can_be_changed_has_no_hash() -> None:
    """As for any class that compares its values."""

    @dataclass(slots=True)
    class Fresh:
        """A class that nobody has used."""

        x: int

    made = Fresh(1)
    made.x = 3

    assert (Fresh(3), None) == (made, Fresh.__hash__)
