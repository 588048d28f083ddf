"""Which modules call the functions that open pools from their parameters?

In: `PoolFunction`s, then the `PoolCall`s that were found. Out: names of functions, and whether a file may call one of them. Only
such files are read, and only when a repository has such functions; what their callers decide is asked for once more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poolaudit.facts.pool_function import PoolCall, PoolFunction, composed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolaudit.facts.fact import Fact

LANGUAGES = (
    (".py",),
    (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"),
    (".go",),
    (".rb",),
    (".cs",),
    (".java",),
)
"""Endings of files that call each other's functions."""
COMMON = frozenset({"src", "lib", "app", "apps", "packages", "internal", "pkg", "index", "main", "server", "client", "db"})
"""Names of folders and files that do not tell what is imported."""
ROUNDS = 3
"""Functions around functions that are followed."""
MOST_FILES = 200
"""Modules that are read for calls."""


class Callers:
    """Finds the callers of functions, and of the functions around those calls."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._left = MOST_FILES
        self._follow(each for each in facts if isinstance(each, PoolFunction))

    def _follow(self, functions: Iterable[PoolFunction]) -> None:
        self._functions = tuple(functions)
        self.names = frozenset(called(name) for each in self._functions for name in each.names)
        """Last parts of the names of the functions whose calls are to be found."""
        self.endings = tuple(sorted({end for each in self._functions for end in _endings(each.span.path)}))
        """Endings of files that may call them."""
        self._words = tuple(name.encode() for name in sorted(self.names))
        words = b"|".join(map(re.escape, self._words))
        self._imports = tuple(sorted({text.encode() for each in self._functions for text in _imports_of(each)}))
        self._called = re.compile(rb"(?<!\w)(?:" + words + rb")(?:(?:<[\w.,<> ]{1,100}>)?\s{0,20}\(|\s{1,20}as\b)")

    def may_call(self, path: str, data: bytes) -> bool:
        """Whether a file seems to call one of them, or imports it by another name."""
        if not any(word in data for word in self._words):
            return False
        if path.endswith(".go"):
            return self._count(
                any(_calls_in_go(name, each.span.path, path, data) for each in self._functions for name in each.names)
            )
        if all(not _together(each.span.path, path) for each in self._functions) and not any(
            text in data for text in self._imports
        ):
            return False
        return self._count(self._called.search(data) is not None)

    @property
    def exhausted(self) -> bool:
        """Whether more files seem to call them than are read, so that what is found is not all."""
        return self._left < 0

    def _count(self, found: bool) -> bool:  # noqa: FBT001  # what was just asked
        self._left -= found
        return found and self._left >= 0

    def found(self, facts: Iterable[Fact]) -> bool:
        """Take the calls; whether functions around them are to be followed in their turn."""
        calls = [each for each in facts if isinstance(each, PoolCall) and each.outer]
        self._follow(
            made
            for each in self._functions
            for call in calls
            if _is_call_of(call.callee, each.names) and (made := composed(each, call)).deciding
        )
        return bool(self._functions)


def called(name: str) -> str:
    """The part of a function's name by which its calls are looked for: `X.new` for what makes a Ruby object."""
    last = name.rpartition(".")[2]
    return ".".join(name.split(".")[-2:]) if last == "new" else last


def _endings(path: str) -> tuple[str, ...]:
    return next((each for each in LANGUAGES if path.endswith(each)), ())


def _together(one: str, other: str) -> bool:
    """Whether files see each other's functions without an import: the same one, or one package of Go."""
    return one == other or (one.endswith(".go") and one.rpartition("/")[0] == other.rpartition("/")[0])


def _calls_in_go(name: str, defined: str, path: str, data: bytes) -> bool:
    """Whether a file of Go calls a function of that name: of its own package, or of one that it imports."""
    last = re.escape(called(name).encode())
    if _together(defined, path):
        return re.search(rb"(?<!\w)" + last + rb"\(", data) is not None
    folder = defined.rpartition("/")[0]
    end = "/".join(folder.split("/")[-2:]).encode() + b'"'
    if not folder or end not in data:
        return False
    package = rb"\w+" if "()" in name else re.escape(folder.rpartition("/")[2].encode())  # the method of an object, or a function
    aliases = [re.escape(each) for each in re.findall(rb'(\w+)\s{1,8}"[^"\n]{0,200}' + re.escape(end), data)]
    return re.search(rb"(?<!\w)(?:" + b"|".join([package, *aliases]) + rb")\." + last + rb"\(", data) is not None


def _imports_of(function: PoolFunction) -> Iterator[str]:
    path = function.span.path
    if path.endswith(".py"):
        for name in function.names:
            yield from _imports(name)
    elif path.endswith((".rb", ".cs")):  # `using` names a namespace that many files share
        yield from (called(name) for name in function.names)
    else:
        *folders, file = path.split("/")
        steps = [*folders, file.rpartition(".")[0].removesuffix(".d")]
        telling = [each for each in steps if each.lower() not in COMMON]
        yield from telling[-2:] or steps[-1:]
        for folder in folders if not telling else ():  # `@shop/db`, the name of a package, mostly ends as its folder
            yield from (f"/{folder}'", f'/{folder}"')


def _imports(name: str) -> Iterator[str]:
    """Text of which some stands in every other file that imports a function, its class or its module."""
    *packages, module = name.replace("()", "").split(".")[:-1] or [""]
    if packages and module[:1].isupper():
        *packages, module = packages  # the method of a class
    yield from (f"from {module} import", f"import {module}", f" .{module} import", f"..{module} import", ". import")
    if packages:
        yield f"{packages[-1]}.{module}"
        yield from (f"{each} import" for each in packages)


def _is_call_of(callee: str, names: Iterable[str]) -> bool:
    """Whether a call seems to be one of a function, by the end of its name."""
    return any(called(name) == called(callee) for name in names)
