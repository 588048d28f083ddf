"""Redis as a service of the same deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

CODE = "import os\n\nimport redis\n\ncache = redis.from_url(os.environ['REDIS_URL'])\n"
COMPOSE = "services:\n  web:\n    build: .\n    environment:\n      REDIS_URL: redis://cache:6379/0\n  cache:\n    image: {}\n"


@pytest.mark.parametrize(
    ("image", "direct", "reason"),
    [
        ("redis:7-alpine", True, "service cache is the server itself"),
        ("docker.io/valkey/valkey:8", True, "service cache is the server itself"),
        ("bitnami/redis:7.2", True, "service cache is the server itself"),
        ("acme/cache:1", None, "what runs in service cache is not known"),
        ("envoyproxy/envoy:v1.31", None, "what runs in service cache is not known"),
    ],
)
def test_an_image_that_speaks_redis_is_the_server(
    graph_of: Callable[[dict[str, str]], Graph], image: str, direct: object, reason: str
) -> None:
    """No pooler stands between a client and a service whose image is Redis; of other images nothing is said."""
    (route,) = graph_of({"app/cache.py": CODE, "compose.yml": COMPOSE.format(image)}).routes

    assert (direct, reason) == (route.direct.value, route.direct.note)
