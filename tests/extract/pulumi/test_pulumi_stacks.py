"""What programs of Pulumi make, in each stack."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code import go, python, typescript
from poolaudit.extract.join import joined
from poolaudit.extract.settings import yaml
from poolaudit.extract.surfaces import pulumi_code, pulumi_project
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.kubernetes import ImageBuild, PodWorkload, ServiceName
from poolaudit.facts.server import ServerConfig

LANGUAGES = {"ts": typescript, "py": python, "go": go}
PROJECT = "name: shop\nruntime: nodejs\n"

TYPESCRIPT = """\
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";

const config = new pulumi.Config();
const password = config.requireSecret("dbPassword");
const group = new aws.rds.ParameterGroup("orders", {
  family: "postgres16",
  parameters: [{ name: "max_connections", value: "200" }],
});
const db = new aws.rds.Instance("orders", {
  engine: "postgres",
  engineVersion: "16.4",
  instanceClass: config.get("dbSize") || "db.t4g.small",
  parameterGroupName: group.name,
});
new awsx.ecs.FargateService("api", {
  desiredCount: config.getNumber("copies") ?? 2,
  taskDefinitionArgs: {
    container: {
      image: "acme/api:1",
      environment: [
        { name: "DATABASE_URL", value: pulumi.interpolate`postgresql://app:${password}@${db.address}:5432/orders` },
        { name: "DB_HOST", value: db.address },
        { name: "DB_AT", value: db.endpoint },
      ],
    },
  },
});
"""
PYTHON = """\
import json
import pulumi
import pulumi_aws as aws

config = pulumi.Config()
db = aws.rds.Instance("orders", engine="postgres", engine_version=config.require("version"), instance_class="db.t4g.small")
url = pulumi.Output.concat("postgresql://app@", db.address, ":5432/orders")
task = aws.ecs.TaskDefinition(
    "api",
    family="api",
    container_definitions=pulumi.Output.json_dumps(
        [{"name": "api", "image": "acme/api", "environment": [{"name": "DATABASE_URL", "value": url}]}]
    ),
)
aws.ecs.Service("api", task_definition=task.arn, desired_count=config.get_int("copies") or 3)
"""
YAML = """\
name: shop
runtime: yaml
config:
  copies: {type: integer, default: 2}
variables:
  url: postgresql://app@${orders.address}:5432/orders
resources:
  orders:
    type: aws:rds:Instance
    properties: {engine: postgres, engineVersion: "16.4", instanceClass: db.t4g.small}
  task:
    type: aws:ecs/taskDefinition:TaskDefinition
    properties:
      family: api
      containerDefinitions:
        fn::toJSON:
          - name: api
            image: acme/api
            environment: [{name: DATABASE_URL, value: "${url}"}]
  api:
    type: aws:ecs:Service
    properties: {taskDefinition: "${task.arn}", desiredCount: "${copies}"}
"""
OBJECTS = {
    "index.ts": """\
import * as k8s from "@pulumi/kubernetes";
const labels = { app: "web" };
new k8s.apps.v1.Deployment("web", {
  spec: {
    replicas: 3,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: { containers: [{ name: "web", image: "acme/web:1", env: [{ name: "DB_HOST", value: "db" }] }] },
    },
  },
});
""",
    "__main__.py": """\
from pulumi_kubernetes.apps.v1 import Deployment, DeploymentSpecArgs
from pulumi_kubernetes.core.v1 import ContainerArgs, EnvVarArgs, PodSpecArgs, PodTemplateSpecArgs
from pulumi_kubernetes.meta.v1 import LabelSelectorArgs, ObjectMetaArgs

labels = {"app": "web"}
HOST = EnvVarArgs(name="DB_HOST", value="db")
Deployment(
    "web",
    spec=DeploymentSpecArgs(
        replicas=3,
        selector=LabelSelectorArgs(match_labels=labels),
        template=PodTemplateSpecArgs(
            metadata=ObjectMetaArgs(labels=labels),
            spec=PodSpecArgs(containers=[ContainerArgs(name="web", image="acme/web:1", env=[HOST])]),
        ),
    ),
)
""",
    "main.go": """\
package main

