"""Cloudflare Workers' wrangler.toml and wrangler.json. In: a tree. Out: a `Deployment` for the worker and each environment.

A Hyperdrive binding is a `PoolerConfig`, and a `NamedValue` says what the code sees under it during development. Bindings
and variables of an environment replace those of the top level; they are not inherited.
"""

from __future__ import annotations

from dataclasses import replace
from posixpath import dirname, join
from typing import TYPE_CHECKING

from poolaudit.catalog.cloudflare_workers import BINDING_HOST, LOCAL_PREFIXES, PLATFORM
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.client_arguments import conceal
from poolaudit.extract.surfaces.function_code import SCRIPTS, code_around
from poolaudit.extract.surfaces.platform_values import count, environment, mappings, text
from poolaudit.facts.deployment import CodeFolder, Deployment, EnvEntry
from poolaudit.facts.expression import EnvLookup, Literal
from poolaudit.facts.name import NamedValue
from poolaudit.facts.pooler import PoolerConfig
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Origin, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.span import Span


def extract(source: Source, document: Document) -> Iterator[Deployment | PoolerConfig | NamedValue]:
    """The worker, its environments and its bindings to databases."""
    for root in getattr(document, "roots", ()):
        name = root.get("name") if isinstance(root, MappingNode) else None
        if not isinstance(root, MappingNode) or not (root.get("main") or root.get("compatibility_date")):
            continue
        title = str(name.value) if isinstance(name, ScalarNode) else "worker"
        span = name.span if isinstance(name, ScalarNode) else source.span(0, 0)
        code = _code(dirname(source.path), root)
        yield _worker(source, root, title, span, code)
        yield from _bindings(source, root, "")
        yield from _more(root, "", dirname(source.path))
        environments = root.get("env")
        for key, each in environments.items if isinstance(environments, MappingNode) else ():
            if isinstance(each, MappingNode):
                own = each.get("name")
                called = str(own.value) if isinstance(own, ScalarNode) else f"{title}-{key.name}"
                yield replace(_worker(source, each, called, key.span, code), environment=key.name)
                yield from _bindings(source, each, key.name)
                yield from _more(each, key.name, dirname(source.path))


SURFACE = Surface(
    "wrangler",
    ("toml", "json"),
    extract,
    globs=("wrangler*.toml", "wrangler*.json", "wrangler*.jsonc"),
    triggers=("compatibility_date", "main", "hyperdrive"),
)


def _more(part: MappingNode, environment_name: str, folder: str) -> Iterator[Deployment | NamedValue]:
    """Containers beside the worker, and how many batches of a queue it takes at a time.

    What a container runs is left open: its Dockerfile often stands among the code of the worker.
    """
    for each in mappings(part.get("containers")):
        title, image = each.get("name") or each.get("class_name"), each.get("image")
        most = count(each.get("max_instances"), "max_instances")
        if isinstance(title, ScalarNode):
            yield Deployment(
                name=str(title.value),
                surface="wrangler",
                span=title.span,
                project=folder,
                environment=environment_name,
                image=Setting.unresolved("Cloudflare builds or pulls it", image.span, "image")
                if image
                else Setting.absent("image"),
                replicas=Setting.default(20, "max_instances", "Cloudflare") if most.origin is Origin.ABSENT else most,
                platform="cloudflare-containers",
            )
    for each in mappings(part.get("queues", "consumers")):
        queue, most_batches = each.get("queue"), each.get("max_concurrency")
        if isinstance(queue, ScalarNode) and isinstance(most_batches, ScalarNode):
            value = Literal(most_batches.value, most_batches.span)
            yield NamedValue(f"queues.{queue.value}.max_concurrency", value, most_batches.span, environment_name)


def _code(folder: str, root: MappingNode) -> tuple[CodeFolder, ...]:
    """The code of the worker, or of the functions of a Pages project; a worker that only serves files has none."""
    main = root.get("main")
    if isinstance(main, ScalarNode) and isinstance(main.value, str):
        return code_around(folder, main.value, SCRIPTS)
    return (CodeFolder(join(folder, "functions"), SCRIPTS),) if root.get("pages_build_output_dir") is not None else ()


def _worker(source: Source, part: MappingNode, name: str, span: Span, code: tuple[CodeFolder, ...]) -> Deployment:
    folder = dirname(source.path)
    return Deployment(
        name=name,
        surface="wrangler",
        span=span,
        project=folder,
        environment="",
        build=Setting.written(folder, span, "wrangler"),
        replicas=Setting.unresolved("Cloudflare starts as many isolates as there are requests", span, "isolates"),
        env=(*environment(source, part.get("vars")), *_fields(part)),
        platform=PLATFORM,
        code=code,
    )


def _fields(part: MappingNode) -> Iterator[EnvEntry]:
    """What the code reads from its Hyperdrive bindings: whose host it is."""
    for each in mappings(part.get("hyperdrive")):
        binding, given, local = each.get("binding"), each.get("id"), each.get("localConnectionString")
        if not isinstance(binding, ScalarNode) or not isinstance(given, ScalarNode):
            continue
        host = BINDING_HOST.format(id=given.value)
        mysql = isinstance(local, ScalarNode) and str(local.value).startswith("mysql")
        for field, value in (("host", host), ("connectionString", f"{'mysql' if mysql else 'postgresql'}://{host}")):
            name = f"{binding.value}.{field}"
            yield EnvEntry(name, Setting.written(Secret(value, value), given.span, name), binding.span)


def _bindings(source: Source, part: MappingNode, environment_name: str) -> Iterator[PoolerConfig | NamedValue]:
    for each in mappings(part.get("hyperdrive")):
        binding, local = each.get("binding"), each.get("localConnectionString")
        if not isinstance(binding, ScalarNode):
            continue
        settings = [(name, text(each.get(name), name)) for name in ("binding", "id")]
        known = tuple((name, value) for name, value in settings if value.origin is not Origin.ABSENT)
        yield PoolerConfig("hyperdrive", source.path, binding.span, known, (), (), managed=True, name=str(binding.value))
        if isinstance(local, ScalarNode):
            names = tuple(f"{prefix}{binding.value}" for prefix in LOCAL_PREFIXES)
            value = EnvLookup(names, local.span, conceal(Literal(local.value, local.span)), overrides=True)
            yield NamedValue(f"env.{binding.value}.connectionString", value, local.span, environment_name or "development")
