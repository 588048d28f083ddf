"""Repositories given as texts, and the graph that a scan makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from poolaudit.config import Config
from poolaudit.scan import survey

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from poolaudit.graph.topology import Graph


@pytest.fixture
def graph_of(tmp_path: Path) -> Callable[..., Graph]:
    """Write files (path → text), survey the folder, and fail if a file could not be read."""

    def build(files: Mapping[str, str], **declared: Any) -> Graph:
        for path, text in files.items():
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        found = survey(tmp_path, config=Config(**declared))

        assert () == found.unread
        return found.graph

    return build
