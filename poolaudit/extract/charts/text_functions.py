"""Functions of templates that make texts. In: values. Out: a `Value` whose pieces keep their places where they stay as they are.

Sprig 3.3 (https://masterminds.github.io/sprig/strings.html) and Go's fmt (https://pkg.go.dev/fmt), read 2026-11-21.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.extract.charts.rope import Piece, Rope, joined
from poolaudit.extract.charts.value import TOO_MUCH, Known, Unknown, hole, rope_of, steps_of, text, why_not, words_of
from poolaudit.extract.charts.yaml_text import json_text, yaml_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.charts.value import Value

_LONGEST = 1_000_000
"""Characters of the longest text that is made."""
_MOST_LINES = 50_000
"""Lines of a text that is indented."""


def functions() -> dict[str, Callable[..., Value]]:
    """Each function by its name; one that is called with too few values raises `TypeError`."""
    return {
        "quote": lambda *given: Known(joined(_quoted(given, '"'))),
        "squote": lambda *given: Known(joined(_quoted(given, "'"))),
        "toString": lambda value: Known(rope_of(value)),
        "toStrings": lambda value: _each(value, lambda one: Known(rope_of(one))),
        "print": lambda *given: Known(joined(rope_of(each) for each in given)),
        "println": lambda *given: Known(joined((*_between(given, " "), "\n"))),
        "cat": lambda *given: Known(joined(_between(given, " "))),
        "printf": printf,
        "trim": lambda value: Known(rope_of(value).trimmed("l", "r")),
        "nospace": lambda value: _mapped(lambda words: "".join(words.split()), value),
        "trimAll": lambda marks, value: _trimmed(marks, value, "l", "r"),
        "trimPrefix": lambda start, value: _cut(start, value, first=True),
        "trimSuffix": lambda end, value: _cut(end, value, first=False),
        "trunc": _trunc,
        "substr": lambda start, end, value: _mapped(
            lambda words: words[_int(start) : _int(end) if _int(end) >= 0 else None], value
        ),
        "lower": lambda value: _mapped(str.lower, value),
        "upper": lambda value: _mapped(str.upper, value),
        "title": lambda value: _mapped(str.title, value),
        "replace": lambda old, new, value: _mapped(_replaced, value, old, new),
        "repeat": lambda count, value: _repeated(_int(count), value),
        "indent": lambda width, value: Known(_indented(_int(width), rope_of(value))),
        "nindent": lambda width, value: Known(joined(("\n", _indented(_int(width), rope_of(value))))),
        "toYaml": lambda value: Known(yaml_text(value)),
        "toJson": lambda value: Known(json_text(value)),
        "toRawJson": lambda value: Known(json_text(value)),
        "urlquery": lambda value: _mapped(_escaped, value),
        "b64enc": _in_base64,
        "b64dec": lambda value: _mapped(_decoded, value),
        "join": lambda mark, value: Known(joined(_between(_items(value), words_of(mark) or ""))),
        "contains": lambda part, value: _told(lambda words, inner: inner in words, value, part),
        "hasPrefix": lambda part, value: _told(lambda words, inner: words.startswith(inner), value, part),
        "hasSuffix": lambda part, value: _told(lambda words, inner: words.endswith(inner), value, part),
        "splitList": _split,
        "split": lambda mark, value: _numbered(_split(mark, value)),
    }


def printf(pattern: Value, *given: Value) -> Value:
    """Go's `printf` with `%s`, `%v`, `%d`, `%q` and `%t`."""
    form = words_of(pattern)
    if form is None:
        return Unknown(why_not(pattern))
    parts: list[Rope | str] = []
    left = list(given)
    at = 0
    while (mark := form.find("%", at)) >= 0:
        parts.append(form[at:mark])
        verb = form[mark + 1 : mark + 2]
        at = mark + 2
        if verb == "%":
            parts.append("%")
        elif verb in ("s", "v", "d", "t") and left:
            parts.append(rope_of(left.pop(0)))
        elif verb == "q" and left:
            parts += ['"', rope_of(left.pop(0)), '"']
        else:
            return Unknown(f"printf with %{verb} is not worked out", True, steps_of(*given))
    return Known(joined((*parts, form[at:])))


def _quoted(given: tuple[Value, ...], mark: str) -> list[Rope | str]:
    found: list[Rope | str] = []
    for each in given:
        if isinstance(each, Known) and each.data is None:
            continue
        rope = rope_of(each)
        words = rope.text
        if mark == '"' and any(sign in words for sign in '"\\\n\t\r'):
            body = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
            rope = _as_one(rope, body)
        found += [" " if found else "", mark, rope, mark]
    return found


