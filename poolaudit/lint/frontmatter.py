"""The head of a rule page: YAML between two lines of `---`.

In: the text of the head. Out: plain data. The simple forms that pages are written in are read here, because importing a YAML
library takes longer than reading every page; any other form goes to PyYAML, so both always say the same.
"""

from __future__ import annotations

import re
from typing import Any

MAX_DEPTH = 4
"""Levels of nesting: page, checks, check, list."""
_KEY = re.compile(r"([a-z_]+):(?: +(.*))?$")
_PLAIN = re.compile(r"[A-Za-z/(]")
_NUMBER = re.compile(r"0$|-?[1-9][0-9]*$")
_FRACTION = re.compile(r"-?[0-9]+\.[0-9]+$")
_WORDS = {word: word in ("true", "yes", "on") for word in ("true", "yes", "on", "false", "no", "off")}
_KEYWORDS = frozenset(
    spelling for word in (*_WORDS, "null", "y", "n") for spelling in (word, word.capitalize(), word.upper())
) | {"~"}


class FrontMatterError(ValueError):
    """A head that is not YAML; `str()` is one line."""

    def __init__(self, text: str, line: int) -> None:
        super().__init__(text)
        self.line = line
        """Line within the head, from 1."""


class _OtherFormError(Exception):
    """The text uses a form of YAML that is not read here."""


def read_front_matter(text: str) -> Any:
    """The data of a head; raise `FrontMatterError` when it is not YAML."""
    data = read_simple(text)
    return _read_yaml(text) if data is None else data


def read_simple(text: str) -> dict[str, Any] | None:
    """The data of a head in the simple forms; None when it uses any other."""
    lines = text.split("\n")
    if not "".join(lines).isprintable():  # tabs, carriage returns and the line ends of Unicode have rules of their own
        return None
    try:
        data, end = _mapping(lines, _skip(lines, 0), 0)
    except _OtherFormError:
        return None
    return data if end == len(lines) else None


def _read_yaml(text: str) -> Any:
    import yaml  # noqa: PLC0415

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        data = yaml.load(text, loader)  # noqa: S506  # a safe loader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark is not None else 1
        raise FrontMatterError(f"not YAML: {error.problem}; a text with `: `, `#` or `{{` in it needs quotes", line) from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise FrontMatterError("not YAML", 1) from None
    return _with_text_keys(data)


def _with_text_keys(data: Any, depth: int = 0) -> Any:
    """YAML 1.1 takes the keys `on` and `off` for truth values; pages mean the words."""
    if depth > MAX_DEPTH:
        raise FrontMatterError("nested deeper than a page needs", 1)
    if isinstance(data, dict):
        words = {True: "on", False: "off"}
        return {words[key] if isinstance(key, bool) else key: _with_text_keys(value, depth + 1) for key, value in data.items()}
    return [_with_text_keys(value, depth + 1) for value in data] if isinstance(data, list) else data


def _mapping(lines: list[str], at: int, indent: int) -> tuple[dict[str, Any], int]:
    data: dict[str, Any] = {}
    while at < len(lines) and _indent(lines[at]) == indent and not lines[at].startswith("- ", indent):
        match = _KEY.match(lines[at][indent:])
        if match is None:
            raise _OtherFormError
        if match[1] in data:
            raise FrontMatterError(f"`{match[1]}` stands here twice", at + 1)
        data[match[1]], at = _entry((match[2] or "").strip(), lines, at, indent)
    return data, at


def _entry(rest: str, lines: list[str], at: int, indent: int) -> tuple[Any, int]:
    """The value after `key:`, which may go on below it."""
    if rest in (">-", ">", "|-", "|"):
        return _block(rest, lines, at + 1, indent)
    following = _skip(lines, at + 1)
    deeper = following < len(lines) and _indent(lines[following]) > indent
    if rest:
        if deeper:
            raise _OtherFormError
        return _flow(rest), following
    if following < len(lines) and _indent(lines[following]) >= indent and lines[following].lstrip().startswith("- "):
        return _sequence(lines, following, _indent(lines[following]))
    if not deeper:
        raise _OtherFormError
    return _mapping(lines, following, _indent(lines[following]))


def _sequence(lines: list[str], at: int, indent: int) -> tuple[list[Any], int]:
    items: list[Any] = []
    while at < len(lines) and _indent(lines[at]) == indent and lines[at].startswith("- ", indent):
        rest = lines[at][indent + 2 :]
        inner = indent + 2 + len(rest) - len(rest.lstrip())
        if _KEY.match(rest.strip()):
            lines = [*lines[:at], " " * inner + rest.strip(), *lines[at + 1 :]]
            item, at = _mapping(lines, at, inner)
        else:
            item, at = _flow(rest.strip()), _skip(lines, at + 1)
            if at < len(lines) and _indent(lines[at]) > indent:
                raise _OtherFormError
        items.append(item)
    return items, at


def _block(style: str, lines: list[str], at: int, indent: int) -> tuple[str, int]:
    """A folded or literal text whose lines all start in the same column."""
    end = at
    while end < len(lines) and lines[end].strip() and _indent(lines[end]) > indent:
        end += 1
    block = lines[at:end]
    inner = _indent(block[0]) if block else 0
    after = _skip(lines, end)
    if (
        not block
        or any(_indent(line) != inner for line in block)
        or (after > end and after < len(lines) and _indent(lines[after]) > indent)
    ):
        raise _OtherFormError
    text = (" " if style[0] == ">" else "\n").join(line[inner:] for line in block)
    return (text if style.endswith("-") else f"{text}\n"), after


def _flow(text: str) -> Any:
    if text.startswith("["):
        inner = text[1:-1].strip()
        if not text.endswith("]") or any(mark in inner for mark in "[]{}'\"#"):
            raise _OtherFormError
        return [_scalar(item.strip(), ",?") for item in inner.split(",")] if inner else []
    return _scalar(text)


def _scalar(text: str, forbidden: str = "") -> Any:
    quote = text[:1]
    if quote in ('"', "'") and len(text) > 1:
        inner = text[1:-1]
        if not text.endswith(quote) or quote in inner or "\\" in inner:
            raise _OtherFormError
        return inner
    if text in _KEYWORDS:
        if text.lower() not in _WORDS:
            raise _OtherFormError
        return _WORDS[text.lower()]
    if _NUMBER.match(text):
        return int(text)
    if _FRACTION.match(text):
        return float(text)
    if not _PLAIN.match(text) or ": " in text or " #" in text or text.endswith(":") or any(mark in text for mark in forbidden):
        raise _OtherFormError
    return text


def _skip(lines: list[str], at: int) -> int:
    """The next line that is neither blank nor a comment."""
    while at < len(lines) and (not lines[at].strip() or lines[at].lstrip().startswith("#")):
        at += 1
    return at


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
