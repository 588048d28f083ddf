"""Manifests become facts whose places stand in the YAML file, also for files inside of ConfigMaps and Secrets."""

from __future__ import annotations

from base64 import b64encode
from textwrap import dedent
from typing import TYPE_CHECKING, TypeVar

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.yaml import read
from poolaudit.extract.surfaces.kubernetes import SURFACE
from poolaudit.facts.kubernetes import Autoscaler, ConfigData, PodWorkload, ServiceName
from poolaudit.facts.pooler import PoolerConfig
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Origin

if TYPE_CHECKING:
    from poolaudit.facts.deployment import EnvEntry
    from poolaudit.facts.fact import Fact

T = TypeVar("T")
INI = "[databases]\nshop = host=db\n\n[pgbouncer]\npool_mode = transaction\ndefault_pool_size = 20\n"


def _source(text: str) -> Source:
    return Source("k8s/shop.yaml", dedent(text))


def _facts(source: Source) -> list[Fact]:
    return list(SURFACE.extract(source, read(source)))


def _only(text: str, kind: type[T]) -> T:
    (found,) = (fact for fact in _facts(_source(text)) if isinstance(fact, kind))

    return found


def _pairs(entries: tuple[EnvEntry, ...]) -> list[tuple[str, str | None]]:
    return [(entry.name, entry.value.value.reveal() if entry.value.value else None) for entry in entries]


POD = """\
spec:
  template:
    metadata:
      labels: {app: web}
    spec:
      volumes:
        - name: config
          configMap: {name: settings, items: [{key: a.ini, path: b.ini}]}
        - name: both
          projected:
            sources:
              - secret: {name: passwords}
              - configMap: {name: more}
        - name: scratch
          emptyDir: {}
      initContainers:
        - {name: migrate, image: shop/web, command: [alembic, upgrade, head]}
        - {name: proxy, image: proxy, restartPolicy: Always}
      containers:
        - name: web
          image: shop/web:1.2
          args: ["gunicorn", "-w", "4"]
          ports:
            - {name: http, containerPort: 8000, hostPort: 80, protocol: UDP}
          volumeMounts:
            - {name: config, mountPath: /etc/app/b.ini, subPath: b.ini}
          envFrom:
            - configMapRef: {name: settings}
              prefix: APP_
            - secretRef: {name: passwords, optional: true}
          env:
            - {name: PORT, value: "8000"}
            - {name: EMPTY}
            - {name: URL, value: http://$(HOST)}
            - name: KEY
              valueFrom: {secretKeyRef: {name: passwords, key: key}}
            - name: POD
              valueFrom: {fieldRef: {fieldPath: metadata.name}}
"""


def test_pod() -> None:
    """A pod template gives containers with what they run, read and mount."""
    workload = _only("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\n" + POD, PodWorkload)
    web = workload.containers[2]

    assert ("Deployment", "web", "shop", (("app", "web"),)) == (
        workload.kind, workload.name, workload.namespace, workload.labels,
    )  # fmt: skip
    assert [("migrate", True), ("proxy", False), ("web", False)] == [(each.name, each.initial) for each in workload.containers]
    assert ("alembic", "upgrade", "head") == workload.containers[0].command.value
    assert ("shop/web:1.2", None, ("gunicorn", "-w", "4")) == (web.image.value, web.command.value, web.args.value)
    assert [("http", 8000, 80, "udp")] == [
        (each.name, each.port.container, each.port.published, each.port.protocol) for each in web.ports
    ]
    assert [("config", "/etc/app/b.ini", "b.ini")] == [(each.volume, each.target, each.sub_path) for each in web.mounts]
    assert [("ConfigMap", "settings", "APP_", False), ("Secret", "passwords", "", True)] == [
        (each.kind, each.object, each.prefix, each.optional) for each in web.env_from
    ]
    assert [("PORT", "8000"), ("EMPTY", ""), ("URL", "http://$(HOST)"), ("KEY", None), ("POD", None)] == _pairs(web.env)
    assert [("KEY", "Secret", "passwords", "key")] == [
        (each.variable, each.kind, each.object, each.key) for each in web.references
    ]
    assert ["it comes from Secret passwords", "it comes from the pod's own metadata"] == [
        entry.value.note for entry in web.env if not entry.value.is_known
    ]
    assert [
        ("config", [("ConfigMap", "settings", (("a.ini", "b.ini"),))]),
        ("both", [("Secret", "passwords", ()), ("ConfigMap", "more", ())]),
        ("scratch", [("", "", ())]),
    ] == [(each.name, [(one.kind, one.object, one.items) for one in each.sources]) for each in workload.volumes]


