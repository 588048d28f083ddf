"""The error messages that a rule page quotes, in a form that live messages can be compared with."""

from __future__ import annotations

import re

from poolaudit.lint.rulebook import load_rules

_BLOCK = re.compile(r"```text\n(.*?)```", re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")


def quoted(code: str) -> set[str]:
    """The messages of a page, each as `generic` writes it, without the SQLSTATE and what else stands in brackets behind it."""
    return {generic(line) for line in _lines(code)}


def is_quoted(code: str, message: str) -> bool:
    """Whether a page quotes a message, where an ellipsis stands for anything and a number for any other."""
    patterns = (re.sub(r"\d+", r"\\d+", re.escape(line).replace("…", ".*")) for line in _lines(code) if len(line) > len("error"))
    return any(re.fullmatch(pattern, message) for pattern in patterns)


def quoted_together(code: str, message: str) -> bool:
    """Whether a page quotes a message that is so long that it stands on several lines."""
    (rule,) = (each for each in load_rules() if each.code == code)
    return any(message in " ".join(block.split()) for block in _BLOCK.findall(rule.manual.prose))


def states(code: str) -> set[str]:
    """The SQLSTATEs that a page quotes."""
    (rule,) = (each for each in load_rules() if each.code == code)
    return set(re.findall(r"\(([0-9A-Z]{5})\b", rule.manual.prose))


def _lines(code: str) -> list[str]:
    (rule,) = (each for each in load_rules() if each.code == code)
    lines = [line for block in _BLOCK.findall(rule.manual.prose) for line in block.splitlines()]
    lines += _INLINE.findall(rule.manual.prose)
    return [re.sub(r"  +\(.*\)$", "", line) for line in lines]


def generic(message: str) -> str:
    """A message without what differs from run to run: numbers, an ellipsis for them, and PostgreSQL's level."""
    text = re.sub(r"^(FATAL|ERROR|WARNING): +", "", message.strip())
    return re.sub(r"[0-9a-f]*\d[0-9a-f…]*|\d*…", "N", text)
