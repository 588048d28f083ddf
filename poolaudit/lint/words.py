"""The vocabulary of rule pages, read from the annotations of the graph's dataclasses.

In: an `on:` word and a dotted path as a page writes it.
Out: a `Word` with its type and a function that reads it from a subject, or a `WordError` with a suggestion.
"""

from __future__ import annotations

import builtins
import types
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

from poolaudit._records import dataclass
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Evidence, Setting
from poolaudit.facts.span import Span
from poolaudit.facts.units import Bytes, Seconds
from poolaudit.graph.topology import Graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

PACKAGES = ("poolaudit.facts", "poolaudit.graph")
NOT_WORDS = frozenset({"span", "symbol", "context", "trail"})
"""What the engine itself reads of a subject; `contexts:` of a page asks for the context."""


MAX_LISTED = 12
"""Names that an error lists when none is near."""


class WordError(ValueError):
    """A word that does not exist, or does not fit where it stands; `str()` is one line with a suggestion."""


@dataclass(frozen=True, slots=True)
class Type:
    """What kind of value a word has."""

    name: str
    """As messages call it: `text`, `number`, `duration` …"""
    element: Type | None = None
    """For a list: the type of its elements."""
    cls: type | None = None
    """For a thing with words of its own: its dataclass."""

    def __str__(self) -> str:
        return f"list of {self.element}" if self.element is not None else self.name


TEXT = Type("text")
NUMBER = Type("number")
TRUTH = Type("truth value")
DURATION = Type("duration")
SIZE = Type("size in bytes")
NOTHING = Type("None")
SECRET = Type("secret")
OPAQUE = Type("value of no single type")
_SIMPLE: dict[object, Type] = {
    bool: TRUTH,
    int: NUMBER,
    float: NUMBER,
    str: TEXT,
    Seconds: DURATION,
    Bytes: SIZE,
    Secret: SECRET,
}


@dataclass(frozen=True, slots=True)
class Word:
    """A dotted path that has been checked."""

    text: str
    """The path as the page writes it."""
    type: Type
    is_setting: bool
    """Whether `read` gives a `Setting`; otherwise it gives the bare value."""
    nullable: bool
    """Whether `read` may give None, because the value or something on the way to it does not exist."""
    read: Callable[[Any], Any]
    """Subject → `Setting`, bare value, or None."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a dataclass of the graph, as its annotation describes it."""

    type: Type
    is_setting: bool
    nullable: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that a check on one kind of subject may use."""

    on: str
    cls: type
    roots: dict[str, tuple[str, ...]]
    """Name → attributes that lead to it from the subject; none for the subject itself."""

    def word(self, path: tuple[str, ...]) -> Word:
        """The word for a dotted path; raise `WordError` when there is none."""
        names, optional_after, attribute = self._walk(path)
        read = reader(names, optional_after, is_setting=attribute.is_setting)
        return Word(".".join(path), attribute.type, attribute.is_setting, any(optional_after), read)

    def steps(self, path: tuple[str, ...]) -> tuple[tuple[str, ...], list[bool]]:
        """The attributes from the subject to a word, and after which of them there may be nothing."""
        names, optional_after, _ = self._walk(path)
        return names, optional_after

    def _walk(self, path: tuple[str, ...]) -> tuple[tuple[str, ...], list[bool], Attribute]:
        head, *rest = path
        if head not in self.roots:
            raise WordError(self._unknown_name(head, path))
        names = (*self.roots[head], *rest)
        cls: type | None = self.cls
        attribute = Attribute(Type(self.on, cls=cls), is_setting=False, nullable=False)
        optional_after: list[bool] = []
        for position, name in enumerate(names):
            if cls is None:
                so_far = ".".join(path[: len(path) - len(names) + position])
                raise WordError(f"`{so_far}` is a {attribute.type} and has no `{name}`")
            known = attributes(cls)
            if name not in known:
                raise WordError(_unknown_attribute(".".join(path), name, known))
            attribute = known[name]
            optional_after.append(attribute.nullable)
            cls = None if attribute.is_setting else attribute.type.cls
        return names, optional_after, attribute

    def words(self) -> Iterator[tuple[str, Type]]:
        """Every path of two parts that has a value, with its type."""
        for root, lead in self.roots.items():
            cls = self.cls if not lead else attributes(self.cls)[lead[0]].type.cls
            for name, attribute in attributes(cls).items() if cls is not None else ():
                if attribute.type.cls is None:
                    yield f"{root}.{name}", attribute.type

    def _unknown_name(self, head: str, path: tuple[str, ...]) -> str:
        elsewhere = [text for text, _ in self.words() if text.rpartition(".")[2] == head] if len(path) == 1 else []
        hint = f"; did you mean `{elsewhere[0]}`?" if elsewhere else closest(head, self.roots)
        return f"`{head}` is not a name here{hint}"


def kinds() -> dict[str, tuple[str, type]]:
    """`on:` word → field of `Graph` that holds such subjects, and their class."""
    return dict(_kinds())


@cache
def subjects_of(on: str) -> str:
    """The field of `Graph` that holds the subjects of an `on:` word."""
    return next(each.name for each in fields(Graph) if each.metadata.get("on") == on)


def kind_of(cls: type) -> str:
    """The `on:` word of a class of subjects; raise `WordError` when rules cannot judge it."""
    for on, (_, candidate) in _kinds().items():
        if candidate is cls:
            return on
    raise WordError(f"rules cannot judge {cls.__name__}; they judge {', '.join(each.__name__ for _, each in _kinds().values())}")


@cache
def vocabulary(on: str) -> Vocabulary:
    """The names for `on: <word>`; raise `WordError` when there is no such kind of subject."""
    if on not in _kinds():
        raise WordError(f"nothing is called `{on}`{closest(on, _kinds())}")
    cls = _kinds()[on][1]
    things = {name: (name,) for name, attribute in attributes(cls).items() if attribute.type.cls is not None}
    return Vocabulary(on, cls, {on: (), **{name: lead for name, lead in things.items() if name != on}})


@cache
def attributes(cls: type) -> dict[str, Attribute]:
    """The words of a dataclass: its public fields and properties, in written order."""
    found = {}
    for name, hint in _hints(cls).items():
        if not name.startswith("_") and name not in NOT_WORDS:
            found[name] = _attribute(hint)
    return found


def closest(word: str, candidates: Iterable[str]) -> str:
    """`; did you mean …?`, or the list of what there is when nothing is near."""
    from difflib import get_close_matches  # noqa: PLC0415

    names = list(candidates)
    near = get_close_matches(word, names, n=1)
    if near:
        return f"; did you mean `{near[0]}`?"
    return f"; there is {', '.join(names[:MAX_LISTED])}{' …' if len(names) > MAX_LISTED else ''}" if names else ""


def _unknown_attribute(path: str, name: str, known: dict[str, Attribute]) -> str:
    if name in NOT_WORDS:
        return f"`{path}` is not for rules: the engine reads `{name}` itself"
    return f"`{path}` does not exist{closest(name, known)}"


@cache
def _kinds() -> dict[str, tuple[str, type]]:
    hints = _resolve(Graph, Graph.__module__)
    return {each.metadata["on"]: (each.name, get_args(hints[each.name])[0]) for each in fields(Graph) if "on" in each.metadata}


class _Names(dict[str, Any]):
    """The names that a module's annotations use; one of another package is `object`, of which no word can be made."""

    def __missing__(self, name: str) -> Any:
        if hasattr(builtins, name):
            raise KeyError(name)
        return object


