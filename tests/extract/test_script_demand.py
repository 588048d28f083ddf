"""Scripts are asked for by what starts them."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.script_demand import ScriptDemand
from poolaudit.extract.settings.shell_commands import read
from poolaudit.facts.deployment import Deployment, Mount
from poolaudit.facts.setting import Setting
from poolaudit.facts.shell import ShellScript

SPAN = Source("Dockerfile", "x").span(0, 1)
PATHS = ("a/start.sh", "b/start.sh", "bin/serve", "docker/entry.sh", "serve.py", "start.sh.md", "serve.rb")


def deployment(command: str, *copies: tuple[str, str]) -> Deployment:
    """One with a command."""
    words = Setting.written(tuple(command.split()), SPAN)
    found = tuple(Mount(source, target, SPAN) for source, target in copies)
    return Deployment("web", "dockerfile", SPAN, "", "", command=words, copies=found)


def script(text: str, path: str = "x.sh") -> ShellScript:
    """A script that was read."""
    source = Source(path, text)
    return ShellScript(path, source.span(0, 0), read(source).steps)


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        pytest.param(deployment("sh start.sh"), ["a/start.sh", "b/start.sh"], id="every file of that name"),
        pytest.param(deployment("/app/bin/serve -p 1"), ["bin/serve"], id="without an ending"),
        pytest.param(deployment("serve"), [], id="a program"),
        pytest.param(deployment("run", ("docker/entry.sh", "/usr/bin/run")), ["docker/entry.sh"], id="under another name"),
        pytest.param(deployment("python serve.py --file=start.sh"), [], id="other languages"),
        pytest.param(script("if x; then . ./a/start.sh; else case $1 in y) (bin/serve &);; esac; fi"),
                     ["a/start.sh", "b/start.sh", "bin/serve"], id="started by a script"),
        pytest.param(script('f() { while x; do "$(dirname "$0")/entry.sh" && y; done; }'), ["docker/entry.sh"],
                     id="beside a script"),
    ],
)  # fmt: skip
def test_scripts_that_are_named(fact: Deployment | ShellScript, expected: list[str]) -> None:
    """The name of a file is enough to read it; the graph finds out which one is meant."""
    assert expected == ScriptDemand(PATHS).files([fact])


def test_no_script_is_asked_for_twice() -> None:
    """Neither one that was given, nor one that was read for another reason."""
    demand = ScriptDemand(PATHS)

    assert ["b/start.sh"] == demand.files([script("x", "a/start.sh"), deployment("./start.sh")])
    assert [] == demand.files([deployment("./start.sh")])


def test_many_scripts() -> None:
    """Of a repository with many scripts of one name a bounded number is read."""
    paths = [f"{each}/start.sh" for each in range(100)]

    assert 40 == len(ScriptDemand(paths).files([deployment("./start.sh")]))
