"""What PgBouncer refuses in its own file, and what it reads otherwise than it looks.

In: one key or one value of `[pgbouncer]`. Out: the `Trouble` with it, with offsets into that text.
Observed on 1.18.0 and 1.24.1; grammar as in `extract.settings.pgbouncer_ini`, types as in the catalog.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.versions import compare, scope_since
from poolaudit.extract.settings.pgbouncer_judge import parameters, value_of, word_of
from poolaudit.extract.settings.pgbouncer_values import integer
from poolaudit.extract.settings.spelling import nearest

if TYPE_CHECKING:
    from poolaudit.catalog.model import PoolerParameter

OLDEST = "1.8"
"""Release of December 2017 (NEWS.md); what came by then is taken for known to every pooler in use and not reported as new."""
_TRUE, _FALSE = ("on", "yes", "true", "y", "t"), ("off", "no", "false", "n", "f")
UNITS = {"us": 0.000001, "ms": 0.001, "s": 1, "sec": 1, "min": 60, "m": 60, "h": 3600, "d": 86400}
NUMBER = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?)\s{0,3}([a-zA-Z]{0,3})")
_COMMENT = re.compile(r"\s{1,99}[;#]|[;#]{1,9}\s")
_SQL_WORDS = (
    " abort alter begin call close commit deallocate discard do end execute listen load lock notify "
    "prepare release reset rollback select set show unlisten with "
)
_MEANS = {
    "int": "a whole number",
    "uint": "a whole number",
    "bool": "0 or 1",
    "seconds": "seconds, without a unit",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """One problem; `start` and `end` count from the beginning of the text that was looked at."""

    kind: str
    key: str
    start: int
    end: int
    text: str
    """What PgBouncer does, as a phrase that follows `refuses to start: ` when it is fatal."""
    fatal: bool
    since: str = ""
    suggestion: str = ""


def in_key(key: str) -> Trouble | None:
    """A key of `[pgbouncer]`; offsets are within the key."""
    parameter = parameters("global").get(key)
    if parameter is not None:
        return newer(parameter, "global", f"unknown parameter: pgbouncer/{key}", 0, len(key))
    text = f"unknown parameter: pgbouncer/{key}"
    places = [name for name, scope in (("databases", "database"), ("users", "user")) if key in parameters(scope)]
    if places:
        text += f" (it belongs in {' or '.join(f'[{place}]' for place in places)})"
    return Trouble("unknown-parameter", key, 0, len(key), text, True, "", nearest(key, parameters("global")))


def in_value(key: str, text: str) -> Trouble | None:
    """A value of `[pgbouncer]`, None when it is read as it looks."""
    parameter = parameters("global").get(key)
    if parameter is None:
        return None
    try:
        value_of(parameter, text)
    except ValueError:
        return _refused(parameter, text)
    if parameter.type in ("int", "bool", "uint"):
        return _misread_number(key, text)
    if parameter.type == "enum":
        return newer_word(parameter, text, 0)
    if parameter.type == "seconds":
        return None
    return _misread_text(parameter, text)


def newer(parameter: PoolerParameter, scope: str, text: str, start: int, end: int) -> Trouble | None:
    """That releases before the parameter's own refuse it; None when every release in use knows it."""
    since = scope_since(parameter, scope) or ""
    if compare(since, OLDEST) <= 0:
        return None
    return Trouble("unknown-parameter", parameter.name, start, end, text, True, since)


def newer_word(parameter: PoolerParameter, text: str, start: int) -> Trouble | None:
    """That releases before the word's own refuse it; None when every release in use knows it."""
    word = word_of(parameter, text) or ""
    since = dict(parameter.values_since).get(word, "")
    if compare(since, OLDEST) <= 0:
        return None
    return Trouble(
        "bad-value", parameter.name, start, start + len(text), f'invalid value "{text}" for {parameter.name}', True, since
    )


def _refused(parameter: PoolerParameter, text: str) -> Trouble:
    key = parameter.name
    if parameter.type == "enum":
        means = listed(parameter.values)
    elif key == "auth_dbname":
        means = 'any database but the reserved "pgbouncer"'
    else:
        means = _MEANS[parameter.type]
    what = f'invalid value "{text[:60]}" for {key}: it takes {means}'
    if _COMMENT.search(text):
        what += "; a comment needs a line of its own"
    return Trouble("bad-value", key, 0, len(text), what, True, "", _meant(parameter, text))


def _meant(parameter: PoolerParameter, text: str) -> str:
    """The value that was probably meant, as PgBouncer takes it."""
    comment = _COMMENT.search(text)
    if comment is not None:
        text = text[: comment.start()].rstrip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    low = text.lower()
    if parameter.type in ("bool", "int") and (low in _TRUE or low in _FALSE):
        return str(int(low in _TRUE)) if parameter.type == "bool" else ""
    if parameter.type == "enum":
        return nearest(text, parameter.values)
    found = NUMBER.fullmatch(text)
    if parameter.type == "seconds" and found is not None and found[2].lower() in (*UNITS, ""):
        return in_seconds(found[1], found[2])
    try:
        value_of(parameter, text)
    except ValueError:
        return ""
    return text


def _misread_number(key: str, text: str) -> Trouble | None:
    number = integer(text)
    plain = text.lstrip("+-")
    if key == "unix_socket_mode":
        if number is None or not plain.isdigit() or plain.startswith("0"):
            return None
        what = f"without a leading 0 it is read as decimal: mode {number:o}"
        return Trouble("misread-value", key, 0, len(text), what, False, "", "0" + plain)
    if number is None or not plain.isdigit() or (len(plain) < 20 and int(plain) == abs(number)):  # noqa: PLR2004 - longer than any C long
        return None
    octal = plain.startswith("0") and len(plain) < 20  # noqa: PLR2004
    what = f"a leading 0 makes it octal: {key} is {number}" if octal else f"too big for an int: {key} is {number}"
    if key == "max_packet_size" and not octal:
        return None
    return Trouble("misread-value", key, 0, len(text), what, False, "", plain.lstrip("0") if octal else "")


def _misread_text(parameter: PoolerParameter, text: str) -> Trouble | None:
    key = parameter.name
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" and text.count(text[0]) == 2:  # noqa: PLR2004 - a pair
        return Trouble(
            "misread-value", key, 0, len(text), f"quotes are not removed, they become part of {key}", False, "", text[1:-1]
        )
    for comment in _COMMENT.finditer(text):
        rest = text[comment.end() :].split()
        mark = comment[0].strip()[0]
        if parameter.type == "sql" and mark == ";" and (not rest or f" {rest[0].lower().rstrip(';')} " in _SQL_WORDS):
            continue
        before = text[: comment.start()]
        if parameter.type == "sql" and (before.count("'") % 2 or "--" in before):
            continue  # inside a string or a comment of SQL
        if not rest and mark == ";":
            continue
        if comment[0][0] in "#;" and parameter.type != "sql" and mark == "#":
            continue  # `a# b`: a name that ends in #, not a comment
        what = f'"{text[comment.start() :].strip()[:40]}" becomes part of {key}: a comment needs a line of its own'
        return Trouble("misread-value", key, 0, len(text), what, False, "", text[: comment.start()].rstrip())
    return None


def in_seconds(number: str, unit: str) -> str:
    """A number with a unit, written as PgBouncer takes it."""
    return f"{float(number) * UNITS[unit.lower() or 's']:g}"


def listed(words: tuple[str, ...]) -> str:
    """Words as a sentence lists them."""
    return f"{', '.join(words[:-1])} or {words[-1]}"
