"""Command lines. In: text. Out: `Word`s with their offsets, or `WordsError`.

Grammar: token recognition and quoting of the POSIX Shell Command Language (POSIX.1-2017, 2.2 and 2.3). Nothing is
expanded. The control operators stand between the commands as words of their own (`SEPARATORS`), a line end as `;`, so
`alembic upgrade head && exec gunicorn app:app` is seven words, and which command lives on is for the reader to judge.
A script behind `sh -c` stays one word; `split` it again.
"""

from __future__ import annotations

from dataclasses import field

from poolaudit._records import dataclass

SEPARATORS = ("&&", "||", ";;", ";", "|", "&", "(", ")")
"""Words that divide commands when they are not quoted."""
MAX_LENGTH = 200_000
"""Characters; longer text is no command line."""
_MAX_NESTING = 100


class WordsError(Exception):
    """A quote or substitution is not closed; `str()` says which, free of the text."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of one word with one kind of quoting."""

    text: str
    """After quote removal; variables as written."""
    expands: bool
    """Whether the shell expands `$` in it: false inside single quotes and behind a backslash."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a command line."""

    text: str
    """After quote removal; variables as written, `$PORT`."""
    start: int
    end: int
    raw: str
    """The characters from `start` to `end`."""
    quote: str = ""
    """The first quoting character in it: `'`, `"`, `\\`; empty for a bare word."""
    runs_command: bool = False
    """Whether it holds `$(…)`, backticks or a parameter of the shell itself (`$$`, `$1`), so that only running it tells."""
    pieces: tuple[Piece, ...] = ()

    def value_pieces(self, offset: int) -> tuple[Piece, ...]:
        """The pieces behind the first `offset` characters, which must be bare (the `NAME=` of an assignment)."""
        if not self.pieces:
            return ()
        first = self.pieces[0]
        return (Piece(first.text[offset:], first.expands), *self.pieces[1:])


@dataclass(slots=True)
class _Draft:
    start: int
    pieces: list[Piece] = field(default_factory=list)
    bare: str = ""
    quote: str = ""
    runs_command: bool = False

    def flush(self) -> None:
        if self.bare:
            self.pieces.append(Piece(self.bare, expands=True))
            self.bare = ""

    def add(self, text: str, mark: str, *, expands: bool) -> None:
        self.flush()
        self.pieces.append(Piece(text, expands))
        self.quote = self.quote or mark

    def word(self, text: str, end: int) -> Word:
        self.flush()
        raw, pieces = text[self.start : end], tuple(self.pieces)
        return Word("".join(p.text for p in pieces), self.start, end, raw, self.quote, self.runs_command, pieces)


def split(text: str) -> tuple[Word, ...]:
    """Words and separators in order. Raises `WordsError` for an open quote and past `MAX_LENGTH`."""
    if len(text) > MAX_LENGTH:
        raise WordsError(f"longer than {MAX_LENGTH} characters")
    words: list[Word] = []
    draft: _Draft | None = None
    at = 0
    while at < len(text):
        char = text[at]
        if draft is None:
            if char in " \t" or text.startswith("\\\n", at):
                at += 1 if char != "\\" else 2
                continue
            if char == "#":
                end = text.find("\n", at)
                at = len(text) if end < 0 else end
                continue
        operator = _operator(text, at, draft)
        if operator or char in " \t\n":
            if draft is not None:
                words.append(draft.word(text, at))
                draft = None
            if operator:
                words.append(Word(operator, at, at + len(operator), operator))
            elif char == "\n" and words and words[-1].text not in SEPARATORS:
                words.append(Word(";", at, at + 1, "\n"))
            at += len(operator) or 1
            continue
        draft = draft or _Draft(at)
        at = _step(text, at, draft)
    if draft is not None:
        words.append(draft.word(text, len(text)))
    while words and words[-1].raw == "\n":
        words.pop()
    return tuple(words)


def read_word(text: str, at: int) -> Word:
    """The one word that begins at an offset and ends before a blank, an operator or a redirection. Raises `WordsError`."""
    draft = _Draft(at)
    while at < len(text) and text[at] not in " \t\r\n<>" and not _operator(text, at, None):
        at = _step(text, at, draft)
    return draft.word(text, at)


def closing(text: str, at: int) -> int:
    """Offset after the bracket that closes the one at `at`. Raises `WordsError`."""
    return _balanced(text, at)


def _operator(text: str, at: int, draft: _Draft | None) -> str:
    """The control operator at `at`; the `&` of a redirection (`2>&1`, `&>`) is none."""
    if text[at] not in "&|;()":
        return ""
    if text[at] == "&" and (text.startswith("&>", at) or (draft is not None and draft.bare.endswith((">", "<")))):
        return ""
    return next(sign for sign in SEPARATORS if text.startswith(sign, at))


def _step(text: str, at: int, draft: _Draft) -> int:
    """Take one character, quoted run or substitution into the draft; return the offset after it."""
    char = text[at]
    if char == "'":
        end = text.find("'", at + 1)
        if end < 0:
            raise WordsError("a single quote is not closed")
        draft.add(text[at + 1 : end], "'", expands=False)
        return end + 1
    if char == '"':
        return _double(text, at, draft)
    if char == "\\":
        if at + 1 >= len(text):
            draft.add("\\", "\\", expands=False)
        elif text[at + 1] != "\n":
            draft.add(text[at + 1], "\\", expands=False)
        return at + 2
    end = _substitution(text, at, draft)
    draft.bare += text[at:end]
    return end


def _double(text: str, at: int, draft: _Draft) -> int:
    """A run in double quotes, where a backslash escapes only `$`, backtick, `"`, itself and a line end."""
    draft.flush()
    draft.quote = draft.quote or '"'
    at += 1
    start = len(draft.pieces)
    while at < len(text):
        char = text[at]
        if char == '"':
            draft.flush()
            if len(draft.pieces) == start:
                draft.add("", '"', expands=True)
            return at + 1
        if char == "\\" and text[at + 1 : at + 2] in ("$", "`", '"', "\\"):
            draft.add(text[at + 1], '"', expands=False)
            at += 2
        elif char == "\\" and text.startswith("\n", at + 1):
            at += 2
        else:
            end = _substitution(text, at, draft)
            draft.bare += text[at:end]
            at = end
    raise WordsError("a double quote is not closed")


def _substitution(text: str, at: int, draft: _Draft) -> int:
    """End of the `$…` or backtick run at `at`, of the single character otherwise."""
    if text[at] == "`":
        draft.runs_command = True
        end = text.find("`", at + 1)
        if end < 0:
            raise WordsError("a backtick is not closed")
        return end + 1
    if text[at] != "$" or at + 1 >= len(text):
        return at + 1
    following = text[at + 1]
    if following in "({":
        draft.runs_command = draft.runs_command or following == "("
        return _balanced(text, at + 1)
    if following in "$?!#*@-0123456789":
        draft.runs_command = True
        return at + 2
    return at + 1


def _balanced(text: str, at: int) -> int:
    """Offset after the bracket that closes the one at `at`; brackets in quotes do not count."""
    pairs = {"(": ")", "{": "}"}
    expected = []
    while at < len(text):
        char = text[at]
        if char in pairs:
            expected.append(pairs[char])
            if len(expected) > _MAX_NESTING:
                raise WordsError("substitutions nested too deeply")
        elif char in ")}" and expected[-1] == char:
            expected.pop()
            if not expected:
                return at + 1
        elif char == "\\":
            at += 1
        elif char == "'" and expected[-1] == ")":
            at = text.find("'", at + 1)
            if at < 0:
                break
        at += 1
    raise WordsError("a substitution is not closed")