@pytest.mark.parametrize(
    ("head", "spec", "value", "note"),
    [
        pytest.param("apps/v1\nkind: Deployment", "{}", 1, "Kubernetes", id="default"),
        pytest.param("apps/v1\nkind: StatefulSet", "{replicas: 3}", 3, "", id="stateful"),
        pytest.param("apps/v1\nkind: Deployment", "{replicas: many}", None, "not a number", id="no-number"),
        pytest.param("apps/v1\nkind: DaemonSet", "{}", None, "one on each node", id="daemon"),
        pytest.param("argoproj.io/v1alpha1\nkind: Rollout", "{replicas: 4}", 4, "", id="rollout"),
        pytest.param("batch/v1\nkind: Job", "{parallelism: 2}", 2, "", id="job"),
        pytest.param("batch/v1\nkind: CronJob", "{concurrencyPolicy: Forbid}", 1, "Kubernetes", id="cron"),
        pytest.param(
            "batch/v1\nkind: CronJob", "{}", 1, "of one run; concurrencyPolicy lets runs overlap", id="cron-that-overlaps"
        ),
        pytest.param("keda.sh/v1alpha1\nkind: ScaledJob", "{}", 100, "KEDA", id="scaled-job"),
        pytest.param("v1\nkind: Pod", "{}", 1, "a single pod", id="pod"),
        pytest.param(
            "serving.knative.dev/v1\nkind: Service",
            '{template: {metadata: {annotations: {autoscaling.knative.dev/maxScale: "5"}}}}',
            5,
            "",
            id="knative",
        ),
        pytest.param(
            "serving.knative.dev/v1\nkind: Service", "{}", None, "nothing limits how far the service scales", id="knative-open"
        ),
    ],
)
def test_replicas(head: str, spec: str, value: int | None, note: str) -> None:
    """Each kind says in its own way how many pods run, or leaves it open."""
    replicas = _only(f"apiVersion: {head}\nmetadata: {{name: x}}\nspec: {spec}\n", PodWorkload).replicas

    assert (value, note) == (replicas.value, replicas.note)


def test_template_is_not_known() -> None:
    """What a Helm template renders, or may add, is unresolved; an object with a rendered name gives nothing."""
    text = """\
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
        spec:
          {{- if not .Values.autoscaling.enabled }}
          replicas: {{ .Values.replicaCount }}
          {{- end }}
          template:
            spec:
              containers:
                - name: web
                  image: "{{ .Values.image }}"
                  env:
                    - name: A
                      value: {{ .Values.a | quote }}
                    {{- toYaml .Values.env | nindent 12 }}
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: {{ include "fullname" . }}
        """
    (web,) = _facts(_source(text))

    assert isinstance(web, PodWorkload)
    assert (None, None, "a template", [("A", None)]) == (
        web.replicas.value, web.containers[0].image.value, web.containers[0].incomplete, _pairs(web.containers[0].env),
    )  # fmt: skip


