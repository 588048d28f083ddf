"""Constructs of the AWS CDK: what runs, what pools and what servers allow."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code.python import FORMAT as PYTHON
from poolaudit.extract.code.typescript import FORMAT as TYPESCRIPT
from poolaudit.extract.surfaces.cdk import SURFACE
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.pooler import PoolerConfig
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Origin

IMPORTS = """
import * as cdk from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Function, Code } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { aws_ecs as ecs, aws_ecs_patterns as patterns } from 'aws-cdk-lib';

export class Shop extends cdk.Stack {
  private readonly db: rds.DatabaseInstance;
  constructor(scope: any, id: string, props: any) {
    super(scope, id, props);
    %s
  }
}
"""
DB = """
    const group = new rds.ParameterGroup(this, 'Group', {
      engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16 }),
      parameters: { max_connections: '200', work_mem: props.memory },
    });
    this.db = new rds.DatabaseInstance(this, 'Db', {
      engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16 }),
      parameterGroup: group, instanceIdentifier: 'orders',
    });
"""


def typescript(body: str) -> list[object]:
    """Facts of a stack in TypeScript."""
    source = Source("infra/lib/shop.ts", IMPORTS % body)
    return list(SURFACE.extract(source, TYPESCRIPT.read(source)))


def python(body: str) -> list[object]:
    """Facts of a stack in Python."""
    lines = "".join(f"        {line}\n" for line in body.strip().splitlines())
    text = (
        "from aws_cdk import Stack, Duration, aws_rds as rds, aws_lambda as _lambda\n\n\n"
        f"class Shop(Stack):\n    def __init__(self, scope, id):\n{lines}"
    )
    source = Source("infra/shop/stack.py", text)
    return list(SURFACE.extract(source, PYTHON.read(source)))


def test_server_with_parameters() -> None:
    """A server has the parameters of its group, and a name by which values of the file reach it."""
    (server,) = (each for each in typescript(DB) if isinstance(each, ServerConfig))

    assert server.resource is not None
    assert ("postgresql", "orders", "Shop.Db", ("rds-instance", "rds-instance-mysql")) == (
        server.engine,
        server.identifier.value,
        server.resource.address,
        server.resource.endpoints,
    )
    assert [("max_connections", "200", ""), ("work_mem", None, "code that is not followed gives it")] == [
        (name, value.value, value.note) for name, value in server.settings
    ]


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(
            lambda: typescript(
                DB
                + "const proxy = this.db.addProxy('Proxy', { maxConnectionsPercent: 80, borrowTimeout: cdk.Duration.minutes(1),"
                " sessionPinningFilters: [rds.SessionPinningFilter.EXCLUDE_VARIABLE_SETS], requireTLS: true });"
            ),
            id="a method",
        ),
        pytest.param(
            lambda: typescript(
                DB + "new rds.DatabaseProxy(this, 'Proxy', { proxyTarget: rds.ProxyTarget.fromInstance(this.db),"
                " maxConnectionsPercent: 80, borrowTimeout: cdk.Duration.minutes(1),"
                " sessionPinningFilters: [rds.SessionPinningFilter.EXCLUDE_VARIABLE_SETS], requireTLS: true });"
            ),
            id="a construct",
        ),
        pytest.param(
            lambda: python(
                """
self.db = rds.DatabaseInstance(self, "Db", engine=rds.DatabaseInstanceEngine.POSTGRES)
self.db.add_proxy("Proxy", max_connections_percent=80, borrow_timeout=Duration.minutes(1), require_tls=True,
    session_pinning_filters=[rds.SessionPinningFilter.EXCLUDE_VARIABLE_SETS])
