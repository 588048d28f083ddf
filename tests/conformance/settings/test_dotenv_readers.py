"""Each reader of env files reads them as the program whose grammar it implements."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from poolaudit.extract.settings.dotenv import read_env
from poolaudit.extract.settings.dotenv_entry import EnvTextError
from poolaudit.extract.settings.dotenv_python import bindings

FOLDER = Path(__file__).parent
READERS = {
    "compose": "compose",
    "python-dotenv": "python_dotenv",
    "node": "js_dotenv",
    "node-env-file": "node_env_file",
    "sh": "posix_sh",
}
REFUSED = "refused"
EXCEPTIONS = {
    ("sh", "A=`1`"): "the shell runs the command, which nobody can know; the entry has no value here",
}
"""Cases that differ on purpose, with the reason."""


def _cases(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = yaml.safe_load((FOLDER / name).read_text("utf-8"))["cases"]
    return cases


def _mapping(text: str, reader: str, env: dict[str, str] | None = None) -> dict[str, str | None] | str:
    try:
        lines = read_env(text, reader, (env or {}).get)
    except EnvTextError:
        return REFUSED
    return {line.name: line.value for line in lines if line.value is not None or line.why == "no value"}


def _input(case: dict[str, Any]) -> str:
    return repr(case.get("input", case.get("name", case.get("group"))))[:60]


PYTHON = _cases("python_dotenv.yaml")


@pytest.mark.parametrize("case", [case for case in PYTHON if "bindings" in case], ids=_input)
def test_python_dotenv_statements(case: dict[str, Any]) -> None:
    """The statements of a text are those of python-dotenv's parser, before expansion."""
    actual = [(line.name, line.value) for line in bindings(case["input"])]

    assert [(each["key"], each["value"]) for each in case["bindings"] if each["key"]] == actual


@pytest.mark.parametrize("case", [case for case in PYTHON if "expect" in case], ids=_input)
def test_python_dotenv_values(case: dict[str, Any]) -> None:
    """The mapping is that of `dotenv_values`, with and without interpolation."""
    expanded = _mapping(case["input"], "python-dotenv", case["env"])
    plain = {line.name: line.value for line in bindings(case["input"])}

    assert case["expect"] == (expanded if case["interpolate"] else plain)


@pytest.mark.parametrize("case", _cases("dotenv_js.yaml"), ids=_input)
def test_node_dotenv(case: dict[str, Any]) -> None:
    """The fixtures of the npm package dotenv give the mapping that it gives."""
    assert case["expect"] == _mapping(case["input"], "node")


# The two cases of two files in a row are left out: one file is read at a time, and compose 2.26.1 differs there as well.
COMPOSE = [case for case in _cases("compose_dotenv.yaml") if "input" in case]


@pytest.mark.parametrize("case", [case for case in COMPOSE if "expect" in case], ids=_input)
def test_compose_env_file(case: dict[str, Any]) -> None:
    """An env file gives compose's mapping; fixtures assert a part of it."""
    actual = _mapping(case["input"], "compose", case.get("env"))
    shown = {name: value for name, value in actual.items() if name in case["expect"]} if isinstance(actual, dict) else actual

    assert case["expect"] == (shown if case.get("partial") else actual)


@pytest.mark.parametrize("case", [case for case in COMPOSE if "expect" not in case], ids=_input)
def test_compose_refuses(case: dict[str, Any]) -> None:
    """A text that compose refuses is refused."""
    assert _mapping(case["input"], "compose", case.get("env")) == REFUSED


LIVE = [
    (reader, case)
    for case in _cases("dotenv_readers_live.yaml")
    for reader in READERS
    if (reader, case["input"]) not in EXCEPTIONS
]


@pytest.mark.parametrize(("reader", "case"), LIVE, ids=[f"{reader}: {_input(case)}" for reader, case in LIVE])
def test_one_text_five_readers(reader: str, case: dict[str, Any]) -> None:
    """Each reader sees what the program itself was seen to see."""
    seen = case["by_reader"][READERS[reader]]

    assert (REFUSED if "error" in seen else seen) == _mapping(case["input"], reader)


def test_command_in_backticks_has_no_value() -> None:
    """A value that the shell gets from a command is listed without a value and says why."""
    line = read_env("A=`1`", "sh")[0]

    assert (line.name, line.value, line.why) == ("A", None, "runs a command")
