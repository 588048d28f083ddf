"""Files of Helm charts, which say something only together. In: a `Source`. Out: an empty `SettingsDocument`.

Templates are no YAML before they are rendered; `extract.charts` reads their text, and the values, once all files are known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Format
from poolaudit.extract.settings.tree import SettingsDocument

if TYPE_CHECKING:
    from poolaudit.discover.source import Source

GLOBS = (
    "templates/**/*.yaml",
    "templates/**/*.yml",
    "templates/**/*.tpl",
    "*values*.yaml",
    "*values*.yml",
    "requirements.yaml",
    "requirements.yml",
)
"""Templates, values, and the subcharts of charts of Helm 2
(https://helm.sh/docs/topics/charts/#the-chart-file-structure, read 2026-11-21)."""


def read(source: Source) -> SettingsDocument:
    """Nothing yet."""
    del source
    return SettingsDocument("chart_file", ())


FORMAT = Format("chart_file", ("templates/**/*.tpl",), read)
