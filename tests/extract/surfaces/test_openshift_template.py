"""OpenShift templates, and manifests in JSON."""

from __future__ import annotations

import json

import yaml

from poolaudit.discover.source import Source
from poolaudit.extract.settings.json import read as read_json
from poolaudit.extract.settings.yaml import read as read_yaml
from poolaudit.extract.surfaces.kubernetes_json import SURFACE as JSON
from poolaudit.extract.surfaces.openshift_template import SURFACE
from poolaudit.facts.kubernetes import PodWorkload
from poolaudit.facts.pooler import PoolerConfig
from poolaudit.facts.setting import Origin

TEXT = """\
apiVersion: template.openshift.io/v1
kind: Template
metadata: {name: shop}
parameters:
  - {name: NAME, value: shop}
  - {name: SUFFIX}
  - {name: DB_HOST, value: pgbouncer}
  - {name: DB_PASSWORD, generate: expression, from: "[A-Z]{8}", value: x}
  - {name: REPLICAS, value: "3"}
objects:
  - apiVersion: apps/v1
    kind: Deployment
    metadata: {name: "${NAME}-${SUFFIX}"}
    spec:
      replicas: "${{REPLICAS}}"
      template:
        metadata: {labels: {app: "${NAME}"}}
        spec:
          containers:
            - name: app
              image: "registry/${NAME}:${SUFFIX}"
              env:
                - {name: HOST, value: "${DB_HOST}"}
                - {name: PASSWORD, value: "a-${DB_PASSWORD}"}
                - {name: SHELL_TEXT, value: "${NOT_A_PARAMETER}"}
  - apiVersion: postgres-operator.crunchydata.com/v1beta1
    kind: PostgresCluster
    metadata: {name: "${NAME}"}
    spec: {proxy: {pgBouncer: {replicas: 2}}}
"""


def test_parameters_stand_for_their_defaults() -> None:
    """Text and numbers are filled in; what is generated or never given is not known, but names still agree with each other."""
    source = Source("openshift/shop.yaml", TEXT)
    facts = list(SURFACE.extract(source, read_yaml(source)))
    app = next(each for each in facts if isinstance(each, PodWorkload))
    (container,) = app.containers

    assert ("shop-suffix", 3, (("app", "shop"),)) == (app.name, app.replicas.value, app.labels)
    assert Origin.UNRESOLVED is container.image.origin
    assert [
        ("HOST", "pgbouncer", True),
        ("PASSWORD", "a-${DB_PASSWORD}", False),
        ("SHELL_TEXT", "${NOT_A_PARAMETER}", True),
    ] == [(each.name, each.value.value.reveal() if each.value.value else None, each.value.is_known) for each in container.env]
    assert ["openshift/shop.yaml#shop:pgbouncer"] == [each.path for each in facts if isinstance(each, PoolerConfig)]


def test_a_list_of_objects_that_is_no_template() -> None:
    """Objects of another kind are not looked at."""
    source = Source("shop.yaml", TEXT.replace("kind: Template", "kind: Other"))

    assert [] == list(SURFACE.extract(source, read_yaml(source)))


def test_json_says_the_same() -> None:
    """A template in JSON, and a plain object in JSON, are read as in YAML."""
    whole = yaml.safe_load(TEXT)
    plain = {**whole["objects"][0], "metadata": {"name": "web"}}
    template, manifest = Source("openshift/shop.json", json.dumps(whole)), Source("k8s/web.json", json.dumps(plain))

    assert ["shop-suffix", "shop", "shop-pgbouncer"] == [
        each.name for each in JSON.extract(template, read_json(template)) if isinstance(each, PodWorkload)
    ]
    assert ["web"] == [each.name for each in JSON.extract(manifest, read_json(manifest)) if isinstance(each, PodWorkload)]
