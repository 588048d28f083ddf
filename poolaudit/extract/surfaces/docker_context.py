"""What of its build context a Dockerfile brings into the image, by whatever stage.

In: the instructions of a Dockerfile. Out: paths relative to the context. Grammar: https://docs.docker.com/reference/dockerfile/
(COPY, ADD, RUN --mount), read 2026-11-21.
"""

from __future__ import annotations

from posixpath import normpath
from typing import TYPE_CHECKING

from poolaudit.extract.settings.tree import ScalarNode
from poolaudit.extract.settings.words import SEPARATORS, WordsError, split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.extract.settings.tree import MappingNode

_SOURCE = "org.opencontainers.image.source"
_COMPILING = frozenset({"build", "install"})
_WITH_VALUE = frozenset("-o -ldflags -tags -mod -p -asmflags -gcflags -buildmode -C -modfile -overlay -pgo -pkgdir".split())
"""Options that take the next word: https://pkg.go.dev/cmd/go#hdr-Compile_packages_and_dependencies (1.25, read 2026-11-21)."""


def brought_in(root: MappingNode) -> tuple[str, ...] | None:
    """Folders and files of the context, the empty text for all of it; None when one of them is not known.

    A pattern stands for the folder that it starts in, so the paths hold at least what the image holds.
    """
    found: list[str] = []
    for key, node in root.items:
        if not isinstance(node, ScalarNode):
            continue
        name, text = key.name, str(node.value)
        if name == "ONBUILD":
            return None
        sources = _copied(text) if name in ("COPY", "ADD") else _mounted(text) if name == "RUN" else ()
        if sources is None:
            return None
        found += sources
    return tuple(dict.fromkeys(_folder(each) for each in found if "://" not in each))


def compiled(root: MappingNode) -> tuple[str, ...]:
    """Packages of the repository that commands of `go build` and `go install` name, as written."""
    found: dict[str, None] = {}
    for key, node in root.items:
        if key.name == "RUN" and isinstance(node, ScalarNode) and "go " in str(node.value):
            try:
                words = [word.text for word in split(str(node.value))]
            except WordsError:
                continue
            for at in range(len(words) - 1):
                if words[at].rpartition("/")[2] == "go" and words[at + 1] in _COMPILING:
                    found.update(dict.fromkeys(_packages(words[at + 2 :])))
    return tuple(found)


def labelled(root: MappingNode) -> str:
    """Owner and name of the repository that the image says it is made from; empty where it does not, or by a variable.

    https://specs.opencontainers.org/image-spec/annotations/ (1.1, read 2026-11-21).
    """
    found = ""
    for key, node in root.items:
        if key.name == "LABEL" and isinstance(node, ScalarNode) and _SOURCE in str(node.value):
            try:
                words = [word.text for word in split(str(node.value))]
            except WordsError:
                continue
            named = next((value for name, _, value in (word.partition("=") for word in words) if name == _SOURCE), "")
            parts = named.partition("://")[2].removesuffix("/").removesuffix(".git").split("/")
            found = "/".join(parts[1:]).lower() if len(parts) == 3 and "$" not in named else ""  # noqa: PLR2004 - host, owner, name
    return found


def _packages(words: list[str]) -> Iterator[str]:
    skip = False
    for word in words:
        if word in SEPARATORS:
            return
        if skip or word.startswith("-"):
            skip = not skip and "=" not in word and word in _WITH_VALUE
        elif word.startswith(".") or word.endswith(".go"):
            yield word.rpartition("/")[0] if word.endswith(".go") else word


def _copied(text: str) -> tuple[str, ...] | None:
    try:
        words = [word.text.strip('",[]') for word in split(text)]
    except WordsError:
        return None
    if any(word.startswith("--from=") for word in words):
        return ()
    names = [word for word in words if word and not word.startswith("--")][:-1]
    return None if any("$" in name for name in names) else tuple(name for name in names if not name.startswith("<<"))


def _mounted(text: str) -> tuple[str, ...] | None:
    found = tuple(_binds(text))
    return None if any("$" in each for each in found) else found


def _binds(text: str) -> Iterator[str]:
    """Sources of bind mounts of the context, which is what a mount of no type and no origin is."""
    for word in text.split():
        if not word.startswith("--mount="):
            if not word.startswith("--"):
                return
            continue
        options = dict(part.partition("=")[::2] for part in word.removeprefix("--mount=").split(","))
        if options.get("type", "bind") == "bind" and "from" not in options:
            yield options.get("source", options.get("src", "."))


def _folder(source: str) -> str:
    """The path; of a pattern, what stands before the first part with a wildcard."""
    parts = normpath(source.lstrip("/") or ".").split("/")
    plain = next((number for number, part in enumerate(parts) if any(mark in part for mark in "*?[")), len(parts))
    path = "/".join(parts[:plain])
    return "" if path == "." else path
