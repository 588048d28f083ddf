"""The program as a process: start, streams, encodings, interruption."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from poolaudit import __version__

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = (sys.executable, "-m", "poolaudit")
HEAVY = {"click", "yaml", "libcst", "sqlglot", "tomllib", "tomli", "asyncio", "importlib.metadata", "dataclasses"}


def _run(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*PROGRAM, *words], env={**os.environ, **environment}, capture_output=True, check=False, timeout=60)


def _imported(*words: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *PROGRAM[1:], *words], capture_output=True, check=False, timeout=60
    )
    return {line.rpartition("|")[2].strip() for line in done.stderr.decode().splitlines() if line.startswith("import time:")}


def test_version() -> None:
    """The version is one line."""
    done = _run("--version")

    assert (0, f"poolaudit {__version__}{os.linesep}".encode(), b"") == (done.returncode, done.stdout, done.stderr)


def test_version_imports_nothing_heavy() -> None:
    """Asking for the version loads neither the command line nor any parser."""
    modules = _imported("--version")

    assert "poolaudit" in modules
    assert not {name for name in modules if name in HEAVY or name.startswith("poolaudit.")} - {"poolaudit.__main__"}


def test_help_imports_no_parser() -> None:
    """Help loads click and no parser of files."""
    modules = _imported("scan", "--help")

    assert "click" in modules
    assert not modules & {"yaml", "libcst", "sqlglot", "poolaudit.scan", "poolaudit.lint.rulebook"}


def test_no_command() -> None:
    """Without a command the help stands on standard error, and the code is that of wrong use."""
    done = _run()

    assert (2, b"", True) == (done.returncode, done.stdout, done.stderr.startswith(b"Usage: poolaudit "))


def test_unknown_command() -> None:
    """An unknown command is one line with a suggestion."""
    done = _run("scn")

    assert (2, b"", f"poolaudit: error: no such command: 'scn'; did you mean 'scan'?{os.linesep}".encode()) == (
        done.returncode,
        done.stdout,
        done.stderr,
    )


@pytest.mark.usefixtures("tree")
def test_streams() -> None:
    """The report alone stands on standard output, so that it can be piped."""
    done = _run("scan", "--select", "PA201", "-f", "json", "-v")

    assert (1, 1) == (done.returncode, len(json.loads(done.stdout)["findings"]))
    assert done.stderr.startswith(b"1 error in 1 file; ")


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_encodings(encoding: str) -> None:
    """A stream that cannot show our symbols gets others."""
    done = _run("scan", "--select", "PA201", PYTHONIOENCODING=encoding)
    text = done.stdout.decode(encoding)

    assert (1, b"") == (done.returncode, done.stderr)
    assert ("╭ app/db.py:7" if encoding == "utf-8" else "+ app/db.py:7") in text


@pytest.mark.usefixtures("tree")
def test_reader_that_leaves() -> None:
    """A reader that has seen enough is no error, and the exit code is that of the scan."""
    with subprocess.Popen([*PROGRAM, "rules", "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        errors = process.stderr.read()

    assert (0, b"") == (process.returncode, errors)


def test_the_quick_end_loses_nothing(tree: Path) -> None:
    """Output that no pipe holds at once arrives whole (the tree has one more pool), and what plugins do at exit is done."""
    (tree / "big.py").write_text("import asyncpg\n" + "asyncpg.create_pool('postgresql://db/shop')\n" * 2000, encoding="utf-8")
    (tree.parent / "plugin.py").write_text("import atexit\natexit.register(print, 'left')\n", encoding="utf-8")
    plugin = str(tree.parent / "plugin.py")
    done = subprocess.run(
        [sys.executable, "-m", "poolaudit", "facts", "."], capture_output=True, check=False, timeout=60, cwd=tree, text=True
    )
    left = subprocess.run(
        [sys.executable, "-m", "poolaudit", "scan", "--no-config", "--plugin", plugin, "-f", "json"],
        capture_output=True,
        check=False,
        timeout=60,
        cwd=tree,
        text=True,
    )

    assert (0, 2001) == (done.returncode, sum(each["fact"] == "ClientPool" for each in json.loads(done.stdout)))
    assert "left" == left.stdout.rpartition("}")[2].strip()


def test_interrupt(tree: Path) -> None:
    """Ctrl-C ends with 130, no traceback and no output file."""
    code = (
        "import signal, sys\n"
        "from poolaudit.cli import pipeline\n"
        "pipeline.scan_tree = lambda *_, **__: signal.raise_signal(signal.SIGINT)\n"
        "from poolaudit.__main__ import main\n"
        "sys.argv = ['poolaudit', 'scan', '-f', 'json=out.json']\n"
        "sys.exit(main())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60)

    assert (130, b"", b"", False) == (done.returncode, done.stdout, done.stderr.strip(), (tree / "out.json").exists())


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("poolaudit ma", ["map"], id="command"),
        pytest.param("poolaudit explain txn-pool-l", ["txn-pool-listen"], id="rule"),
        pytest.param("poolaudit scan --select PA201,txn-pool-l", ["PA201,txn-pool-listen"], id="list-of-rules"),
        pytest.param("poolaudit scan --fail-on n", ["never"], id="severity"),
        pytest.param("poolaudit scan -f sa", ["sarif"], id="format"),
        pytest.param("poolaudit map -f me", ["mermaid"], id="map-format"),
    ],
)
def test_completion(words: str, expected: list[str]) -> None:
    """The shell completes commands, rules and values."""
    count = str(len(words.split()) - 1)
    done = _run(_POOLAUDIT_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=count)

    assert expected == [line.partition(",")[2] for line in done.stdout.decode().splitlines()]


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(
    ("redirection", "reason"),
    [
        pytest.param(">/dev/full", "no space left on device", id="full"),
        pytest.param(">&-", "it is closed", id="closed"),
    ],
)
@pytest.mark.parametrize(
    "words", ["scan -f json -q", "scan -q --select PA201", "facts", "map", "rules", "explain PA201", "--version"]
)
def test_output_that_finds_no_room(words: str, redirection: str, reason: str) -> None:
    """A report that cannot be written is one line with the cause, and never looks like the end of a clean scan."""
    done = _shell(words, redirection)

    assert (2, f"poolaudit: error: cannot write to standard output: {reason}\n") == (done.returncode, done.stderr)


def test_help_that_finds_no_room() -> None:
    """Help is no different."""
    done = _shell("scan --help", ">/dev/full")

    assert (2, "poolaudit: error: cannot write to standard output: no space left on device\n") == (done.returncode, done.stderr)


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize("redirection", ["2>/dev/full", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("scan --nix", 2, id="wrong-use"),
        pytest.param("", 2, id="no-command"),
        pytest.param("scan -v --select PA201 -f json=out.json", 1, id="findings"),
    ],
)
def test_nobody_to_complain_to(words: str, redirection: str, expected: int) -> None:
    """The exit code says the same when standard error is gone, and output that goes elsewhere is written."""
    assert expected == _shell(words, redirection).returncode


def _shell(words: str, redirection: str) -> subprocess.CompletedProcess[str]:
    program = " ".join(map(shlex.quote, PROGRAM))
    return subprocess.run(
        ["sh", "-c", f"{program} {words} {redirection}"], capture_output=True, check=False, timeout=60, text=True
    )
