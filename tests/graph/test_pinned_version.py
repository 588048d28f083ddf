"""Which release of a library a repository pins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

CALL = "import asyncpg\n\nasync def open_pool():\n    return await asyncpg.create_pool('postgresql://app@db/shop')\n"
LOCK = '[[package]]\nname = "asyncpg"\nversion = "0.30.0"\n'


def version(graph: Graph) -> object:
    """Version and doubt of the only client."""
    found = graph.clients[0].pool.version
    return found.value, found.assumed


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"uv.lock": LOCK}, ("0.30.0", False), id="lock file"),
        pytest.param({"requirements.txt": "asyncpg>=0.27\n"}, ("0.27", True), id="manifest"),
        pytest.param(
            {"uv.lock": LOCK, "requirements.txt": "asyncpg>=0.27\n"}, ("0.30.0", False), id="lock file beside a manifest"
        ),
        pytest.param({"uv.lock": LOCK, "requirements.txt": "asyncpg\n"}, ("0.30.0", False), id="lock file beside a bare name"),
        pytest.param({"uv.lock": LOCK, "requirements.txt": "asyncpg==0.30.0\n"}, ("0.30.0", False), id="the same twice"),
        pytest.param({"uv.lock": LOCK, "requirements.txt": "asyncpg==0.27.0\n"}, (None, False), id="two exact versions"),
        pytest.param({}, (None, False), id="nothing"),
    ],
)
def test_an_exact_version_beats_a_lower_bound(
    graph_of: Callable[..., Graph], files: dict[str, str], expected: tuple[str | None, bool]
) -> None:
    """A lock file decides; a manifest alone gives its lowest version, as an assumption."""
    graph = graph_of({"app/db.py": CALL, **files})

    assert expected == version(graph)
