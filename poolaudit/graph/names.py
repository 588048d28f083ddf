"""Follows dotted names to the file that defines them.

In: the `NamedValue` facts of all files. Out: the expression that a reference stands for, or why it cannot be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.proxies import FORWARDS, GETATTR, MADE_BY_FUNCTION
from poolaudit.catalog.settings_classes import DJANGO_SETTINGS
from poolaudit.facts.expression import CallResult, Items, Reference
from poolaudit.facts.function import FUNCTION
from poolaudit.graph.source_sets import sees

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.facts.expression import Expression
    from poolaudit.facts.name import NamedValue

_DEEPEST = 40
"""Names followed in one chain; real configuration needs three or four for each dot."""
_ROOT = "src."
"""A folder that module names leave out (`_python_module.module_name`), though some import over it."""
_MOST_ATTRIBUTES = 4
"""Attributes of attributes that one definition may name: `Settings.db.pool.url`."""


class Names:
    """An index of what is defined where."""

    def __init__(self, values: Iterable[NamedValue], variables: Iterable[str] = ()) -> None:
        self.variables = frozenset(variables)
        """Environment variables that some file of the repository sets, whomever for."""
        self._by_name: dict[str, list[NamedValue]] = {}
        self._by_tail: dict[str, list[NamedValue]] = {}
        self._by_last: dict[str, list[NamedValue]] = {}
        self._found: dict[tuple[str, str], Expression | None] = {}
        self._by_file: dict[str, dict[str, list[NamedValue]]] = {}
        for value in values:
            by_path = self._by_file.setdefault(value.span.path.rpartition("/")[2], {})
            by_path.setdefault(value.span.path, []).append(value)
            if value.environment:
                continue
            self._by_name.setdefault(value.name, []).append(value)
            self._by_last.setdefault(value.name.rpartition(".")[2], []).append(value)
            parts = value.name.split(".")
            for start in range(1, len(parts) - 1):
                self._by_tail.setdefault(".".join(parts[start:]), []).append(value)

    def find(self, name: str, path: str, depth: int = 0) -> Expression | None:
        """What `name`, used in file `path`, stands for; None when nothing defines it or two things do.

        A name that leads back to itself stands for nothing.
        """
        if depth > _DEEPEST:
            return None
        key = (name, path)
        if key not in self._found:
            self._found[key] = None
            self._found[key] = self._search(name, path, depth)
        return self._found[key]

    def _search(self, name: str, path: str, depth: int) -> Expression | None:
        """What defines the name itself, else an attribute of what its beginning stands for, the longest beginning first."""
        exact = self._defined(name, path)
        if exact is not None:
            return exact.value
        parts = name.split(".")
        for cut in range(len(parts) - 1, max(0, len(parts) - _MOST_ATTRIBUTES - 1), -1):
            owner = self.find(".".join(parts[:cut]), path, depth + 1) or self._behind(".".join(parts[:cut]), path, depth + 1)
            found = self._attribute(owner, ".".join(parts[cut:]), depth + 1)
            if found is not None:
                return found
        if name.startswith(DJANGO_SETTINGS):
            return self._setting(name.removeprefix(DJANGO_SETTINGS), path, depth)
        return self.find(name.removeprefix(_ROOT), path, depth + 1) if name.startswith(_ROOT) else None

    def _setting(self, name: str, path: str, depth: int) -> Expression | None:
        """A setting of Django where only one module of settings, the nearest, defines it: those of environments may differ."""
        head, dot, rest = name.partition(".")
        found = [each for each in self._by_last.get(head, ()) if _holds_settings(each.span.path)]
        best = max((_shared(each.span.path, path) for each in found), default=0)
        found = [each for each in found if _shared(each.span.path, path) == best]
        if len({each.span.path for each in found}) != 1:
            return None
        return self.find(f"{found[-1].name}{dot}{rest}", found[-1].span.path, depth + 1)

    def in_file(self, path: str, name: str) -> Expression | None:
        """What a file makes of a name that it defines itself for every environment; the last definition counts."""
        defined = self._by_file.get(path.rpartition("/")[2], {}).get(path, [])
        found = (each for each in reversed(defined) if each.name.rpartition(".")[2] == name and not each.environment)
        return next((each.value for each in found), None)

    def paths_ending(self, ending: str) -> tuple[str, ...]:
        """Paths of the files that define something and whose names end so."""
        return tuple(path for name, paths in self._by_file.items() if name.endswith(ending) for path in paths)

    def defined_in(self, path: str) -> tuple[NamedValue, ...]:
        """All that a file defines, whatever for."""
        return tuple(self._by_file.get(path.rpartition("/")[2], {}).get(path, ()))

    def files_named(self, name: str) -> tuple[str, ...]:
        """Paths of the files of that name that define something."""
        return tuple(self._by_file.get(name, ()))

    def _attribute(self, owner: Expression | None, attribute: str, depth: int) -> Expression | None:
        if isinstance(owner, CallResult) and owner.callee in MADE_BY_FUNCTION and owner.positional:
            made = owner.positional[0]
            return self.find(f"{made.name}().{attribute}", made.span.path, depth) if isinstance(made, Reference) else None
        if isinstance(owner, CallResult):
            return self.find(f"{owner.callee}.{attribute}", owner.span.path, depth) or self.find(
                f"{owner.callee}().{attribute}", owner.span.path, depth
            )
        if isinstance(owner, Reference):
            return self.find(f"{owner.name}.{attribute}", owner.span.path, depth)
        if isinstance(owner, Items):
            return dict(owner.items).get(attribute)
        return None

    def _behind(self, name: str, path: str, depth: int) -> Expression | None:
        """What a class, or an instance of it, asks for every attribute that it does not have itself."""
        if name.endswith(FORWARDS):
            return None
        asks = self.find(f"{name.removesuffix('()')}.{FORWARDS}()", path, depth)
        given = (
            asks.positional[0] if isinstance(asks, CallResult) and asks.callee == FUNCTION and len(asks.keywords) == 1 else None
        )
        if not isinstance(asks, CallResult) or not isinstance(given, CallResult) or given.callee != GETATTR:
            return None
        asked = given.positional[1] if len(given.positional) > 1 else None
        return given.positional[0] if isinstance(asked, Reference) and asked.name == asks.keywords[0][0] else None

    def _defined(self, name: str, path: str) -> NamedValue | None:
        """The nearest definition: two services of one repository may both call their settings `app.config.settings`."""
        exact = self._by_name.get(name, [])
        found = [each for each in (*exact, *self._by_tail.get(name, ())) if sees(path, each.span.path)]
        if len(found) > 1:
            best = max(_shared(each.span.path, path) for each in found)
            found = [each for each in found if _shared(each.span.path, path) == best]
        if len(found) > 1:
            found = [each for each in found if each.name == name]
        return found[0] if len(found) == 1 else None


def _holds_settings(path: str) -> bool:
    """Whether a file is a settings module by its name: `settings.py`, `settings/base.py`."""
    return "settings" in path.removesuffix(".py").split("/")


def _shared(one: str, other: str) -> int:
    """Folders that two paths share from the root on."""
    count = 0
    for left, right in zip(one.split("/")[:-1], other.split("/")[:-1], strict=False):
        if left != right:
            break
        count += 1
    return count
