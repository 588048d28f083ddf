"""What the words of a script come to where it runs. In: a word, variables and arguments. Out: text, as far as it can be known.

A variable that nothing sets and that only a platform could set counts as not set, and whatever follows from that is assumed.
"""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Union

from poolaudit._records import dataclass
from poolaudit.facts.secret import MASK, Secret
from poolaudit.facts.setting import Origin, Setting
from poolaudit.facts.shell import Parameter
from poolaudit.facts.word import PlacedWord
from poolaudit.graph.world import step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from poolaudit.facts.setting import Evidence
    from poolaudit.facts.shell import Part, ShellWord
    from poolaudit.graph.world import World

    State = tuple[dict[str, Setting[Secret]], set[str], Union[tuple[str, ...], None]]
    """Variables, names of the exported ones, arguments."""

_LONGEST = 20_000
"""Characters of one value; variables that hold each other double it."""
_MOST_STEPS = 40
"""Places that one value is explained by."""
_LONGEST_CUT = 500
"""Characters of a text of which a beginning or end is cut."""


@dataclass(frozen=True, slots=True)
class Expanded:
    """A text after the shell's replacements."""

    text: str
    masked: str
    """The form that may be shown."""
    known: bool = True
    """False where a part is not known, for which `${NAME}` stands."""
    assumed: bool = False
    why: str = ""
    steps: tuple[Evidence, ...] = ()

    def joined(self, other: Expanded) -> Expanded:
        """Both, one after the other."""
        return Expanded(
            (self.text + other.text)[:_LONGEST],
            self.masked + other.masked if len(self.masked) + len(other.masked) <= _LONGEST else MASK,
            self.known and other.known,
            self.assumed or other.assumed,
            self.why or other.why,
            (*self.steps, *other.steps),
        )


_NOTHING = Expanded("", "")