def test_service() -> None:
    """A Service has a selector and ports; only NodePort and LoadBalancer open them to the outside."""
    text = """\
        apiVersion: v1
        kind: Service
        metadata: {{name: db, namespace: data{annotations}}}
        spec:
          type: {type}
          clusterIP: {address}
          selector: {{app: db}}
          ports:
            - {{name: pg, port: 5432, targetPort: postgres, nodePort: 30432}}
            - {{port: 9187}}
        """
    made = {
        kind: _only(dedent(text).format(type=kind, address="None", annotations=""), ServiceName)
        for kind in ("ClusterIP", "NodePort", "LoadBalancer")
    }
    inside = _only(
        dedent(text).format(type="LoadBalancer", address="x", annotations=", annotations: {lb/internal: yes}"), ServiceName
    )

    assert ("db", "data", (("app", "db"),), True) == (
        made["ClusterIP"].name, made["ClusterIP"].namespace, made["ClusterIP"].selector, made["ClusterIP"].headless,
    )  # fmt: skip
    assert [("pg", 5432, "postgres"), ("", 9187, 9187)] == [(one.name, one.port, one.target) for one in inside.ports]
    assert {"ClusterIP": [None, None], "NodePort": [30432, 0], "LoadBalancer": [5432, 9187]} == {
        kind: [port.published for port in service.ports] for kind, service in made.items()
    }
    assert ([None, None], False) == ([port.published for port in inside.ports], inside.headless)


def test_external_name() -> None:
    """An ExternalName Service stands for a host elsewhere."""
    service = _only(
        "apiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {type: ExternalName, externalName: db.example.com}\n",
        ServiceName,
    )

    assert ("db.example.com", ()) == (service.external.value, service.selector)


@pytest.mark.parametrize(
    ("head", "spec", "expected"),
    [
        pytest.param(
            "autoscaling/v2\nkind: HorizontalPodAutoscaler",
            "{minReplicas: 2, maxReplicas: 9, scaleTargetRef: {kind: Rollout, name: web}}",
            ("Rollout", "web", 2, 9),
            id="hpa",
        ),
        pytest.param(
            "keda.sh/v1alpha1\nkind: ScaledObject",
            "{scaleTargetRef: {name: web}}",
            ("Deployment", "web", None, 100),
            id="keda-default",
        ),
        pytest.param(
            "keda.sh/v1alpha1\nkind: ScaledObject",
            "{maxReplicaCount: 7, scaleTargetRef: {name: web}}",
            ("Deployment", "web", None, 7),
            id="keda",
        ),
        pytest.param(
            "autoscaling/v2\nkind: HorizontalPodAutoscaler",
            "{minReplicas: 3, maxReplicas: 15}",
            ("Deployment", "", 3, 15),
            id="patch",
        ),
        pytest.param(
            "keda.sh/v1alpha1\nkind: ScaledObject", "{minReplicaCount: 3}", ("Deployment", "", 3, None), id="keda-patch"
        ),
    ],
)
def test_autoscaler(head: str, spec: str, expected: tuple[object, ...]) -> None:
    """An autoscaler names its target and its bounds."""
    scaler = _only(f"apiVersion: {head}\nmetadata: {{name: x}}\nspec: {spec}\n", Autoscaler)

    assert expected == (scaler.target_kind, scaler.target_name, scaler.minimum.value, scaler.maximum.value)


def test_file_in_a_block() -> None:
    """A pgbouncer.ini below a key of a ConfigMap is a pooler's file whose values stand at their places in the YAML file."""
    indented = INI.replace("\n", "\n    ").rstrip(" ")
    source = _source(
        f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: cfg}}\ndata:\n  pgbouncer.ini: |\n    {indented}  mode: x\n"
    )
    config, data = _facts(source)

    assert isinstance(config, PoolerConfig)
    assert isinstance(data, ConfigData)
    assert ("k8s/shop.yaml#cfg:pgbouncer.ini", (("pgbouncer.ini", config.path),)) == (config.path, data.files)
    assert [("transaction", 10, 17), ("20", 11, 25)] == [
        (source.at(value.span), value.span.line, value.span.column) for _, value in config.settings if value.span
    ]
    assert ["shop"] == [source.at(entry.span) for entry in config.entries]
    assert () == config.problems


