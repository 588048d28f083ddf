"""`poolaudit map` and `poolaudit facts`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from poolaudit.cli.app import run
from poolaudit.cli.vocabulary import docstrings, vocabulary_text
from poolaudit.graph.endpoint import Endpoint
from poolaudit.graph.topology import Graph
from poolaudit.lint.words import attributes, kinds
from poolaudit.report.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.usefixtures("tree")
def test_map(capsys: pytest.CaptureFixture[str]) -> None:
    """The route through the repository is drawn with its places."""
    code = run(["map"])
    lines = capsys.readouterr().out.splitlines()

    assert (0, "every environment") == (code, lines[0])
    assert ["app/db.py:7", "docker-compose.yml:5", "docker-compose.yml:6"] == [
        line.rpartition("  ")[2] for line in lines if line.lstrip().startswith("→")
    ]


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(("form", "start"), [("mermaid", "flowchart LR\n"), ("json", '{\n  "version": 1,')])
def test_map_formats(form: str, start: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The same is there as a drawing and for programs."""
    code = run(["map", "-f", form])

    assert (0, start) == (code, capsys.readouterr().out[: len(start)])


@pytest.mark.usefixtures("tree")
def test_map_in_an_unknown_format(capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown format is one line."""
    code = run(["map", "-f", "dot"])

    assert (2, ("", "poolaudit: error: unknown format 'dot'; one of json, mermaid, tree\n")) == (code, capsys.readouterr())


def test_facts(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the files say is printed as JSON; passwords are masked."""
    (tree / ".env").write_text("DATABASE_URL=postgres://app:hunter2@db/shop\nTOKEN=hunter2\n", encoding="utf-8")
    code = run(["facts"])
    out = capsys.readouterr().out

    assert (0, False) == (code, "hunter2" in out)
    assert {"ClientPool", "Deployment", "EnvFile", "PoolerConfig"} <= {each["fact"] for each in json.loads(out)}


@pytest.mark.usefixtures("tree")
def test_facts_of_one_file(capsys: pytest.CaptureFixture[str]) -> None:
    """A file narrows the list to what it says itself."""
    run(["facts", "pgbouncer.ini"])

    assert [("PoolerConfig", "pgbouncer.ini")] == [(each["fact"], each["path"]) for each in json.loads(capsys.readouterr().out)]


def test_facts_know_the_pinned_release(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A pool is printed with the defaults of the release that the repository pins."""
    (tree / "app" / "cache.py").write_text("import redis\n\ncache = redis.Redis(host='cache')\n", encoding="utf-8")
    (tree / "requirements.txt").write_text("redis==5.0.1\n", encoding="utf-8")
    run(["facts"])
    pools = [each for each in json.loads(capsys.readouterr().out) if each["fact"] == "ClientPool" and each["library"] == "redis"]

    assert [("5.0.1", None, True)] == [(each["version"]["value"], each["max_size"], each["unlimited"]["value"]) for each in pools]


def test_unread_files_are_told(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that could not be read is named on standard error, so that silence means complete."""
    (tree / "docker-compose.yml").write_bytes(b"services:\n  DATABASE_URL: \xff\n")
    run(["facts"])
    run(["map"])

    assert ["unread: docker-compose.yml: is no UTF-8 text"] * 2 == capsys.readouterr().err.splitlines()


@pytest.mark.usefixtures("tree")
def test_words(capsys: pytest.CaptureFixture[str]) -> None:
    """The vocabulary names every kind of subject, and every word with its type and meaning."""
    code = run(["facts", "--words"])
    out = capsys.readouterr().out

    assert (0, [f"on: {on}" for on in kinds()]) == (code, [line for line in out.splitlines() if line.startswith("on: ")])
    assert "\n  kind  (text, may be unknown)\n      'direct' (the server itself) or 'pooled'; unresolved when unknown.\n" in out


def test_every_word_is_listed() -> None:
    """Each attribute of each subject stands under its heading."""
    blocks = dict(block.partition("\n")[::2] for block in vocabulary_text(Terminal(1000)).split("\n\n"))

    assert {f"on: {on}": list(attributes(cls)) for on, (_, cls) in kinds().items()} == {
        head: [line.split()[0] for line in body.splitlines()[1:] if line[:3].strip() and line[:6].strip()]
        for head, body in blocks.items()
        if head.startswith("on: ")
    }


def test_docstrings() -> None:
    """Docstrings under fields are read from the source; a field without one is left out."""
    assert "Managed service: `neon`, `supabase`, `rds`; absent when it is none that we know." == docstrings(Endpoint)["provider"]
    assert {} == docstrings(Graph)
    assert "host" not in docstrings(Endpoint)


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ([], (0, "PgBouncer: clients of the pooler  docker-compose.yml:6")),
        (["-f", "json"], (0, "{")),
    ],
)
def test_budget(more: list[str], expected: tuple[int, str], capsys: pytest.CaptureFixture[str]) -> None:
    """The sums are printed as tables or for programs."""
    code = run(["map", "--budget", *more])

    assert expected == (code, capsys.readouterr().out.splitlines()[0])


@pytest.mark.usefixtures("tree")
def test_budget_in_a_drawing(capsys: pytest.CaptureFixture[str]) -> None:
    """A flowchart has no place for sums."""
    code = run(["map", "--budget", "-f", "mermaid"])

    assert (2, ("", "poolaudit: error: --budget is printed as tree or json, not as mermaid\n")) == (code, capsys.readouterr())


PLACES = ["docker-compose.yml:2", "app/db.py:7", "docker-compose.yml:5", "docker-compose.yml:6"]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        pytest.param("app/db.py", PLACES, id="client"),
        pytest.param("pgbouncer.ini", PLACES, id="settings-of-the-pooler"),
        pytest.param("other.py", ["docker-compose.yml:2", "other.py:3", "other.py:3"], id="another-client"),
        pytest.param("app/other.py", [], id="nothing"),
    ],
)
def test_map_of_one_file(tree: Path, capsys: pytest.CaptureFixture[str], file: str, expected: list[str]) -> None:
    """A file narrows the drawing to routes that have a place in it."""
    (tree / "other.py").write_text("import asyncpg\n\nasyncpg.create_pool('postgresql://app@elsewhere/shop')\n", encoding="utf-8")
    code = run(["map", file, "-f", "json"])
    drawn = json.loads(capsys.readouterr().out)
    places = [station["at"].rpartition(":")[0] for route in drawn["routes"] for station in route["stations"]]

    assert (0, expected, []) == (code, places, drawn["unreached"])


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(("file", "expected"), [("pgbouncer.ini", ["PgBouncer"]), ("app/other.py", [])])
def test_budget_of_one_file(capsys: pytest.CaptureFixture[str], file: str, expected: list[str]) -> None:
    """The sums are narrowed likewise."""
    code = run(["map", file, "--budget", "-f", "json"])

    assert (0, expected) == (code, [each["name"] for each in json.loads(capsys.readouterr().out)["budgets"]])
