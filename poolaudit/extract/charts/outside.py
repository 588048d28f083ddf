"""Subcharts that are not in the tree. In: a dependency on a chart that is known, and its values. Out: facts of its server.

What it makes is written as the objects that it would apply; what no value says stands at the key of its values.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from poolaudit.catalog.helm_charts import FEW, OUTSIDE_CHARTS, OWN_VALUES, REPOSITORIES, SWITCHES
from poolaudit.extract.charts.documents import facts_of
from poolaudit.extract.charts.rope import Piece, Rope
from poolaudit.extract.charts.value import Known, rope_of, truth, words_of
from poolaudit.extract.charts.values import under

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from poolaudit.catalog.helm_charts import OutsideChart
    from poolaudit.discover.source import Source
    from poolaudit.extract.charts.chart import Dependency
    from poolaudit.extract.charts.value import Value
    from poolaudit.facts.span import Span

_LONGEST = 63
"""Characters of a name in Kubernetes."""
_LONGEST_FILE = 100_000


def known(dependency: Dependency, values: Value) -> OutsideChart | None:
    """The chart that a dependency names, by its repository, or by values that only that chart has."""
    several = [each for each in OUTSIDE_CHARTS if each.name == dependency.chart]
    if not several or dependency.folder:
        return None
    where = dependency.repository.lower()
    publisher = next((name for name, parts in REPOSITORIES.items() if any(part in where for part in parts)), "")
    if not publisher and isinstance(values, Known) and isinstance(values.data, dict):
        publisher = "bitnami" if len(OWN_VALUES & values.data.keys()) >= FEW else ""
    digits = _number().search(dependency.version)
    major = int(digits[0]) if digits else None
    return next((each for each in several if each.publisher == publisher and (major is None or major >= each.since)), None)


def is_on(dependency: Dependency, values: Value) -> bool:
    """Whether the values of the parent chart switch it on for certain: by the first condition that is set, else by its tags."""
    for each in dependency.conditions:
        found = under(values, *each.split("."))
        if not isinstance(found, Known) or found.data is not None:
            return truth(found) is True
    tags = [found for each in dependency.tags if not _is_nothing(found := under(values, "tags", each))]
    return not tags or any(truth(each) is True for each in tags)


def objects_of(chart: OutsideChart, name: str, release: str, values: Value, place: tuple[Source, Span]) -> Iterator[Any]:
    """The facts of its server; none where its name cannot be told. `name` is that of the dependency, or its alias."""
    full = _full_name(name, release, values)
    replicated = words_of(under(values, "architecture"))
    off = all(_is_nothing(found) or truth(found) is False for each in SWITCHES for found in (under(values, *each.split(".")),))
    if not full or not off or replicated is None or (chart.one and replicated not in ("", "standalone")):
        return
    full += chart.replicated if replicated == "replication" else chart.suffix
    text = _Text(*place)
    config = _config(chart, values)
    if config is not None and config.pieces:
        text.say(f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {full}-configuration\ndata:\n")
        text.say(f"  {_file(chart)}: |2\n")
        for line in config.lines():
            text.say("    ")
            text.add(line.pieces)
            text.add((Piece("\n"),))
        yield from text.facts()
    _write_server(text, chart, full, values, config)
    yield from text.facts()
    port = next((found for each in chart.ports if _plain(found := under(values, *each.split(".")))), None)
    text.say(f"apiVersion: v1\nkind: Service\nmetadata:\n  name: {full}\nspec:\n  selector:\n    server: {full}\n")
    text.say("  ports:\n    - port: ")
    text.add(rope_of(port).pieces if port is not None else text.said(str(chart.port)))
    text.say(f"\n      targetPort: {chart.port}\n")
    yield from text.facts()


def _write_server(text: _Text, chart: OutsideChart, full: str, values: Value, config: Rope | None) -> None:
    text.say(f"apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: {full}\nspec:\n  replicas: 1\n  template:\n")
    text.say(
        f"    metadata:\n      labels:\n        server: {full}\n    spec:\n      containers:\n        - name: {chart.name}\n"
    )
    text.say("          image: ")
    text.add(_image(text, chart, values))
    text.say(f"\n          ports:\n            - containerPort: {chart.port}\n")
    given = [
        (variable, found)
        for variable, paths in chart.environment
        if (found := _first(values, paths)) is not None and _is_line(found)
    ]
    text.say("          env:\n" if given else "")
    for variable, found in given:
        text.say(f"            - name: {variable}\n              value: '")
        text.add(rope_of(found).pieces)
        text.say("'\n")
    if config is not None and not config.pieces:
        return
    text.say(f"          volumeMounts:\n            - name: configuration\n              mountPath: {chart.file}\n")
    text.say(f"              subPath: {_file(chart)}\n      volumes:\n        - name: configuration\n")
    text.say("          emptyDir: {}\n" if config is None else f"          configMap:\n            name: {full}-configuration\n")


class _Text:
    """A document on its way; what nobody wrote stands at one place."""

    def __init__(self, source: Source, span: Span) -> None:
        self._source = source
        self._span = span
        self._pieces: list[Piece] = []

    def said(self, words: str) -> tuple[Piece, ...]:
        """Words that nobody wrote."""
        return (Piece(words, self._source, self._span.offset, self._span.end),) if words else ()

    def say(self, words: str) -> None:
        """Add words that nobody wrote."""
        self.add(self.said(words))

    def add(self, pieces: tuple[Piece, ...]) -> None:
        """Add a text that has its places."""
        self._pieces += pieces

    def facts(self) -> Iterator[Any]:
        """The facts of the document, after which another one begins."""
        document, self._pieces = Rope(tuple(self._pieces)), []
        yield from facts_of(document, self._source, self._source.path)


def _image(text: _Text, chart: OutsideChart, values: Value) -> tuple[Piece, ...]:
    """The image as far as values give it; a digest says nothing of what is inside."""
    registry, repository, tag = (under(values, "image", each) for each in ("registry", "repository", "tag"))
    found: tuple[Piece, ...] = ()
    if _plain(repository):
        found = (*((*rope_of(registry).pieces, Piece("/")) if _plain(registry) else ()), *rope_of(repository).pieces)
    else:
        found = text.said(chart.image)
    return (*found, Piece(":"), *rope_of(tag).pieces) if _plain(tag) else found


def _config(chart: OutsideChart, values: Value) -> Rope | None:
    """The configuration files after each other; None where something else sets the server up."""
    found: list[Piece] = []
    if any(truth(under(values, *each.split("."))) is not False for each in chart.hidden):
        return None
    if any((set_ := _first(values, paths)) is not None and not _is_line(set_) for _, paths in chart.environment):
        return None  # flags of the server may be among them
    for each in chart.texts:
        value = under(values, *each.split("."))
        if truth(value) is False:
            continue
        words = words_of(value)
        if words is None or "{{" in words or len(words) > _LONGEST_FILE:
            return None
        found += (*(replace(piece, steps=()) for piece in rope_of(value).pieces), Piece("\n"))
    return Rope(tuple(found))


def _full_name(name: str, release: str, values: Value) -> str:
    """What the objects of the chart are called; empty where that is not known."""
    whole, own = (words_of(under(values, key)) for key in ("fullnameOverride", "nameOverride"))
    if whole is None or own is None or not _is_empty(under(values, "global", "postgresql", "fullnameOverride")):
        return ""
    part = own or name
    found = whole or (release if part in release else f"{release}-{part}")
    return found[:_LONGEST].rstrip("-") if _name().fullmatch(found) else ""


def _file(chart: OutsideChart) -> str:
    return chart.file.rpartition("/")[2]


def _plain(value: Value) -> bool:
    """Whether a value is one word that needs no quotes."""
    return bool(_word().fullmatch(words_of(value) or ""))


def _first(values: Value, paths: tuple[str, ...]) -> Value | None:
    """The first of some values that is set."""
    found = (under(values, *path.split(".")) for path in paths)
    return next((each for each in found if truth(each) is not False), None)


def _is_line(value: Value) -> bool:
    """Whether a value is a text that stands between quotes as it is."""
    return bool(_line().fullmatch(words_of(value) or ""))


def _is_nothing(value: Value) -> bool:
    return isinstance(value, Known) and value.data is None


def _is_empty(value: Value) -> bool:
    return truth(value) is False


@cache
def _number() -> re.Pattern[str]:
    return re.compile(r"\d{1,4}")


@cache
def _name() -> re.Pattern[str]:
    return re.compile(r"[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?")


@cache
def _line() -> re.Pattern[str]:
    return re.compile(r"[\w./@=:,+ -]{1,250}")


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"[\w./@=-][\w./@=:-]{0,250}")
