"""Splits SQL text into statements and tokens, after PostgreSQL's lexical structure (psql's rules for `;`).

In: text of a file or of a string in code, placeholders included. Out: statements with offsets; tokens of one statement.
Linear in the text: each character is looked at a bounded number of times, whatever the text is.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Token(NamedTuple):
    """One lexical unit; white space and comments are none."""

    kind: str
    """`word`, `quoted` (identifier), `string`, `dollar` (dollar-quoted), `number`, `placeholder`, `variable` (`@x`), `op`, or
    `bad` (a quote that never closes, so that the rest is no SQL)."""
    value: str
    """Words and operators as written; quoted identifiers and strings without quotes."""
    start: int
    end: int

    def is_op(self, *values: str) -> bool:
        """Whether it is one of these operators."""
        return self.kind == "op" and self.value in values

    def is_word(self, *values: str) -> bool:
        """Whether it is one of these words, without regard to case."""
        return self.kind == "word" and self.value.lower() in values


@cache
def _token_pattern() -> re.Pattern[str]:
    return re.compile(
        r"""(?P<space>[\s\ufeff]+|--[^\r\n]*)
        |(?P<comment>/\*)
        |(?P<escape>[eE]'[^'\\]*(?:(?:\\.|'')[^'\\]*)*')
        |(?P<string>(?:[bBxXnN]|[uU]&)?'[^']*(?:''[^']*)*')
        |(?P<quoted>(?:[uU]&)?"[^"]*(?:""[^"]*)*"|`[^`]*`)
        |(?P<dollar>\$(?:[^\W\d]\w*)?\$)
        |(?P<op>::|:=|=>)
        |(?P<placeholder>%\([^()]*\)[a-z]|%[sbt](?!\w)|\$\d+|\?|\{[^{}]*\}|:[^\W\d]\w*)
        |(?P<variable>@@?[\w.$]+)
        |(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)
        |(?P<word>[^\W\d][\w$]*)
        |(?P<other>.)""",
        re.VERBOSE | re.DOTALL,
    )


@cache
def _break_pattern() -> re.Pattern[str]:
    return re.compile(r"""[eE]?'|["`$;()\\]|--|/\*""")


@cache
def _copy_pattern() -> re.Pattern[str]:
    return re.compile(r"\s*copy\s[^;]{1,2000}\sfrom\s+stdin\b", re.IGNORECASE)


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of `text` between two offsets; a `bad` token is the last one."""
    match_at = _token_pattern().match
    at = start
    while at < end:
        found = match_at(text, at, end)
        if found is None:
            return
        kind, stop = found.lastgroup or "", found.end()
        if kind == "comment":
            stop = _end_of_comment(text, at, end)
        elif kind == "dollar":
            close = text.find(found.group(), stop, end)
            if close < 0:
                yield Token("bad", "", at, end)
                return
            yield Token("dollar", text[stop:close], at, stop + close - stop + len(found.group()))
            stop = close + len(found.group())
        elif kind == "other":
            if found.group() in "'\"`":
                yield Token("bad", "", at, end)
                return
            yield Token("op", found.group(), at, stop)
        elif kind != "space":
            yield _token(kind, found.group(), at, stop)
        at = stop


def _token(kind: str, written: str, start: int, end: int) -> Token:
    if kind == "escape":
        return Token("string", re.sub(r"\\(.)", r"\1", written[2:-1].replace("''", "'"), flags=re.DOTALL), start, end)
    if kind == "string":
        return Token("string", written[written.index("'") + 1 : -1].replace("''", "'"), start, end)
    if kind == "quoted":
        quote = written[-1]
        return Token("quoted", written[written.index(quote) + 1 : -1].replace(quote * 2, quote), start, end)
    return Token(kind, written, start, end)


def statements(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each statement, without its `;`. White space and comments may stand around it.

    A `;` in parentheses or in a `BEGIN ATOMIC` body ends nothing; rows after `COPY … FROM STDIN` and psql's
    backslash commands belong to no statement.
    """
    search, end = _break_pattern().search, len(text)
    start = at = segment = depth = blocks = 0
    while found := search(text, at):
        mark, at = found.group(), found.end()
        if mark in {"(", ")"}:
            depth = max(0, depth + (1 if mark == "(" else -1))
        elif mark == "\\":
            yield start, found.start()
            start = at = segment = _end_of_line(text, at)
            depth = blocks = 0
        elif mark == ";":
            if depth:
                continue
            if blocks or _creates_routine(text, start):
                blocks += _open_blocks(text, segment, found.start(), inside=blocks > 0)
                segment = at
                if blocks > 0:
                    continue
            yield start, found.start()
            if _copy_pattern().match(text, start, found.start()):
                close = text.find("\n\\.", at)
                at = end if close < 0 else _end_of_line(text, close + 1)
            start = segment = at
            blocks = 0
        else:
            at = _end_of_quoted(text, found.start(), mark, end)
    if start < end:
        yield start, end


def _end_of_quoted(text: str, start: int, mark: str, end: int) -> int:
    """End of the string, identifier or comment that begins at `start`; the end of the text when it never ends."""
    if mark == "/*":
        return _end_of_comment(text, start, end)
    if mark[0] in "eE" and start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start += 1  # the letter ends a word: `LIKE'x'`
    elif mark == "$" and start and (text[start - 1].isalnum() or text[start - 1] in "_$"):
        return start + 1  # a dollar inside of a name
    found = _token_pattern().match(text, start)
    if found is None or found.lastgroup == "other":
        return end if mark != "$" else start + 1
    if found.lastgroup == "dollar":
        close = text.find(found.group(), found.end())
        return end if close < 0 else close + len(found.group())
    return found.end()


def _end_of_comment(text: str, start: int, end: int) -> int:
    """Block comments nest."""
    depth, at = 1, start + 2
    while depth:
        close = text.find("*/", at, end)
        if close < 0:
            return end
        inner = text.find("/*", at, close)
        depth, at = (depth + 1, inner + 2) if inner >= 0 else (depth - 1, close + 2)
    return at


def _end_of_line(text: str, at: int) -> int:
    close = text.find("\n", at)
    return len(text) if close < 0 else close + 1


def _creates_routine(text: str, start: int) -> bool:
    words = []
    for token in tokens(text, start, min(len(text), start + 2000)):
        words.append(token.value.lower() if token.kind == "word" else "")
        if len(words) == 4:  # noqa: PLR2004  # CREATE OR REPLACE FUNCTION
            break
    return words[:1] == ["create"] and bool({"function", "procedure"} & set(words[1:]))


def _open_blocks(text: str, start: int, end: int, *, inside: bool) -> int:
    """How many `BEGIN ATOMIC` and `CASE` a piece of a routine opens more than it closes."""
    opened, before = 0, ""
    for token in tokens(text, start, end):
        word = token.value.lower() if token.kind == "word" else ""
        if (word == "atomic" and before == "begin") or (word == "case" and (inside or opened)):
            opened += 1
        elif word == "end" and (inside or opened):
            opened -= 1
        before = word
    return opened
