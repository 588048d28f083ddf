"""The command line of MySQL and MariaDB: `mysqld --max-connections=200 --wait_timeout 600`.

In: the words of a command line. Out: options by name, later ones win; numbers of the catalog's parameters in their base unit, and
`defaults_file`, `defaults_extra_file` and `no_defaults`, which decide what else is read. Source: `handle_options` of
`mysys/my_getopt.cc` of https://github.com/mysql/mysql-server at 8.0, read 2026-11-21; observed on MariaDB 10.11.
"""

from __future__ import annotations

from poolaudit.catalog.servers.mysql_parameters import PROGRAMS
from poolaudit.extract.settings.mysql_values import abbreviated, name_of, parameters, value_of

_FILES = ("defaults_file", "defaults_extra_file", "no_defaults")


def server_arguments(words: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Options that a command line sets; words before the server's name are passed over.

    A value that the server refuses, and an abbreviated name, stay as text that is no number.
    """
    start = next((at + 1 for at, word in enumerate(words) if word.rpartition("/")[2] in PROGRAMS), 0)
    found: dict[str, str] = {}
    rest = words[start:]
    for at, word in enumerate(rest):
        if word == "--":
            break
        if not word.startswith("--"):
            continue
        written, equals, value = word[2:].partition("=")
        name = name_of(written)
        known = parameters().get(name)
        if known is not None:
            text = value if equals else next(iter(rest[at + 1 : at + 2]), "")
            _put(found, name, value_of(known, text) or text)
        elif name in _FILES:
            _put(found, name, value)
        elif abbreviated(name):
            _put(found, abbreviated(name), word)
    return tuple(found.items())


def _put(found: dict[str, str], name: str, value: str) -> None:
    found.pop(name, None)
    found[name] = value
