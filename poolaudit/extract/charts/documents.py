"""What a template comes to, as facts. In: the `Rope` of a rendered template. Out: the facts of its documents, at their places.

A line that is nothing but a hole may stand for anything: readers are shown it as an action that fills a line of a template.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from poolaudit.discover.source import Source
from poolaudit.extract.base import UnreadError
from poolaudit.extract.charts.relocate import Relocation
from poolaudit.extract.charts.rope import HOLE
from poolaudit.extract.charts.value import BRACES
from poolaudit.extract.settings.tree import MappingNode
from poolaudit.extract.surfaces.kubernetes_objects import file_of
from poolaudit.extract.surfaces.kubernetes_tree import plain
from poolaudit.facts.pooler import PoolerConfig
from poolaudit.facts.server import ServerConfig

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.extract.charts.rope import Rope
    from poolaudit.facts.fact import Fact

_HARMLESS = frozenset((
    "labels", "annotations", "matchLabels", "metadata", "nodeSelector", "affinity", "tolerations", "securityContext", "selector",
    "imagePullSecrets", "topologySpreadConstraints", "livenessProbe", "readinessProbe", "startupProbe", "resources", "volumes",
    "volumeMounts", "lifecycle", "ports", "hostAliases", "dnsConfig",
))  # fmt: skip
"""Keys below which nothing says how many copies run, or with which variables."""


def documents(rope: Rope) -> Iterator[Rope]:
    """The parts between `---`."""
    return rope.cut(_bounds(rope.text))


def _bounds(whole: str) -> Iterator[tuple[int, int]]:
    at = start = 0
    for line in whole.split("\n"):
        if line.startswith("---"):
            if whole[start:at].strip():
                yield start, at
            start = at + len(line)
        at += len(line) + 1
    if whole[start:].strip():
        yield start, len(whole)


def facts_of(document: Rope, template: Source, path: str) -> Iterator[Any | None]:
    """The facts of a document; None for an object that may not be there, or for a document that is no YAML.

    `path` is what the rendered text is called: configuration files inside of it are named after it.
    """
    relocation = Relocation(document, path, template)
    found = _read(Source(path, document.text, template.newline, template.tracked))
    if found is None:
        yield None
        return
    for fact in found:
        inner = _encoded(document, fact) if isinstance(fact, (PoolerConfig, ServerConfig)) else None
        if inner is None or not isinstance(fact, (PoolerConfig, ServerConfig)):
            yield relocation.moved(fact)
            continue
        file = Source(fact.path, inner.text, template.newline, template.tracked)
        within = Relocation(inner, fact.path, template)
        for one in file_of(file, fact.path.rpartition(":")[2]):
            yield within.moved(one)


def _encoded(document: Rope, fact: PoolerConfig | ServerConfig) -> Rope | None:
    """The text of a configuration file that stands in base64 in the document, so that its lines have places."""
    at = 0
    for each in document.pieces if "#" in fact.path else ():
        at += len(each.text)
        if at > fact.span.offset:
            return each.encoded
    return None


def _read(source: Source) -> list[Fact] | None:
    """The facts of one document, at places of the rendered text."""
    from poolaudit.extract.settings.yaml import read  # noqa: PLC0415  # loads the parser
    from poolaudit.extract.surfaces import crunchy_postgres, kubernetes, zalando_postgresql  # noqa: PLC0415

    marked = replace(source, text=_with_marks(source.text), _starts=[])
    blank = _without_holes(source.text)
    for shape, rendered in dict.fromkeys(((marked.text, True), (blank, True), (blank, False))):
        try:
            document = read(replace(source, text=shape, _starts=[]), rendered=rendered)
        except UnreadError:
            continue
        found: list[Fact] = []
        for root in document.roots:
            if isinstance(root, MappingNode) and not _is_test(root):
                found += kubernetes.objects(marked, root)
        return [*found, *zalando_postgresql.extract(marked, document), *crunchy_postgres.extract(marked, document)]
    return None


def _with_marks(whole: str) -> str:
    """Lines of nothing but holes as lines of an action, so that readers see that more may stand there; blank where no matter."""
    if HOLE not in whole:
        return whole
    found: list[str] = []
    above: list[tuple[int, str]] = []
    for line in whole.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        if line.strip():
            while above and above[-1][0] >= indent:
                above.pop()
        if _is_hole(line):
            harmless = bool(above) and above[-1][1] in _HARMLESS
            found.append(" " * len(line) if harmless else line.replace(HOLE, " "))
            continue
        if line.strip():
            above.append((indent, line.strip().removeprefix("- ").partition(":")[0]))
        found.append(line)
    return "\n".join(found)


def _without_holes(whole: str) -> str:
    """The text with blanks for lines of nothing but holes."""
    return "\n".join(" " * len(line) if _is_hole(line) else line for line in whole.split("\n"))


def _is_hole(line: str) -> bool:
    return HOLE in line and not line.replace(HOLE, "").replace(BRACES, "").strip()


def _is_test(root: MappingNode) -> bool:
    """Whether an object is made for `helm test` alone."""
    return plain(root.get("metadata", "annotations", "helm.sh/hook")) in ("test", "test-success", "test-failure")
