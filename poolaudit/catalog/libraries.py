"""Every client library of the catalog, by name and by what opens connections, without loading those that nobody asks for.

In: names as facts hold them. Out: `Client` and `Constructor` of the catalog.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

from poolaudit._kept import kept
from poolaudit._parts import folder, named_parts
from poolaudit.catalog.languages import family

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.catalog.model import Client, Constructor

_PACKAGE = "poolaudit.catalog.clients"
Found = TypeVar("Found")


class Entries(Mapping[str, Found]):
    """Catalog entries by name, in order; an entry is loaded when it is looked at."""

    def __init__(self, places: Mapping[str, tuple[str, int]], load: Callable[[str, int], Found]) -> None:
        """`places` are module and position of each name, which `load` turns into the entry."""
        self._places = places
        self._load = load

    def __getitem__(self, name: str) -> Found:
        return self._load(*self._places[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, name: object) -> bool:
        return name in self._places


@cache
def clients() -> Mapping[str, Client]:
    """Every client library of the catalog by name."""
    return Entries({name: (module, 0) for module, name, _, _ in _listed()}, lambda module, _: _client(module))


@cache
def constructors(language: str) -> Mapping[str, tuple[Client, Constructor]]:
    """What opens connections in a language, by each dotted name under which code reaches it."""
    places = {
        callee: (module, number)
        for module, _, spoken, callees in _listed()
        if spoken == family(language)
        for number, names in enumerate(callees)
        for callee in names
    }
    return Entries(places, lambda module, number: (client := _client(module), client.constructors[number]))


def _client(module: str) -> Client:
    client: Client = import_module(module).CLIENT
    return client


@cache
def _listed() -> list[tuple[str, str, str, list[tuple[str, ...]]]]:
    """Module, name, language and callees of each constructor, of every library."""
    return kept("clients", (folder(_PACKAGE),), _list)


def _list() -> list[tuple[str, str, str, list[tuple[str, ...]]]]:
    return [
        (module, client.name, client.language, [each.callees for each in client.constructors])
        for module, client in named_parts(_PACKAGE, "CLIENT")
    ]
