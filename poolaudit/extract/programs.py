"""Which programs do the facts start, of which files are they, and which scripts are for themselves?

In: the facts of a repository, its paths and what reads them. Out: a `Program` for each file of Python that a command names and
each main package of Go, where all its files can be told; a `LoneScript` for each file that opens connections and stands among
scripts, or that a script of JavaScript imports, and that nothing else imports. Repositories where nothing runs, or nothing opens
connections, cost nothing.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from poolaudit.catalog.path_roles import RUN_BY_HAND, SAMPLE_FOLDERS, TEST_FOLDERS
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.program import LoneScript, Program
from poolaudit.facts.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from poolaudit.facts.fact import Fact

_OPENING = frozenset({"ClientPool", "PoolCall"})
"""Names of facts about connections that code opens; the classes are not loaded to ask."""
_PODS = frozenset({"PodWorkload", "ChartRelease"})
_JAVASCRIPT = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
_ENTRIES = frozenset({"app", "cli", "index", "main", "server", "start", "worker"})
"""How files are called that programs of JavaScript begin with, and packages."""
_MOST = 60
"""Programs, and scripts, of one repository."""
_SAME = 3
"""Files that one path in a command may mean."""


def programs(facts: Sequence[Fact], paths: Sequence[str], read: Callable[[str], bytes | None]) -> Iterator[Fact]:
    """Each program and each lone script, sorted by path within its language."""
    opening = sorted({each.span.path for each in facts if type(each).__name__ in _OPENING})
    if not opening or not any(isinstance(each, Deployment) or type(each).__name__ in _PODS for each in facts):
        return
    python = [path for path in opening if path.endswith(".py")]
    if python:
        yield from _python(facts, python, paths, read)
    if any(path.endswith(".go") for path in opening):
        yield from _go(opening, paths, read)
    javascript = [path for path in opening if path.endswith(_JAVASCRIPT)]
    scripts = [path for path in javascript if _is_among(path, RUN_BY_HAND)]
    if javascript:
        scripts += _of_scripts(javascript, paths, read)
    if scripts:
        yield from _javascript(scripts[:_MOST], paths, read)


def _python(
    facts: Iterable[Fact], opening: Sequence[str], paths: Sequence[str], read: Callable[[str], bytes | None]
) -> Iterator[Fact]:
    from poolaudit.extract.python_files import PythonFiles  # noqa: PLC0415  # only where Python opens connections
    from poolaudit.extract.python_imports import starts_itself  # noqa: PLC0415

    files = PythonFiles(paths, read)
    words = list(_words(facts))
    named: dict[str, tuple[str, ...]] = {}
    for word in dict.fromkeys(word for word in words if word.endswith(".py")):
        meant = files.called(word)[:_SAME]
        if all(files.program(each) is not None for each in meant):  # else the word may mean one that is not followed
            named.update({each: (each,) for each in meant})
    for name in _modules(words):
        started = files.module(name)
        if started:
            named[started[-1]] = tuple(dict.fromkeys((*named.get(started[-1], ()), *started)))
    for path in sorted(named)[:_MOST]:
        takes = files.program(*named[path])
        if takes is not None:
            yield Program(_start(path), takes)
    scripts = [path for path in opening if _is_among(path, RUN_BY_HAND) and starts_itself(read(path) or b"")][:_MOST]
    alone = dict.fromkeys(scripts)
    stems = {path: path.rpartition("/")[2].removesuffix(".py").encode() for path in scripts}
    for path in paths if scripts else ():
        if path.endswith(".py") and not _is_among(path, RUN_BY_HAND | TEST_FOLDERS):
            data = read(path) or b""
            if any(word in data for word in stems.values()):
                for each in files.names(path):
                    alone.pop(each, None)
    yield from (LoneScript(_start(path)) for path in alone)


def _go(opening: Sequence[str], paths: Sequence[str], read: Callable[[str], bytes | None]) -> Iterator[Fact]:
    from poolaudit.extract.go_packages import GoPackages, is_main  # noqa: PLC0415  # only where Go opens connections

    packages = GoPackages(paths, read)
    mains = [path for path in packages.mains() if not _is_among(path, SAMPLE_FOLDERS | TEST_FOLDERS | RUN_BY_HAND)]
    for path in mains[:_MOST]:
        takes = packages.program(path)
        if takes is not None:
            yield Program(_start(path), takes)
    for path in opening:
        if path.endswith(".go") and _is_among(path, RUN_BY_HAND) and is_main(read(path) or b""):
            yield LoneScript(_start(path))


def _javascript(scripts: Sequence[str], paths: Sequence[str], read: Callable[[str], bytes | None]) -> Iterator[Fact]:
    """Scripts whose name stands in no import of another file that is no script."""
    alone = {path: _stem(path).encode() for path in scripts}
    patterns = {stem: _import_of(stem) for stem in alone.values()}
    for path in paths:
        if not alone:
            return
        if path.endswith(_JAVASCRIPT) and not _is_among(path, RUN_BY_HAND | TEST_FOLDERS):
            data = read(path) or b""
            alone = {each: stem for each, stem in alone.items() if stem not in data or not patterns[stem].search(data)}
    yield from (LoneScript(_start(path)) for path in alone)


def _of_scripts(opening: Iterable[str], paths: Sequence[str], read: Callable[[str], bytes | None]) -> Iterator[str]:
    """Files beside the scripts that a script imports; programs begin with files of everyday names."""
    beside = [path for path in opening if not _is_among(path, RUN_BY_HAND | TEST_FOLDERS)]
    wanted = {path: _stem(path).encode() for path in beside if path.rpartition("/")[2].partition(".")[0] not in _ENTRIES}
    patterns = {stem: _import_of(stem) for stem in wanted.values()}
    for path in paths if wanted else ():
        if path.endswith(_JAVASCRIPT) and _is_among(path, RUN_BY_HAND):
            data = read(path) or b""
            found = [each for each, stem in wanted.items() if stem in data and patterns[stem].search(data)]
            yield from found
            for each in found:
                del wanted[each]


def _import_of(stem: bytes) -> re.Pattern[bytes]:
    """A file in quotes by the name `stem`: the last part of a path."""
    return re.compile(rb"[\"'`/]" + re.escape(stem) + rb"(?:/index)?(?:\.[cm]?[jt]sx?)?[\"'`]")


def _stem(path: str) -> str:
    """The name by which others import a file: that of its folder for `index`."""
    stem = path.rpartition("/")[2].rpartition(".")[0]
    return path.split("/")[-2] if stem == "index" else stem


def _modules(words: Sequence[str]) -> Iterator[str]:
    """Modules that commands start by their names, or that what stands in them imports."""
    from poolaudit.extract.python_imports import named_modules  # noqa: PLC0415  # only where Python opens connections

    for before, word in pairwise(words):
        if before == "-m" and word.replace(".", "_").isidentifier():
            yield word
    texts = dict.fromkeys(word for word in words if "import" in word)
    for text in texts:
        yield from named_modules(text)


def _words(facts: Iterable[Fact]) -> Iterator[str]:
    """Words of commands, in manifests and scripts, those of a text for a shell one by one behind the text."""
    for command in _commands(facts):
        for words in command:
            if " " in words or "\n" in words:
                yield words
            yield from filter(None, (word.strip("\"'`();") for word in words.split()))


def _commands(facts: Iterable[Fact]) -> Iterator[Sequence[str]]:
    from poolaudit.facts.shell import Parameter, commands  # noqa: PLC0415  # only where Python opens connections

    for fact in facts:
        if isinstance(fact, Deployment):
            yield from (each.value for each in (fact.entrypoint, fact.command) if each.value)
        elif type(fact).__name__ == "ShellScript":
            for step in commands(getattr(fact, "steps", ())):
                heads = (each.parts[0] for each in step.words if each.parts)
                yield [head.reveal() for head in heads if not isinstance(head, Parameter)]
        elif type(fact).__name__ in _PODS:
            for one in getattr(fact, "objects", (fact,)):
                for container in getattr(one, "containers", ()):
                    yield from (each.value for each in (container.command, container.args) if each.value)


def _is_among(path: str, folders: frozenset[str]) -> bool:
    return not folders.isdisjoint(path.lower().split("/")[:-1])


def _start(path: str) -> Span:
    return Span(path, 0, 0, 1, 1, 1, 1)
