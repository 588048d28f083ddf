"""Files that a shell script writes. In: its commands in their order. Out: `WrittenFile`s with what was assigned before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass

if TYPE_CHECKING:
    from poolaudit.extract.settings.shell_words import Heredoc, Redirection, ShellText
    from poolaudit.extract.settings.words import Word
    from poolaudit.facts.shell import ShellCommand, ShellWord

_DECLARING = ("export", "readonly", "declare", "local", "typeset")
_PRINTING = ("echo", "printf")
_INTO = (">", ">>", ">|")


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file that a command of the script makes out of text which stands in the script."""

    target: str
    """As written, without quotes."""
    text: Heredoc
    append: bool
    sure: bool
    """Whether the script writes it whatever the conditions, as far as the script alone tells."""
    known: dict[str, ShellWord | None]
    """What the script assigned before, by name; None for what depends on a condition."""


class ScriptWrites:
    """What a script has assigned so far, and the files that it writes."""

    def __init__(self, text: ShellText, files: list[WrittenFile]) -> None:
        self._text = text
        self._files = files
        self._known: dict[str, ShellWord | None] = {}

    def assigned(self, name: str, value: ShellWord | None, *, sure: bool) -> None:
        """Keep what a name was given; nothing is known of what a condition decides."""
        self._known[name] = value if sure else None

    def note(self, command: ShellCommand, words: list[Word], *, sure: bool) -> None:
        """Keep what a command assigns for the files that are written later."""
        if not words:
            for each in command.assignments:
                self.assigned(each.name, each.value, sure=sure)
        elif words[0].text in _DECLARING:
            for word in words[1:]:
                name = self._text.assigned_name(word)
                if name:
                    self.assigned(name, self._text.assigned_value(word, len(name) + 1), sure=sure)
        elif words[0].text == ":":
            for name, value in self._text.defaults(words[1:]):
                self.assigned(name, value, sure=sure)

    def write(self, words: list[Word], redirections: list[Redirection], piped: Heredoc | None, *, sure: bool) -> Heredoc | None:
        """Note the file that a command writes, when its text stands in the script; return text that goes to no file."""
        text = next((each.heredoc for each in redirections if each.heredoc is not None), piped)
        names = [word.text.rpartition("/")[2] for word in words]
        if text is None and names and names[0] in _PRINTING:
            text = self._text.printed(words)
        if text is None:
            return None
        target = next((each for each in redirections if each.sign in _INTO), None)
        if target is not None and target.target != "/dev/null":
            self._wrote(target.target, text, append=target.sign == ">>", sure=sure)
            return None
        if "tee" in names[:2]:
            named = [word.text for word in words[names.index("tee") + 1 :] if not word.text.startswith("-")]
            appending = any(word.text in ("-a", "--append") for word in words)
            for each in named[:1]:
                self._wrote(each, text, append=appending, sure=sure)
            return None
        return text

    def _wrote(self, target: str, text: Heredoc, *, append: bool, sure: bool) -> None:
        self._files.append(WrittenFile(target, text, append, sure, dict(self._known)))
