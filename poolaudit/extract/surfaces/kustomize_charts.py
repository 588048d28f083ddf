"""Kustomizations that apply charts. In: a file with `helmCharts`. Out: a `Part`, which asks for the values of charts."""

from __future__ import annotations

from poolaudit.extract.base import Surface
from poolaudit.extract.surfaces.chart_about import extract

SURFACE = Surface(
    "kustomize_charts",
    ("chart_file",),
    extract,
    globs=("kustomization.yaml", "kustomization.yml"),
    triggers=("helmcharts",),
)
