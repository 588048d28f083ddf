"""Finds and reads the configuration. In: the scan root or a file. Out: `Config`, or one line that says what is wrong.

The file may belong to a hostile repository: its size is bounded, nothing in it is executed, and the paths that it names
may not lead out of the repository.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from poolaudit.config.model import FAIL_ON, MODES, SEVERITIES, Config, ConfigError, DeclaredPooler, DeclaredServer
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from poolaudit.config.keys import KeyPath
    from poolaudit.facts.span import Span

MAX_BYTES = 1_048_576
"""A larger configuration file is refused."""
NAMES = ("poolaudit.toml", "pyproject.toml")
"""File names in order of precedence within one folder."""


def find(root: Path) -> Path | None:
    """The configuration that governs a scan of `root`: the nearest one from there up to the root of the git repository.

    Outside of a repository only `root` itself is looked at. A `pyproject.toml` counts when it has `[tool.poolaudit]`.
    Raises `ConfigError` for a `poolaudit.toml` that is no file, such as a folder or a link to nothing.
    """
    root = root.resolve()
    for folder in _folders(root):
        for name in NAMES:
            path = folder / name
            if path.is_file() and (
                name != "pyproject.toml" or "poolaudit" in _tool(_parse(path, _read(path, named(path)), named(path)))
            ):
                return path
            if name == NAMES[0] and os.path.lexists(path):
                raise ConfigError(f"{named(path)}: unreadable configuration: it is no file, or a link to none")
    return None


def named(path: Path) -> str:
    """The path as messages name it: from the current folder."""
    return _relative(path, Path.cwd())


def load(path: Path, root: Path, *, shown: str = "") -> Config:
    """Read and check a configuration file for a scan of `root`; raise `ConfigError` when it cannot be used.

    `shown` is how messages name the file; else they do as the configuration does, from the root.
    """
    path = path.parent.resolve() / path.name
    below = _relative(path, root.resolve())
    shown = shown or below
    text = _read(path, shown)
    data: Any = _parse(path, text, shown)
    base = _base(path)
    if base:
        data = _tool(data).get("poolaudit", {})
    from poolaudit.config.keys import key_spans  # noqa: PLC0415  # most runs have no configuration

    return _Reader(below, shown, path.parent, key_spans(text, below), base).config(data)


def where(path: Path, key: KeyPath) -> str:
    """Where a key, or what stands around it, is written in a configuration that was loaded: `poolaudit.toml:3:1`."""
    from poolaudit.config.keys import key_spans  # noqa: PLC0415  # only errors ask

    spans = key_spans(_read(path, named(path)), "")
    span = _nearest(spans, (*_base(path), *key))
    return f"{named(path)}:{span.line}:{span.column}"


def _base(path: Path) -> KeyPath:
    """The table of the file that holds our keys."""
    return ("tool", "poolaudit") if path.name == "pyproject.toml" else ()


def _nearest(spans: dict[KeyPath, Span], key: KeyPath) -> Span:
    while key not in spans:
        key = key[:-1]
    return spans[key]


def _folders(root: Path) -> list[Path]:
    chain = [root, *root.parents]
    top = next((index for index, folder in enumerate(chain) if (folder / ".git").exists()), 0)
    return chain[: top + 1]


def _relative(path: Path, root: Path) -> str:
    try:
        return Path(os.path.relpath(path, root)).as_posix()
    except ValueError:  # another drive
        return path.name


def _read(path: Path, shown: str) -> str:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{shown}: cannot be read: {(error.strerror or type(error).__name__).lower()}") from None
    if len(data) > MAX_BYTES:
        raise ConfigError(f"{shown}: larger than {MAX_BYTES} bytes")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise ConfigError(f"{shown}: is not UTF-8") from None


def _parse(path: Path, text: str, shown: str) -> dict[str, Any]:
    if path.name == "pyproject.toml" and "poolaudit" not in text:
        return {}
    toml = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        data: dict[str, Any] = toml.loads(text.removeprefix("\ufeff"))
    except RecursionError:
        raise ConfigError(f"{shown}: nested too deeply") from None
    except ValueError as error:  # TOMLDecodeError is one; integers with too many digits raise another
        raise ConfigError(f"{shown}: is not valid TOML: {' '.join(str(error).split())}") from None
    return data


def _tool(data: dict[str, Any]) -> dict[str, Any]:
    tool = data.get("tool", {})
    return tool if isinstance(tool, dict) else {}


class _Reader:
    """Turns parsed TOML into a `Config`, key by key; the first thing wrong is raised with its place."""

    def __init__(self, path: str, shown: str, folder: Path, spans: dict[KeyPath, Span], base: KeyPath) -> None:
        self._path, self._shown, self._folder, self._spans, self._base = path, shown, folder, spans, base

    def config(self, data: object) -> Config:
        readers: dict[str, Callable[[KeyPath, Any], Any]] = {
            "select": self._texts,
            "ignore": self._texts,
            "min_severity": self._choice(SEVERITIES),
            "fail_on": self._choice(FAIL_ON),
            "exclude": self._texts,
            "rules": lambda path, value: tuple(
                self._inside((*path, index), each) for index, each in enumerate(self._texts(path, value))
            ),
            "baseline": lambda path, value: self._inside(path, self._text(path, value)),
            "severity": lambda path, value: self._named(path, value, self._choice(SEVERITIES)),
            "options": lambda path, value: self._named(path, value, self._table),
            "servers": lambda path, value: tuple(self._named(path, value, self._server).values()),
            "poolers": lambda path, value: tuple(self._named(path, value, self._pooler).values()),
            "replicas": lambda path, value: self._named(path, value, self._declared(self._integer(0))),
            "internal_hosts": lambda path, value: tuple(
                self._setting((*path, index), each) for index, each in enumerate(self._texts(path, value))
            ),
        }
        return Config(path=self._path, **self._fields((), data, readers))

    def _server(self, path: KeyPath, value: object) -> DeclaredServer:
        readers = {
            "host": self._declared(self._text),
            "max_connections": self._declared(self._integer(1)),
            "reserved": self._declared(self._integer(0)),
            "cores": self._declared(self._integer(1)),
            "version": self._declared(self._version),
        }
        return DeclaredServer(name=str(path[-1]), span=self._span(path), **self._fields(path, value, readers))

    def _pooler(self, path: KeyPath, value: object) -> DeclaredPooler:
        readers = {
            "host": self._declared(self._text),
            "port": self._declared(self._integer(1, 65535)),
            "mode": self._declared(self._choice(MODES)),
            "version": self._declared(self._version),
            "max_prepared_statements": self._declared(self._integer(0)),
        }
        return DeclaredPooler(name=str(path[-1]), span=self._span(path), **self._fields(path, value, readers))

    def _fields(self, path: KeyPath, value: object, readers: dict[str, Callable[[KeyPath, Any], Any]]) -> dict[str, Any]:
        """Read the closed set of keys that a table may have."""
        fields = {}
        for key, each in self._table(path, value).items():
            if key not in readers:
                self._fail((*path, key), f"unknown key {_quoted((*path, key))}{_meant(key, readers)}")
            fields[key] = readers[key]((*path, key), each)
        return fields

    def _named(self, path: KeyPath, value: object, read: Callable[[KeyPath, Any], Any]) -> dict[str, Any]:
        """Read a table whose keys are names that the user chooses."""
        return {key: read((*path, key), each) for key, each in self._table(path, value).items()}

    def _table(self, path: KeyPath, value: object) -> dict[str, Any]:
        return value if isinstance(value, dict) else self._mistyped(path, value, "a table")

    def _text(self, path: KeyPath, value: object) -> str:
        return value if isinstance(value, str) and value else self._mistyped(path, value, "a string that is not empty")

    def _texts(self, path: KeyPath, value: object) -> tuple[str, ...]:
        if not isinstance(value, list):
            hint = f'; write ["{value}"]' if isinstance(value, str) and value.isprintable() else ""
            self._mistyped(path, value, "a list of strings", hint)
        return tuple(self._text((*path, index), each) for index, each in enumerate(value))

    def _version(self, path: KeyPath, value: object) -> str:
        if type(value) is int:
            return str(value)
        hint = "; put it in quotes" if isinstance(value, float) else ""
        return value if isinstance(value, str) and value else self._mistyped(path, value, "a string", hint)

    def _integer(self, least: int, most: int | None = None) -> Callable[[KeyPath, object], int]:
        def read(path: KeyPath, value: object) -> int:
            if type(value) is not int or value < least or (most is not None and value > most):
                bounds = f"of at least {least}" if most is None else f"from {least} to {most}"
                self._mistyped(path, value, f"an integer {bounds}")
            return value

        return read

    def _choice(self, allowed: tuple[str, ...]) -> Callable[[KeyPath, object], str]:
        def read(path: KeyPath, value: object) -> str:
            if not isinstance(value, str) or value not in allowed:
                self._mistyped(path, value, f"one of {', '.join(allowed)}", _meant(value, allowed))
            return value

        return read

    def _declared(self, read: Callable[[KeyPath, Any], Any]) -> Callable[[KeyPath, Any], Setting[Any]]:
        return lambda path, value: self._setting(path, read(path, value))

    def _setting(self, path: KeyPath, value: Any) -> Setting[Any]:
        label = ".".join(str(part) for part in path if isinstance(part, str))
        return Setting(value, Origin.DECLARED, self._span(path), label, f"declared in {self._path}")

    def _inside(self, path: KeyPath, written: str) -> Path:
        """A path relative to the configuration file that stays in its repository (or, without one, in its folder)."""
        target = (self._folder / written).resolve()
        if not target.is_relative_to(_folders(self._folder)[-1]):
            self._fail(path, f"{_quoted(path)} leads out of the repository; name a path inside of it")
        return target

    def _span(self, path: KeyPath) -> Span:
        return _nearest(self._spans, (*self._base, *path))

    def _mistyped(self, path: KeyPath, value: object, expected: str, hint: str = "") -> NoReturn:
        self._fail(path, f"{_quoted(path or self._base)} must be {expected}, not {_kind(value)}{hint}")

    def _fail(self, path: KeyPath, text: str) -> NoReturn:
        span = self._span(path)
        raise ConfigError(f"{self._shown}:{span.line}:{span.column}: {text}")


def _quoted(path: KeyPath) -> str:
    """`servers.main.host`, with what a terminal cannot show escaped."""
    name = ".".join(f"[{part}]" if isinstance(part, int) else part for part in path).replace(".[", "[")
    return f"'{name}'" if name.isprintable() else ascii(name)


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, str):
        return f"'{value}'" if value.isprintable() and len(value) <= 40 else "that text"  # noqa: PLR2004
    return "a table" if isinstance(value, dict) else "a list" if isinstance(value, list) else "a date or time"


def _meant(word: object, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415

    matches = get_close_matches(str(word).replace("-", "_").lower(), list(known), 1)
    return f"; did you mean '{matches[0]}'?" if matches else ""
