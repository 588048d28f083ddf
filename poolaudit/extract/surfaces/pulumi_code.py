"""Programs of Pulumi in TypeScript, JavaScript, Python and Go. In: a `CodeModule`. Out: a `Part` where it makes a resource."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.code.shape import CodeModule
from poolaudit.facts.part import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document


def extract(source: Source, document: Document) -> Iterator[Part]:
    """What the file makes, to be read with the stacks of its project."""
    from poolaudit.extract.pulumi.from_code import drafts  # noqa: PLC0415  # only for such programs

    found = tuple(drafts(source, document)) if isinstance(document, CodeModule) else ()
    if found:
        yield Part("poolaudit.extract.pulumi", source, found, source.span(0, 0))


_PYTHON = ("pulumi_aws", "pulumi_kubernetes", "pulumi_gcp", "pulumi_azure", "pulumi_digitalocean")
_SCRIPT = ("@pulumi/",)
_GO = ("pulumi/pulumi-",)
SURFACE = Surface(
    "pulumi_code",
    ("typescript", "javascript", "python", "go"),
    extract,
    triggers=(*_PYTHON, *_SCRIPT, *_GO),
    triggers_of={"typescript": _SCRIPT, "javascript": _SCRIPT, "python": _PYTHON, "go": _GO},
)
