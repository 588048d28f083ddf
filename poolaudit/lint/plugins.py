"""Rules in Python that the user names or has installed. In: words of `--plugin`, the environment. Out: `Rule`s.

A plugin runs with the rights of whoever scans, so none is ever taken from the scanned folder: neither a file below it, nor a
module that would be imported from it. The environment that runs poolaudit may itself lie there (`.venv`); what it holds was
installed by the user.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from poolaudit._kept import kept
from poolaudit.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

GROUP = "poolaudit.rules"
"""Entry points of this group name a `Rule`, a list of them, or a module that holds some."""


class PluginError(ValueError):
    """A plugin that cannot be used; `str()` is one line."""


def plugin_rules(word: str, root: Path | str) -> tuple[Rule, ...]:
    """The rules of a module (`acme.pool_rules`) or a file (`tools/pool_rules.py`), in the order in which they are written.

    `root` is the scanned folder. Raises `PluginError`.
    """
    if word.endswith(".py") or "/" in word or os.sep in word:
        return _rules_in(vars(_run_file(Path(word), Path(root))).values(), word)
    return _rules_in(vars(_import(word, Path(root), word)).values(), word)


def installed_rules(root: Path | str) -> tuple[Rule, ...]:
    """The rules of every installed entry point of the group `poolaudit.rules`, by name; raises `PluginError`."""
    if not _any_installed():
        return ()
    from importlib.metadata import entry_points  # noqa: PLC0415  # costs 52 ms

    found: list[Rule] = []
    for point in sorted(set(entry_points(group=GROUP)), key=lambda each: (each.name, each.value)):
        named: object = _import(point.module, Path(root), point.name)
        for attribute in filter(None, (point.attr or "").split(".")):
            if not hasattr(named, attribute):
                raise PluginError(f"plugin {point.name}: {point.module} has no {point.attr}")
            named = getattr(named, attribute)
        found += _rules_in(_offered(named), point.name)
    return tuple(found)


def _offered(named: object) -> Iterable[object]:
    if isinstance(named, ModuleType):
        return vars(named).values()
    return named if isinstance(named, (list, tuple)) else (named,)


def _rules_in(values: Iterable[object], word: str) -> tuple[Rule, ...]:
    found = {id(each): each for each in values if isinstance(each, Rule)}
    if not found:
        raise PluginError(f"plugin {word}: holds no rule; make one with @poolaudit.rule")
    return tuple(found.values())


def _run_file(path: Path, root: Path) -> ModuleType:
    from importlib.util import module_from_spec, spec_from_file_location  # noqa: PLC0415

    place = path.resolve()
    _refuse_scanned(place, root, str(path))
    spec = spec_from_file_location(f"poolaudit_plugin_{place.stem}", place)
    if spec is None or spec.loader is None or not place.is_file():
        raise PluginError(f"plugin {path}: there is no such Python file")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[spec.name]
        raise PluginError(f"plugin {path}: cannot be loaded: {_told(error)}") from error
    return module


def _import(name: str, root: Path, word: str) -> ModuleType:
    from importlib import import_module  # noqa: PLC0415
    from importlib.util import find_spec  # noqa: PLC0415

    top = name.partition(".")[0]
    try:
        spec = find_spec(top)  # of the first part alone, for this runs nothing
    except (ImportError, ValueError):
        spec = None
    if spec is None:
        raise PluginError(f"plugin {word}: there is no module {top}")
    for place in (spec.origin, *(spec.submodule_search_locations or ())):
        if place is not None and place not in {"built-in", "frozen"}:
            _refuse_scanned(Path(place).resolve(), root, word)
    try:
        return import_module(name)
    except Exception as error:
        raise PluginError(f"plugin {word}: cannot be loaded: {_told(error)}") from error


def _refuse_scanned(place: Path, root: Path, word: str) -> None:
    """Raise for a place in the scanned folder that is not in the running environment."""
    below = place.is_relative_to(root.resolve())
    if below and not any(place.is_relative_to(each) for each in _environments(root.resolve())):
        raise PluginError(f"plugin {word}: stands in the scanned folder, of which nothing is executed")


def _environments(root: Path) -> Iterator[Path]:
    """Where packages are installed, as far as it is not the scanned folder itself or above it."""
    for prefix in {sys.prefix, sys.base_prefix}:
        place = Path(prefix).resolve()
        if place != root and place.is_relative_to(root):
            yield place


def _any_installed() -> bool:
    """Whether some distribution on `sys.path` names the group; a look at the folders, because the full answer is slow.

    It is kept until a distribution comes or goes, which changes the time of its folder.
    """
    places = [os.path.abspath(place) for place in sys.path]  # noqa: PTH100  # of what is given in whatever form
    return kept("plugins", places, lambda: any(map(_names_the_group, places)), deep=False)


def _names_the_group(place: str) -> bool:
    try:
        with os.scandir(place) as entries:
            folders = [each.path for each in entries if each.name.endswith((".dist-info", ".egg-info"))]
    except NotADirectoryError:
        return True  # an archive, into which only importlib.metadata looks
    except OSError:
        return False
    return any(GROUP.encode() in _bytes(f"{folder}/entry_points.txt") for folder in folders)


def _bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return file.read()
    except OSError:
        return b""


def _told(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())
