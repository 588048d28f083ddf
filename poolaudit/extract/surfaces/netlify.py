"""Netlify's netlify.toml. In: a TOML tree. Out: one `Deployment` of the site's functions, where it has some.

Meaning: https://docs.netlify.com/configure-builds/file-based-configuration/ (read 2026-11-21): functions run on AWS Lambda,
one request at a time.
"""

from __future__ import annotations

from posixpath import dirname, join
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import environment
from poolaudit.facts.deployment import CodeFolder, Deployment
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document

DIRECTORY = "netlify/functions"
"""Where functions stand when the file does not say: https://docs.netlify.com/functions/optional-configuration/."""
_SIGNS = ("functions", "edge_functions")


def extract(source: Source, document: Document) -> Iterator[Deployment]:
    """The functions; a site without any opens no connection."""
    for root in getattr(document, "roots", ()):
        key = next((key for key, _ in root.items if key.name in _SIGNS), None) if isinstance(root, MappingNode) else None
        if key is None:
            continue
        folder = dirname(source.path)
        yield Deployment(
            name="functions",
            surface="netlify",
            span=key.span,
            project=folder,
            environment="",
            build=Setting.written(folder, key.span, "netlify.toml"),
            replicas=Setting.unresolved("Netlify starts as many instances as there are requests", key.span, "instances"),
            env=environment(source, root.get("build", "environment")),
            platform="netlify",
            code=(CodeFolder(join(folder, _directory(root))),),
        )


def _directory(root: MappingNode) -> str:
    written = root.get("functions", "directory")
    return str(written.value).strip("/") if isinstance(written, ScalarNode) and isinstance(written.value, str) else DIRECTORY


SURFACE = Surface("netlify", ("toml",), extract, globs=("netlify.toml",), triggers=_SIGNS)
