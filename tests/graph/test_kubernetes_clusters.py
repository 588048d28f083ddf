"""Code in a cluster reaches what its manifests say, environment by environment."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from poolaudit.graph.route import Route
    from poolaudit.graph.topology import Graph

    GraphOf = Callable[..., Graph]

CODE = {
    "web/Dockerfile": "FROM python:3.12\nCMD uvicorn main:app --workers 2\n",
    "web/main.py": "import asyncpg, os\nasync def start():\n    return await asyncpg.create_pool(os.environ['DATABASE_URL'])\n",
}
POOLER = """\
- name: pooler
  image: edoburu/pgbouncer:1.22.1
  ports: [{name: pg, containerPort: 6432}]
  env: [{name: POOL_MODE, value: %s}]
"""
DIRECT = "postgresql://u@pooler:6432/shop"


def _manifest(kind: str, name: str, body: str, namespace: str = "") -> str:
    api = {"Service": "v1", "ConfigMap": "v1", "Secret": "v1"}.get(kind, "apps/v1")
    inside = f", namespace: {namespace}" if namespace else ""
    return f"apiVersion: {api}\nkind: {kind}\nmetadata: {{name: {name}{inside}}}\n{dedent(body)}---\n"


def _pods(name: str, containers: str, namespace: str = "", extra: str = "", kind: str = "Deployment") -> str:
    listed = "\n".join(f"        {line}" for line in dedent(containers).strip().splitlines())
    head = f"spec:\n{extra}  template:\n    metadata: {{labels: {{app: {name}}}}}\n    spec:\n      containers:\n"
    return _manifest(kind, name, f"{head}{listed}\n", namespace)


def _web(env: str, namespace: str = "", more: str = "") -> str:
    return _pods("web", f"- name: web\n  image: acme/web:1\n  env:\n{env}{more}", namespace)


def _url(url: str) -> str:
    return f"    - {{name: DATABASE_URL, value: '{url}'}}\n"


def _service(name: str, namespace: str = "", ports: str = "[{port: 6432}]", selector: str = "{app: pooler}") -> str:
    return _manifest("Service", name, f"spec:\n  selector: {selector}\n  ports: {ports}\n", namespace)


def _route(graph: Graph) -> Route:
    (found,) = graph.routes
    return found


def _mode(route: Route) -> str | None:
    return route.pooler.mode.value if route.pooler is not None else None


@pytest.mark.parametrize(
    ("url", "app", "service", "expected"),
    [
        pytest.param("pooler:6432", "", "", "transaction", id="short"),
        pytest.param("pooler:6432", "data", "data", "transaction", id="short-in-its-namespace"),
        pytest.param("pooler:6432", "shop", "data", None, id="short-in-another-namespace"),
        pytest.param("pooler.data:6432", "shop", "data", "transaction", id="with-namespace"),
        pytest.param("pooler.data.svc:6432", "shop", "data", "transaction", id="svc"),
        pytest.param("pooler.data.svc.cluster.local:6432", "shop", "data", "transaction", id="whole-name"),
        pytest.param("pooler.other.svc:6432", "shop", "data", None, id="another-namespace"),
        pytest.param("pooler.any.svc:6432", "", "", "transaction", id="namespace-chosen-at-apply"),
        pytest.param("pooler.any:6432", "", "", None, id="perhaps-a-domain"),
        pytest.param("pooler.default:6432", "", "", "transaction", id="default"),
        pytest.param("db:6432", "", "", None, id="no-such-service"),
    ],
)
def test_names(graph_of: GraphOf, url: str, app: str, service: str, expected: str | None) -> None:
    """A Service answers to its name as Kubernetes' DNS spells it."""
    text = (
        _web(_url(f"postgresql://u@{url}/shop"), app)
        + _pods("pooler", POOLER % "transaction", service)
        + _service("pooler", service)
    )

    assert expected == _mode(_route(graph_of({**CODE, "k8s/all.yaml": text})))


def test_ports_of_a_service(graph_of: GraphOf) -> None:
    """A Service maps its port to one of the pod, by name, and so finds the container among several."""
    sides = "- {name: exporter, image: prom/exporter, ports: [{containerPort: 9187}]}\n" + POOLER % "session"
    text = (
        _web(_url("postgresql://u@pooler:5432/shop"))
        + _pods("pooler", sides)
        + _service("pooler", ports="[{port: 9187, targetPort: 9187}, {port: 5432, targetPort: pg}]")
    )
    graph = graph_of({**CODE, "k8s/all.yaml": text})

    assert "session" == _mode(_route(graph))
    assert ["web", "pooler/exporter", "pooler/pooler"] == [each.name for each in graph.workloads]


def test_ambiguous_service(graph_of: GraphOf) -> None:
    """A Service that selects pods of different images leads to nobody in particular."""
    other = "- {name: other, image: acme/other}\n"
    text = (
        _web(_url(DIRECT))
        + _pods("pooler", POOLER % "session")
        + _pods("other", other).replace("{app: other}", "{app: pooler}")
        + _service("pooler")
    )

    assert None is _mode(_route(graph_of({**CODE, "k8s/all.yaml": text})))


