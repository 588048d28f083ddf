"""Scripts of another package.json of the repository: `pnpm --filter @shop/db migrate`.

In: the words of a command. Out: the package or folder that they name with the words that run there, and the path of its manifest.
Rules, read 2026-11-21: https://pnpm.io/filtering (10), https://docs.npmjs.com/cli/v11/using-npm/workspaces (11),
https://yarnpkg.com/cli/workspace (4), https://bun.sh/docs/cli/filter (1.3), https://turborepo.com/docs/reference/run (2).
"""

from __future__ import annotations

from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from poolaudit.facts.expression import Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolaudit.graph.names import Names

PACKAGE = "package name"
"""Under which name `extract.surfaces.package_scripts` tells what a package is called."""
NEEDS = "package needs"
"""Under which name it tells what the package depends on: names with blanks between them."""
_MANIFEST = "package.json"
_OPTIONS = {
    "pnpm": ("--filter", "-F", "-C", "--dir"),
    "npm": ("--workspace", "-w", "--prefix", "-C"),
    "yarn": ("--cwd",),
    "bun": ("--filter", "-F", "--cwd"),
    "turbo": ("--filter", "-F"),
}
"""Options of package managers that name a package or a folder."""
_FOLDERS = frozenset({"-C", "--dir", "--prefix", "--cwd"})
_RUN = ("run", "run-script")
_LAUNCHING = frozenset({"npx", "pnpm", "yarn", "bunx", "exec", "dlx"})


def elsewhere(words: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """What a command names, a folder with `./` before it, and the command without that; empty text where it names nothing."""
    rest = list(words)
    while len(rest) > 1 and rest[0] in _LAUNCHING and (rest[1] == "turbo" or rest[1] in _LAUNCHING):
        rest = rest[1:]
    manager = rest[0].rpartition("/")[2] if rest else ""
    named, kept = "", rest[:1]
    if manager == "yarn" and rest[1:2] == ["workspace"] and len(rest) > 2:  # noqa: PLR2004
        named, kept, rest = rest[2], rest[:1], [*rest[:1], *rest[3:]]
    at = 1
    while at < len(rest) and rest[at] != "--":
        option, equals, value = rest[at].partition("=")
        if option in _OPTIONS.get(manager, ()):
            value = value if equals else "".join(rest[at + 1 : at + 2])
            at += 0 if equals else 1
            named = f"./{value}" if option in _FOLDERS else value.removesuffix("...").removesuffix("^")
        else:
            kept.append(rest[at])
        at += 1
    kept += rest[at:]
    if manager == "turbo":
        tasks = [word for word in kept[1:] if word not in _RUN and not word.startswith("-")]
        return (named, ("npm", "run", tasks[0])) if named and len(tasks) == 1 else ("", tuple(words))
    return (named, tuple(kept)) if named else ("", tuple(words))


def manifest_of(named: str, root: str, names: Names) -> str | None:
    """The package.json of a package, by its name or its folder below that of `root`; None where none or two can be meant."""
    held = names.files_named(_MANIFEST)
    if named.startswith("./"):
        path = normpath(join(dirname(root), named, _MANIFEST))
        return path if path in held else None
    found = [path for path in held if isinstance(own := names.in_file(path, PACKAGE), Literal) and own.value == named]
    return found[0] if len(found) == 1 else None
