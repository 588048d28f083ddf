"""What code of the AWS CDK says about a construct. In: calls of a module. Out: `Construct`s, and settings made of expressions.

A construct is known by the place of the call that makes it: code that names it later stands for that call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog import cdk_constructs as known
from poolaudit.extract.surfaces.env_secret import env_secret
from poolaudit.facts.deployment import EnvEntry
from poolaudit.facts.expression import CallResult, Elements, Items, Joined, Literal, Reference
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poolaudit.discover.source import Source
    from poolaudit.extract.code.shape import Call, CodeModule
    from poolaudit.facts.expression import Expression
    from poolaudit.facts.span import Span

_HOW = "what the expression comes to"
_ELSEWHERE = "code that is not followed gives it"


@dataclass(frozen=True, slots=True)
class Construct:
    """A construct, or what a method of one adds."""

    kind: str
    """Its class; the plain name of the method: `addproxy`."""
    name: str
    """`ShopStack/Db`: the class around it and its id."""
    span: Span
    """The id."""
    call: Span
    properties: Mapping[str, Expression]
    receiver: str
    """The text before the last dot of the call."""
    scope: tuple[str, str]
    """Class and function around it."""

    @property
    def address(self) -> str:
        """What stands for its host in values of the same file."""
        return self.name.replace("/", ".")


def plain(name: str) -> str:
    """A name of TypeScript or Python without capitals and underscores."""
    return name.replace("_", "").lower()


class Stack:
    """The constructs of one file."""

    def __init__(self, source: Source, module: CodeModule) -> None:
        self._source = source
        self.constructs = [made for call in module.calls if (made := _construct(call)) is not None]
        self._by_call = {each.call: each for each in self.constructs}
        self._targets: dict[tuple[str, str], set[Span]] = {}
        for each in module.assignments:
            if isinstance(each.value, CallResult) and each.value.span in self._by_call:
                member = each.target.startswith(("this.", "self."))
                owner = each.scope.class_name if member else each.scope.function
                self._targets.setdefault((owner, each.target), set()).add(each.value.span)

    def of(self, *kinds: str) -> Iterator[Construct]:
        """The constructs of some classes, in written order."""
        return (each for each in self.constructs if each.kind in kinds)

    def named(self, text: str, scope: tuple[str, str]) -> Construct | None:
        """The construct that a variable or attribute holds, when it surely holds one."""
        owner = scope[0] if text.startswith(("this.", "self.")) else scope[1]
        found = self._targets.get((owner, text), set())
        return self._by_call[next(iter(found))] if len(found) == 1 else None

    def made_by(self, value: Expression | None) -> Construct | None:
        """The construct that an expression stands for."""
        return self._by_call.get(value.span) if isinstance(value, CallResult) else None

    def environment(self, of: Construct, value: Expression | None) -> Iterator[EnvEntry]:
        """Variables of a mapping."""
        for name, each in value.items if isinstance(value, Items) else ():
            yield self.variable(of, name, each)

    def variable(self, of: Construct, name: str, value: Expression) -> EnvEntry:
        """One variable; hosts of constructs of the file are their addresses."""
        words, known_ = "", True
        for part in value.parts if isinstance(value, Joined) else (value,):
            text = self._text(part, of)
            known_ = known_ and text is not None
            words += text if text is not None else "${UNKNOWN}"
        exact = isinstance(value, Literal)
        if not known_:
            hidden = env_secret(name, words) if words != "${UNKNOWN}" else None
            found = Setting(hidden, Origin.UNRESOLVED, value.span, name, _ELSEWHERE)
        else:
            origin = Origin.WRITTEN if exact else Origin.DERIVED
            found = Setting(env_secret(name, words), origin, value.span, name, "" if exact else _HOW)
        return EnvEntry(name, found, value.span)

    def _text(self, part: Expression, of: Construct) -> str | None:
        if isinstance(part, Literal):
            return _plain_text(part)
        if isinstance(part, Reference):
            written = self._source.at(part.span).replace("!", "").replace("?", "")
            owner, _, last = written.rpartition(".")
            for head, attribute in ((owner, last), (owner.rpartition(".")[0], f"{owner.rpartition('.')[2]}.{last}")):
                made = self.named(head, of.scope)
                if made is not None and plain(attribute) in known.HOSTS:
                    return made.address
                if made is not None and plain(attribute) in known.ADDRESSES:
                    return f"{made.address}:{_port(made)}" if _port(made) else None
        return None


def family(of: Construct) -> str:
    """The server family of the engine of a server."""
    engine = of.properties.get("engine")
    name = engine.callee if isinstance(engine, CallResult) else engine.name if isinstance(engine, Reference) else ""
    last = plain(name.rpartition(".")[2])
    return next((found for part, found in known.ENGINES if part in last), "")


def text(value: Expression | None, label: str) -> Setting[str]:
    """A constant, a duration in seconds or a list of constants as a setting."""
    if value is None:
        return Setting.absent(label)
    if isinstance(value, Literal) and value.value is not None:
        return Setting.written(_plain_text(value), value.span, label)
    if isinstance(value, CallResult) and len(value.positional) == 1 and isinstance(value.positional[0], Literal):
        unit = known.SECONDS.get(value.callee.rpartition(".")[2])
        amount = value.positional[0].value
        if unit is not None and isinstance(amount, int):
            return Setting(str(amount * unit), Origin.DERIVED, value.span, label, _HOW)
    if isinstance(value, Elements):
        words = [each.name.rpartition(".")[2] for each in value.elements if isinstance(each, Reference)]
        if words and len(words) == len(value.elements):
            return Setting(", ".join(words), Origin.DERIVED, value.span, label, _HOW)
    return Setting.unresolved(_ELSEWHERE, value.span, label)


def count(value: Expression | None, label: str) -> Setting[int]:
    """A whole number as a setting."""
    found = text(value, label)
    number = found.value or ""
    if found.is_known and number.isascii() and number.isdecimal():
        return found.read_as(int(number))
    return Setting(
        None, found.origin if not found.is_known else Origin.UNRESOLVED, found.span, label, found.note or "not a number"
    )


def words(value: Expression | None, label: str) -> Setting[tuple[str, ...]]:
    """A list of texts as a setting."""
    if not isinstance(value, Elements):
        return Setting.absent(label) if value is None else Setting.unresolved(_ELSEWHERE, value.span, label)
    if not all(isinstance(each, Literal) for each in value.elements):
        return Setting.unresolved("a part of it is not known", value.span, label)
    found = tuple(_plain_text(each) for each in value.elements if isinstance(each, Literal))
    return Setting.written(found, value.span, label)


def _plain_text(value: Literal) -> str:
    if isinstance(value.value, Secret):
        return value.value.reveal()
    return str(value.value).lower() if isinstance(value.value, bool) else str(value.value)


def _port(made: Construct) -> str:
    written = text(made.properties.get("port"), "port")
    if written.origin is not Origin.ABSENT:
        return written.value or ""
    return {"postgresql": "5432", "mysql": "3306"}.get(family(made), "")


def _construct(call: Call) -> Construct | None:
    """A call as a construct: of a class of a known module, or of a method on one."""
    owner, _, last = call.callee.rpartition(".")
    home, kind = (owner.partition("()")[0].rpartition(".")[0], plain(last)) if "()" in owner else (owner, last)
    module = home.replace("/", ".").rpartition(".")[2].replace("-", "_")
    if not home.startswith(known.LIBRARIES) or module not in known.MODULES:
        return None
    method = "()" in owner
    given = [each for each in call.arguments if not each.name]
    at = 0 if method else 1
    label = given[at].value if len(given) > at else None
    last_one = given[-1].value if given else None
    properties = {plain(each.name): each.value for each in call.arguments if each.name}
    if isinstance(last_one, Items):
        properties.update((plain(name), value) for name, value in last_one.items)
    if method and kind in known.ADD_VARIABLE and len(given) > 1:
        properties["value"] = given[1].value
    title = str(label.value) if isinstance(label, Literal) and isinstance(label.value, str) else f"line {call.span.line}"
    around = call.scope.class_name or call.scope.function or "app"
    place = label.span if isinstance(label, Literal) else call.span
    scope = (call.scope.class_name, call.scope.function)
    return Construct(kind, f"{around}/{title}", place, call.span, properties, call.receiver, scope)
