"""The command line of a PostgreSQL server: `postgres -c max_connections=200 -N 200 --work-mem=64MB`.

In: the words of a command line. Out: parameters by lower-case name, later ones win, values in the server's base unit.
Source: `PostmasterMain` of `src/backend/postmaster/postmaster.c` and `ParseLongOption` of `src/backend/utils/misc/guc.c` of
https://github.com/postgres/postgres at REL_17, read 2026-11-20; https://www.postgresql.org/docs/17/app-postgres.html.
"""

from __future__ import annotations

from poolaudit.extract.settings.postgresql_values import RefusedError, parameters, value_of

_WITH_VALUE = frozenset("BCcDdfhkNoprStvW")
"""Short options that take a value, in the same word or the next."""
_MEANS = {
    "B": "shared_buffers",
    "h": "listen_addresses",
    "k": "unix_socket_directories",
    "N": "max_connections",
    "p": "port",
    "S": "work_mem",
}
_FLAGS = {"F": ("fsync", "off"), "i": ("listen_addresses", "*"), "l": ("ssl", "on"), "P": ("ignore_system_indexes", "on")}
_WRAPPERS = ("docker-entrypoint.sh", "docker-ensure-initdb.sh", "exec", "gosu", "su-exec", "tini", "dumb-init", "pg_ctl")
_SERVERS = ("postgres", "postmaster")


def server_arguments(words: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Parameters that a command line sets.

    Words before the server's name are passed over. A line without it (an image's `command: -c max_connections=200`) counts when
    it begins with an option. A value that the server refuses is left out.
    """
    found: dict[str, str] = {}
    rest = _options(words)
    at = 0
    while at < len(rest):
        word, at = rest[at], at + 1
        if word == "--":
            break
        if word.startswith("--"):
            _assign(found, word[2:])
            continue
        if not word.startswith("-") or word == "-":
            continue
        for size, letter in enumerate(word[1:], 2):
            if letter not in _WITH_VALUE:
                if letter in _FLAGS:
                    _put(found, *_FLAGS[letter])
                continue
            value = word[size:]
            if not value and at < len(rest):
                value, at = rest[at], at + 1
            if letter == "c":
                _assign(found, value)
            elif letter in _MEANS:
                _put(found, _MEANS[letter], value)
            break
    return tuple(found.items())


def _options(words: tuple[str, ...]) -> tuple[str, ...]:
    for at, word in enumerate(words):
        name = word.rpartition("/")[2]
        if name in _SERVERS:
            return words[at + 1 :]
        if word.startswith("-") and at == 0:
            return words
        if at == 0 and name not in _WRAPPERS:
            return ()
    return ()


def _assign(found: dict[str, str], text: str) -> None:
    name, equals, value = text.partition("=")
    if equals and name:
        _put(found, name.replace("-", "_"), value)


def _put(found: dict[str, str], name: str, text: str) -> None:
    name = name.lower()
    parameter = parameters().get(name)
    try:
        value = value_of(parameter, text) if parameter is not None else text
    except RefusedError:
        return
    found.pop(name, None)
    found[name] = value
