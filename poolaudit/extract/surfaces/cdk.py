"""The AWS CDK in TypeScript, JavaScript and Python. In: a `CodeModule`. Out: facts like those of CloudFormation.

Read are constructs that the file makes, with what it says about them. A construct of another stack, handed over in a property,
is not followed: what comes from it stays unresolved.
"""

from __future__ import annotations

from posixpath import basename, dirname
from typing import TYPE_CHECKING

from poolaudit.catalog import cdk_constructs as known
from poolaudit.extract.base import Surface
from poolaudit.extract.code.shape import CodeModule
from poolaudit.extract.surfaces.cdk_compute import workloads
from poolaudit.extract.surfaces.cdk_values import Stack, family, text
from poolaudit.facts.expression import CallResult, Items
from poolaudit.facts.pooler import PoolerConfig
from poolaudit.facts.resource import ResourceName
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.extract.surfaces.cdk_values import Construct
    from poolaudit.facts.deployment import Deployment
    from poolaudit.facts.expression import Expression


def extract(source: Source, document: Document) -> Iterator[Deployment | PoolerConfig | ServerConfig]:
    """Everything of the stacks of a file that has to do with connections."""
    if not isinstance(document, CodeModule):
        return
    stack = Stack(source, document)
    project = dirname(source.path)
    yield from workloads(source, stack)
    yield from _proxies(source, stack, project)
    yield from _servers(source, stack, project)


SURFACE = Surface("cdk", ("typescript", "javascript", "python"), extract, triggers=("aws-cdk", "aws_cdk"))


def _proxies(source: Source, stack: Stack, project: str) -> Iterator[PoolerConfig]:
    for each in stack.of(known.PROXY, known.ADD_PROXY):
        server = _behind(each, stack)
        settings = {
            name: value
            for written, name in known.PROXY_SETTINGS.items()
            if (value := text(each.properties.get(written), name)).origin is not Origin.ABSENT
        }
        for name, usual in known.PROXY_DEFAULTS.items():
            settings.setdefault(name, Setting.default(usual, name, "AWS CDK"))
        if server is not None:
            settings["server"] = Setting(server.address, Origin.DERIVED, each.span, "target")
            engine = {"postgresql": "POSTGRESQL", "mysql": "MYSQL"}.get(family(server))
            if engine is not None:
                settings["engine_family"] = Setting(engine, Origin.DERIVED, server.span, "engine")
        place = ResourceName(project, "", each.address, known.PROXY_ENDPOINTS)
        name = basename(each.name)
        yield PoolerConfig(
            "rds-proxy", source.path, each.span, tuple(settings.items()), (), (), managed=True, name=name, resource=place
        )


def _behind(proxy: Construct, stack: Stack) -> Construct | None:
    """The server of a proxy: of which it is a method, or which its target names."""
    if proxy.kind == known.ADD_PROXY:
        return stack.named(proxy.receiver, proxy.scope)
    target = proxy.properties.get("proxytarget")
    return stack.made_by(target.positional[0]) if isinstance(target, CallResult) and target.positional else None


def _servers(source: Source, stack: Stack, project: str) -> Iterator[ServerConfig]:
    used: set[str] = set()
    for each in stack.of(*known.INSTANCES):
        engine = family(each)
        group = stack.made_by(each.properties.get("parametergroup"))
        used |= {group.name} if group is not None else set()
        own = each.properties.get("parameters")
        written = own if own is not None else group.properties.get("parameters") if group is not None else None
        if engine:
            yield ServerConfig(
                engine,
                source.path,
                each.span,
                tuple(_parameters(written)),
                managed=True,
                identifier=_identifier(each),
                resource=ResourceName(project, "", each.address, known.INSTANCES[each.kind]),
            )
    for each in stack.of(known.GROUP):
        engine = family(each)
        if engine and each.name not in used:
            settings = tuple(_parameters(each.properties.get("parameters")))
            yield ServerConfig(engine, source.path, each.span, settings, managed=True)


def _identifier(server: Construct) -> Setting[str]:
    for name in ("instanceidentifier", "clusteridentifier"):
        if name in server.properties:
            return text(server.properties[name], name)
    return Setting.absent("identifier")


def _parameters(value: Expression | None) -> Iterator[tuple[str, Setting[str]]]:
    for name, each in value.items if isinstance(value, Items) else ():
        yield name.lower(), text(each, name)
