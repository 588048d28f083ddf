"""Addresses of Rails whose variable stands in a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

FILE = "production:\n  adapter: postgresql\n  database: shop\n  pool: 30\n"
POD = """apiVersion: apps/v1
kind: Deployment
metadata: {{name: web}}
spec:
  template:
    spec:
      containers:
        - name: puma
          image: {image}
          env:
            - {{name: {name}, valueFrom: {{secretKeyRef: {{name: production, key: url}}}}}}
"""
BUILT = """jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/build-push-action@v6
        with: {context: ., push: true, tags: "acme/shop:latest"}
"""
CODE = {
    "Dockerfile": 'FROM ruby:3.4\nENV RAILS_ENV=production\nCOPY . .\nCMD ["bundle", "exec", "puma"]\n',
    ".github/workflows/image.yml": BUILT,
}
ELSEWHERE = "nothing that is known to hold here sets DATABASE_URL"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({}, (None, "shop", ""), id="no variable"),
        pytest.param(
            {"k8s/web.yaml": POD.format(image="else/where", name="DATABASE_URL")},
            (None, None, ELSEWHERE),
            id="of an image that is not known",
        ),
        pytest.param({"k8s/web.yaml": POD.format(image="else/where", name="OTHER")}, (None, "shop", ""), id="another variable"),
        pytest.param(
            {"k8s/web.yaml": POD.format(image="acme/shop", name="DATABASE_URL"), **CODE},
            (None, None, "it comes from Secret production, which is not in the repository"),
            id="of the program itself",
        ),
    ],
)
def test_a_secret_beats_the_file(
    graph_of: Callable[..., Graph], files: dict[str, str], expected: tuple[object, object, str]
) -> None:
    """What a secret sets is not known, and the file's own database without a host is not where the program connects."""
    (route,) = graph_of({"config/database.yml": FILE, **files}).routes
    dsn = route.dsn

    assert expected == (
        dsn.host.value if dsn is not None else None,
        dsn.database.value if dsn is not None else None,
        "" if dsn is not None else route.endpoint.host.note,
    )


def test_a_host_of_the_file_stays(graph_of: Callable[..., Graph]) -> None:
    """A file that names a host leads there, though some other program has the variable."""
    files = {"config/database.yml": FILE + "  host: db\n", "k8s/web.yaml": POD.format(image="else/where", name="DATABASE_URL")}
    (route,) = graph_of(files).routes

    assert "db" == route.endpoint.host.value
