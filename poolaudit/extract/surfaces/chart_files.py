"""Templates and values of Helm charts, read where there is a `Chart.yaml`. In: their text. Out: a `Part` for each file."""

from __future__ import annotations

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.chart_file import GLOBS
from poolaudit.extract.surfaces.chart_about import extract

SURFACE = Surface("chart_files", ("chart_file",), extract, globs=GLOBS, supporting=True)
