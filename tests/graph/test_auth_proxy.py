"""The Cloud SQL Auth Proxy: which port leads to which instance, and that it is no pooler."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.facts.deployment import Deployment, EnvEntry
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Setting
from poolaudit.facts.span import Span
from poolaudit.graph.auth_proxy import Listener, listeners
from poolaudit.graph.images import Images

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.route import Route
    from poolaudit.graph.topology import Graph

HERE = Span("x", 0, 0, 1, 1, 1, 1)
IMAGE = "eu.gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.11.4-alpine"
ONE, TWO = "shop:europe-west1:one", "shop:europe-west1:two"
CODE = "import asyncpg\n\nasync def open_pool():\n    return await asyncpg.create_pool('postgresql://app@{host}:{port}/shop')\n"


def _proxy(command: str, image: str = "", **variables: str) -> Deployment:
    env = tuple(EnvEntry(name, Setting.written(Secret(value), HERE), HERE) for name, value in variables.items())
    return Deployment(
        name="proxy",
        surface="compose",
        span=HERE,
        project="",
        environment="",
        image=Setting.written(image, HERE) if image else Setting.absent(),
        command=Setting.written(tuple(command.split()), HERE),
        env=env,
    )


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (f"cloud-sql-proxy --port 6000 {ONE} {TWO}", [Listener(ONE, 6000), Listener(TWO, 6001)]),
        (f"/cloud-sql-proxy --structured-logs -p 6000 {ONE}?port=7000 {TWO}", [Listener(ONE, 7000), Listener(TWO, 6000)]),
        (f"cloud-sql-proxy --address 0.0.0.0 {ONE}", [Listener(ONE, None)]),
        (f"cloud-sql-proxy {ONE}?unix-socket=/cloudsql&auto-iam-authn=true", []),
        (f"cloud-sql-proxy --unix-socket /cloudsql {ONE}", []),
        (f"cloud-sql-proxy --credentials-file /a:b:c {ONE} --port=5433", [Listener(ONE, 5433)]),
        (f"cloud_sql_proxy -instances={ONE}=tcp:5432,{TWO}=tcp:0.0.0.0:5433", [Listener(ONE, 5432), Listener(TWO, 5433)]),
        (f"./cloud_sql_proxy -dir /cloudsql -instances {ONE}", []),
        ("cloud-sql-proxy --port=5431 $(INSTANCE)", [Listener("$(INSTANCE)", 5431)]),
        (f"gunicorn app:app --bind {ONE}", []),
    ],
)
def test_command_lines_say_which_port_leads_to_which_instance(command: str, expected: list[Listener]) -> None:
    """Ports are counted up from the one that is given, an instance may have its own, and sockets are no ports."""
    assert expected == list(listeners(_proxy(command), Images(())))


@pytest.mark.parametrize(
    ("command", "variables", "expected"),
    [
        (f"--port=5431 {ONE}", {}, [Listener(ONE, 5431)]),
        ("", {"CSQL_PROXY_INSTANCE_CONNECTION_NAME": ONE, "CSQL_PROXY_PORT": "5434"}, [Listener(ONE, 5434)]),
        ("", {"INSTANCES": f"{ONE}=tcp:3306"}, [Listener(ONE, 3306)]),
    ],
    ids=["arguments", "variables", "variables of release 1"],
)
def test_an_image_needs_no_program_name(command: str, variables: dict[str, str], expected: list[Listener]) -> None:
    """The image's own entry point is the proxy, so its command holds arguments only, and variables stand for them."""
    assert expected == list(listeners(_proxy(command, IMAGE, **variables), Images(())))


def seen(route: Route) -> tuple[object, ...]:
    """What is known of the other end."""
    end = route.endpoint
    return (end.provider.value, end.kind.value, route.direct.value, route.pooler, route.direct.note)


POD = f"""apiVersion: apps/v1
kind: Deployment
metadata: {{name: web}}
spec:
  template:
    metadata: {{labels: {{app: web}}}}
    spec:
      containers:
        - name: app
          image: registry.example.com/web:1
        - name: proxy
          image: {IMAGE}
          args: ["--port=5431", "{ONE}"]
          ports: [{{containerPort: 9090}}]
"""
SERVICE = "[Service]\nExecStart=/usr/local/bin/cloud-sql-proxy --port 5431 shop:europe-west1:one\n"
COMPOSED = f"""services:
  web:
    build: .
  proxy:
    image: {IMAGE}
    command: --address 0.0.0.0 --port 5431 {ONE}
"""


@pytest.mark.parametrize(
    ("files", "host"),
    [
        ({"k8s/web.yaml": POD, "Dockerfile": "FROM python:3.12\nCOPY . .\n"}, "127.0.0.1"),
        ({"deploy/cloud-sql-proxy.service": SERVICE}, "localhost"),
        ({"compose.yaml": COMPOSED}, "proxy"),
    ],
    ids=["a container of the pod", "a unit on the host", "a service by name"],
)
def test_what_connects_to_the_proxy_connects_to_the_server(
    graph_of: Callable[..., Graph], files: dict[str, str], host: str
) -> None:
    """The way is direct, to Cloud SQL, wherever the proxy runs."""
    (route,) = graph_of({"app/db.py": CODE.format(host=host, port=5431), **files}).routes

    assert ("cloud-sql", "direct", True, None) == seen(route)[:4]
    assert str(seen(route)[4]).endswith(f"runs the Cloud SQL Auth Proxy, which pools nothing, to {ONE}")


def test_another_port_is_another_thing(graph_of: Callable[..., Graph]) -> None:
    """Nothing is said of a port on which the proxy does not listen."""
    files = {"app/db.py": CODE.format(host="localhost", port=5432), "deploy/cloud-sql-proxy.service": SERVICE}
    (route,) = graph_of(files).routes

    assert (None, None, None) == seen(route)[:3]
