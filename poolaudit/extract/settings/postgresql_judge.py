"""What a PostgreSQL release makes of a configuration file: the reader's own oracle.

In: the text of a file, the files that it includes, and a release. Out: values by name, or the errors that stop the server.
Source: `ParseConfigFp` of `src/backend/utils/misc/guc-file.l` of https://github.com/postgres/postgres at REL_15; observed on
15.18 with `postgres -C`. What needs the machine (locales, time zones, libraries) is not judged.
"""

from __future__ import annotations

import posixpath
from dataclasses import field
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.versions import has
from poolaudit.extract.settings.postgresql_conf import Malformed, statements
from poolaudit.extract.settings.postgresql_values import RefusedError, parameters, value_of

if TYPE_CHECKING:
    from collections.abc import Mapping

INCLUDES = ("include", "include_if_exists", "include_dir")
_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Loaded:
    """The outcome: with an error the server does not start."""

    values: Mapping[str, str]
    """Every known parameter by lower-case name: what is written, else the built-in default; in the base unit."""
    errors: tuple[str, ...]
    """The server's words, without file and line."""


def load(text: str, version: str = "17", files: Mapping[str, str] | None = None) -> Loaded:
    """Load a file as a release would. `files`: what it can include, by path relative to its folder."""
    loader = _Loader(version, files or {})
    loader.take(text, "", 0)
    values = {name: each.default for name, each in parameters().items() if has(version, each.since, each.removed)}
    for name, written in loader.written.items():
        parameter = parameters().get(name)
        if parameter is None or not has(version, parameter.since, parameter.removed):
            if "." not in name:
                loader.errors.append(f'unrecognized configuration parameter "{name}"')
            continue
        try:
            values[name] = value_of(parameter, written)
        except RefusedError as refusal:
            loader.errors.append(str(refusal))
    return Loaded(values, tuple(loader.errors))


@dataclass(slots=True)
class _Loader:
    version: str
    files: Mapping[str, str]
    written: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def take(self, text: str, folder: str, depth: int) -> None:
        if depth > _DEPTH:
            self.errors.append("could not open configuration file: maximum nesting depth exceeded")
            return
        for each in statements(text):
            if isinstance(each, Malformed):
                self.errors.append(f'syntax error near token "{each.token}"' if each.token else "syntax error near end of line")
            elif each.name.lower() in INCLUDES:
                self.include(each.name.lower(), posixpath.normpath(posixpath.join(folder, each.value)), depth)
            else:
                self.written.pop(each.name.lower(), None)
                self.written[each.name.lower()] = each.value

    def include(self, how: str, path: str, depth: int) -> None:
        if how == "include_dir":
            inside = sorted(name for name in self.files if posixpath.dirname(name) == path)
            for name in inside:
                if name.endswith(".conf") and not posixpath.basename(name).startswith("."):
                    self.take(self.files[name], path, depth + 1)
        elif path in self.files:
            self.take(self.files[path], posixpath.dirname(path), depth + 1)
        elif how == "include":
            self.errors.append("could not open configuration file")