class Shell:
    """Variables and arguments of a script while it runs."""

    def __init__(self, world: World, arguments: Sequence[str] | None) -> None:
        self._world = world
        self.arguments: tuple[str, ...] | None = None if arguments is None else tuple(arguments)
        """What `$1`, `$2`, … stand for; None when it is not known."""
        self.variables: dict[str, Setting[Secret]] = {}
        """What the script itself set."""
        self.exported: set[str] = set()
        """Names of those that its programs see, beside what it was given."""

    def lookup(self, name: str) -> Setting[Secret]:
        """A variable: of the script, else of the environment."""
        return self.variables[name] if name in self.variables else self._world.lookup(name)

    def state(self) -> State:
        """All that changes."""
        return dict(self.variables), set(self.exported), self.arguments

    def restore(self, state: State) -> None:
        """Go back to an earlier state."""
        self.variables, self.exported, self.arguments = dict(state[0]), set(state[1]), state[2]

    def merge(self, states: Sequence[State]) -> None:
        """Go on after one of several ways: what they leave differently is not known."""
        self.restore(states[0])
        if len(states) == 1:
            return
        self.variables = {}
        merged: dict[str, Setting[Secret]] = {}
        for name in dict.fromkeys(name for each in states for name in each[0]):
            values = [each[0][name] if name in each[0] else self.lookup(name) for each in states]
            same = all(value.value == values[0].value and value.origin is values[0].origin for value in values)
            span = next((value.span for value in values if value.span is not None), None)
            merged[name] = values[0] if same else Setting.unresolved(f"a script sets {name} under a condition", span, name)
        self.variables = merged
        self.exported = {name for each in states for name in each[1]}
        self.arguments = states[0][2] if all(each[2] == states[0][2] for each in states) else None

    def copy(self) -> Shell:
        """A shell of its own that begins where this one is."""
        made = Shell(self._world, self.arguments)
        made.restore(self.state())
        return made

    def child(self, given: Mapping[str, Setting[Secret]], arguments: Sequence[str]) -> Shell:
        """The shell of another script that this one starts."""
        variables = {**self._world.variables, **self.environment(), **given}
        return Shell(replace(self._world, variables=variables), arguments)

    def shift(self, count: str) -> None:
        """Drop the first arguments."""
        if self.arguments is not None:
            self.arguments = self.arguments[int(count) :] if count.isdigit() and len(count) < 4 else None  # noqa: PLR2004

    def assign(self, word: ShellWord, *, export: bool) -> None:
        """`export NAME`, `export NAME=value`; a word that only running it tells assigns nothing that is known."""
        head = word.parts[0] if word.parts else None
        name, equals, rest = (head.reveal() if isinstance(head, Secret) else "").partition("=")
        if not name.isidentifier() or not isinstance(head, Secret):
            return
        if equals:
            shown = rest if head.masked == head.reveal() else MASK
            parts = (*((Secret(rest, shown),) if rest else ()), *word.parts[1:])
            self.variables[name] = self.setting(name, replace(word, parts=parts))
        if export:
            self.exported.add(name)

    def environment(self) -> Mapping[str, Setting[Secret]]:
        """What the script changed of the environment of its programs."""
        return {
            name: value
            for name, value in self.variables.items()
            if name in self.exported or self._world.lookup(name).origin is not Origin.ABSENT
        }

    def is_filled(self, name: str) -> tuple[bool | None, bool]:
        """Whether a variable holds text, None when that is not known, and whether that is assumed."""
        if name.isdigit():
            return (None, False) if self.arguments is None else (len(self.arguments) >= int(name) > 0, False)
        value = self.lookup(name)
        if value.is_known:
            return bool(value.value and value.value.reveal()), value.assumed
        if value.origin is Origin.ABSENT:
            return False, False
        return (True, True) if value.span is not None else (False, True)

    def expand(self, word: ShellWord) -> Expanded:
        """One word as one text."""
        return self.parts(word.parts)

    def parts(self, parts: tuple[Part, ...]) -> Expanded:
        """Pieces one after the other."""
        found = _NOTHING
        for part in parts:
            one = self._parameter(part) if isinstance(part, Parameter) else Expanded(part.reveal(), part.masked)
            found = found.joined(one)
        return found

    def words(self, word: ShellWord) -> list[str]:
        """The words that a word becomes: `"$@"` several, an empty variable without quotes none."""
        if len(word.parts) == 1 and isinstance(word.parts[0], Parameter) and word.parts[0].name in ("@", "*"):
            return list(self.arguments or ()) if not word.parts[0].operator else []
        found = self.expand(word)
        plain = not any(isinstance(part, Parameter) for part in word.parts)
        if word.quoted or plain:
            return [_placed(found.text, word)]
        return [_placed(each, word) for each in found.text.split()]

    def setting(self, name: str, word: ShellWord) -> Setting[Secret]:
        """What a variable holds after `name=word`."""
        found = self.expand(word)
        value = Secret(found.text, found.masked)
        steps = tuple(dict.fromkeys(found.steps))[-_MOST_STEPS:]
        if not found.known:
            return Setting(value if found.text else None, Origin.UNRESOLVED, word.span, name, found.why, steps)
        plain = not any(isinstance(part, Parameter) for part in word.parts)
        note = "" if plain else "the script puts it together"
        return Setting(value, Origin.WRITTEN if plain else Origin.DERIVED, word.span, name, note, steps, found.assumed)

    def _parameter(self, parameter: Parameter) -> Expanded:
        name, operator = parameter.name, parameter.operator
        if not name or name in ("?", "!", "$", "-", "0"):
            return _unknown(name or "COMMAND", "only running the script tells")
        if name == "#" or name in ("@", "*"):
            if self.arguments is None:
                return _unknown("ARGUMENTS", "the arguments of the script are not known")
            text = str(len(self.arguments)) if name == "#" else " ".join(self.arguments)
            return Expanded(text, text)
        if operator in ("", "#", "##", "%", "%%"):
            found = self._value(name)
            return self._cut(found, operator, self.parts(parameter.word)) if operator else found
        filled, assumed = self.is_filled(name)
        if filled is None or operator not in (":-", "-", ":=", "=", ":+", "+", ":?", "?"):
            return _unknown(name, "it is changed by the script")
        if operator in (":+", "+"):
            chosen = self.parts(parameter.word) if filled else _NOTHING
        elif filled:
            chosen = self._value(name)
        elif operator in (":?", "?"):
            return _unknown(name, f"nothing in the repository sets {name}")
        else:
            chosen = self.parts(parameter.word)
            if "=" in operator and chosen.known:
                self.variables[name] = Setting(
                    Secret(chosen.text, chosen.masked), Origin.DERIVED, None, name, "the script's default", chosen.steps, assumed
                )
        return Expanded(chosen.text, chosen.masked, chosen.known, chosen.assumed or assumed, chosen.why, chosen.steps)

    def _value(self, name: str) -> Expanded:
        if name.isdigit():
            if self.arguments is None:
                return _unknown(f"ARGUMENT_{name}", "the arguments of the script are not known")
            text = self.arguments[int(name) - 1] if 0 < int(name) <= len(self.arguments) else ""
            return Expanded(text, text)
        value = self.lookup(name)
        if value.is_known and value.value is not None:
            steps = (*value.because, step(name, value))
            return Expanded(value.value.reveal(), value.value.masked, assumed=value.assumed, steps=steps)
        if value.origin is Origin.ABSENT:
            return _NOTHING
        if value.value is not None:
            return Expanded(value.value.reveal(), value.value.masked, known=False, why=value.note, steps=value.because)
        return _unknown(name, value.note or f"{name} is not known")

    def _cut(self, found: Expanded, operator: str, pattern: Expanded) -> Expanded:
        """`${NAME#pattern}` and its like; a pattern that is too long to try leaves it unknown."""
        if not (found.known and pattern.known) or len(found.text) > _LONGEST_CUT:
            return _unknown("TEXT", "it is changed by the script")
        sizes = range(len(found.text) + 1)
        text = found.text
        ordered = sizes if len(operator) == 1 else reversed(sizes)
        for size in ordered:
            head, tail = (
                (text[:size], text[size:]) if operator[0] == "#" else (text[: len(text) - size], text[len(text) - size :])
            )
            if fnmatchcase(head if operator[0] == "#" else tail, pattern.text):
                kept = tail if operator[0] == "#" else head
                return Expanded(kept, kept if found.masked == text else found.masked, assumed=found.assumed, steps=found.steps)
        return found


def _unknown(name: str, why: str) -> Expanded:
    word = "".join(each if each.isalnum() else "_" for each in name)
    return Expanded(f"${{{word}}}", f"${{{word}}}", known=False, why=why)


def _placed(text: str, word: ShellWord) -> str:
    return PlacedWord(text, word.span, text if len(text) == word.span.length else "")
