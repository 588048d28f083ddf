"""uWSGI's own files. In: an INI tree. Out: one `Deployment` whose command is the same options on a command line.

Meaning: https://uwsgi-docs.readthedocs.io/en/latest/Configuration.html (2.0, read 2026-11-21): an option of the file is the
option of the command line; placeholders (`$(NAME)`, `%k`) are for uWSGI to resolve, and an option between `if-…` and `endif`
has the placeholder `$(if-…)` for its value here.
"""

from __future__ import annotations

from posixpath import dirname
from typing import TYPE_CHECKING

from poolaudit.extract.base import Surface
from poolaudit.extract.settings.tree import Key, MappingNode, ScalarNode
from poolaudit.extract.surfaces.platform_values import entry
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.setting import Setting
from poolaudit.facts.word import PlacedWord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.discover.source import Source
    from poolaudit.extract.base import Document

_OPTIONS = (
    "processes", "workers", "threads", "module", "wsgi-file", "mount", "lazy-apps", "gevent", "asyncio", "cheaper", "master",
    "enable-threads", "offload-threads", "harakiri", "socket-timeout",
)  # fmt: skip
"""Those that decide about processes, threads and how long requests may take."""
_NAMES = {"workers": "processes", "p": "processes"}


def extract(source: Source, document: Document) -> Iterator[Deployment]:
    """The server of the file."""
    for root in getattr(document, "roots", ()):
        section = root.get("uwsgi") if isinstance(root, MappingNode) else None
        key = root.key("uwsgi") if isinstance(root, MappingNode) else None
        if not isinstance(section, MappingNode) or key is None:
            continue
        words: list[str] = ["uwsgi"]
        condition = ""
        for name, node in section.items:
            if name.name.startswith("if-"):
                condition = f"$({name.name})"
            elif name.name in ("endif", "end-if"):
                condition = ""
            elif name.name in _OPTIONS and isinstance(node, ScalarNode):
                words.append(PlacedWord(f"--{_NAMES.get(name.name, name.name)}", name.span, name.name))
                words += [PlacedWord(condition or str(node.value), node.span, node.raw)] if node.value else []
        environment = [
            (name, node)
            for name, node in section.items
            if name.name == "env" and isinstance(node, ScalarNode) and "=" in node.raw
        ]
        yield Deployment(
            name="uwsgi",
            surface="uwsgi_ini",
            span=key.span,
            project=dirname(source.path),
            environment="",
            command=Setting.written(tuple(words), section.span, "uwsgi.ini"),
            replicas=Setting.default(1, "instances", "uWSGI"),
            env=tuple(entry(source, *_pair(source, node)) for _, node in environment),
        )


def _pair(source: Source, node: ScalarNode) -> tuple[Key, ScalarNode]:
    """`env = NAME=value`."""
    name, _, value = node.raw.partition("=")
    start = node.span.offset
    place = source.span(start + len(name) + 1, start + len(node.raw))
    return Key(name.strip(), source.span(start, start + len(name))), ScalarNode(value, place, value)


SURFACE = Surface(
    "uwsgi_ini", ("ini",), extract, globs=("*uwsgi*.ini", "*/uwsgi/*.ini", "*/vassals/*.ini"), triggers=("[uwsgi]",)
)
