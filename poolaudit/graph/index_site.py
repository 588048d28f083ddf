"""Sorts the facts into what the graph asks for. In: the facts of all files. Out: a `Site`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.facts.alert_rule import AlertRule
from poolaudit.facts.build_command import BuildCommand
from poolaudit.facts.client_holding import ClientHolding
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.connection_checkout import ConnectionCheckout
from poolaudit.facts.deployment import Deployment, EnvFile
from poolaudit.facts.fork_hook import ForkHook
from poolaudit.facts.migration_call import MigrationCall
from poolaudit.facts.name import NamedValue
from poolaudit.facts.pooler import PoolerConfig
from poolaudit.facts.request_function import RequestFunction
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.sql_use import SqlUse
from poolaudit.graph.images import Images
from poolaudit.graph.join_pooler_files import joined
from poolaudit.graph.names import Names
from poolaudit.graph.pinned_version import by_package
from poolaudit.graph.request_functions import asker
from poolaudit.graph.site import Site
from poolaudit.graph.worlds import Worlds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.config import Config
    from poolaudit.facts.fact import Fact
    from poolaudit.graph.reach import Reach
    from poolaudit.graph.readers import Readers
    from poolaudit.graph.scripts import Scripts
    from poolaudit.graph.world import Neighbourhood

_CLUSTER = "poolaudit.facts.kubernetes"
"""Module of the facts that clusters are made of; it is not loaded to ask for them."""


def index_site(facts: tuple[Fact, ...], config: Config, readers: Readers) -> Site:
    """Index the facts; the deployments among them are put together into neighbourhoods."""
    deployments = [each for each in facts if isinstance(each, Deployment)]
    images = Images(deployments)
    # one that a command writes gives way to the file itself
    env_files = sorted((each for each in facts if isinstance(each, EnvFile)), key=lambda each: each.path == each.span.path)
    hoods = tuple(_neighbourhoods(facts, deployments, env_files, config, readers))
    running = (*deployments, *(each for hood in hoods for each in hood.deployments))
    variables = (*(entry for each in env_files for entry in each.entries), *(entry for each in running for entry in each.env))
    names = Names((each for each in facts if isinstance(each, NamedValue)), (each.name for each in variables))
    holdings = [each for each in facts if isinstance(each, ClientHolding)]
    asked = tuple(each for each in facts if isinstance(each, RequestFunction))
    return Site(
        readers=readers,
        config=config,
        names=names,
        images=images,
        worlds=Worlds(hoods, env_files, images, names, _scripts(facts, images), reach=_reach(facts, hoods, images, names)),
        pools=_pools(facts, names, readers),
        alert_rules=tuple(each for each in facts if isinstance(each, AlertRule)),
        fork_hooks=tuple(each for each in facts if isinstance(each, ForkHook)),
        build_commands=tuple(each for each in facts if isinstance(each, BuildCommand)),
        migration_calls=tuple(each for each in facts if isinstance(each, MigrationCall)),
        checkouts=tuple(each for each in facts if isinstance(each, ConnectionCheckout)),
        holdings=tuple(each for each in holdings if each.handler or each.at_module or each.retried or asker(each, asked)),
        request_functions=asked,
        private_pools=frozenset(each.span for each in holdings if each.private and not each.at_module),
        sql=tuple(each for each in facts if isinstance(each, SqlUse)),
        pooler_configs=joined(each for each in facts if isinstance(each, PoolerConfig) and each.runs),
        server_configs=tuple(each for each in facts if isinstance(each, ServerConfig)),
        dependencies=by_package(facts),
    )


def _pools(facts: tuple[Fact, ...], names: Names, readers: Readers) -> tuple[ClientPool, ...]:
    if not any(type(each).__name__ == "PoolCall" for each in facts):
        return tuple(each for each in facts if isinstance(each, ClientPool))
    from poolaudit.graph.called_pools import called_pools  # noqa: PLC0415

    return called_pools(facts, names, readers)


def _scripts(facts: tuple[Fact, ...], images: Images) -> Scripts | None:
    """The shell scripts that something starts; None where there are none."""
    found = [each for each in facts if type(each).__name__ == "ShellScript"]
    if not found:
        return None
    from poolaudit.graph.scripts import Scripts  # noqa: PLC0415

    scripts = Scripts(found, images)  # type: ignore[arg-type]  # told by name, so that the class is not loaded for nothing
    images.learn(scripts.programs)
    return scripts


def _reach(facts: tuple[Fact, ...], hoods: tuple[Neighbourhood, ...], images: Images, names: Names) -> Reach | None:
    """What tells whose program a file is part of; None where nothing runs."""
    if not hoods:
        return None
    from poolaudit.graph.reach import Reach  # noqa: PLC0415

    return Reach(facts, images, names)


def _neighbourhoods(
    facts: tuple[Fact, ...], deployments: list[Deployment], env_files: list[EnvFile], config: Config, readers: Readers
) -> Iterator[Neighbourhood]:
    """What runs together: of compose and the like, of clusters, of Helm releases; each part is loaded when there is any."""
    from poolaudit.graph.declared import with_declared_copies  # noqa: PLC0415

    if deployments:
        from poolaudit.graph.fill_variables import filled  # noqa: PLC0415
        from poolaudit.graph.neighbourhoods import neighbourhoods  # noqa: PLC0415
        from poolaudit.graph.own_images import with_contexts  # noqa: PLC0415

        whole = with_contexts(filled(deployments, env_files, readers), facts)
        yield from with_declared_copies(neighbourhoods(whole), config.replicas)
    if any(type(each).__module__ == _CLUSTER for each in facts):
        from poolaudit.graph.built_images import BuiltImages  # noqa: PLC0415
        from poolaudit.graph.helm_releases import releases  # noqa: PLC0415
        from poolaudit.graph.kubernetes_deployments import cluster_neighbourhoods  # noqa: PLC0415

        built = BuiltImages(facts)
        clusters = (*cluster_neighbourhoods(facts, env_files, built), *releases(facts, built))
        yield from with_declared_copies(clusters, config.replicas)
