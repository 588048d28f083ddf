"""Spring's properties in files that start scripts name: `--spring.config.location=config-postgres.properties`.

In: a properties document. Out: as of `application.properties`, for the programs alone that are told to read the file
(https://docs.spring.io/spring-boot/reference/features/external-config.html, 3.5, read 2026-11-21). Where nothing of the tree
tells one to, what follows the first dash of the file's name is the environment, since such files stand beside each other for one
to be chosen.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.catalog.spring import FILES
from poolaudit.extract.base import Surface
from poolaudit.extract.surfaces import spring
from poolaudit.facts.client_pool import ClientPool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document
    from poolaudit.facts.migration_call import MigrationCall
    from poolaudit.facts.name import NamedValue


def extract(source: Source, document: Document) -> Iterator[ClientPool | MigrationCall | NamedValue]:
    """Each data source and each value of the file, none of which holds unless the file is asked for."""
    head, _, environment = source.path.rpartition("/")[2].partition(".")[0].partition("-")
    for each in spring.extract(source, document) if head.lower() not in FILES else ():
        if isinstance(each, ClientPool):
            yield replace(each, environment=environment, on_request=True)
        else:
            yield replace(each, environment=environment)


SURFACE = Surface(
    "spring_named",
    ("properties",),
    extract,
    globs=("*-*.properties",),
    triggers=("spring.datasource.", "spring.r2dbc.", "redis.", "redis-", "jdbc:"),
)