@pytest.mark.parametrize("newline", [pytest.param("\n", id="lf"), pytest.param("\r\n", id="crlf")])
@pytest.mark.parametrize("mark", [pytest.param("|", id="clip"), pytest.param("|-", id="strip"), pytest.param("|+2", id="indent")])
def test_places_in_blocks(newline: str, mark: str) -> None:
    """Blank lines, deeper lines, indentation and line ends of the outer file do not move a place."""
    head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cfg}\ndata:\n"
    text = f"{head}  a.ini: {mark}\n\n    [pgbouncer]\n\n      pool_mode = session\n"
    source = Source("a.yaml", text.replace("\n", newline))
    config = next(fact for fact in SURFACE.extract(source, read(source)) if isinstance(fact, PoolerConfig))

    assert ["session"] == [source.at(value.span) for _, value in config.settings if value.span]


def test_file_in_base64() -> None:
    """A file that a Secret holds in base64 is read; its values are derived, and their place is the whole value."""
    coded = b64encode(INI.encode()).decode()
    source = _source(f"apiVersion: v1\nkind: Secret\nmetadata: {{name: cfg}}\ndata:\n  pgbouncer.ini: {coded}\n")
    config = next(fact for fact in _facts(source) if isinstance(fact, PoolerConfig))

    assert [("pool_mode", "transaction", Origin.DERIVED, coded), ("default_pool_size", "20", Origin.DERIVED, coded)] == [
        (name, value.value, value.origin, source.at(value.span)) for name, value in config.settings if value.span
    ]


def test_server_file() -> None:
    """A postgresql.conf below a key is a server's file; a pg_hba.conf is not."""
    server = _only(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cfg}\ndata:\n"
        "  postgresql.conf: |\n    max_connections = 300\n  pg_hba.conf: |\n    host all all all md5\n    local all all trust\n",
        ServerConfig,
    )

    assert [("max_connections", "300")] == [(name, value.value) for name, value in server.settings]


def test_values_of_secrets() -> None:
    """Data is decoded, stringData wins, what is no base64 is not known, and nothing but an address is ever shown."""
    coded = {name: b64encode(text.encode()).decode() for name, text in (("A", "one"), ("URL", "postgres://u:hush@h/d"))}
    data = _only(
        f"""\
        apiVersion: v1
        kind: Secret
        metadata: {{name: s}}
        data:
          A: {coded["A"]}
          B: "***"
          URL: {coded["URL"]}
        stringData:
          A: two
          USERS: |
            "app" "hush"
            "web" "hush"
        """,
        ConfigData,
    )

    assert [("A", "two"), ("B", None), ("URL", "postgres://u:hush@h/d"), ("USERS", '"app" "hush"\n"web" "hush"\n')] == _pairs(
        data.entries
    )
    assert ["***", "postgres://u:***@h/d", "***"] == [entry.value.value.masked for entry in data.entries if entry.value.value]


def test_list() -> None:
    """The members of a List are objects of their own."""
    text = "apiVersion: v1\nkind: List\nitems:\n" + "".join(
        f"  - {{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}}}, data: {{A: x}}}}\n" for name in "ab"
    )

    assert ["a", "b"] == [fact.name for fact in _facts(_source(text)) if isinstance(fact, ConfigData)]


