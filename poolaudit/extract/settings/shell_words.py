"""Words, operators, redirections and here-documents of a shell script. In: a `Source`. Out: one after the other, with places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.extract.dsn.mask import mask
from poolaudit.extract.dsn.secret_key import is_secret_key
from poolaudit.extract.settings.shell_expansions import expansions, parts_of
from poolaudit.extract.settings.words import Piece, Word, WordsError, closing, read_word
from poolaudit.extract.surfaces.env_secret import env_secret
from poolaudit.facts.secret import MASK, Secret
from poolaudit.facts.shell import Parameter, ShellWord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.facts.shell import Part

_OPERATORS = ("&&", "||", ";;&", ";;", ";&", "|&", ";", "|", "&", "(", ")", "\n")
_REDIRECTIONS = ("<<<", "<<-", "<<", "<&", "<>", ">>", ">&", ">|", "&>>", "&>", "<", ">")
_ESCAPED = "$`\\"
_STANDING_IN = "x"
"""What stands for a variable where a text is searched for passwords."""


@dataclass(frozen=True, slots=True)
class Written:
    """A piece of text that a script writes: plain, or a parameter."""

    start: int
    end: int
    """Where it stands in the script."""
    text: str
    parameter: Parameter | None = None


@dataclass(frozen=True, slots=True)
class Heredoc:
    """Text that a script hands to a command."""

    pieces: tuple[Written, ...]


@dataclass(slots=True)
class Redirection:
    """`> file`, `<<EOF`."""

    sign: str
    target: str
    """The word behind the sign, without quotes."""
    heredoc: Heredoc | None = None
    """For `<<`: known when the line is at its end."""
    quoted: bool = False


class ShellText:
    """A place in a script that moves on."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self.at = 0
        self.last_end = 0
        """End of what was taken last."""
        self.unwritten: Heredoc | None = None
        """Text that the last command was handed and wrote to no file."""
        self._bodies = -1
        """Offset behind the here-documents of the current line, once they are read."""
        self._blanks()

    def at_end(self) -> bool:
        """Whether nothing is left."""
        return self.at >= len(self.text)

    def operator(self) -> str:
        """The control operator here; empty for anything else."""
        if self.at_end() or self.text[self.at] not in "&|;()\r\n" or self._redirection_sign():
            return ""
        if self.text.startswith("\r\n", self.at):
            return "\n"
        return next((each for each in _OPERATORS if self.text.startswith(each, self.at)), "")

    def take(self, sign: str) -> None:
        """Go on behind an operator; behind a line end, behind the here-documents that begin there."""
        self.last_end = self.at
        if sign == "\n":
            line = self.text.find("\n", self.at)
            self.at = max(self._bodies, line + 1)
            self._bodies = -1
        else:
            self.at += len(sign)
        self._blanks()

    def blank_lines(self) -> None:
        """Go on to the next line that says something."""
        while self.operator() == "\n":
            self.take("\n")

    def go_on(self, at: int) -> None:
        """Go on at an offset."""
        self.at = self.last_end = at
        self._blanks()

    def step_over(self) -> None:
        """Take whatever stands here."""
        sign = self.operator()
        if sign:
            self.take(sign)
        elif self.redirection() is None:
            self.word()

    def is_word(self) -> bool:
        """Whether a word stands here."""
        return not self.at_end() and not self.operator()

    def keyword(self) -> str:
        """The bare word here, which may be one of the grammar; empty for another one. It is not taken."""
        end = self.at
        while end < len(self.text) and (self.text[end].isalpha() or self.text[end] in "{}![]"):
            end += 1
        if end == self.at or (end < len(self.text) and self.text[end] not in " \t\r\n;&|()<>"):
            return ""
        return self.text[self.at : end]

    def word(self) -> Word:
        """Take the word here. Raises `WordsError` where there is none."""
        if self.text.startswith(("<(", ">("), self.at):
            end = closing(self.text, self.at + 1)
            found = Word("", self.at, end, self.text[self.at : end], runs_command=True)
        else:
            found = read_word(self.text, self.at)
        if found.end == self.at:
            raise WordsError(f"a word was expected, line {self.source.position(min(self.at, len(self.text)))[0]}")
        self.at = self.last_end = found.end
        if found.raw.endswith("=") and self.text.startswith("(", self.at):  # an array
            self.at = self.last_end = closing(self.text, self.at)
            found = Word(found.text, found.start, self.at, self.text[found.start : self.at], runs_command=True)
        self._blanks()
        return found

    def double_bracket(self) -> list[Word]:
        """The words of `[[ … ]]`, in which operators are words too."""
        words = [self.word()]
        while words[-1].raw != "]]":
            if self.at_end():
                raise WordsError("[[ is not closed")
            sign = self.text[self.at] if self.text[self.at] in "<>" else self.operator()
            if sign == "\n":
                self.take(sign)
                continue
            if sign:
                words.append(Word(sign, self.at, self.at + len(sign), sign, pieces=(Piece(sign, expands=False),)))
                self.at += len(sign)
                self._blanks()
            else:
                words.append(self.word())
        return words

    def redirection(self) -> Redirection | None:
        """Take the redirection here, if there is one."""
        sign = self._redirection_sign()
        if not sign or self.text.startswith(("<(", ">("), self.at):
            return None
        while self.text[self.at].isdigit():
            self.at += 1
        self.at += len(sign)
        self._blanks()
        if self.at_end() or self.operator():
            raise WordsError("a redirection leads nowhere")
        word = self.word()
        found = Redirection(sign, word.text, quoted=bool(word.quote))
        if sign in ("<<", "<<-"):
            self._read_heredoc(found)
        return found

    def assigned_name(self, word: Word) -> str:
        """The name that a word assigns; empty for another word."""
        name, equals, _ = word.raw.partition("=")
        good = bool(equals) and name.isascii() and name.replace("_", "a").isalnum() and not name[0].isdigit()
        return name if good else ""

    def assigned_value(self, word: Word, behind: int) -> ShellWord:
        """What stands behind the `NAME=` of a word."""
        span = self.source.span(word.start + behind, word.end)
        if word.runs_command and not word.pieces:
            return ShellWord((Parameter(""),), span)
        return ShellWord(_shown(word.raw[: behind - 1], _parts(word.value_pieces(behind)), assigned=True), span)

    def shell_word(self, word: Word, before: str = "") -> ShellWord:
        """A word with its pieces; `before` is the option that it may belong to."""
        span = self.source.span(word.start, word.end)
        if word.runs_command and not word.pieces:
            return ShellWord((Parameter(""),), span)
        name = self.assigned_name(word) or (before.lstrip("-") if before.startswith("-") else "")
        return ShellWord(_shown(name, _parts(word.pieces)), span, quoted=bool(word.quote))

    def command_words(self, words: list[Word]) -> tuple[ShellWord, ...]:
        """The words of one command."""
        before = ["", *(word.text for word in words)]
        return tuple(self.shell_word(word, text) for word, text in zip(words, before, strict=False))

    def defaults(self, words: list[Word]) -> Iterator[tuple[str, ShellWord]]:
        """The variables that `: "${NAME:=value}"` gives a value."""
        for word in words:
            for each in expansions("".join(piece.text for piece in word.pieces if piece.expands)):
                if each.parameter is not None and each.parameter.operator in (":=", "="):
                    given = Parameter(each.parameter.name, each.parameter.operator.replace("=", "-"), each.parameter.word)
                    yield given.name, ShellWord((given,), self.source.span(word.start, word.end))

    def printed(self, words: list[Word]) -> Heredoc | None:
        """What `echo text` or `printf text` writes, where the text is one quoted word."""
        told = [word for word in words[1:] if not (word.text.startswith("-") and len(word.text) < 4)]  # noqa: PLR2004
        if len(told) != 1 or told[0].raw[:1] not in ("'", '"') or told[0].raw[-1:] != told[0].raw[0] or len(told[0].pieces) == 0:
            return None
        word, name = told[0], words[0].text.rpartition("/")[2]
        if name == "printf" and "%" in word.text:
            return None
        quote, start, end = word.raw[0], word.start + 1, word.end - 1
        if quote in self.text[start:end].replace('\\"', ""):
            return None
        escapes = name == "printf" or any(each.text == "-e" for each in words[1:])
        pieces = [*_pieces(self.text, start, end, expand=quote == '"', newlines=escapes)]
        if name == "echo":
            pieces.append(Written(end, end, "\n"))
        return Heredoc(tuple(pieces))

    def _redirection_sign(self) -> str:
        at = self.at
        if at >= len(self.text) or self.text[at] not in "0123456789<>&":
            return ""
        while at < len(self.text) and self.text[at].isdigit():
            at += 1
        return next((each for each in _REDIRECTIONS if self.text.startswith(each, at)), "") if at < self.at + 3 else ""

    def _read_heredoc(self, redirection: Redirection) -> None:
        """Read the text of a here-document, which begins on the next line, or behind the one before it."""
        line = self.text.find("\n", self.at)
        at = self._bodies if self._bodies >= 0 else line + 1 if line >= 0 else len(self.text)
        strip = "\t" if redirection.sign == "<<-" else ""
        pieces: list[Written] = []
        while at < len(self.text):
            end = self.text.find("\n", at)
            after = len(self.text) if end < 0 else end + 1
            content = self.text[at:after]
            start = at + len(content) - len(content.lstrip(strip)) if strip else at
            if self.text[start:after].rstrip("\r\n") == redirection.target:
                self._bodies = after
                redirection.heredoc = Heredoc(tuple(pieces))
                return
            pieces += _pieces(self.text, start, after, expand=not redirection.quoted, newlines=False)
            at = after
        raise WordsError("a here-document is not closed")

    def _blanks(self) -> None:
        """Go on behind blanks, comments and joined lines."""
        while self.at < len(self.text):
            if self.text[self.at] in " \t\ufeff":
                self.at += 1
            elif self.text.startswith("\\\n", self.at):
                self.at += 2
            elif self.text.startswith("\\\r\n", self.at):
                self.at += 3
            elif self.text[self.at] == "#" and (self.at == 0 or self.text[self.at - 1] in " \t\n;&|()\ufeff"):
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            else:
                return


