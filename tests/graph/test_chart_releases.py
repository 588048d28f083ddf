"""Templates of charts run with the values of each environment, and stand for what the values alone say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.topology import Graph

CHART = {
    "Dockerfile": "FROM python:3.12\nCMD uvicorn main:app --workers 2\n",
    "main.py": "import asyncpg, os\nasync def start():\n    return await asyncpg.create_pool(os.environ['DATABASE_URL'])\n",
    "chart/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
    "chart/values.yaml": (
        "replicaCount: 1\nimage: {repository: acme/shop}\nhost: pg\nautoscaling: {enabled: false, maxReplicas: 9}\n"
        "pgbouncer: {enabled: true, mode: session}\n"
    ),
    "chart/values-prod.yaml": "replicaCount: 4\npgbouncer: {mode: transaction}\n",
    "chart/templates/_helpers.tpl": '{{- define "name" -}}{{ .Release.Name }}-web{{- end }}',
    "chart/templates/web.yaml": """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "name" . }}
  namespace: {{ .Release.Namespace }}
spec:
  {{- if not .Values.autoscaling.enabled }}
  replicas: {{ .Values.replicaCount }}
  {{- end }}
  template:
    spec:
      containers:
        - name: web
          image: {{ .Values.image.repository }}:1
          env:
            - {name: DATABASE_URL, value: "postgresql://u@{{ .Release.Name }}-bouncer/shop"}
""",
    "chart/templates/hpa.yaml": """\
{{- if .Values.autoscaling.enabled }}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef: {kind: Deployment, name: {{ include "name" . | quote }}}
  maxReplicas: {{ .Values.autoscaling.maxReplicas }}
{{- end }}
""",
    "chart/templates/bouncer.yaml": """\
{{- if .Values.pgbouncer.enabled }}
apiVersion: apps/v1
kind: Deployment
metadata: {name: bouncer}
spec:
  template:
    metadata: {labels: {app: bouncer}}
    spec:
      containers:
        - name: bouncer
          image: edoburu/pgbouncer:v1.18.0-p0
          env:
            - {name: DB_HOST, value: {{ .Values.host }}}
            - {name: POOL_MODE, value: {{ .Values.pgbouncer.mode }}}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}-bouncer
spec:
  selector: {app: bouncer}
  ports: [{port: 5432}]
{{- end }}
""",
}


def test_release(graph_of: Callable[..., Graph]) -> None:
    """Code reaches the pooler of the chart, in the default as in an example, with the mode and copies of each environment."""
    graph = graph_of(CHART)

    assert [("", "example", 1, "session"), ("production", "code", 4, "transaction")] == [
        (
            each.environment,
            each.context.value,
            each.workload.replicas.value if each.workload else None,
            each.pooler.mode.value if each.pooler else None,
        )
        for each in graph.routes
    ]
    assert {("shop-web", ""), ("shop-web", "production"), ("bouncer", ""), ("bouncer", "production")} == {
        (each.name, each.environment) for each in graph.workloads
    }
    assert ["example", "code"] == [each.context.value for each in graph.poolers]


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        pytest.param("autoscaling: {enabled: true}", 9, id="switched-on"),
        pytest.param("autoscaling: {enabled: true, maxReplicas: 7}", 7, id="limit"),
        pytest.param("autoscaling: {enabled: false}", 4, id="off"),
    ],
)
def test_autoscaling(graph_of: Callable[..., Graph], over: str, expected: int) -> None:
    """What a condition leaves in or out counts: the number of copies, or the autoscaler's limit."""
    files = {**CHART, "chart/values-prod.yaml": f"{CHART['chart/values-prod.yaml']}{over}\n"}

    assert [expected] == [
        each.replicas.value for each in graph_of(files).workloads if (each.name, each.environment) == ("shop-web", "production")
    ]


def test_switched_off(graph_of: Callable[..., Graph]) -> None:
    """What a condition leaves out runs nowhere."""
    graph = graph_of({**CHART, "chart/values-prod.yaml": "pgbouncer: {enabled: false}\n"})

    assert [""] == [each.environment for each in graph.workloads if each.name == "bouncer"]


def test_init_container(graph_of: Callable[..., Graph]) -> None:
    """A container that waits for a server with the server's image is none."""
    waiting = "      initContainers:\n        - {name: wait, image: 'postgres:16', command: [pg_isready]}\n      containers:\n"
    text = CHART["chart/templates/web.yaml"].replace("      containers:\n", waiting)

    assert () == graph_of({**CHART, "chart/templates/web.yaml": text}).servers


def test_unknown_condition(graph_of: Callable[..., Graph]) -> None:
    """What a condition decides about that is not known is not counted."""
    text = CHART["chart/templates/bouncer.yaml"].replace("if .Values.pgbouncer.enabled", 'if .Files.Get "x"')
    graph = graph_of({**CHART, "chart/templates/bouncer.yaml": text})

    assert ((), [None, None]) == (graph.poolers, [each.pooler for each in graph.routes])


def test_unused_values(graph_of: Callable[..., Graph]) -> None:
    """A block of values that no template uses still says what runs, as it does where templates are not in the tree."""
    graph = graph_of(
        {**CHART, "chart/values-prod.yaml": "replicaCount: 4\nworker: {replicaCount: 2, image: {repository: acme/worker}}\n"}
    )

    assert [("bouncer", 1), ("shop-web", 4), ("worker", 2)] == [
        (each.name, each.replicas.value) for each in graph.workloads if each.environment == "production"
    ]


