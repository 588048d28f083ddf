"""Texts that a function makes of outputs: `all([a, b]).apply(([a, b]) => …)`. In: code. Out: the pieces of the text.

Read are functions of one expression, which is a template or one of their parameters:
https://www.pulumi.com/docs/iac/concepts/inputs-outputs/apply/ (3, read 2026-11-21).
"""

from __future__ import annotations

import re
from functools import cache

from poolaudit._records import dataclass

_LONGEST = 4_000
"""Characters of a function."""
CALL = ".apply("


@dataclass(frozen=True, slots=True)
class Applied:
    """A function that makes a text."""

    pieces: tuple[str, ...]
    """Plain text and keys of values in turn, beginning with text. A key is a number or name of what the function is given, `=`
    before a name that stands outside of it; empty for anything else."""


def applied(function: str) -> Applied | None:
    """The text that a function makes; None for one that does anything else."""
    if len(function) > _LONGEST:
        return None
    arrow = _arrow().fullmatch(function.strip().rstrip(",").strip())
    if arrow is not None:
        return _pieces(arrow["template"], arrow["name"], arrow["parameter"], r"\$\{([^{}]*)\}")
    made = _lambda().fullmatch(function.strip().rstrip(",").strip())
    return _pieces(made["template"], made["name"], made["parameter"], r"\{([^{}]*)\}") if made is not None else None


def _pieces(template: str | None, name: str | None, parameter: str, hole: str) -> Applied:
    names = [each.strip() for each in parameter.strip("[] ").split(",")] if parameter.startswith("[") else []
    pieces = re.split(hole, template) if template is not None else ["", name or "", ""]
    return Applied(tuple(_key(each, names, parameter) if at % 2 else each for at, each in enumerate(pieces)))


def _key(written: str, names: list[str], parameter: str) -> str:
    """What an expression inside of the function stands for."""
    text = written.strip()
    if text in names:
        return str(names.index(text))
    if not names and text == parameter:
        return "0"
    inside = re.fullmatch(r"(\w+)(?:\[(?:(\d+)|[\"'](\w+)[\"'])\]|\.(\w+))", text)
    if inside is not None and not names and inside[1] == parameter:
        return inside[2] or inside[3] or inside[4]
    return f"={text}" if text.isidentifier() else ""


@cache
def _arrow() -> re.Pattern[str]:
    """`([host, port]) => `…``, `host => `…``, `(host: string) => host`."""
    typed = r"(?:[ \t]*:[^=()]{1,100})?"
    return re.compile(
        rf"\(?\s*(?P<parameter>\[[^\[\]]*\]|\w+){typed}\s*\)?\s*=>\s*(?:`(?P<template>[^`]*)`|(?P<name>\w+(?:\[\d+\])?))"
    )


@cache
def _lambda() -> re.Pattern[str]:
    """`lambda host: f"…"`, `lambda host: host`."""
    return re.compile(
        r"""lambda\s+(?P<parameter>\w+)\s*:\s*(?:f(?P<mark>["'])(?P<template>(?:(?!(?P=mark)|\n).)*)(?P=mark)|(?P<name>\w+(?:\[\d+\])?))"""
    )
