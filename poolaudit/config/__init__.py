"""What the user decides and declares. In: `poolaudit.toml` or `[tool.poolaudit]` of a `pyproject.toml`. Out: `Config`.

This package may import `poolaudit.facts` and nothing else of the program.
"""

from __future__ import annotations

from poolaudit.config.load import find, load, named, where
from poolaudit.config.model import FAIL_ON, MODES, SEVERITIES, Config, ConfigError, DeclaredPooler, DeclaredServer

__all__ = [
    "FAIL_ON",
    "MODES",
    "SEVERITIES",
    "Config",
    "ConfigError",
    "DeclaredPooler",
    "DeclaredServer",
    "find",
    "load",
    "named",
    "where",
]