@pytest.mark.parametrize(
    ("port", "expected"), [pytest.param(6432, "transaction", id="declared"), pytest.param(5432, None, id="nobody-listens")]
)
def test_sidecar(graph_of: GraphOf, port: int, expected: str | None) -> None:
    """Containers of one pod share localhost."""
    env = _url(f"postgresql://u@localhost:{port}/shop")
    text = _web(env, more=POOLER % "transaction")

    assert expected == _mode(next(each for each in graph_of({**CODE, "k8s/all.yaml": text}).routes))


def test_external_name(graph_of: GraphOf) -> None:
    """An ExternalName Service leads to the host that it names."""
    host = "ep-cool-darkness-123456-pooler.us-east-2.aws.neon.tech"
    text = _web(_url("postgresql://u@db/shop")) + _manifest(
        "Service", "db", f"spec: {{type: ExternalName, externalName: {host}}}\n"
    )
    endpoint = _route(graph_of({**CODE, "k8s/all.yaml": text})).endpoint

    assert (host, "neon") == (endpoint.host.value, endpoint.provider.value)


SOURCES = _manifest("ConfigMap", "cfg", "data: {HOST: pooler, DATABASE_URL: postgresql://u@cfg/shop}\n") + _manifest(
    "Secret", "sec", "data: {DATABASE_URL: cG9zdGdyZXNxbDovL3VAc2VjL3Nob3A=}\n"
)
FROM_CFG = "- configMapRef: {name: cfg}\n"
FROM_SEC = "- secretRef: {name: sec}\n"


@pytest.mark.parametrize(
    ("env", "env_from", "host"),
    [
        pytest.param("", FROM_CFG, "cfg", id="config-map"),
        pytest.param("", FROM_SEC, "sec", id="secret"),
        pytest.param("", FROM_CFG + FROM_SEC, "sec", id="later-wins"),
        pytest.param("- {name: DATABASE_URL, value: postgresql://u@own/shop}\n", FROM_CFG, "own", id="env-wins"),
        pytest.param(
            "- {name: DATABASE_URL, valueFrom: {secretKeyRef: {name: sec, key: DATABASE_URL}}}\n", FROM_CFG, "sec", id="key"
        ),
        pytest.param("- {name: DATABASE_URL, valueFrom: {secretKeyRef: {name: sec, key: OTHER}}}\n", "", None, id="no-such-key"),
        pytest.param("- {name: DATABASE_URL, valueFrom: {secretKeyRef: {name: gone, key: A}}}\n", "", None, id="not-in-the-tree"),
        pytest.param("", "- secretRef: {name: gone}\n", None, id="from-what-is-not-in-the-tree"),
        pytest.param("- {name: DATABASE_URL, value: postgresql://u@$(HOST)/shop}\n", FROM_CFG, "pooler", id="expanded"),
        pytest.param(
            "- {name: A, value: $(HOST)x}\n- {name: DATABASE_URL, value: postgresql://u@$(A)/shop}\n",
            FROM_CFG,
            "poolerx",
            id="twice",
        ),
    ],
)
def test_variables(graph_of: GraphOf, env: str, env_from: str, host: str | None) -> None:
    """Variables come from env and envFrom by the precedence of the kubelet; what is not in the tree stays unknown."""
    listed = "".join(f"    {line}\n" for line in env.splitlines())
    sources = "".join(f"    {line}\n" for line in env_from.splitlines())
    containers = (
        "- name: web\n  image: acme/web:1\n"
        + (f"  env:\n{listed}" if env else "")
        + (f"  envFrom:\n{sources}" if env_from else "")
    )
    route = _route(graph_of({**CODE, "k8s/all.yaml": SOURCES + _pods("web", containers)}))

    assert host == (route.endpoint.host.value if route.endpoint.host.is_known else None)


def test_unknown_part(graph_of: GraphOf) -> None:
    """A value with one part that is not in the tree still shows the host."""
    env = (
        "    - {name: PASS, valueFrom: {secretKeyRef: {name: gone, key: p}}}\n"
        "    - {name: DATABASE_URL, value: 'postgresql://u:$(PASS)@pooler:6432/shop'}\n"
    )
    text = _web(env) + _pods("pooler", POOLER % "transaction") + _service("pooler")

    assert "transaction" == _mode(_route(graph_of({**CODE, "k8s/all.yaml": text})))


@pytest.mark.parametrize(
    ("scaler", "value", "text"),
    [
        pytest.param(
            "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\n"
            "spec: {maxReplicas: 9, scaleTargetRef: {kind: Deployment, name: web}}\n",
            9,
            "replicas = 9 (HorizontalPodAutoscaler web scales up to it)",
            id="hpa",
        ),
        pytest.param(
            "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: web}\nspec: {scaleTargetRef: {name: web}}\n",
            100,
            "replicas = 100 (ScaledObject web scales up to it)",
            id="keda",
        ),
        pytest.param(
            "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\n"
            "spec: {maxReplicas: 9, scaleTargetRef: {kind: Deployment, name: other}}\n",
            1,
            "replicas = 1 (Kubernetes)",
            id="of-another",
        ),
    ],
)
def test_autoscaler(graph_of: GraphOf, scaler: str, value: int, text: str) -> None:
    """The most that an autoscaler makes is the number of copies."""
    (workload,) = graph_of({**CODE, "k8s/all.yaml": _web(_url(DIRECT)) + scaler}).workloads

    assert (value, text) == (workload.replicas.value, workload.replicas.text)


