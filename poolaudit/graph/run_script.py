"""What a script starts where it runs. In: its steps, its arguments, the environment. Out: the commands, as `Ran`.

Nothing is executed: conditions on variables and arguments are decided as far as the repository tells, both ways are taken where
it does not, and programs are taken to succeed.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Union

from poolaudit._records import dataclass
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Setting
from poolaudit.facts.shell import (
    ShellCase,
    ShellChain,
    ShellCommand,
    ShellGroup,
    ShellIf,
    ShellLoop,
    ShellScript,
)
from poolaudit.graph.read_commands import SHELLS, launched
from poolaudit.graph.shell_tests import BEGINNINGS, holds
from poolaudit.graph.shell_text import Shell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from poolaudit.facts.shell import ShellStep
    from poolaudit.facts.span import Span
    from poolaudit.graph.world import World

    _Status = tuple[Union[bool, None], int]
    FindScript = Callable[[str, str], ShellScript | None]
    """The script that a path, as it is written in another script, leads to."""

SURE, ASSUMED, POSSIBLE = 0, 1, 2
"""How sure it is that a command runs: as far as the repository tells; while no platform sets more; under a condition."""
_MOST = 4000
"""Steps that are followed."""
_DEEPEST = 12
"""Scripts and functions that call each other."""
_ASSIGNING = frozenset({"export", "declare", "typeset", "readonly", "local"})
_DECIDED = frozenset({":", "true", "false", "cd", "set"})
_SAYING_NOTHING = _DECIDED | {"echo", "printf", "trap", "umask", "wait", "sleep", "shopt", "ulimit", "hash"}
_GOES_ON, _RETURNS, _EXITS = 0, 1, 2
"""What a step ends: nothing, the function, the shell."""
_ENDS = {"return": _RETURNS, "exit": _EXITS}


@dataclass(frozen=True, slots=True)
class Ran:
    """One command that a script starts."""

    words: tuple[str, ...]
    """After the shell's replacements; `${NAME}` stands for what is not known."""
    span: Span
    variables: Mapping[str, Setting[Secret]]
    """What the script changed of the environment in which it runs."""
    sureness: int
    """`SURE`, `ASSUMED` or `POSSIBLE`."""


def run(script: ShellScript, arguments: Sequence[str] | None, world: World, find: FindScript) -> tuple[Ran, ...]:
    """The commands of a script from its first step to its end, in order."""
    runner = _Runner(world, find)
    try:
        runner.script(script, Shell(world, arguments))
    except RecursionError:  # functions that call each other within long chains; what they start is not known
        return ()
    return tuple(runner.commands)


