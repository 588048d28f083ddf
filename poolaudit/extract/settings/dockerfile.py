"""Dockerfiles. In: a `Source`. Out: a `SettingsDocument` with one mapping: each instruction in order, its arguments as text.

Grammar: the Dockerfile reference (https://docs.docker.com/reference/dockerfile/, read 2026-11-20): parser directives
(`# escape=`), comment lines, continued lines, heredocs. Keys are instructions in upper case; values are the arguments with
continued lines joined and comment lines inside of them dropped; a heredoc's lines follow its value after a line end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.extract.base import Format, UnreadError
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode, SettingsDocument

if TYPE_CHECKING:
    from poolaudit.discover.source import Source

_INSTRUCTIONS = frozenset(
    (
        "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD",
        "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
    )
)  # fmt: skip
_HEREDOCS = frozenset(("ADD", "COPY", "RUN"))
_MOST_UNCLOSED = 20


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str


def read(source: Source) -> SettingsDocument:
    """Read all instructions. Raises `UnreadError` when the file has no FROM, without which docker refuses it."""
    starts = source.line_starts()
    lines = [
        _Line(start, source.text[start:after].rstrip("\r\n"))
        for start, after in zip(starts, (*starts[1:], len(source.text)), strict=True)
    ]
    escape = _escape(lines)
    items = []
    unclosed: set[str] = set()
    at = 0
    while at < len(lines):
        start = at
        kept: list[str] = []
        while at < len(lines):
            line = lines[at]
            at += 1
            body = line.text.lstrip("\ufeff \t")
            if body.startswith("#") or (not body and kept):
                continue
            joined = line.text.rstrip(" \t")
            kept.append(joined[:-1] if joined.endswith(escape) else line.text)
            if not joined.endswith(escape):
                break
        text = "".join(kept).lstrip("\ufeff")
        name = text.split(maxsplit=1)[0] if text.strip() else ""
        if name.upper() not in _INSTRUCTIONS:
            continue
        first = next(line for line in lines[start:at] if line.text.strip("\ufeff \t") and not line.text.lstrip().startswith("#"))
        key_at = first.start + first.text.index(name)
        value = text.lstrip()[len(name) :].strip()
        last = lines[at - 1]
        end = last.start + len(last.text.rstrip())
        if name.upper() in _HEREDOCS:
            heredoc, at = _heredocs(value, lines, at, unclosed)
            value += heredoc
        value_at = key_at + len(name)
        value_at += len(source.text[value_at:end]) - len(source.text[value_at:end].lstrip())
        span = source.span(min(value_at, end), end)
        node = ScalarNode(value, span, source.at(span))
        items.append((Key(name.upper(), source.span(key_at, key_at + len(name))), node))
    if not any(key.name == "FROM" for key, _ in items):
        raise UnreadError("no FROM instruction")
    return SettingsDocument("dockerfile", (MappingNode(tuple(items), source.span(0, len(source.text))),))


FORMAT = Format(
    "dockerfile", ("Dockerfile", "Dockerfile.*", "*.Dockerfile", "Containerfile", "Containerfile.*", "Dockerfile-*"), read
)


def _escape(lines: list[_Line]) -> str:
    """The character that continues a line: a directive in the leading comments may make it a backtick."""
    for line in lines:
        name, equals, value = line.text.lstrip("\ufeff").strip().removeprefix("#").partition("=")
        if not line.text.lstrip("\ufeff").startswith("#") or not equals:
            break
        if name.strip().lower() == "escape" and value.strip() == "`":
            return "`"
    return "\\"


def _heredocs(value: str, lines: list[_Line], at: int, unclosed: set[str]) -> tuple[str, int]:
    """Text of the heredocs that the arguments open, each after a line end, and the line after them.

    `unclosed` collects marks that no line closes, so that the file is searched a bounded number of times.
    """
    text = ""
    for word in value.split():
        redirection = word.lstrip("0123456789")
        body = redirection[2:] if redirection.startswith("<<") else ""
        mark = body.removeprefix("-").strip("'\"")
        if not mark.replace("_", "a").isalnum() or mark in unclosed or len(unclosed) >= _MOST_UNCLOSED:
            continue
        end = next((n for n in range(at, len(lines)) if lines[n].text.lstrip("\t" if body[0] == "-" else "") == mark), -1)
        if end < 0:
            unclosed.add(mark)
            continue
        text += "".join("\n" + line.text for line in lines[at:end])
        at = end + 1
    return text, at
