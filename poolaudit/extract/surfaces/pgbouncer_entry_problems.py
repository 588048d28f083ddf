"""What PgBouncer refuses or misreads in a connection string of `[databases]`, `[users]` or `[peers]`.

In: the text of one entry, template expressions masked. Out: its `Trouble`s, with offsets into that text and without passwords.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.settings.pgbouncer_ini import pairs
from poolaudit.extract.settings.pgbouncer_judge import parameters, word_of
from poolaudit.extract.settings.pgbouncer_values import atoi
from poolaudit.extract.settings.spelling import nearest
from poolaudit.extract.settings.template_marks import MASKED
from poolaudit.extract.surfaces.pgbouncer_problems import NUMBER, UNITS, Trouble, in_seconds, listed, newer

if TYPE_CHECKING:
    from poolaudit.catalog.model import PoolerParameter
    from poolaudit.extract.settings.pgbouncer_ini import Pair

_LIBPQ = (
    " sslmode sslrootcert sslcert sslkey connect_timeout options target_session_attrs channel_binding gssencmode "
    "keepalives keepalives_idle keepalives_interval keepalives_count tcp_user_timeout passfile service hostaddr "
)
"""Parameters of libpq's connection strings that are often written here."""


def in_entry(section: str, scope: str, name: str, text: str) -> list[Trouble]:
    """A connection string of `[databases]`, `[users]` or `[peers]`, template expressions masked."""
    found, stopped = pairs(text)
    troubles: list[Trouble] = []
    for at, pair in enumerate(found):
        if MASKED in pair.key:
            continue
        trouble = _in_pair(scope, pair, after_password=at > 0 and found[at - 1].key == "password")
        if trouble is not None:
            troubles.append(trouble)
    if stopped is not None and MASKED not in text:
        troubles.append(_unreadable(section, name, text, stopped, found))
    return troubles


def _in_pair(scope: str, pair: Pair, *, after_password: bool) -> Trouble | None:
    parameter = parameters(scope).get(pair.key)
    word = "unrecognized user parameter" if scope == "user" else "unrecognized connection parameter"
    end = pair.key_start + len(pair.key)
    if parameter is None:
        if after_password:
            return Trouble("unknown-parameter", "", pair.key_start, end, f"{word} after the password", True)
        text = f"{word}: {pair.key.strip()}"
        if pair.key != pair.key.strip():
            text += " (a tab does not separate pairs, it became part of the name)"
        elif f" {pair.key} " in _LIBPQ:
            text += " (libpq's parameters are not taken here)"
        return Trouble(
            "unknown-parameter",
            pair.key.strip(),
            pair.key_start,
            end,
            text,
            True,
            "",
            nearest(pair.key.strip(), parameters(scope)),
        )
    since = newer(parameter, scope, f"{word}: {pair.key}", pair.key_start, end)
    if since is not None or MASKED in pair.value or pair.key == "password":
        return since
    if parameter.type == "enum":
        if word_of(parameter, pair.value) is None:
            text = f'invalid {pair.key} "{pair.value}": it takes {listed(parameter.values)}'
            return Trouble("bad-value", pair.key, pair.start, pair.end, text, True, "", nearest(pair.value, parameter.values))
        return None
    if pair.key == "port" and atoi(pair.value) == 0:
        return Trouble("bad-value", "port", pair.start, pair.end, f"invalid port: {pair.value}", True)
    return _misread_pair(parameter, pair)


def _misread_pair(parameter: PoolerParameter, pair: Pair) -> Trouble | None:
    value, key = pair.value, pair.key
    text = suggestion = ""
    if "\t" in value and not pair.quoted:
        text = f"a tab does not separate pairs: everything up to the next blank belongs to {key}"
        suggestion = value.partition("\t")[0] if parameter.type in ("int", "seconds") else ""
    elif parameter.type in ("int", "seconds"):
        text, suggestion = _misread_pair_number(parameter, key, value)
    elif not pair.quoted and value[0] == '"' and parameter.type != "sql":
        text = f"double quotes are not removed, they become part of {key}"
        suggestion = value.strip('"') if value.endswith('"') else ""
    elif not pair.quoted and value[-1] in ",;":
        text, suggestion = f'the "{value[-1]}" becomes part of {key}; only a blank separates pairs', value[:-1]
    elif not pair.quoted and ("=" in value and ("," in value or ";" in value)):
        text = f"only a blank separates pairs: all of it becomes {key}"
    if not text:
        return None
    return Trouble("misread-value", key, pair.start, pair.end, text, False, "", suggestion)


def _misread_pair_number(parameter: PoolerParameter, key: str, value: str) -> tuple[str, str]:
    number = atoi(value)
    plain = value[1:] if value[0] in "+-" else value
    if plain.isascii() and plain.isdigit():
        same = int(plain) == abs(number) if len(plain) < 20 else False  # noqa: PLR2004 - longer than any C long
        return ("", "") if same else (f"{key} is read as {number}", "")
    found = NUMBER.fullmatch(value)
    if found is None or not found[2]:
        return f"{key} is read as {number}", ""
    if parameter.type == "seconds" and found[2].lower() in UNITS:
        right = in_seconds(found[1], found[2])
        return (
            ("", "")
            if right == str(number)
            else (f"units are not read: {key} is {number} seconds", right if right.isdigit() else "")
        )
    return f"{key} is read as {number}", ""


def _unreadable(section: str, name: str, text: str, at: int, before: tuple[Pair, ...]) -> Trouble:
    what = "syntax error in user settings" if section == "users" else "syntax error in connection string"
    end = at
    while end < len(text) and text[end] not in " =":
        end += 1
    token = text[at:end]
    if "://" in token:
        end, what = at + token.index("://") + 3, what + " (a URL is not read here)"
    elif token[:1] in ("#", ";"):
        end, what = len(text), what + " (a comment needs a line of its own)"
    elif text[end:].lstrip(" ")[:1] == "=":
        what += f" (an empty or unfinished value for {token})" if token in parameters("database") else ""
    if any(pair.key == "password" for pair in before) and token[:1] not in ("#", ";"):
        what, end = what + " (after the password)", at
    return Trouble("syntax", name, at, end, what, True)
