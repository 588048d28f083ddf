"""What makes a folder a Helm chart. In: `Chart.yaml`. Out: a `Part`, which asks for the templates and values of charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.facts.part import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document


def extract(source: Source, document: Document) -> Iterator[Part]:
    """The file, to be read with the others of its chart."""
    yield Part("poolaudit.extract.charts", source, document, source.span(0, 0))


SURFACE = Surface("chart_about", ("chart_file",), extract, globs=("chart.yaml", "chart.yml"), triggers=("apiversion",))
