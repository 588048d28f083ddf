"""The grammar of shell scripts. In: a `Source`. Out: a `Script`: its steps and the files that it writes, or `WordsError`.

Grammar: POSIX Shell Command Language (POSIX.1-2017, 2.10), with bash's `[[ … ]]`, `function`, `((…))`, arrays, `<<<` and `&>` as
far as they must be stepped over (https://www.gnu.org/software/bash/manual/bash.html, 5.3). Nothing is expanded.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.extract.settings.shell_words import ShellText
from poolaudit.extract.settings.shell_writes import ScriptWrites
from poolaudit.extract.settings.words import WordsError
from poolaudit.facts.shell import (
    ShellAssignment,
    ShellCase,
    ShellChain,
    ShellCommand,
    ShellFunction,
    ShellGroup,
    ShellIf,
    ShellLoop,
)

if TYPE_CHECKING:
    from poolaudit.discover.source import Source
    from poolaudit.extract.settings.shell_words import Heredoc, Redirection
    from poolaudit.extract.settings.shell_writes import WrittenFile
    from poolaudit.extract.settings.words import Word
    from poolaudit.facts.shell import ShellStep

MAX_LENGTH = 100_000
"""Characters; a longer script is a program of its own, of which nobody starts servers."""
_DEEPEST = 60
_LONGEST_CHAIN = 150
"""Commands with `&&` and `||` between them."""
_ENDS = frozenset({"then", "elif", "else", "fi", "do", "done", "esac", "}"})
_SEPARATORS = (";", "\n", "&")


@dataclass(slots=True)
class Script:
    """What a script holds."""

    steps: tuple[ShellStep, ...] = ()
    files: list[WrittenFile] = field(default_factory=list)
    failure: str = ""
    """Why the rest could not be read; empty when all was."""


def parse(source: Source) -> Script:
    """Read a script as far as the grammar goes. Raises `WordsError` when not even its first command can be read."""
    if len(source.text) > MAX_LENGTH:
        raise WordsError(f"longer than {MAX_LENGTH} characters")
    parser = _Parser(source)
    steps: list[ShellStep] = []
    try:
        parser.list_into(steps, ())
        while not parser.at_end():  # a bracket or keyword that nothing opened
            parser.step_over()
            parser.list_into(steps, ())
    except WordsError as error:
        if not steps:
            raise
        parser.script.failure = str(error)
    parser.script.steps = tuple(steps)
    return parser.script


class _Parser(ShellText):
    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.script = Script()
        self._writes = ScriptWrites(self, self.script.files)
        self._conditions = 0
        self._depth = 0

    def list_into(self, steps: list[ShellStep], ends: tuple[str, ...]) -> None:
        """Steps up to a keyword of `ends`, a closing bracket or the end of a branch; the keyword is not taken."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise WordsError("commands nested too deeply")
        while True:
            self.blank_lines()
            while self.operator() == ";":
                self.take(";")
                self.blank_lines()
            if self.at_end() or self.operator() in (")", ";;", ";&", ";;&") or self.keyword() in (ends or _ENDS):
                break
            step = self._chain()
            if self.operator() == "&":
                step = ShellGroup((step,), isolated=True)
            if self.operator() in _SEPARATORS:
                self.take(self.operator())
            steps.append(step)
        self._depth -= 1

    def _steps(self, *ends: str, conditional: bool = False) -> tuple[ShellStep, ...]:
        self._conditions += conditional
        steps: list[ShellStep] = []
        self.list_into(steps, ends)
        self._conditions -= conditional
        return tuple(steps)

    def _chain(self) -> ShellStep:
        step, length = self._pipeline(), 1
        while (sign := self.operator()) in ("&&", "||"):
            length += 1
            if length > _LONGEST_CHAIN:
                raise WordsError("a chain of commands is too long")
            self.take(sign)
            self.blank_lines()
            self._conditions += sign == "||"
            step = ShellChain(step, sign, self._pipeline())
            self._conditions -= sign == "||"
        return step

    def _pipeline(self) -> ShellStep:
        negated = self.keyword() == "!"
        if negated:
            self.word()
        steps = [self._command()]
        pending, self.unwritten = self.unwritten, None
        while (sign := self.operator()) in ("|", "|&"):
            self.take(sign)
            self.blank_lines()
            steps.append(self._command(pending))
            pending = None
        if len(steps) > 1:
            return ShellGroup(tuple(steps), isolated=True, negated=negated)
        return ShellGroup(tuple(steps), negated=True) if negated else steps[0]

    def _command(self, piped: Heredoc | None = None) -> ShellStep:
        sign, word = self.operator(), self.keyword()
        if sign == "(":
            if self.text.startswith("((", self.at):
                return self._arithmetic()
            self.take("(")
            found: ShellStep = ShellGroup(self._steps(), isolated=True)
            self._expect(")")
        elif word == "{":
            self.word()
            found = ShellGroup(self._steps("}"))
            self._expect("}")
        elif word == "if":
            found = self._if()
        elif word in ("while", "until"):
            self.word()
            condition = self._steps("do")
            self._expect("do")
            found = ShellLoop(condition, self._steps("done", conditional=True), until=word == "until")
            self._expect("done")
        elif word in ("for", "select"):
            found = self._for()
        elif word == "case":
            found = self._case()
        elif word == "function":
            self.word()
            return self._function(self.word().text)
        else:
            return self._simple(piped)
        while self.redirection() is not None:
            pass
        return found

    def _if(self) -> ShellIf:
        self.word()
        condition = self._steps("then")
        self._expect("then")
        steps = self._steps("elif", "else", "fi", conditional=True)
        otherwise: tuple[ShellStep, ...] = ()
        self._conditions += 1
        if self.keyword() == "elif":
            self._depth += 1
            if self._depth > _DEEPEST:
                raise WordsError("commands nested too deeply")
            otherwise = (self._if(),)
            self._depth -= 1
        else:
            if self.keyword() == "else":
                self.word()
                otherwise = self._steps("fi")
            self._expect("fi")
        self._conditions -= 1
        return ShellIf(condition, steps, otherwise)

    def _for(self) -> ShellLoop:
        self.word()
        if self.text.startswith("((", self.at):
            self._arithmetic()
        else:
            self._writes.assigned(self.word().text, None, sure=False)
        while not self.at_end() and self.keyword() != "do":
            self.step_over()
        self._expect("do")
        found = ShellLoop((), self._steps("done", conditional=True))
        self._expect("done")
        return found

    def _case(self) -> ShellCase:
        self.word()
        subject = self.shell_word(self.word())
        self.blank_lines()
        self._expect("in")
        branches = []
        while True:
            self.blank_lines()
            if self.at_end() or self.keyword() == "esac":
                break
            if self.operator() == "(":
                self.take("(")
            patterns = [self.shell_word(self.word())]
            while self.operator() == "|":
                self.take("|")
                patterns.append(self.shell_word(self.word()))
            self._expect(")")
            branches.append((tuple(patterns), self._steps("esac", conditional=True)))
            for sign in (";;&", ";;", ";&"):
                if self.operator() == sign:
                    self.take(sign)
        self._expect("esac")
        return ShellCase(subject, tuple(branches))

    def _function(self, name: str) -> ShellFunction:
        if self.operator() == "(":
            self.take("(")
            self._expect(")")
        self.blank_lines()
        self._conditions += 1
        body = self._command()
        self._conditions -= 1
        return ShellFunction(name, body.steps if isinstance(body, ShellGroup) and not body.isolated else (body,))

    def _simple(self, piped: Heredoc | None) -> ShellStep:
        start = self.at
        words: list[Word] = []
        assignments: list[ShellAssignment] = []
        redirections: list[Redirection] = []
        if self.keyword() == "[[":
            words = self.double_bracket()
        while True:
            redirection = self.redirection()
            if redirection is not None:
                redirections.append(redirection)
                continue
            if not self.is_word():
                break
            word = self.word()
            name = self.assigned_name(word)
            if name and not words:
                assignments.append(self._assignment(word, name))
                continue
            words.append(word)
            if len(words) == 1 and self.operator() == "(" and not word.quote:
                return self._function(word.text)
        if not words and not assignments and not redirections:
            raise WordsError(f"a command was expected, line {self.source.position(start)[0]}")
        span = self.source.span(start, self.last_end)
        command = ShellCommand(self.command_words(words), tuple(assignments), span)
        self._writes.note(command, words, sure=not self._conditions)
        self.unwritten = self._writes.write(words, redirections, piped, sure=not self._conditions) or self.unwritten
        return command

    def _assignment(self, word: Word, name: str) -> ShellAssignment:
        return ShellAssignment(name, self.assigned_value(word, len(name) + 1), self.source.span(word.start, word.end))

    def _arithmetic(self) -> ShellCommand:
        start = self.at
        end = self.text.find("))", self.at)
        if end < 0:
            raise WordsError("an arithmetic command is not closed")
        self.go_on(end + 2)
        return ShellCommand((), (), self.source.span(start, end + 2))

    def _expect(self, word: str) -> None:
        if word in ("(", ")"):
            if self.operator() != word:
                raise WordsError(f"{word} is missing, line {self.source.position(min(self.at, len(self.text)))[0]}")
            self.take(word)
        elif self.keyword() != word:
            raise WordsError(f"{word} is missing, line {self.source.position(min(self.at, len(self.text)))[0]}")
        else:
            self.word()
