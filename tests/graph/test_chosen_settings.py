"""Settings of files that a program chooses reach the fields that code reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

PROPERTIES = """package shop;
import org.springframework.boot.context.properties.ConfigurationProperties;
@ConfigurationProperties("shop.redis")
class RedisProperties {
    private int maxTotal = 10;
    private String serverAddress = "redis://127.0.0.1:6379";
}
"""
CLIENT = """package shop;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;
class Redis {
    JedisPool pool(RedisProperties properties) {
        JedisPoolConfig config = new JedisPoolConfig();
        config.setMaxTotal(properties.getMaxTotal());
        return new JedisPool(config, properties.getServerAddress());
    }
}
"""
FILES = {
    "src/main/java/shop/RedisProperties.java": PROPERTIES,
    "src/main/java/shop/Redis.java": CLIENT,
    "src/main/resources/application.properties": "spring.datasource.url=jdbc:postgresql://db:5432/shop\n",
    "config/shop-large.properties": "shop.redis.serverAddress=redis://large:6379\nshop.redis.max-total=40\n",
    "other/shop-large.properties": "shop.redis.serverAddress=redis://other:6379\nshop.redis.max-total=50\n",
    "Dockerfile": "FROM eclipse-temurin:21\nCOPY src /src\nCOPY config /app/config\nCMD java -jar /app/shop.jar\n",
}
SERVICE = "services:\n  app:\n    build: .\n"
CHOICE = "    environment:\n      SHOP_FILE: /app/config/shop-large.properties\n"


@pytest.mark.parametrize(
    ("manifest", "expected"),
    [
        pytest.param(SERVICE + CHOICE, ("redis://large:6379", 40), id="chosen-and-copied"),
        pytest.param(
            f"{SERVICE}{CHOICE}      SHOP_REDIS_MAXTOTAL: 7\n", ("redis://large:6379", 7), id="a-variable-beats-the-file"
        ),
        pytest.param(
            f"{SERVICE}{CHOICE}    volumes:\n      - ./other:/app/config\n", ("redis://other:6379", 50), id="chosen-and-mounted"
        ),
        pytest.param(SERVICE, ("redis://127.0.0.1:6379", 10), id="near-miss-nothing-chosen"),
    ],
)
def test_fields_of_settings(graph_of: Callable[[dict[str, str]], Graph], manifest: str, expected: tuple[str, int]) -> None:
    """What a getter gives comes from the chosen file, of several with its name the one that is there, else from the class."""
    graph = graph_of({**FILES, "docker-compose.yml": manifest})
    (route,) = (each for each in graph.routes if each.client.library == "Jedis")

    assert route.dsn is not None
    assert expected == (route.dsn.masked, route.client.max_connections.value)
