"""Airflow's configuration file. In: a tree of `key = value` lines. Out: the `ClientPool` of its metadata database.

Meaning: https://airflow.apache.org/docs/apache-airflow/stable/howto/set-config.html (3.1, read 2026-11-21): variables
`AIRFLOW__SECTION__KEY` beat the file; before 2.3 the keys of the database stood in `[core]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog.libraries import clients
from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.client_arguments import conceal
from poolaudit.extract.surfaces.client_settings import settle
from poolaudit.facts.client_pool import ClientPool
from poolaudit.facts.expression import EnvLookup, Literal
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document

_SECTIONS = ("database", "core")
_URI = "sql_alchemy_conn"


def extract(source: Source, document: Document) -> Iterator[ClientPool]:
    """The engine of the first section that names the database."""
    del source
    constructor = clients()["airflow"].constructors[0]
    for root in getattr(document, "roots", ()):
        for name in _SECTIONS:
            section = root.get(name) if isinstance(root, MappingNode) else None
            node, key = (section.get(_URI), section.key(_URI)) if isinstance(section, MappingNode) else (None, None)
            if not isinstance(section, MappingNode) or not isinstance(node, ScalarNode) or key is None or not node.value:
                continue
            written = {each.name: value for each, value in section.items if isinstance(value, ScalarNode)}
            yield settle(
                ClientPool(
                    library="airflow",
                    kind=constructor.kind,
                    span=key.span,
                    call=_URI,
                    dsn=EnvLookup(constructor.dsn_environment, key.span, conceal(Literal(node.value, node.span)), overrides=True),
                    arguments=tuple(
                        (each.name, Setting.written(written[each.name].value, written[each.name].span, each.name))
                        for each in constructor.parameters
                        if each.name in written
                    ),
                    lookups=tuple((each, EnvLookup((variable,), key.span)) for variable, each in constructor.environment),
                )
            )
            break


SURFACE = Surface("airflow_cfg", ("ini",), extract, globs=("airflow.cfg",), triggers=(_URI,), self_contained=True)
