"""Functions of Java that open pools from their parameters, and their callers in other classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

POOLS = """package shop;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
public final class Pools {
    public static HikariDataSource create(String url, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(size);
        return new HikariDataSource(config);
    }
}
"""
MAIN = """package app;
import shop.Pools;
public class Main {
    public static void main(String[] args) {
        CALL
    }
}
"""


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        pytest.param('Pools.create("jdbc:postgresql://one:5432/a", 4);', [("Main.java", "one", 4)], id="one"),
        pytest.param(
            'Pools.create("jdbc:postgresql://one:5432/a", 4); Pools.create("jdbc:postgresql://two:5432/a", 5);',
            [("Main.java", "one", 4), ("Main.java", "two", 5)],
            id="two",
        ),
        pytest.param("Pools.other();", [("Pools.java", None, None)], id="near-miss-another-function"),
    ],
)
def test_setters_in_a_function(
    graph_of: Callable[[dict[str, str]], Graph], call: str, expected: list[tuple[str, object, object]]
) -> None:
    """What a function hands to setters of a pool's configuration is what its callers give."""
    graph = graph_of({"src/main/java/shop/Pools.java": POOLS, "src/main/java/app/Main.java": MAIN.replace("CALL", call)})

    assert expected == [
        (
            each.span.path.rpartition("/")[2],
            each.dsn.host.value if each.dsn is not None else None,
            each.client.max_connections.value,
        )
        for each in graph.routes
    ]
