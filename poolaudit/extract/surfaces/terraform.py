"""Terraform and OpenTofu. In: HCL trees. Out: a `Part` for each file; what files say together, `extract.terraform` works out.

Files with a resource that has to do with connections are read; the others that define variables, locals, outputs or call modules
when there is such a file (`terraform_names`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.catalog import terraform_kubernetes
from poolaudit.catalog import terraform_resources as known
from poolaudit.catalog.terraform_modules import MODULES
from poolaudit.catalog.terraform_outside import SOFTWARE
from poolaudit.extract.base import Surface
from poolaudit.facts.part import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document


def extract(source: Source, document: Document) -> Iterator[Part]:
    """The file, to be read with the others."""
    yield Part("poolaudit.extract.terraform", source, document, source.span(0, 0))


SURFACE = Surface(
    "terraform",
    ("hcl",),
    extract,
    globs=("*.tf", "*.tofu"),
    triggers=(
        *(each.source for each in MODULES), *(each.repository for each in MODULES),
        *known.FUNCTIONS, known.INVOCATIONS[0], known.PROXY, known.TASK, known.AZURE_SERVER, known.GOOGLE_SQL,
        known.DIGITALOCEAN_POOL, known.DIGITALOCEAN_CLUSTER, *(each.kind for each in known.CACHES),
        known.AZURE_CONTAINER_APP, known.CLOUD_RUN_FIRST, *known.RENDER, known.RENDER_POSTGRES,
        *(name for name, _, _ in known.PARAMETERS), *(name for name, *_ in known.DATABASES),
        *(name for name, _ in (*known.AZURE_PARAMETERS, *known.AZURE_APPS, *known.CLOUD_RUN)),
        *(f"{before}{word}" for word in SOFTWARE for before in "/-_"),
        terraform_kubernetes.MANIFEST, *terraform_kubernetes.OBJECTS,
    ),
)  # fmt: skip