def test_cloudnative_pg() -> None:
    """A Pooler is a PgBouncer before a Cluster, with the operator's own defaults; the primary of the Cluster has a name."""
    text = """\
        apiVersion: postgresql.cnpg.io/v1
        kind: Pooler
        metadata: {name: pool, namespace: data}
        spec:
          cluster: {name: main}
          instances: 3
          type: ro
          pgbouncer:
            poolMode: transaction
            parameters: {default_pool_size: "30", ignore_startup_parameters: search_path}
        ---
        apiVersion: postgresql.cnpg.io/v1
        kind: Cluster
        metadata: {name: main, namespace: data}
        spec:
          imageName: ghcr.io/cloudnative-pg/postgresql:17.2
          postgresql: {parameters: {max_connections: "300"}}
        """
    facts = _facts(_source(text))
    config = next(fact for fact in facts if isinstance(fact, PoolerConfig))
    server = next(fact for fact in facts if isinstance(fact, ServerConfig))

    assert [
        ("pool_mode", "transaction"),
        ("default_pool_size", "30"),
        ("ignore_startup_parameters", "extra_float_digits,options,search_path"),
    ] == [(name, value.value) for name, value in config.settings]
    assert [("*", "host", "main-ro")] == [
        (each.name, name, value.value) for each in config.entries for name, value in each.values
    ]
    assert [("max_connections", "300")] == [(name, value.value) for name, value in server.settings]
    assert [
        ("pool", "ghcr.io/cloudnative-pg/pgbouncer", 3),
        ("main", "ghcr.io/cloudnative-pg/postgresql:17.2", 1),
    ] == [(fact.name, fact.containers[0].image.value, fact.replicas.value) for fact in facts if isinstance(fact, PodWorkload)]
    assert ["pool", "main-rw"] == [fact.name for fact in facts if isinstance(fact, ServiceName)]


@pytest.mark.parametrize(
    ("kind", "written", "expected"),
    [
        pytest.param("Pod", "db-migrate-<%= deployment_id %>", "db-migrate", id="erb"),
        pytest.param("Job", "migrate-{{ .Values.revision }}", "migrate", id="helm"),
        pytest.param("Job", "migrate.$TAG", "migrate", id="envsubst"),
        pytest.param("Job", "migrate-{% if a %}b{% endif %}-${TAG}", "migrate", id="first-of-two"),
        pytest.param("Job", "<%= name %>-migrate", None, id="nothing-before"),
        pytest.param("Deployment", "web-<%= color %>", None, id="several-at-a-time"),
    ],
)
def test_names_of_one_run(kind: str, written: str, expected: str | None) -> None:
    """What runs once is called by what stands before the part that every run has for itself."""
    source = Source("k8s/job.yaml.erb", f"kind: {kind}\napiVersion: v1\nmetadata:\n  name: {written}\nspec:\n  containers: []\n")

    assert ([expected] if expected else []) == [each.name for each in _facts(source) if isinstance(each, PodWorkload)]


def test_a_migration_pod_of_a_template() -> None:
    """A pod that an ERB template renders has its command, its environment and what the template leaves open."""
    pod = _only(
        """\
        apiVersion: v1
        kind: Pod
        metadata:
          name: db-migrate-<%= deployment_id %>
        spec:
          restartPolicy: Never
          containers:
            - name: db-migrate
              image: shop:<%= current_sha %>
              args: ["rails", "db:migrate"]
              env:
                - {name: RAILS_ENV, value: "<%= environment %>"}
                - {name: DISABLE_SIGNUP, value: "true"}
                - name: DATABASE_URL
                  valueFrom: {secretKeyRef: {name: shop, key: database_url}}
        """,
        PodWorkload,
    )
    (container,) = pod.containers

    assert ("db-migrate", 1, 4, ("rails", "db:migrate"), "a template renders it") == (
        pod.name,
        pod.replicas.value,
        pod.span.line,
        container.args.value,
        container.image.note,
    )
    assert [("RAILS_ENV", None), ("DISABLE_SIGNUP", "true"), ("DATABASE_URL", None)] == _pairs(container.env)
    assert [("DATABASE_URL", "shop", "database_url")] == [(each.variable, each.object, each.key) for each in container.references]


def test_a_name_that_a_chart_leaves_open() -> None:
    """Of a job whose name ends in the time of the release, what stands before it is left, without the mark of the hole."""
    text = "kind: Job\napiVersion: batch/v1\nmetadata:\n  name: shop-init-\ue000{{ }}\nspec: {}\n"

    assert ["shop-init"] == [each.name for each in _facts(Source("job.yaml", text)) if isinstance(each, PodWorkload)]