def test_values_in_a_folder_of_examples(graph_of: Callable[..., Graph]) -> None:
    """Values that are there for show make no release that somebody runs."""
    files = {path: text for path, text in CHART.items() if "prod" not in path}
    graph = graph_of({**files, "chart/examples/kind/values.yaml": "replicaCount: 2\n"})

    assert [("", "example"), ("kind", "example")] == [(each.environment, each.context.value) for each in graph.routes]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param("replicaCount: 6\nhost: pg2\n", [6], id="its-keys"),
        pytest.param("replicaCount: 6\n", [], id="too-few-keys"),
        pytest.param("replicaCount: 6\nhost: pg2\nother: 1\n", [], id="keys-of-another-chart"),
    ],
)
def test_values_elsewhere(graph_of: Callable[..., Graph], values: str, expected: list[int]) -> None:
    """Values in another folder are those of the chart that has all of their keys."""
    graph = graph_of({**CHART, "environments/staging/values.yaml": values})

    assert expected == [
        each.replicas.value for each in graph.workloads if (each.name, each.environment) == ("shop-web", "staging")
    ]


def test_subchart(graph_of: Callable[..., Graph]) -> None:
    """A subchart gets its values from the chart above it, is switched off by its condition, and is no release of its own."""
    sub = {
        "chart/Chart.yaml": f"{CHART['chart/Chart.yaml']}dependencies:\n  - {{name: bouncer, condition: bouncer.enabled}}\n",
        "chart/charts/bouncer/Chart.yaml": "apiVersion: v2\nname: bouncer\nversion: 1.0.0\n",
        "chart/charts/bouncer/values.yaml": "pgbouncer: {enabled: true, mode: session}\nhost: pg\n",
        "chart/charts/bouncer/templates/bouncer.yaml": CHART["chart/templates/bouncer.yaml"],
        "chart/values.yaml": CHART["chart/values.yaml"].partition("pgbouncer:")[0] + "bouncer: {enabled: false}\n",
        "chart/values-prod.yaml": "bouncer: {enabled: true, pgbouncer: {mode: statement}}\n",
    }
    graph = graph_of({**{path: text for path, text in CHART.items() if not path.endswith("bouncer.yaml")}, **sub})

    assert ["statement"] == [each.mode.value for each in graph.poolers]


@pytest.mark.parametrize(
    ("primary", "most"),
    [
        pytest.param("", 100, id="default"),
        pytest.param("extendedConfiguration: 'max_connections = 250'", 250, id="configuration"),
        pytest.param("existingConfigmap: pg", None, id="a-file-that-is-not-shown"),
        pytest.param("extraEnvVars: [{name: POSTGRESQL_MAX_CONNECTIONS, value: '9'}]", None, id="more-variables"),
        pytest.param("extendedConfiguration: 'max_connections = {{ .Values.most }}'", None, id="a-template"),
    ],
)
def test_server_of_a_subchart(graph_of: Callable[..., Graph], primary: str, most: int | None) -> None:
    """The address that templates make of the name of the release leads to the server of a chart that is not in the tree."""
    about = "dependencies:\n  - {name: postgresql, version: 16.x.x, repository: https://charts.bitnami.com/bitnami}\n"
    graph = graph_of({
        **{path: text for path, text in CHART.items() if not path.endswith("bouncer.yaml")},
        "chart/Chart.yaml": CHART["chart/Chart.yaml"] + about,
        "chart/templates/web.yaml": CHART["chart/templates/web.yaml"].replace("-bouncer", "-postgresql"),
        "chart/values-prod.yaml": f"postgresql: {{image: {{tag: 16.4.0-debian-12-r3}}, primary: {{{primary}}}}}\n",
    })  # fmt: skip

    assert [("shop-postgresql", "16.4.0", most)] == [
        (each.server.name, each.server.version.value, each.server.max_connections.value)
        for each in graph.routes
        if each.server is not None and each.environment == "production"
    ]


def test_chart_of_a_kustomization(graph_of: Callable[..., Graph]) -> None:
    """The server of a chart that a kustomization applies stands among the objects of that kustomization."""
    web = CHART["chart/templates/web.yaml"].replace("{{ .Release.Name }}-bouncer", "db-postgresql")
    for action, text in (
        ('{{ include "name" . }}', "web"),
        ("  namespace: {{ .Release.Namespace }}\n", ""),
        ("  {{- if not .Values.autoscaling.enabled }}\n", ""),
        ("{{ .Values.replicaCount }}\n  {{- end }}", "2"),
        ("{{ .Values.image.repository }}", "acme/shop"),
    ):
        web = web.replace(action, text)
    graph = graph_of({
        "Dockerfile": CHART["Dockerfile"],
        "main.py": CHART["main.py"],
        "k8s/web.yaml": web,
        "k8s/kustomization.yaml": (
            "namespace: shop\nresources: [web.yaml]\nhelmCharts:\n  - name: postgresql\n    releaseName: db\n"
            "    repo: https://charts.bitnami.com/bitnami\n    valuesFile: helm-values_pg.yaml\n"
        ),
        "k8s/helm-values_pg.yaml": "primary: {extendedConfiguration: 'max_connections = 300'}\n",
    })  # fmt: skip

    assert [("db-postgresql", 300)] == [
        (each.server.name, each.server.max_connections.value) for each in graph.routes if each.server is not None
    ]