@cache
def _names(module_name: str) -> _Names:
    """A module's own names and those that it imports for its annotations only, from the packages of words."""
    import ast  # noqa: PLC0415

    module = import_module(module_name)
    names = _Names(vars(module))
    get_source: Callable[[str], str | None] = module.__loader__.get_source  # type: ignore[union-attr]  # every loader of files has it
    source = get_source(module_name) or ""
    head = source[
        : min(at for at in (source.find("\nclass "), source.find("\n@"), source.find("\ndef "), len(source)) if at >= 0)
    ]
    for node in ast.walk(ast.parse(head)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(PACKAGES):
            origin = import_module(node.module)
            names.update(
                (each.asname or each.name, getattr(origin, each.name)) for each in node.names if hasattr(origin, each.name)
            )
    return names


def _hints(cls: type) -> dict[str, Any]:
    annotations = _resolve(cls, cls.__module__)
    hints = {each.name: annotations[each.name] for each in fields(cls)}
    for name, member in vars(cls).items():
        if isinstance(member, property) and member.fget is not None:
            hints[name] = _resolve(member.fget, cls.__module__).get("return", object)
    return hints


def _resolve(annotated: Any, module_name: str) -> dict[str, Any]:
    return get_type_hints(annotated, globalns={}, localns=_names(module_name))


def _attribute(hint: Any) -> Attribute:
    arms = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    solid = [arm for arm in arms if arm is not type(None)]
    nullable = len(solid) < len(arms)
    if len(solid) != 1:
        return Attribute(OPAQUE, is_setting=False, nullable=nullable)
    if get_origin(solid[0]) is Setting:
        return Attribute(_attribute(get_args(solid[0])[0]).type, is_setting=True, nullable=nullable)
    return Attribute(_type(solid[0]), is_setting=False, nullable=nullable)


def _type(hint: Any) -> Type:
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if get_origin(hint) in (tuple, frozenset):
        elements = set(get_args(hint)) - {Ellipsis}
        element = _type(elements.pop()) if len(elements) == 1 else OPAQUE
        return Type("list", element=element) if element in (TEXT, NUMBER, DURATION, SIZE) else OPAQUE
    if is_dataclass(hint) and isinstance(hint, type) and hint.__module__.startswith(PACKAGES):
        return OPAQUE if hint in (Span, Evidence, Setting) else Type(hint.__name__, cls=hint)
    return OPAQUE


def reader(names: tuple[str, ...], optional_after: list[bool], *, is_setting: bool) -> Callable[[Any], Any]:
    """One C-level getter for a path that cannot break off, else a chain of them that stops at None.

    Where the thing that has no such part says why it may exist all the same (`doubt_about`), a setting of that part is
    unresolved for that reason.
    """
    chunks: list[list[str]] = [[]]
    for name, optional in zip(names, optional_after, strict=True):
        chunks[-1].append(name)
        if optional:
            chunks.append([])
    getters = [attrgetter(".".join(chunk)) for chunk in chunks if chunk]
    if not getters:
        return lambda subject: subject
    if len(getters) == 1:
        return getters[0]

    ends = [chunk[-1] for chunk in chunks if chunk]

    def read(subject: Any) -> Any:
        for getter, end in zip(getters, ends, strict=True):
            owner, subject = subject, getter(subject)
            if subject is None:
                doubt = owner.doubt_about(end) if is_setting and hasattr(owner, "doubt_about") else ""
                return Setting.unresolved(doubt) if doubt else None
        return subject

    return read