def _parts(pieces: tuple[Piece, ...]) -> tuple[Part, ...]:
    found: list[Part] = []
    for piece in pieces:
        if piece.expands:
            found += parts_of(piece.text)
        else:
            found.append(Secret(piece.text, MASK))
    return tuple(found)


def _shown(name: str, parts: tuple[Part, ...], *, assigned: bool = False) -> tuple[Part, ...]:
    """The pieces, each text with the form in which it may be shown: hidden where the whole looks like it holds a password."""
    texts = [part.reveal() for part in parts if isinstance(part, Secret)]
    if len(parts) == len(texts) == 1 and not name and texts[0].isalnum():
        return (Secret(texts[0], texts[0]),)  # most words, for which no pattern need be tried
    if assigned and len(parts) == len(texts) == 1:
        return (env_secret(name, texts[0]),)
    if not texts or (name and is_secret_key(name)):
        return parts
    masked, at = mask("".join(_STANDING_IN if isinstance(part, Parameter) else part.reveal() for part in parts)), 0
    for text in texts:
        at = masked.find(text, at)
        if at < 0:
            return parts
        at += len(text)
    return tuple(Secret(part.reveal(), part.reveal()) if isinstance(part, Secret) else part for part in parts)


def _pieces(text: str, start: int, end: int, *, expand: bool, newlines: bool) -> Iterator[Written]:
    """The text between two offsets as it is written: escapes resolved, parameters apart."""
    at = start
    while at < end:
        sign = text.find("\\", at, end)
        stop = sign if sign >= 0 else end
        for each in expansions(text[at:stop]) if expand else ():
            yield Written(at + each.start, at + each.end, each.text, each.parameter)
        if not expand and stop > at:
            yield Written(at, stop, text[at:stop])
        if sign < 0:
            return
        following = text[sign + 1 : sign + 2]
        if newlines and following in ("n", "t"):
            yield Written(sign, sign + 2, "\n" if following == "n" else "\t")
        elif expand and following == "\n":
            pass
        elif expand and following and following in _ESCAPED:
            yield Written(sign, sign + 2, following)
        else:
            yield Written(sign, min(sign + 2, end), text[sign : min(sign + 2, end)])
        at = sign + 2
