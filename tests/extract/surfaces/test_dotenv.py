"""An env file becomes one fact that knows what each of its readers sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.discover.source import Source
from poolaudit.extract.settings.dotenv import read
from poolaudit.extract.surfaces.dotenv import SURFACE
from poolaudit.facts.deployment import EnvEntry, EnvFile

if TYPE_CHECKING:
    from poolaudit.facts.setting import Setting


def _file(text: str) -> tuple[Source, EnvFile]:
    source = Source("a/.env", text)
    (fact,) = SURFACE.extract(source, read(source))

    assert isinstance(fact, EnvFile)
    return source, fact


def _shown(setting: Setting[object]) -> tuple[str | None, str]:
    return getattr(setting.value, "masked", None), setting.note


def _entry(text: str) -> EnvEntry:
    return _file(text)[1].entries[-1]


def test_entries_have_values_and_places() -> None:
    """Names and values stand in order, with the place of the value without quotes and of the entry with them."""
    source, fact = _file("# c\nexport A=1\nB = \"x y\" # c\nA='2'\n")

    assert ("a/.env", [("A", "1"), ("B", "x y"), ("A", "2")]) == (
        fact.path,
        [(entry.name, entry.value.value.reveal()) for entry in fact.entries if entry.value.value],
    )
    assert [("A=1", "1"), ('B = "x y"', "x y"), ("A='2'", "2")] == [
        (source.at(entry.span), source.at(entry.value.span)) for entry in fact.entries if entry.value.span
    ]


def test_passwords_are_masked() -> None:
    """Values of secret names are hidden whole, passwords in URLs alone."""
    _, fact = _file("DB_PASSWORD=hunter2\nURL=postgres://u:hunter2@h/d\nSECRET_KEY=hunter2\nEMPTY_TOKEN=\n")

    assert ["***", "postgres://u:***@h/d", "***", ""] == [entry.value.value.masked for entry in fact.entries if entry.value.value]
    assert "hunter2" not in repr(fact)


def test_expansion_that_node_does_not_do() -> None:
    """Where only readers without expansion differ, the value is the expanded one, and each reader's is listed."""
    entry = _entry("H=db\nU=http://${H}:1\n")

    assert ("http://db:1", "node reads it without expanding variables") == _shown(entry.value)
    assert {
        "compose": ("http://db:1", ""),
        "python-dotenv": ("http://db:1", ""),
        "node": ("http://${H}:1", ""),
        "node-env-file": ("http://${H}:1", ""),
    } == {reader: _shown(value) for reader, value in entry.readings}


def test_readers_that_cut_at_a_hash() -> None:
    """Where readers differ in what the text means, the value is unknown, and who reads alike is said without the values."""
    entry = _entry("SCHEMA=a#b\n")

    assert (None, "readers differ: compose, python-dotenv / node, node-env-file") == _shown(entry.value)
    assert [("compose", "a#b"), ("python-dotenv", "a#b"), ("node", "a"), ("node-env-file", "a")] == [
        (reader, _shown(value)[0]) for reader, value in entry.readings
    ]


def test_variable_of_another_place() -> None:
    """A value that needs a variable from outside is unknown; with a default it rests on that."""
    missing, defaulted = _entry("A=${B}\n").value, _entry("A=${B:-test}\n").value

    assert [(None, "needs B, which the file does not set"), ("test", "unless B is set elsewhere")] == [
        _shown(missing),
        _shown(defaulted),
    ]


def test_reader_that_refuses_the_file() -> None:
    """A line that compose refuses makes its reading absent, for every entry of the file."""
    _, fact = _file("A=1\nB B\n")
    readings = dict(fact.entries[0].readings)

    assert [("1", ""), (None, "")] == [_shown(readings["python-dotenv"]), _shown(readings["compose"])]
    assert not readings["compose"].is_known
