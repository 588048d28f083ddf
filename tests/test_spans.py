"""Every place that a fact, the graph or a finding names is exact, and a written value stands where its place says."""

from __future__ import annotations

import ast
import posixpath
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import pytest

from poolaudit.discover.source import Source
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Origin, Setting
from poolaudit.facts.span import Span
from poolaudit.facts.units import Seconds
from poolaudit.scan import scan, survey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from poolaudit.facts.fact import Fact

RESTATED = {"keeps_session", "named_statements", "pooling", "unlimited", "server_side_cursors", "unique_statement_names"}
"""Fields of a `ClientPool` that say what an argument means (`CONN_MAX_AGE = 600` → `pooling`); their place is the argument's."""
OF_THE_STATEMENT = {"SqlUse.in_transaction"}
"""What follows from code around a statement; its place is the statement's."""
DECIDED_THERE = {
    "AlertRule.threshold",
    "ClientPool.initial.in_transaction",
    "Deployment.bounded",
    "MigrationCall.session_locks",
    "PodWorkload.surge",
}
"""What follows from the text at a place: the number in an expression, whether a number of copies is a bound."""
ENDS = {
    "Deployment.build": str.endswith,
    "Deployment.env.value": str.__contains__,
    "PoolerConfig.settings": str.__contains__,
    "PoolerConfig.entries.values": str.__contains__,
}
"""Values that the platform makes longer: the folder of a function, the host of a binding; or shorter: the name in a reference,
the default of `${NAME:-default}`."""


def _walk(value: Any, path: str) -> Iterator[tuple[str, Span | Setting[Any]]]:
    """Every place and every setting inside of dataclasses and tuples, with the fields that lead to it."""
    if isinstance(value, (Span, Setting)):
        yield path, value
    if isinstance(value, Span):
        return
    if is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from _walk(getattr(value, each.name), f"{path}.{each.name}")
    elif isinstance(value, (tuple, list)):
        for each in value:
            yield from _walk(each, path)


class _Files:
    """The files of a repository as the program decodes them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[str, Source] = {}

    def of(self, span: Span) -> Source:
        if span.path not in self._known:
            self._known[span.path] = Source.decode(span.path, (self._root / span.path).read_bytes())
        return self._known[span.path]

    def wrong(self, value: Any, path: str) -> list[tuple[str, Span]]:
        """Places that lie outside of their file, or whose lines and columns are not those of their offsets."""
        spans = ((path, each) for path, each in _walk(value, path) if isinstance(each, Span))
        return [
            (path, span)
            for path, span in spans
            if not 0 <= span.offset <= span.end <= len(self.of(span).text) or self.of(span).span(span.offset, span.end) != span
        ]


def _says(path: str, fact: Fact, setting: Setting[Any], text: str) -> bool:
    """Whether the text at the place of a written setting is its value, or one of the few things that are read as it."""
    value = setting.value.reveal() if isinstance(setting.value, Secret) else setting.value
    if isinstance(value, tuple):
        return all(word in text for word in value)
    if path in OF_THE_STATEMENT:
        return setting.span == fact.span
    if path in DECIDED_THERE or f"{setting.label} = {text}" == setting.text or f"({text} in " in setting.text:
        return True  # the last two: a size or duration, shown as it is written
    if isinstance(value, str) and "\n" in text:  # a block without its indentation
        return [line.strip() for line in text.splitlines()] == [line.strip() for line in value.splitlines()]
    if str(value) == text or setting.note == f'as PgBouncer reads "{text}"':
        return True
    if isinstance(value, bool):
        told = str(value).lower() == text.lower()
    else:
        told = isinstance(value, (int, float)) and not isinstance(value, Seconds) and _number(text) == value
    if told or (path in ENDS and isinstance(value, str) and (ENDS[path](value, text) or ENDS[path](text, value))):
        return True
    if isinstance(value, Seconds):
        return _number(text) in {float(value), 1000 * float(value)} or text.endswith(f"::from_secs({value:g})")
    if isinstance(fact, ClientPool):
        if path.rpartition(".")[2] in RESTATED:
            return setting.span in {argument.span for _, argument in fact.arguments}
        # a class under its whole name, or code that comes to the value: 5 * 4, url.replace(…)
        return path == "ClientPool.arguments" and (str(value).endswith(f".{text}") or _is_computed(text))
    if path == "Dependency.version":
        return value == text.lstrip("=<>~!^ v")
    if path == "Deployment.build":
        folder = posixpath.dirname(setting.span.path) if setting.span is not None else ""
        return value in {folder, posixpath.normpath(posixpath.join(folder, text)).removeprefix(".")}
    return False


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _is_computed(text: str) -> bool:
    try:
        return isinstance(ast.parse(text, mode="eval").body, (ast.BinOp, ast.Call))
    except SyntaxError:
        return False


def test_places_of_facts(repository: Path) -> None:
    """Each place lies in its file, and its line, column and offset agree."""
    files = _Files(repository)

    assert [] == [wrong for fact in survey(repository).facts for wrong in files.wrong(fact, type(fact).__name__)]


def test_places_of_the_graph_and_of_findings(repository: Path) -> None:
    """What is put together from pieces keeps exact places."""
    files = _Files(repository)
    graph = survey(repository).graph
    result = scan(repository)

    assert [] == files.wrong(graph, "Graph")
    assert [] == files.wrong((result.findings, result.unknown), "Result")


def test_written_values(repository: Path) -> None:
    """A value that is called written stands, as written, at its place."""
    files = _Files(repository)
    settings = [
        (path, fact, each)
        for fact in survey(repository).facts
        for path, each in _walk(fact, type(fact).__name__)
        if isinstance(each, Setting) and each.origin is Origin.WRITTEN
    ]

    assert [] == [path for path, _, each in settings if each.span is None]
    assert [] == [
        (path, each.text, files.of(each.span).at(each.span))
        for path, fact, each in settings
        if each.span is not None and not _says(path, fact, each, files.of(each.span).at(each.span))
    ]


@pytest.mark.parametrize(
    ("value", "text", "expected"),
    [
        pytest.param("a", "a", True, id="same"),
        pytest.param("a", "b", False, id="other"),
        pytest.param("a", "a ", False, id="blank"),
        pytest.param(Seconds(5), "5000", True, id="milliseconds"),
        pytest.param(Seconds(5), "50", False, id="other-unit"),
        pytest.param(True, "1", False, id="truth"),
    ],
)
def test_the_comparison(value: Any, text: str, expected: bool) -> None:  # noqa: FBT001
    """The comparison above tells a value from another one."""
    span = Span("a", 0, len(text), 1, 1, 1, 1 + len(text))

    assert expected == _says("Server.settings", None, Setting.written(value, span), text)  # type: ignore[arg-type]