"""
            ),
            id="Python",
        ),
    ],
)
def test_proxy(facts: object) -> None:
    """A proxy has its settings and the server behind it, in both languages."""
    (proxy,) = (each for each in facts() if isinstance(each, PoolerConfig))  # type: ignore[operator]

    assert {
        "max_connections_percent": "80",
        "query_wait_timeout": "60",
        "session_pinning_filters": "EXCLUDE_VARIABLE_SETS",
        "require_tls": "true",
        "server": "Shop.Db",
        "engine_family": "POSTGRESQL",
    } == {name: value.value for name, value in proxy.settings}
    assert (("rds-proxy", "rds-proxy-mysql"), "Shop.Proxy") == (
        proxy.resource and proxy.resource.endpoints,
        proxy.resource and proxy.resource.address,
    )


def test_functions() -> None:
    """Functions have their code, their concurrency and the addresses of what the file makes; more is not followed."""
    text = (
        DB + "const proxy = this.db.addProxy('Proxy', {});\n"
        "const api = new NodejsFunction(this, 'Api', { entry: path.join(__dirname, '../../api/handler.ts'),"
        " reservedConcurrentExecutions: 20, environment: { HOST: proxy.endpoint,"
        " URL: `postgres://app@${this.db.instanceEndpoint.hostname}:5432/x?a=${props.a}`,"
        " AT: this.db.instanceEndpoint.socketAddress,"
        " STAGE: props.stage } });\napi.addEnvironment('MODE', 'web');\n"
        "new Function(this, 'Job', { handler: 'app.run', code: Code.fromAsset('job') });"
    )
    api, job = (each for each in typescript(text) if isinstance(each, Deployment))

    assert ("Shop/Api", 20, "api", "aws-lambda") == (api.name, api.replicas.value, api.build.value, api.platform)
    assert [
        ("HOST", "Shop.Proxy", Origin.DERIVED),
        ("URL", "postgres://app@Shop.Db:5432/x?a=${UNKNOWN}", Origin.UNRESOLVED),
        ("AT", "Shop.Db:5432", Origin.DERIVED),
        ("STAGE", None, Origin.UNRESOLVED),
        ("MODE", "web", Origin.WRITTEN),
    ] == [(each.name, each.value.value.reveal() if each.value.value else None, each.value.origin) for each in api.env]
    assert (("app.run",), "infra/job", None) == (job.command.value, job.build.value, job.replicas.value)


def test_services() -> None:
    """Containers run as often as their service may scale to; a pattern is a service with one container."""
    text = (
        "const task = new ecs.FargateTaskDefinition(this, 'Task');\n"
        "task.addContainer('web', { image: ecs.ContainerImage.fromAsset('../web', { file: 'prod.Dockerfile' }),"
        " command: ['a', 'b'],"
        " environment: { A: '1' }, secrets: { PW: props.secret } });\n"
        "const service = new ecs.FargateService(this, 'Service', { taskDefinition: task, desiredCount: 4 });\n"
        "service.autoScaleTaskCount({ maxCapacity: 10 });\n"
        "const alone = new ecs.FargateTaskDefinition(this, 'Alone');\n"
        "alone.addContainer('job', { image: ecs.ContainerImage.fromRegistry('acme/job:1') });\n"
        "new patterns.ApplicationLoadBalancedFargateService(this, 'Site', { desiredCount: 3,"
        " taskImageOptions: { image: ecs.ContainerImage.fromEcrRepository(props.repo), environment: { B: '2' } } });"
    )
    web, job, site = (each for each in typescript(text) if isinstance(each, Deployment))

    assert ("Shop/web", 10, "web", "web/prod.Dockerfile", ("a", "b"), "Shop/Task") == (
        web.name, web.replicas.value, web.build.value, web.dockerfile, web.command.value, web.pod,
    )  # fmt: skip
    assert [("A", "1"), ("PW", None)] == [
        (each.name, each.value.value.reveal() if each.value.value else None) for each in web.env
    ]
    assert ("acme/job:1", "no service of the file runs the task") == (job.image.value, job.replicas.note)
    assert ("Shop/Site", 3, "code that is not followed makes it", ["B"]) == (
        site.name, site.replicas.value, site.image.note, [each.name for each in site.env],
    )  # fmt: skip


def test_variable_of_two_constructs() -> None:
    """A name that may be either of two servers is the address of none."""
    text = (
        "let db = new rds.DatabaseInstance(this, 'A', { engine: rds.DatabaseInstanceEngine.POSTGRES });\n"
        "db = new rds.DatabaseInstance(this, 'B', { engine: rds.DatabaseInstanceEngine.POSTGRES });\n"
        "new Function(this, 'F', { environment: { HOST: db.dbInstanceEndpointAddress } });"
    )
    (function,) = (each for each in typescript(text) if isinstance(each, Deployment))

    assert [("HOST", Origin.UNRESOLVED)] == [(each.name, each.value.origin) for each in function.env]
