"""The text of libpq's `options`: `-c name=value --name=value`. In: its setting. Out: the run-time parameters with their spans.

Grammar: the server splits at blanks, a backslash takes the next character as it is
(https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-OPTIONS, read 2026-11-20).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from poolaudit.facts.setting import Setting
    from poolaudit.facts.span import Span


def options_parameters(value: Setting[str]) -> tuple[tuple[str, Setting[str]], ...]:
    """Parameters of `-c k=v`, `-ck=v` and `--k=v` in written order, `-` in names read as `_`.

    The span of each is the value alone where the text is written without escapes, else the whole `options` value.
    Nothing for a value that is not known.
    """
    if not value.is_known or not value.value:
        return ()
    exact = value.span is not None and value.span.length == len(value.value) and value.span.line == value.span.end_line
    found: list[tuple[str, Setting[str]]] = []
    words = _words(value.value)
    index = 0
    while index < len(words):
        word, start = words[index]
        index += 1
        if word == "-c" and index < len(words):
            word, start = words[index]
            index += 1
        elif word.startswith("--") or (word.startswith("-c") and len(word) > len("-c")):
            word, start = word[2:], start + 2
        else:
            continue
        name, equals, text = word.partition("=")
        if not equals or not name:
            continue
        name = name.replace("-", "_")
        span = value.span
        if span is not None and exact and "\\" not in value.value:
            span = _within(span, start + len(name) + 1, len(text))
        found.append((name, replace(value, value=text, span=span, label=name)))
    return tuple(found)


def _within(span: Span, start: int, length: int) -> Span:
    column = span.column + start
    return replace(span, offset=span.offset + start, length=length, column=column, end_column=column + length)


def _words(text: str) -> list[tuple[str, int]]:
    """Words with the offset of each."""
    words: list[tuple[str, int]] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        start, letters = at, []
        while at < len(text) and not text[at].isspace():
            if text[at] == "\\":
                at += 1
            letters.append(text[at : at + 1])
            at += 1
        words.append(("".join(letters), start))
    return words