import (
	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func deploy(ctx *pulumi.Context) error {
	_, err := appsv1.NewDeployment(ctx, "web", &appsv1.DeploymentArgs{
		Spec: appsv1.DeploymentSpecArgs{
			Replicas: pulumi.Int(3),
			Selector: &metav1.LabelSelectorArgs{MatchLabels: pulumi.StringMap{"app": pulumi.String("web")}},
			Template: &corev1.PodTemplateSpecArgs{
				Metadata: &metav1.ObjectMetaArgs{Labels: pulumi.StringMap{"app": pulumi.String("web")}},
				Spec: corev1.PodSpecArgs{
					Containers: corev1.ContainerArray{
						corev1.ContainerArgs{
							Name:  pulumi.String("web"),
							Image: pulumi.String("acme/web:1"),
							Env: corev1.EnvVarArray{
								corev1.EnvVarArgs{Name: pulumi.String("DB_HOST"), Value: pulumi.String("db")},
							},
						},
					},
				},
			},
		},
	})
	return err
}
""",
}


def facts_of(files: dict[str, str]) -> list[object]:
    """What files of a project say together; all of them must be read."""
    parts: list[object] = []
    for path, text in files.items():
        source = Source(path, text)
        language = LANGUAGES.get(path.rpartition(".")[2])
        parts += (
            pulumi_code.SURFACE.extract(source, language.FORMAT.read(source))
            if language is not None
            else pulumi_project.SURFACE.extract(source, yaml.read(source))
        )
    facts, unread = joined(parts)  # type: ignore[arg-type]
    assert () == unread
    return list(facts)


def _env(each: Deployment) -> dict[str, str | None]:
    return {
        one.name: one.value.value.reveal() if one.value.value is not None and one.value.is_known else None for one in each.env
    }


def test_a_program_without_stacks() -> None:
    """Resources have the arguments that the code gives them, defaults of the configuration too; secrets stay unknown."""
    facts = facts_of({"Pulumi.yaml": PROJECT, "index.ts": TYPESCRIPT})
    (server,) = (each for each in facts if isinstance(each, ServerConfig))
    (api,) = (each for each in facts if isinstance(each, Deployment))

    assert ("postgresql", "16.4", "db.t4g.small", [("max_connections", "200")]) == (
        server.engine,
        server.version.value,
        server.instance_class.value,
        [(name, value.value) for name, value in server.settings],
    )
    assert ("api", "acme/api:1", 2, "pulumi") == (api.name, api.image.value, api.replicas.value, api.surface)
    assert {"DATABASE_URL": None, "DB_HOST": "aws_db_instance.orders", "DB_AT": "aws_db_instance.orders:5432"} == _env(api)
    assert server.resource is not None
    assert "aws_db_instance.orders" == server.resource.address


def test_stacks() -> None:
    """Each stack is an environment with the values of its own file, and a secret there is not known."""
    stacks = {
        "infra/Pulumi.production.yaml": "config: {shop:dbSize: db.r6g.large, shop:copies: 8, shop:dbPassword: {secure: AAAB}}\n",
        "infra/Pulumi.staging.yaml": "config:\n  shop:copies: '1'\n",
    }
    facts = facts_of({"infra/Pulumi.yaml": PROJECT, "infra/src/index.ts": TYPESCRIPT, **stacks})

    assert [("production", 8, None), ("staging", 1, None)] == [
        (each.environment, each.replicas.value, _env(each)["DATABASE_URL"]) for each in facts if isinstance(each, Deployment)
    ]
    assert ["db.r6g.large", "db.t4g.small"] == [each.instance_class.value for each in facts if isinstance(each, ServerConfig)]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"Pulumi.yaml": PROJECT, "__main__.py": PYTHON}, (None, "db.t4g.small", 3), id="Python"),
        pytest.param({"Pulumi.yaml": YAML}, ("16.4", "db.t4g.small", 2), id="YAML"),
    ],
)
def test_other_languages(files: dict[str, str], expected: tuple[str | None, str, int]) -> None:
    """Python and YAML say the same in other words."""
    facts = facts_of(files)
    (server,) = (each for each in facts if isinstance(each, ServerConfig))
    (api,) = (each for each in facts if isinstance(each, Deployment))

    assert expected == (server.version.value, server.instance_class.value, api.replicas.value)
    assert {"DATABASE_URL": "postgresql://app@aws_db_instance.orders:5432/orders"} == _env(api)


@pytest.mark.parametrize("path", list(OBJECTS))
def test_objects_of_kubernetes(path: str) -> None:
    """Typed objects are the manifests that they stand for, named as the resource."""
    (found,) = facts_of({path: OBJECTS[path]})

    assert isinstance(found, PodWorkload)
    assert ("Deployment", "web", 3, (("app", "web"),), "acme/web:1", [("DB_HOST", "db")]) == (
        found.kind,
        found.name,
        found.replicas.value,
        found.labels,
        found.containers[0].image.value,
        [(each.name, each.value.value.reveal() if each.value.value else None) for each in found.containers[0].env],
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param("", ["pg-postgresql", "pg-postgresql"], id="named by the release"),
        pytest.param(', values: { fullnameOverride: "db" }', ["db", "db"], id="named by a value"),
    ],
)
def test_a_chart_that_is_known(values: str, expected: list[str]) -> None:
    """The PostgreSQL of a well-known chart is a server behind the Service that the chart makes."""
    text = f'import * as k8s from "@pulumi/kubernetes";\nnew k8s.helm.v3.Chart("pg", {{ chart: "postgresql"{values} }});\n'
    found = facts_of({"index.ts": text})

    assert expected == [each.name for each in found if isinstance(each, (PodWorkload, ServiceName))]


@pytest.mark.parametrize(
    "text",
    [
        'import * as k8s from "@pulumi/kubernetes";\nnew k8s.helm.v3.Chart("x", { chart: "acme" });\n',
        'import * as aws from "@pulumi/aws";\nnew aws.s3.Bucket("x");\n',
        'import * as rds from "./rds";\nnew rds.Instance("x", { engine: "postgres" });\n// @pulumi/aws\n',
    ],
    ids=["another chart", "another resource", "a class of the project"],
)
def test_what_is_left_alone(text: str) -> None:
    """Other resources and classes say nothing."""
    assert [] == facts_of({"Pulumi.yaml": PROJECT, "index.ts": text})


def test_a_cluster_whose_engine_its_instance_tells() -> None:
    """An instance that names its cluster tells the engine that the code takes from elsewhere."""
    text = (
        'import * as aws from "@pulumi/aws";\n'
        'const cluster = new aws.rds.Cluster("c", { engine: args.engine });\n'
        'const engine = "aurora-postgresql";\n'
        'new aws.rds.ClusterInstance("i", { clusterIdentifier: cluster.id, engine, instanceClass: "db.r6g.large" });\n'
    )
    (server,) = facts_of({"index.ts": text})

    assert isinstance(server, ServerConfig)
    assert ("postgresql", "db.r6g.large", 1) == (server.engine, server.instance_class.value, server.copies.value)


STORAGE = """\
package storage

import (
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func (cmp *Component) EnvVars() corev1.EnvVarArray {
	ret := corev1.EnvVarArray{
		corev1.EnvVarArgs{Name: pulumi.String("PGHOST"), Value: pulumi.String("db")},
	}
	if cmp.Most != nil {
		ret = append(ret, corev1.EnvVarArgs{Name: pulumi.String("POOL_SIZE"), Value: pulumi.String("40")})
	}
	return ret
}
"""
JOB = """\
package jobs

import (
	batchv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/batch/v1"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"acme.com/shop/deploy/storage"
)

type jobArgs struct {
	Database *storage.Component
}

func create(ctx *pulumi.Context, args jobArgs) (*batchv1.Job, error) {
	env := corev1.EnvVarArray{}
	env = append(env, corev1.EnvVarArgs{Name: pulumi.String("DEBUG"), Value: pulumi.String("1")})
	env = append(env, args.Database.EnvVars()...)
	return batchv1.NewJob(ctx, "migrate", &batchv1.JobArgs{
		Spec: batchv1.JobSpecArgs{Template: corev1.PodTemplateSpecArgs{Spec: corev1.PodSpecArgs{
			Containers: corev1.ContainerArray{corev1.ContainerArgs{
				Name: pulumi.String("migrate"),
				Env:  env,
			}},
		}}},
	})
}
"""


def test_lists_that_grow() -> None:
    """Variables that a program appends are those of the container, the ones of a branch without a value."""
    files = {"Pulumi.yaml": "name: shop\nruntime: go\n", "storage/storage.go": STORAGE, "jobs/job.go": JOB}
    (job,) = facts_of(files)

    assert isinstance(job, PodWorkload)
    assert [
        ("DEBUG", "1", "jobs/job.go"),
        ("PGHOST", "db", "storage/storage.go"),
        ("POOL_SIZE", None, "storage/storage.go"),
    ] == [
        (each.name, each.value.value.reveal() if each.value.is_known and each.value.value else None, each.span.path)
        for each in job.containers[0].env
    ]


def test_a_list_that_names_itself() -> None:
    """Nothing hangs, and what can be told of it is."""
    text = STORAGE.replace("\treturn ret", "\tret = append(ret, ret...)\n\treturn ret")
    (job,) = facts_of({"storage/storage.go": text, "Pulumi.yaml": "name: shop\nruntime: go\n", "jobs/job.go": JOB})

    assert isinstance(job, PodWorkload)
    assert ["DEBUG", "PGHOST", "POOL_SIZE"] == [each.name for each in job.containers[0].env]


def test_a_namespace_of_its_own() -> None:
    """A key stands under the namespace that the program names, and is not known where two have it."""
    text = TYPESCRIPT.replace("new pulumi.Config()", 'new pulumi.Config("other")')
    one, two = "config: {other:copies: 5}\n", "config: {other:copies: 5, more:copies: 6}\n"

    assert [5, None] == [
        next(
            each
            for each in facts_of({"Pulumi.yaml": PROJECT, "Pulumi.prod.yaml": given, "index.ts": text})
            if isinstance(each, Deployment)
        ).replicas.value
        for given in (one, two)
    ]


IMAGES = """\
import * as awsx from "@pulumi/awsx";
import * as docker from "@pulumi/docker";
import * as k8s from "@pulumi/kubernetes";

const api = new awsx.ecr.Image("api", { repositoryUrl: "x", dockerfile: "../api/Dockerfile" });
const build = { context: "../web", dockerfile: "../web/Dockerfile.prod" };
const web = new docker.Image("web", { imageName: "acme/web:v1", build });
new awsx.ecs.FargateService("api", { taskDefinitionArgs: { container: { image: api.imageUri } } });
new k8s.apps.v1.Deployment("web", { spec: { template: { spec: { containers: [{ name: "web", image: web.imageName }] } } } });
"""


def test_images_that_the_program_builds() -> None:
    """A workload is built of the folder of its image, which is beside that of the project."""
    found = facts_of({"infra/Pulumi.yaml": PROJECT, "infra/index.ts": IMAGES})
    (api,) = (each for each in found if isinstance(each, Deployment))
    (web,) = (each for each in found if isinstance(each, PodWorkload))

    assert ("api", "api/Dockerfile") == (api.build.value, api.dockerfile)
    assert "acme/web" == web.containers[0].image.value
    assert [("api", "api", "api/Dockerfile"), ("acme/web", "web", "web/Dockerfile.prod")] == [
        (each.image, each.context, each.dockerfile) for each in found if isinstance(each, ImageBuild)
    ]


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        pytest.param("", ("db", "url"), id="named as the resource"),
        pytest.param('metadata: { name: "shop-db" }, ', ("shop-db", "url"), id="named itself"),
        pytest.param("metadata: { name: other }, ", None, id="named by something else"),
    ],
)
def test_names_of_objects(metadata: str, expected: tuple[str, str] | None) -> None:
    """What the program calls the name of an object is the name that the object has."""
    text = (
        'import * as k8s from "@pulumi/kubernetes";\nimport { other } from "./names";\n'
        f'const secret = new k8s.core.v1.Secret("db", {{ {metadata}stringData: {{ url: "x" }} }});\n'
        'const from = { secretKeyRef: { name: secret.metadata.name, key: "url" } };\n'
        'const containers = [{ name: "web", image: "a", env: [{ name: "URL", valueFrom: from }] }];\n'
        'new k8s.apps.v1.Deployment("web", { spec: { template: { spec: { containers } } } });\n'
    )
    (web,) = (each for each in facts_of({"index.ts": text}) if isinstance(each, PodWorkload))

    assert expected == next(((each.object, each.key) for each in web.containers[0].references), None)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("{shop:name: orders, shop:user: app}", "postgresql://app@h:5432/orders", id="as the stack says"),
        pytest.param("{shop:user: app}", "postgresql://app@h:5432/shop", id="or as the program says without it"),
        pytest.param("{shop:user: {secure: AAAB}}", None, id="a secret"),
    ],
)
def test_texts_with_keys(given: str, expected: str | None) -> None:
    """Keys of the stack stand for their values inside of texts as well."""
    text = (
        'import * as pulumi from "@pulumi/pulumi";\nimport * as aws from "@pulumi/aws";\nconst config = new pulumi.Config();\n'
        'const url = pulumi.interpolate`postgresql://${config.require("user")}@h:5432/${config.get("name") ?? "shop"}`;\n'
        'new aws.lambda.Function("f", { environment: { variables: { URL: url } } });\n'
    )
    (function,) = facts_of({"Pulumi.yaml": PROJECT, "Pulumi.prod.yaml": f"config: {given}\n", "index.ts": text})

    assert isinstance(function, Deployment)
    assert {"URL": expected} == _env(function)


def test_members_of_enumerations() -> None:
    """Classes and engines that the package has names for are their values."""
    text = (
        'import * as aws from "@pulumi/aws";\n'
        'new aws.rds.Cluster("c", { engine: aws.rds.EngineType.AuroraPostgresql });\n'
        'new aws.rds.Instance("i", { engine: "postgres", instanceClass: aws.rds.InstanceType.T4G_Small });\n'
    )

    assert [("postgresql", "db.t4g.small"), ("postgresql", None)] == [
        (each.engine, each.instance_class.value) for each in facts_of({"index.ts": text}) if isinstance(each, ServerConfig)
    ]
