"""What a shell script does, as its grammar tells it: commands, conditions and functions, in order. Nothing is run or expanded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.facts.secret import Secret
    from poolaudit.facts.span import Span


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that the shell replaces: `$PORT`, `${PORT:-8000}`, `$1`, `"$@"`."""

    name: str
    """Variable, number or sign; empty for what only running it tells: `$(date)`."""
    operator: str = ""
    """`:-`, `-`, `:=`, `=`, `:?`, `?`, `:+`, `+`, `#`, `##`, `%`, `%%`; another one cannot be followed."""
    word: tuple[Part, ...] = ()
    """What stands behind the operator."""


Part = Union["Secret", Parameter]


@dataclass(frozen=True, slots=True)
class ShellWord:
    """One word of a command, in pieces; text may be part of a password."""

    parts: tuple[Part, ...]
    span: Span
    """As written, with its quotes."""
    quoted: bool = False
    """Whether it stays one word whatever its variables hold."""


@dataclass(frozen=True, slots=True)
class ShellAssignment:
    """`NAME=value` before a command, or without one."""

    name: str
    value: ShellWord
    span: Span


@dataclass(frozen=True, slots=True)
class ShellCommand:
    """One simple command."""

    words: tuple[ShellWord, ...]
    assignments: tuple[ShellAssignment, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ShellGroup:
    """Steps that belong together: `{ …; }`, `( … )`, a pipeline, something in the background."""

    steps: tuple[ShellStep, ...]
    isolated: bool = False
    """Whether what it assigns is lost behind it."""
    negated: bool = False


@dataclass(frozen=True, slots=True)
class ShellChain:
    """`first && second` or `first || second`."""

    first: ShellStep
    operator: str
    second: ShellStep


@dataclass(frozen=True, slots=True)
class ShellIf:
    """`if condition; then steps; else otherwise; fi`; an `elif` is an `if` in `otherwise`."""

    condition: tuple[ShellStep, ...]
    steps: tuple[ShellStep, ...]
    otherwise: tuple[ShellStep, ...] = ()


@dataclass(frozen=True, slots=True)
class ShellCase:
    """`case subject in pattern | pattern) steps;; … esac`."""

    subject: ShellWord
    branches: tuple[tuple[tuple[ShellWord, ...], tuple[ShellStep, ...]], ...]


@dataclass(frozen=True, slots=True)
class ShellLoop:
    """`while`, `until` or `for`, which has no condition that can be told."""

    condition: tuple[ShellStep, ...]
    steps: tuple[ShellStep, ...]
    until: bool = False


@dataclass(frozen=True, slots=True)
class ShellFunction:
    """`name() { steps; }`."""

    name: str
    steps: tuple[ShellStep, ...]


ShellStep = Union[ShellCommand, ShellGroup, ShellChain, ShellIf, ShellCase, ShellLoop, ShellFunction]


@dataclass(frozen=True, slots=True)
class ShellScript:
    """A script of the tree."""

    path: str
    span: Span
    """Start of the file."""
    steps: tuple[ShellStep, ...]


def commands(steps: Iterable[ShellStep]) -> Iterator[ShellCommand]:
    """Every simple command of a script, whether it is run or not."""
    queue = list(steps)
    while queue:
        step = queue.pop()
        if isinstance(step, ShellCommand):
            yield step
        elif isinstance(step, ShellChain):
            queue += (step.first, step.second)
        elif isinstance(step, ShellIf):
            queue += (*step.condition, *step.steps, *step.otherwise)
        elif isinstance(step, ShellLoop):
            queue += (*step.condition, *step.steps)
        elif isinstance(step, ShellCase):
            queue += (each for _, branch in step.branches for each in branch)
        elif isinstance(step, (ShellGroup, ShellFunction)):
            queue += step.steps
