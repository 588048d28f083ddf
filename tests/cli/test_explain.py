"""`poolaudit explain` and `poolaudit rules`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from poolaudit.cli import pipeline
from poolaudit.cli.app import run
from poolaudit.cli.page_text import page_text
from poolaudit.config import Config
from poolaudit.lint.finding import Severity
from poolaudit.report.terminal import Terminal, cells

if TYPE_CHECKING:
    from pathlib import Path

    from poolaudit.report.base import Manual, RulePage

BODY = """\
# A `title` of **weight**

Text that
goes on, see [the manual](https://x.example/a) and [https://y.example](https://y.example).

> quoted
> twice

## Lists
### Of two
- one `code` item that is long enough to be wrapped at this width
  and continues
1. two

| a | b |
| - | - |

```ini
[x]
\tmode = transaction
```
~~~
open fence
"""


@dataclass(frozen=True, slots=True)
class _Page:
    name: str = "some-rule"
    code: str = "PA999"
    title: str = "Something wrong"
    family: str = "endpoint"
    severity: Severity = Severity.WARNING
    default: bool = True
    since: str = "0.1"
    sources: tuple[str, ...] = ("https://x.example/a",)
    body: str = BODY

    @property
    def manual(self) -> Manual:
        raise NotImplementedError


def _as_page(page: _Page) -> RulePage:
    return page


def test_page_text() -> None:
    """Headings, paragraphs, lists, tables and code of a page are laid out for a screen without colour."""
    assert page_text(_as_page(_Page()), Terminal(50, unicode=False)) == (
        "PA999 some-rule  endpoint * warning\n"
        "\n"
        "A `title` of **weight**\n"
        "=======================\n"
        "\n"
        "  Text that goes on, see the manual\n"
        "  (https://x.example/a) and https://y.example.\n"
        "\n"
        "  | quoted twice\n"
        "\n"
        "Lists\n"
        "-----\n"
        "\n"
        "Of two\n"
        "~~~~~~\n"
        "\n"
        "  * one `code` item that is long enough to be\n"
        "    wrapped at this width and continues\n"
        "  1. two\n"
        "\n"
        "  | a | b |\n"
        "  | - | - |\n"
        "\n"
        "    [x]\n"
        "        mode = transaction\n"
        "\n"
        "    open fence\n"
        "\n"
        "Sources\n"
        "  https://x.example/a\n"
    )


def test_page_text_in_colour() -> None:
    """With colour the marks of Markdown give way to it."""
    text = page_text(_as_page(_Page(body="# T\n\nA `name` is **lost**.\n", sources=(), default=False)), Terminal(color=True))

    assert text == (
        "\x1b[36;1mPA999\x1b[0m \x1b[1msome-rule\x1b[0m  \x1b[2mendpoint · warning · off by default\x1b[0m\n"
        "\n\x1b[1mT\x1b[0m\n"
        "\n  A \x1b[36mname\x1b[0m is \x1b[1mlost\x1b[0m.\n"
    )


def test_page_without_a_body() -> None:
    """A rule in Python has at least its title."""
    text = page_text(_as_page(_Page(body="", sources=())), Terminal())

    assert text == "PA999 some-rule  endpoint · warning\n\nSomething wrong\n===============\n"


@pytest.mark.parametrize("rule", [rule.name for rule in pipeline.rulebook(Config())])
def test_every_page_fits_the_screen(rule: str) -> None:
    """Every page of ours is laid out within the width, but for code, tables and long addresses."""
    text = page_text(pipeline.rulebook(Config()).get(rule), Terminal(80))
    wide = [line for line in text.splitlines() if cells(line) > 80 and not line.startswith("    ")]

    assert not [line for line in wide if len(line.split()) > 1 and not line.lstrip().startswith("|")]


@pytest.mark.parametrize("word", ["PA201", "pa201", "txn-pool-prepared-statement"])
@pytest.mark.usefixtures("tree")
def test_explain(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A rule is found by name and by code in any case."""
    code = run(["explain", word])

    assert (0, "PA201 txn-pool-prepared-statement  transaction-mode · error") == (code, capsys.readouterr().out.splitlines()[0])


@pytest.mark.usefixtures("tree")
def test_explain_unknown_rule(capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown rule is one line with a suggestion."""
    code = run(["explain", "txn-pool-listn"])

    assert (2, ("", "poolaudit: error: no rule is called `txn-pool-listn`; did you mean `txn-pool-listen`?\n")) == (
        code,
        capsys.readouterr(),
    )


def test_explain_rule_of_the_repository(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Pages that the configuration names are explained like ours."""
    source = pipeline.rulebook(Config()).get("PA204")
    (tree / "db").mkdir()
    front = (
        "---\ncode: XX101\ntitle: Ours\non: route\nwhen: client.kind == 'pool'\nmessage: a pool\nremedy: none\nseverity: info\n"
        "since: '1'\nsources: [https://x.example]\n---\n"
    )
    (tree / "db/our-own.md").write_text(front + source.body, encoding="utf-8")
    (tree / "poolaudit.toml").write_text('rules = ["db"]\n', encoding="utf-8")
    code = run(["explain", "XX101"])

    assert (0, "XX101 our-own  db · info") == (code, capsys.readouterr().out.splitlines()[0])


PLUGIN = """\
import poolaudit


@poolaudit.rule("no-pools", on=poolaudit.Route, code="ACME100", title="No pools")
def no_pools(route):
    yield poolaudit.Violation(f"{route.client.call} opens connections")
"""


def test_plugin(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rules of a Python file are listed, explained and run when the file is named, and never taken from the scanned tree."""
    (tree.parent / "acme.py").write_text(PLUGIN, encoding="utf-8")
    (tree / "hostile.py").write_text(PLUGIN, encoding="utf-8")
    named = ("--plugin", "../acme.py")
    codes = [run(["explain", "ACME100", *named]), run(["scan", "-q", "--select", "ACME100", "--fail-on", "info", *named])]
    lines = capsys.readouterr().out.splitlines()

    assert ([0, 1], "No pools") == (codes, lines[2])
    assert lines[-1].endswith("asyncpg.create_pool opens connections [ACME100 no-pools]")
    assert (2, 1) == (
        run(["scan", "--plugin", "hostile.py"]),
        capsys.readouterr().err.count("poolaudit: error: plugin hostile.py"),
    )


@pytest.mark.usefixtures("tree")
def test_rules(capsys: pytest.CaptureFixture[str]) -> None:
    """Rules stand under their family with code, severity and title."""
    code = run(["rules"])
    lines = capsys.readouterr().out.splitlines()
    at = lines.index("transaction-mode")

    assert (0, "poolaudit", "  PA001  off      unreadable-file") == (code, lines[0], lines[1][:33])
    assert lines[at + 1].startswith("  PA201  error    txn-pool-prepared-statement  ")
    assert not [line for line in lines if cells(line) > 100]


@pytest.mark.usefixtures("tree")
def test_rules_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """The list is there for programs, too."""
    run(["rules", "-f", "json"])
    row = next(each for each in json.loads(capsys.readouterr().out) if each["code"] == "PA201")
    page = pipeline.rulebook(Config()).get("PA201")

    assert {
        "name": "txn-pool-prepared-statement",
        "code": "PA201",
        "title": page.title,
        "family": "transaction-mode",
        "severity": "error",
        "default": True,
        "since": page.since,
        "sources": list(page.sources),
    } == row