def test_rollout_of_a_deployment(graph_of: GraphOf) -> None:
    """A Rollout that names a Deployment runs its pods instead of it."""
    rollout = (
        "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: web-rollout}\n"
        "spec: {replicas: 4, workloadRef: {kind: Deployment, name: web}}\n"
    )
    graph = graph_of({**CODE, "k8s/all.yaml": _web(_url(DIRECT)) + rollout})

    assert [("web-rollout", 4)] == [(each.name, each.replicas.value) for each in graph.workloads]


def test_mounted_file(graph_of: GraphOf) -> None:
    """A pgbouncer.ini of a ConfigMap configures the pooler that mounts it, and nobody else."""
    data = "data:\n  pgbouncer.ini: |\n    [databases]\n    * = host=db\n    [pgbouncer]\n    pool_mode = transaction\n"
    container = (
        "- name: pooler\n  image: edoburu/pgbouncer:1.22.1\n  volumeMounts: [{name: cfg, mountPath: /etc/pgbouncer}]\n"
        "  ports: [{containerPort: 6432}]\n"
    )
    volumes = "      volumes: [{name: cfg, configMap: {name: cfg}}]\n"
    text = (
        _web(_url(DIRECT))
        + _pods("pooler", container).replace("      containers:", f"{volumes}      containers:")
        + _service("pooler")
        + _manifest("ConfigMap", "cfg", data)
    )
    route = _route(graph_of({**CODE, "k8s/all.yaml": text}))

    assert route.pooler is not None
    assert ("transaction", "k8s/all.yaml#cfg:pgbouncer.ini") == (
        route.pooler.mode.value, route.pooler.config.path if route.pooler.config else None,
    )  # fmt: skip


def test_hidden_file(graph_of: GraphOf) -> None:
    """A pooler that mounts a ConfigMap which is not in the tree has no known mode."""
    container = (
        "- name: pooler\n  image: edoburu/pgbouncer:1.22.1\n  volumeMounts: [{name: cfg, mountPath: /etc/pgbouncer}]\n"
        "  ports: [{containerPort: 6432}]\n  env: [{name: POOL_MODE, value: transaction}]\n"
    )
    volumes = "      volumes: [{name: cfg, configMap: {name: gone}}]\n"
    text = (
        _web(_url(DIRECT))
        + _pods("pooler", container).replace("      containers:", f"{volumes}      containers:")
        + _service("pooler")
    )

    assert None is _mode(_route(graph_of({**CODE, "k8s/all.yaml": text})))


def test_environments_by_path(graph_of: GraphOf) -> None:
    """Manifests of an environment see those of none that they do not replace, and nothing of another environment."""
    files: Mapping[str, str] = {
        **CODE,
        "k8s/pooler.yaml": _service("pooler"),
        "k8s/staging/web.yaml": _web(_url(DIRECT)) + _pods("pooler", POOLER % "session"),
        "k8s/production/web.yaml": _web(_url(DIRECT)) + _pods("pooler", POOLER % "transaction"),
    }

    assert [("production", "transaction"), ("staging", "session")] == sorted(
        (each.environment, _mode(each) or "") for each in graph_of(files).routes
    )


def test_folders_that_hold_the_same(graph_of: GraphOf) -> None:
    """Folders that define the same object are clusters of their own."""
    files = {
        **CODE,
        "gke/all.yaml": _web(_url(DIRECT)) + _pods("pooler", POOLER % "session") + _service("pooler"),
        "eks/all.yaml": _web(_url(DIRECT)) + _pods("pooler", POOLER % "transaction") + _service("pooler"),
    }
    routes = graph_of(files).routes

    assert [("eks/all.yaml", "transaction"), ("gke/all.yaml", "session")] == sorted(
        (each.dsn.span.path if each.dsn else "", _mode(each) or "") for each in routes
    )


def test_env_file_beside(graph_of: GraphOf) -> None:
    """An env file still counts where the manifests leave the address open, and not where they give it."""
    env = {".env": "DATABASE_URL=postgresql://u@laptop/shop\n"}
    open_ended = _pods("web", "- name: web\n  image: acme/web:1\n  envFrom: [{secretRef: {name: gone}}]\n")
    left = graph_of({**CODE, **env, "k8s/all.yaml": open_ended}).routes
    given = graph_of({"k8s/all.yaml": _web(_url(DIRECT))}).routes

    assert [None, "laptop"] == sorted((each.endpoint.host.value for each in left), key=str)
    assert ["pooler"] == [each.endpoint.host.value for each in given]
