"""Which package of a repository of several does a command of JavaScript start, and which does that depend on?

In: the package.json files of the tree, the commands of a deployment. Out: whether the code of a file can be part of it.
"""

from __future__ import annotations

from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from poolaudit.facts.expression import Literal
from poolaudit.facts.secret import Secret
from poolaudit.graph.workspaces import NEEDS, PACKAGE, elsewhere, manifest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poolaudit.graph.names import Names

_MANIFEST = "package.json"
_ENDINGS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".prisma")
_INTERPRETERS = frozenset({"node", "tsx", "ts-node", "bun", "nodemon"})
_MANAGERS = frozenset({"npm", "pnpm", "yarn", "npx", "bunx", "turbo", "nx", "lerna"})
_OTHERS = frozenset(
    {"next", "nest", "remix-serve", "nuxt", "vite", "pm2", "pm2-runtime", "forever", "react-router-serve", "astro"}
)
"""Programs that run the code of the folder in which they are started."""


class Packages:
    """Knows the packages of the tree."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._folders = {dirname(path): path for path in names.files_named(_MANIFEST)}
        self.several = len(self._folders) > 1
        self._by_name: dict[str, str] | None = None
        self._whole: dict[str, frozenset[str]] = {}

    def may_run(self, commands: Sequence[Sequence[str]], path: str, workdir: str) -> bool:
        """Whether a file can be part of what the commands start: true unless each package that they start is known."""
        if not path.endswith(_ENDINGS):
            return True
        own = self._package(dirname(path))
        if not own:
            return True
        entries: set[str] = set()
        for words in commands:
            program = words[0].rpartition("/")[2]
            if program in _OTHERS:
                return True
            if program not in _INTERPRETERS and program not in _MANAGERS:
                continue
            entry = self._started(words, workdir)
            if not entry:
                return True
            entries.add(entry)
        return not entries or any(own in self._needed(entry) for entry in entries)

    def _started(self, words: Sequence[str], workdir: str) -> str:
        """The folder of the package that a command starts; empty where it is not known, or the root's."""
        named, _ = elsewhere(words)
        if named.startswith("./"):
            return self._at(named)
        if named:
            path = manifest_of(named, "", self._names)
            return dirname(path) if path is not None else ""
        if words[0].rpartition("/")[2] not in _INTERPRETERS:
            return ""
        file = next((word for word in words[1:] if not word.startswith("-") and "/" in word), "")
        return self._at(dirname(join(workdir, file))) if file else ""

    def _at(self, place: str) -> str:
        """The package in whose folder a place of the container is, by the longest end of it that the tree has."""
        parts = [part for part in normpath(place).split("/") if part not in ("", ".", "..")]
        for start in range(len(parts)):
            for end in range(len(parts), start, -1):
                folder = "/".join(parts[start:end])
                if folder in self._folders:
                    return folder
        return ""

    def _package(self, folder: str) -> str:
        while folder and folder not in self._folders:
            folder = dirname(folder)
        return folder

    def _needed(self, entry: str) -> frozenset[str]:
        """Folders of a package and of those of the tree that it depends on."""
        if entry not in self._whole:
            seen = {entry}
            queue = [entry]
            while queue:
                for each in self._of(queue.pop()):
                    if each not in seen:
                        seen.add(each)
                        queue.append(each)
            self._whole[entry] = frozenset(seen)
        return self._whole[entry]

    def _of(self, folder: str) -> Iterable[str]:
        if self._by_name is None:
            own = ((self._text(path, PACKAGE), each) for each, path in self._folders.items())
            self._by_name = {name: each for name, each in own if name}
        needs = self._text(self._folders[folder], NEEDS).split()
        return [self._by_name[name] for name in needs if name in self._by_name]

    def _text(self, path: str, name: str) -> str:
        value = self._names.in_file(path, name)
        text = value.value if isinstance(value, Literal) else ""
        return text.reveal() if isinstance(text, Secret) else text if isinstance(text, str) else ""