class _Runner:
    def __init__(self, world: World, find: FindScript) -> None:
        self._world = world
        self._find = find
        self._functions: dict[str, tuple[ShellStep, ...]] = {}
        self._sureness = SURE
        self._left = _MOST
        self._depth = 0
        self._path = ""
        self.commands: list[Ran] = []

    def script(self, script: ShellScript, shell: Shell) -> int:
        """Run a script in a shell; how it ends."""
        outer, self._path = self._path, script.path
        end = self._steps(script.steps, shell)
        self._path = outer
        return end

    def _steps(self, steps: Sequence[ShellStep], shell: Shell) -> int:
        """Run steps in order until one ends the function or the shell; how it ends."""
        for each in steps:
            end = self._step(each, shell)[1]
            if end:
                return end
        return _GOES_ON

    def _step(self, step: ShellStep, shell: Shell) -> _Status:
        """Whether a step succeeds, None when that is not known, and what it ends."""
        self._left -= 1
        if self._left < 0 or self._depth > _DEEPEST:
            return None, _EXITS
        if isinstance(step, ShellCommand):
            return self._command(step, shell)
        if isinstance(step, ShellChain):
            return self._chain(step, shell)
        if isinstance(step, ShellGroup):
            return self._group(step, shell)
        if isinstance(step, ShellIf):
            return None, self._choose(self._condition(step.condition, shell), step.steps, step.otherwise, shell)
        if isinstance(step, ShellCase):
            return None, self._case(step, shell)
        if isinstance(step, ShellLoop):
            value, assumed = self._condition(step.condition, shell) if step.condition else (None, False)
            value = not value if step.until and value is not None else value
            return None, self._choose((value, assumed), step.steps, (), shell)
        self._functions[step.name] = step.steps
        return True, _GOES_ON

    def _condition(self, steps: Sequence[ShellStep], shell: Shell) -> tuple[bool | None, bool]:
        """Whether a condition holds, and whether that is assumed. What a program says is not known."""
        before = self._sureness
        value: bool | None = None
        for each in steps:
            value, _ = self._step(each, shell)
            value = value if _is_test(each) else None
        assumed = self._sureness > before
        self._sureness = before
        return value, assumed

    def _choose(
        self, condition: tuple[bool | None, bool], steps: Sequence[ShellStep], otherwise: Sequence[ShellStep], shell: Shell
    ) -> int:
        value, assumed = condition
        if value is None:
            return self._each([steps, otherwise], shell)
        before = self._sureness
        self._sureness = max(before, ASSUMED) if assumed else before
        end = self._steps(steps if value else otherwise, shell)
        self._sureness = before
        return end

    def _each(self, ways: Sequence[Sequence[ShellStep]], shell: Shell) -> int:
        """Go each of several ways, of which one is gone; what they assign differently is not known."""
        before, start = self._sureness, shell.state()
        self._sureness = POSSIBLE
        ends, left = [], []
        for way in ways:
            shell.restore(start)
            ends.append(self._steps(way, shell))
            if not ends[-1]:
                left.append(shell.state())
        self._sureness = before
        shell.merge(left or [start])
        return min(ends)

    def _case(self, step: ShellCase, shell: Shell) -> int:
        subject = shell.expand(step.subject)
        if not subject.known:
            return self._each([*(steps for _, steps in step.branches), ()], shell)
        for patterns, steps in step.branches:
            texts = [shell.expand(each) for each in patterns]
            if any(each.known and fnmatchcase(subject.text, each.text) for each in texts):
                return self._choose((True, subject.assumed), steps, (), shell)
        return _GOES_ON

    def _chain(self, step: ShellChain, shell: Shell) -> _Status:
        before, wanted = self._sureness, step.operator == "&&"
        value, end = self._step(step.first, shell)
        if end:
            return value, end
        if _is_test(step):
            other, _ = self._step(step.second, shell)
            decided = next((each for each in (value, other) if each is not None and each is not wanted), None)
            return (None if value is None or other is None else wanted) if decided is None else decided, _GOES_ON
        if value is None and not _is_test(step.first):
            value = True  # a program, which is taken to succeed
        if value is None:
            end = self._each([[step.second], []], shell)
        elif value is wanted:
            value, end = self._step(step.second, shell)
        self._sureness = before
        return value, end

    def _group(self, step: ShellGroup, shell: Shell) -> _Status:
        inner = shell.copy() if step.isolated else shell
        value: bool | None = None
        for each in step.steps:
            value, end = self._step(each, inner)
            if end:
                return value, _GOES_ON if step.isolated else end
        return not value if step.negated and value is not None else value, _GOES_ON

    def _command(self, command: ShellCommand, shell: Shell) -> _Status:
        if not command.words:
            for each in command.assignments:
                shell.variables[each.name] = shell.setting(each.name, each.value)
            return True, _GOES_ON
        first = shell.expand(command.words[0]).text
        if first in BEGINNINGS:
            value, assumed = holds(command.words, shell)
            self._sureness = max(self._sureness, ASSUMED) if assumed else self._sureness
            return value, _GOES_ON
        if first in _ASSIGNING:
            for word in command.words[1:]:
                shell.assign(word, export=first == "export")
            return True, _GOES_ON
        words = [text for each in command.words for text in shell.words(each)]
        return self._run(words, command, shell) if words else (True, _GOES_ON)

    def _run(self, words: list[str], command: ShellCommand, shell: Shell) -> _Status:
        name, end = words[0], _ENDS.get(words[0], _GOES_ON)
        if name in _SAYING_NOTHING or end:
            if name == "set" and "--" in words:
                shell.arguments = tuple(words[words.index("--") + 1 :])
            return (name != "false") if name in _DECIDED else None, end
        if name == "shift":
            shell.shift(words[1] if len(words) > 1 else "1")
        elif name == "unset":
            shell.variables.update({each: Setting.absent(each) for each in words[1:]})
        elif name in self._functions:
            return None, self._function(self._functions[name], words[1:], shell)
        else:
            return None, self._program(words, command, shell)
        return True, _GOES_ON

    def _function(self, steps: Sequence[ShellStep], arguments: list[str], shell: Shell) -> int:
        outer, shell.arguments = shell.arguments, tuple(arguments)
        self._depth += 1
        end = self._steps(steps, shell)
        self._depth -= 1
        shell.arguments = outer
        return end if end == _EXITS else _GOES_ON

    def _program(self, words: list[str], command: ShellCommand, shell: Shell) -> int:
        called = launched(words)
        replaces = words[0] == "exec" and bool(called)
        sourced = called[:1] in ((".",), ("source",))
        path, arguments = script_call(called)
        script = self._find(path, self._path) if path else None
        if script is not None and self._depth < _DEEPEST:
            self._depth += 1
            given = {each.name: shell.setting(each.name, each.value) for each in command.assignments}
            end = self.script(script, shell if sourced else shell.child(given, arguments))
            self._depth -= 1
            return _EXITS if replaces or (sourced and end == _EXITS) else _GOES_ON
        if called and not sourced:
            given = {each.name: shell.setting(each.name, each.value) for each in command.assignments}
            self.commands.append(Ran(called, command.span, {**shell.environment(), **given}, self._sureness))
        return _EXITS if replaces else _GOES_ON


def script_call(words: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The path of the script that a command may be, with its arguments: `sh -e start.sh web`; empty for an inline one."""
    if not words:
        return "", ()
    name = words[0].rpartition("/")[2]
    rest = list(words)
    if name in SHELLS or words[0] in (".", "source"):
        rest = rest[1:]
        while rest and rest[0].startswith(("-", "+")):
            if rest[0].endswith("c") and not rest[0].startswith("--"):
                return "", ()
            rest = rest[2:] if rest[0].endswith("o") and not rest[0].startswith("--") else rest[1:]
    return (rest[0], tuple(rest[1:])) if rest else ("", ())


def _is_test(step: ShellStep) -> bool:
    """Whether a step is made of nothing but tests."""
    if isinstance(step, ShellChain):
        return _is_test(step.first) and _is_test(step.second)
    if isinstance(step, ShellGroup):
        return all(_is_test(each) for each in step.steps)
    if not isinstance(step, ShellCommand) or not step.words:
        return False
    head = step.words[0].parts[0] if step.words[0].parts else None
    return isinstance(head, Secret) and head.reveal() in (*BEGINNINGS, "true", "false", ":")
