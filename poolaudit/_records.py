"""Dataclasses that are made when they are used.

In: a class, as for `dataclasses.dataclass(slots=True)`, frozen or not. Out: the same class with slots at once, with `__init__`
when it has more than a few objects, and with the other methods of a dataclass on first use of any of them. The standard decorator
compiles six functions for each class: a scan of one file loads a hundred classes, uses some, and would spend half its time there.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass

    __all__ = ["dataclass"]
else:

    def dataclass(cls: type | None = None, /, **options: bool) -> object:
        """As the standard one, which does the work for every other combination of options."""

        def wrap(plain: type) -> type:
            if not options.get("slots") or not options.keys() <= {"frozen", "slots", "order"}:
                return dataclasses.dataclass(plain, **options)
            return _lazy(plain, frozen=options.get("frozen", False), order=options.get("order", False))

        return wrap if cls is None else wrap(cls)


_FEW = 4
"""Objects of a class that are filled field by field before a constructor is compiled for it; most classes have no more."""
_METHODS = ("__init__", "__repr__", "__eq__", "__hash__")
_ORDER = ("__lt__", "__le__", "__gt__", "__ge__")
_ABOUT = ("__dataclass_fields__", "__dataclass_params__")


def _lazy(plain: type, *, frozen: bool, order: bool) -> type:
    """A class with slots whose methods wait for their first call."""
    names = [name for name, kind in plain.__annotations__.items() if not str(kind).startswith(("ClassVar", "typing.ClassVar"))]
    inherited = {slot for base in plain.__mro__[1:] for slot in getattr(base, "__slots__", ())}
    own = {name: value for name, value in plain.__dict__.items() if name not in (*names, "__dict__", "__weakref__")}
    own["__slots__"] = tuple(name for name in names if name not in inherited)
    own["__qualname__"] = plain.__qualname__
    above: tuple[str, ...] = next(
        (each.__dict__["__match_args__"] for each in plain.__mro__[1:] if "__match_args__" in each.__dict__), ()
    )
    given = (name for name in names if getattr(plain.__dict__.get(name), "init", True) is not False)
    own["__match_args__"] = tuple(dict.fromkeys((*above, *given)))
    made = _Waiting(plain, frozen=frozen, order=order, names=names)
    if not frozen:
        own.setdefault("__hash__", None)  # as for any class that compares and can be changed
    wanted = [name for name in (*_METHODS, *(_ORDER if order else ())) if name not in own]
    if frozen and own.get("__hash__", ...) is None and "__eq__" in own:
        wanted.append("__hash__")  # what Python puts there for a class with `__eq__` alone
    own.update({name: made.method(name) for name in wanted})
    own.update({name: _About(made, name) for name in _ABOUT})
    if frozen:
        own.update(__setattr__=_refuse, __delattr__=_refuse, __getstate__=_state, __setstate__=_restore)
    made.cls = type(plain)(plain.__name__, plain.__bases__, own)
    made.wanted = (*wanted, *_ABOUT)
    return made.cls


class _Waiting:
    """A class whose methods are not made yet."""

    def __init__(self, plain: type, *, frozen: bool, order: bool, names: list[str]) -> None:
        self._plain = plain
        self._frozen = frozen
        self._order = order
        self._own = {name: plain.__dict__.get(name, dataclasses.MISSING) for name in names}
        self.cls: type = plain
        self.wanted: tuple[str, ...] = ()
        self.is_complete = False
        self.plan: list[tuple[str, object, object]] | None = None
        self.objects = 0

    def complete(self) -> None:
        """Make the methods, by the standard decorator on the class as it was written."""
        if not self.is_complete:
            dataclasses.dataclass(frozen=self._frozen, order=self._order)(self._plain)
            for name in self.wanted:
                setattr(self.cls, name, self._plain.__dict__[name])
            self.is_complete = True

    def describe(self) -> None:
        """Say which fields there are, which needs none of the methods: what `fields` and `replace` ask for."""
        inherits = any(hasattr(base, "__dataclass_fields__") for base in self._plain.__mro__[1:])
        own = {name: value for name, value in self._plain.__dict__.items() if name not in ("__dict__", "__weakref__")}
        own["__doc__"] = "A copy: the standard decorator takes the fields out of the class that it is given."
        copied = type(self._plain)(self._plain.__name__, self._plain.__bases__, own)
        dataclasses.dataclass(init=False, repr=False, eq=False, frozen=self._frozen and inherits)(copied)
        setattr(self.cls, _ABOUT[0], copied.__dict__[_ABOUT[0]])

    def defaults(self) -> dict[str, object] | None:
        """Fields in order with a default, a `field(…)` or `MISSING`; None where only the standard decorator knows them."""
        found: dict[str, object] = {}
        for base in reversed(self._plain.__mro__[1:]):
            about = base.__dict__.get("__dataclass_fields__")
            if about is None:
                continue
            if not isinstance(about, _About):
                return None
            found.update(about.made.defaults() or {})
        return {**found, **self._own}

    def fill(self, made: object, given: tuple[object, ...], named: dict[str, object]) -> bool:
        """Do what `__init__` would for a class of plain fields; false, with nothing harmed, where that must be asked."""
        plan = self._planned()
        if not plan or len(given) > len(plan) or not named.keys() <= {name for name, _, _ in plan[len(given) :]}:
            return False
        missing = dataclasses.MISSING
        for at, (name, default, factory) in enumerate(plan):
            value = given[at] if at < len(given) else named.get(name, missing)
            if value is missing:
                value = factory() if factory is not missing else default  # type: ignore[operator]  # what `field` was given
            if value is missing:
                return False
            object.__setattr__(made, name, value)
        if hasattr(self._plain, "__post_init__"):
            made.__post_init__()  # type: ignore[attr-defined]  # just seen
        return True

    def _planned(self) -> list[tuple[str, object, object]]:
        """Name, default and factory of each field; nothing for a class whose fields are not plain."""
        if self.plan is None:
            missing = dataclasses.MISSING
            found = self.defaults() or {}
            fields = [each for each in found.values() if isinstance(each, dataclasses.Field)]
            plain = all(each.init and each.kw_only is not True for each in fields)
            self.plan = [
                (name, each.default, each.default_factory) if isinstance(each, dataclasses.Field) else (name, each, missing)
                for name, each in (found.items() if plain else ())
            ]
        return self.plan

    def constructor(self) -> object:
        """`__init__` alone, for a class of plain fields; None for any other."""
        given: dict[str, object] = {}
        parameters: list[str] = []
        lines: list[str] = []
        for name, default in (self.defaults() or {}).items():
            value = name
            if isinstance(default, dataclasses.Field):
                if not default.init or default.kw_only is True:
                    return None
                if default.default_factory is not dataclasses.MISSING:
                    given[f"_make_{name}"] = default.default_factory
                    value, default = f"_make_{name}() if {name} is _MISSING else {name}", dataclasses.MISSING  # noqa: PLW2901  # what the parameter gets
                    parameters.append(f"{name}=_MISSING")
                else:
                    default = default.default  # noqa: PLW2901  # the same
            if default is not dataclasses.MISSING:
                given[f"_default_{name}"] = default
                parameters.append(f"{name}=_default_{name}")
            elif value == name:
                parameters.append(name)
            lines.append(f" _set(self, {name!r}, {value})")
        if not lines:
            return None
        if hasattr(self._plain, "__post_init__"):
            lines.append(" self.__post_init__()")
        given.update(_MISSING=dataclasses.MISSING, _set=object.__setattr__)
        exec(f"def __init__(self, {', '.join(parameters)}):\n" + "\n".join(lines), given)  # noqa: S102  # names of our own fields
        return given["__init__"]

    def method(self, name: str) -> object:
        """What stands for a method until it is called."""

        def first(*given: object, **named: object) -> object:
            if name == "__init__" and self.objects < _FEW and self.fill(given[0], given[1:], named):
                self.objects += 1
                return None
            made = self.constructor() if name == "__init__" else None
            if made is not None:
                setattr(self.cls, name, made)
            else:
                self.complete()
            return self.cls.__dict__[name](*given, **named)

        return first


class _About:
    """What tells others that a class is a dataclass."""

    def __init__(self, made: _Waiting, name: str) -> None:
        self.made = made
        self._name = name

    def __get__(self, instance: object, owner: type) -> object:
        self.made.describe() if self._name == "__dataclass_fields__" else self.made.complete()
        return self.made.cls.__dict__[self._name]


def _refuse(self: object, name: str, *value: object) -> None:  # noqa: ARG001  # as Python calls it
    raise dataclasses.FrozenInstanceError(f"cannot {'assign to' if value else 'delete'} field {name!r}")


def _state(self: object) -> list[object]:
    return [getattr(self, each.name) for each in dataclasses.fields(self)]  # type: ignore[arg-type]  # it is a dataclass


def _restore(self: object, state: list[object]) -> None:
    for each, value in zip(dataclasses.fields(self), state, strict=True):  # type: ignore[arg-type]  # it is a dataclass
        object.__setattr__(self, each.name, value)