def _as_one(rope: Rope, words: str) -> Rope:
    """A text that is made of another one, at its place."""
    first = next((each for each in rope.pieces if each.source is not None), None)
    why, doubt = rope.why, next((each.doubt for each in rope.pieces if each.doubt), "")
    if first is None:
        return Rope((Piece(words, steps=rope.steps, hole=why, doubt=doubt),) if words else ())
    return Rope((replace(first, text=words, exact=False, steps=rope.steps, hole=why, doubt=doubt),))


def _mapped(make: Callable[..., str], *given: Value) -> Value:
    """A text made of whole texts."""
    words = [words_of(each) for each in given]
    known = [each for each in words if each is not None]
    if len(known) < len(words):
        return Unknown(why_not(*given) or "no text", None, steps_of(*given))
    made = make(*known)
    if len(made) > _LONGEST:
        return Unknown(TOO_MUCH)
    return Known(_as_one(rope_of(given[0]), made)) if made else text("")


def _in_base64(value: Value) -> Value:
    """The text in base64, which remembers what it was."""
    made = _mapped(_encoded, value)
    if isinstance(made, Unknown) or not isinstance(made.data, Rope):
        return made
    before = rope_of(value)
    return Known(Rope(tuple(replace(each, encoded=before) for each in made.data.pieces)))


def _repeated(count: int, value: Value) -> Value:
    if count * len(rope_of(value).text) > _LONGEST:
        return Unknown(TOO_MUCH)
    return _mapped(lambda words: words * count, value)


def _replaced(words: str, old: str, new: str) -> str:
    if (words.count(old) + 1) * len(new) > _LONGEST:
        raise ValueError
    return words.replace(old, new)


def _told(tell: Callable[[str, str], bool], *given: Value) -> Value:
    words = [words_of(each) for each in given]
    if words[0] is None or words[1] is None:
        return Unknown(why_not(*given) or "no text", None, steps_of(*given))
    return Known(tell(words[0], words[1]), steps_of(*given))


def _trimmed(marks: Value, value: Value, left: str | None, right: str | None) -> Value:
    return Known(rope_of(value).trimmed(left, right, words_of(marks)))


def _cut(mark: Value, value: Value, *, first: bool) -> Value:
    words, rope = words_of(mark), rope_of(value)
    whole = rope.text
    if not words or not (whole.startswith(words) if first else whole.endswith(words)):
        return Known(rope)
    return Known(rope.slice(len(words), len(whole)) if first else rope.slice(0, len(whole) - len(words)))


def _trunc(count: Value, value: Value) -> Value:
    rope, most = rope_of(value), _int(count)
    if not rope.why:
        size = len(rope.text)
        return Known(rope.slice(0, most) if most >= 0 else rope.slice(max(0, size + most), size))
    return Unknown(rope.why, True, rope.steps)


def _indented(width: int, rope: Rope) -> Rope:
    pad = " " * max(0, min(width, 100))
    if rope.text.count("\n") > _MOST_LINES:
        return hole(TOO_MUCH)
    parts: list[Rope | str] = []
    for number, line in enumerate(rope.lines()):
        parts += ["\n" if number else "", pad, line]
    return joined(parts)


def _between(given: tuple[Value, ...], mark: str) -> list[Rope | str]:
    found: list[Rope | str] = []
    for number, each in enumerate(given):
        found += [mark if number else "", rope_of(each)]
    return found


def _items(value: Value) -> tuple[Value, ...]:
    return value.data if isinstance(value, Known) and isinstance(value.data, tuple) else (value,)


def _each(value: Value, make: Callable[[Value], Value]) -> Value:
    return Known(tuple(make(each) for each in _items(value)))


def _split(mark: Value, value: Value) -> Value:
    words, sign = words_of(value), words_of(mark)
    if words is None or not sign:
        return Unknown(why_not(value, mark) or "no text", True, steps_of(value))
    return Known(tuple(text(each, steps_of(value)) for each in words.split(sign)))


def _numbered(value: Value) -> Value:
    """A list as the mapping that `split` makes: `_0`, `_1` and so on."""
    if not isinstance(value, Known) or not isinstance(value.data, tuple):
        return value
    return Known({f"_{number}": each for number, each in enumerate(value.data)})


def _escaped(words: str) -> str:
    from urllib.parse import quote_plus  # noqa: PLC0415  # few charts do it here

    return quote_plus(words)


def _encoded(words: str) -> str:
    from base64 import b64encode  # noqa: PLC0415  # few charts do it here

    return b64encode(words.encode()).decode("ascii")


def _decoded(words: str) -> str:
    from base64 import b64decode  # noqa: PLC0415

    try:
        return b64decode(words, validate=True).decode()
    except ValueError:
        return ""


def _int(value: Value) -> int:
    """A number that a function needs; 0 for anything else."""
    data = value.data if isinstance(value, Known) else None
    return int(data) if isinstance(data, (int, float)) else 0
