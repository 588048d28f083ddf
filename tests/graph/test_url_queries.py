"""URLs to which code gives parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

PRISMA = """import {{ PrismaClient }} from "@prisma/client";
import {{ build, tried }} from "./build";
export function make() {{
  const url = new URL(process.env.DATABASE_URL);
  {change}
  return new PrismaClient({{ datasources: {{ db: {{ url: {given} }} }} }});
}}
"""
BUILD = """export function build(base, params) {
  const url = new URL(base);
  url.searchParams.set("connection_limit", params.limit);
  return url;
}
export function tried(text) {
  try {
    const url = new URL(text);
    url.searchParams.set("connection_limit", "5");
    return url.toString();
  } catch {
    return text;
  }
}
"""


def _settings(graph: Graph) -> tuple[object, object, object]:
    (route,) = graph.routes
    client = route.client
    return client.max_connections.value, client.acquire_timeout.value, route.dsn.host.value if route.dsn is not None else None


@pytest.mark.parametrize(
    ("change", "given", "variable", "expected"),
    [
        pytest.param(
            'url.searchParams.set("connection_limit", "7");', "url.href", "", (7, 10.0, None), id="nothing sets the URL"
        ),
        pytest.param(
            'url.searchParams.set("connection_limit", "7");', "url.toString()", "postgresql://db/a", (7, 10.0, "db"), id="set"
        ),
        pytest.param(
            'url.searchParams.set("connection_limit", "7");',
            "url.href",
            "postgresql://db/a?connection_limit=3&pool_timeout=4",
            (7, 4.0, "db"),
            id="replaced",
        ),
        pytest.param(
            'if (x) { url.searchParams.set("connection_limit", "7"); }',
            "url.href",
            "postgresql://db/a",
            (None, 10.0, "db"),
            id="perhaps",
        ),
        pytest.param(
            'url.searchParams.delete("connection_limit");',
            "url.href",
            "postgresql://db/a?connection_limit=3&pool_timeout=4",
            (None, 4.0, "db"),
            id="taken away",
        ),
        pytest.param("", "tried(process.env.DATABASE_URL)", "postgresql://db/a?pool_timeout=4", (5, 4.0, "db"), id="tried"),
        pytest.param("", "`${url}?connection_limit=6`", "", (6, 10.0, None), id="template"),
        pytest.param("", 'build(url, {limit: "8"}).href', "", (8, 10.0, None), id="another file"),
        pytest.param("", 'make(url, {limit: "8"}).href', "", (None, None, None), id="a function that is not known"),
    ],
)
def test_parameters(
    graph_of: Callable[..., Graph], change: str, given: str, variable: str, expected: tuple[object, object, object]
) -> None:
    """What code sets in the query counts; behind code that is not followed nothing has its default."""
    files = {"app/db.ts": PRISMA.format(change=change, given=given), "app/build.ts": BUILD}
    if variable:
        files["app/.env"] = f"DATABASE_URL={variable}\n"

    assert expected == _settings(graph_of(files))


def test_a_parameter_stands_where_it_is_written(graph_of: Callable[..., Graph]) -> None:
    """Evidence of a limit points at the value that code gives."""
    change = 'url.searchParams.set("connection_limit", "7");'
    (route,) = graph_of({"db.ts": PRISMA.format(change=change, given="url.href")}).routes
    span = route.client.max_connections.span
    assert span is not None

    assert ("db.ts", 5, 45) == (span.path, span.line, span.column)
