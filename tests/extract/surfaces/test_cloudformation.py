"""Functions, containers, proxies and parameter groups of CloudFormation and SAM."""

from __future__ import annotations

from poolaudit.discover.source import Source
from poolaudit.extract.settings import json, yaml
from poolaudit.extract.surfaces.cloudformation import SURFACE
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.pooler import PoolerConfig
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Origin

_TEXT = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    CodeUri: ./src
    Environment: {Variables: {MODE: slow, DB: shop}}
Resources:
  Api:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      ReservedConcurrentExecutions: 20
      Environment:
        Variables:
          DB_HOST: !GetAtt Proxy.Endpoint
          MODE: fast
  Batch:
    Type: AWS::Serverless::Function
    Properties: {Handler: batch.run, CodeUri: target/batch.zip}
  Proxy:
    Type: AWS::RDS::DBProxy
    Properties: {EngineFamily: POSTGRESQL, IdleClientTimeout: 900}
  Targets:
    Type: AWS::RDS::DBProxyTargetGroup
    Properties:
      DBProxyName: !Ref Proxy
      ConnectionPoolConfigurationInfo: {MaxConnectionsPercent: 80, InitQuery: SET x = 1}
      DBInstanceIdentifiers: [!Ref Orders]
  Settings:
    Type: AWS::RDS::DBParameterGroup
    Properties: {Family: postgres16, Parameters: {max_connections: 200, Work_Mem: !Ref Mem}}
"""


def _facts(text: str, path: str = "infra/template.yaml") -> tuple[Source, list[object]]:
    source = Source(path, text)
    document = (json if path.endswith(".json") else yaml).read(source)
    return source, list(SURFACE.extract(source, document))


def test_functions() -> None:
    """The reserved concurrency is the number of copies; globals hold for every function; references are not known."""
    source, facts = _facts(_TEXT)
    api, batch = (each for each in facts if isinstance(each, Deployment))

    assert [
        ("Api", "aws-lambda", 20, 20, "infra/src", ("app.handler",)),
        ("Batch", "aws-lambda", None, None, "infra/target", ("batch.run",)),
    ] == [
        (each.name, each.platform, each.replicas.value, each.concurrency.value, each.build.value, each.command.value)
        for each in (api, batch)
    ]
    assert (Origin.UNRESOLVED, Origin.ABSENT) == (batch.replicas.origin, batch.concurrency.origin)
    assert [("MODE", "fast", ""), ("DB", "shop", ""), ("DB_HOST", None, "!GetAtt Proxy.Endpoint")] == [
        (each.name, each.value.value.masked if each.value.value else None, each.value.note) for each in api.env
    ]
    assert "Api" == source.at(api.span)


def test_proxies_and_parameters() -> None:
    """A proxy has the settings of its target group; a parameter group is a server's configuration."""
    source, facts = _facts(_TEXT)
    (proxy,) = (each for each in facts if isinstance(each, PoolerConfig))
    (server,) = (each for each in facts if isinstance(each, ServerConfig))

    assert ("rds-proxy", "Proxy", True) == (proxy.software, proxy.name, proxy.managed)
    assert [
        ("engine_family", "POSTGRESQL"),
        ("client_idle_timeout", "900"),
        ("max_connections_percent", "80"),
        ("connect_query", "SET x = 1"),
        ("server", "Orders"),
    ] == [(name, setting.value) for name, setting in proxy.settings]
    assert ("postgresql", [("max_connections", "200", ""), ("work_mem", None, "!Ref Mem")]) == (
        server.engine,
        [(name, setting.value, setting.note) for name, setting in server.settings],
    )
    assert "Settings" == source.at(server.span)


def test_containers() -> None:
    """A task runs as often as its service, or as the autoscaler allows; secrets come from elsewhere."""
    text = (
        '{"Resources": {"Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [{"Name": "web", '
        '"Image": "a/b:1", "Command": ["gunicorn", "a:a"], "Environment": [{"Name": "A", "Value": "1"}], '
        '"Secrets": [{"Name": "S", "ValueFrom": "arn"}]}]}}, '
        '"Service": {"Type": "AWS::ECS::Service", "Properties": {"TaskDefinition": {"Ref": "Task"}, "DesiredCount": 2}}, '
        '"Scale": {"Type": "AWS::ApplicationAutoScaling::ScalableTarget", "Properties": {"MaxCapacity": 6, '
        '"ResourceId": {"Fn::Sub": "service/c/${Service.Name}"}}}, '
        '"Lone": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [{"Name": "job", "Image": "c"}]}}}}'
    )
    _, facts = _facts(text, "stack.json")
    web, job = (each for each in facts if isinstance(each, Deployment))

    assert [("web", 6, "a/b:1", ("gunicorn", "a:a")), ("job", None, "c", None)] == [
        (each.name, each.replicas.value, each.image.value, each.command.value) for each in (web, job)
    ]
    assert [("A", Origin.WRITTEN), ("S", Origin.UNRESOLVED)] == [(each.name, each.value.origin) for each in web.env]


def test_defaults_of_parameters() -> None:
    """A parameter with a default is worth it wherever it is referred to; one that is kept secret is not."""
    source, facts = _facts(
        "Parameters:\n"
        "  Port: {Type: Number, Default: 3306}\n  Least: {Type: Number, Default: 0.5}\n  Copies: {Type: Number, Default: 4}\n"
        "  Key: {Type: String, NoEcho: true, Default: hunter2}\n  Password: {Type: String, Default: hunter2}\n"
        "  Host: {Type: String}\n"
        "Globals: {Function: {MemorySize: 256}}\n"
        "Resources:\n"
        "  Api:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: app.handler\n"
        "      ReservedConcurrentExecutions: !Ref Copies\n"
        "      Environment: {Variables: {A: !Ref Port, B: {Ref: Port}, C: !Ref Key, D: !Ref Password, E: !Ref Host}}\n"
        "  Db:\n    Type: AWS::RDS::DBCluster\n    Properties:\n      Engine: aurora-mysql\n"
        "      ServerlessV2ScalingConfiguration: {MinCapacity: !Ref Least, MaxCapacity: 8}\n"
    )
    (api,) = (each for each in facts if isinstance(each, Deployment))
    (cluster,) = (each for each in facts if isinstance(each, ServerConfig))

    assert [("A", "3306"), ("B", "3306"), ("C", None), ("D", None), ("E", None)] == [
        (each.name, each.value.value.reveal() if each.value.value else None) for each in api.env
    ]
    assert (4, Origin.DERIVED, "Copies") == (
        api.replicas.value,
        api.replicas.origin,
        source.at(api.replicas.span) if api.replicas.span else "",
    )
    assert (256 * 1024 * 1024, "MemorySize = 256") == (api.memory.value, api.memory.text)
    assert [("min_capacity", "0.5"), ("max_capacity", "8")] == [(name, value.value) for name, value in cluster.settings]


def test_other_files() -> None:
    """A file without resources says nothing."""
    assert [] == _facts("Resources: [1]\nServerless::Function: x\n")[1]
