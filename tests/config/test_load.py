"""Configuration files become `Config`, or one line that says what is wrong."""

from __future__ import annotations

import json
import sys
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import poolaudit
from poolaudit.config import Config, ConfigError, DeclaredPooler, DeclaredServer, find, load
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.facts.span import Span

toml = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
SCHEMA = json.loads((Path(poolaudit.__file__).parent / "config.schema.json").read_text(encoding="utf-8"))
WHOLE = """\
# every key
select = ["transaction-mode", "PA3"]
ignore = ["PA311"]
min_severity = "warning"
fail_on = "error"
exclude = ["vendor/"]
rules = ["db/rules"]
baseline = "db/baseline.json"
internal_hosts = ["*.corp.example", "10.0.0.?"]

[severity]
PA404 = "error"
[options.thin-connection-headroom]
share = 0.7
[servers.main]
host = "db.example.com"
max_connections = 200
reserved = 10
cores = 8
version = 16
[poolers."pgb 1"]
host = "pool.example.com"
port = 6432
mode = "transaction"
version = "1.24"
max_prepared_statements = 0
[replicas]
web = 4
"""


def _write(folder: Path, text: str, name: str = "poolaudit.toml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def _declared(value: object, label: str, line: int, column: int, length: int) -> Setting[Any]:
    offset = sum(len(each) for each in WHOLE.splitlines(keepends=True)[: line - 1]) + column - 1
    span = Span("poolaudit.toml", offset, length, line, column, line, column + length)
    return Setting(value, Origin.DECLARED, span, label, "declared in poolaudit.toml")


def _table(line: int, column: int, length: int) -> Span:
    span = _declared(None, "", line, column, length).span
    assert span is not None
    return span


def test_reads_every_key(tmp_path: Path) -> None:
    """A file with every key fills every field, and declared values carry the place of their key."""
    config = load(_write(tmp_path, WHOLE), tmp_path)

    assert (
        Config(
            path="poolaudit.toml",
            select=("transaction-mode", "PA3"),
            ignore=("PA311",),
            min_severity="warning",
            fail_on="error",
            exclude=("vendor/",),
            rules=(tmp_path / "db/rules",),
            baseline=tmp_path / "db/baseline.json",
            severity={"PA404": "error"},
            options={"thin-connection-headroom": {"share": 0.7}},
            servers=(
                DeclaredServer(
                    "main",
                    _table(15, 10, 4),
                    _declared("db.example.com", "servers.main.host", 16, 1, 4),
                    _declared(200, "servers.main.max_connections", 17, 1, 15),
                    _declared(10, "servers.main.reserved", 18, 1, 8),
                    _declared(8, "servers.main.cores", 19, 1, 5),
                    _declared("16", "servers.main.version", 20, 1, 7),
                ),
            ),
            poolers=(
                DeclaredPooler(
                    "pgb 1",
                    _table(21, 10, 7),
                    _declared("pool.example.com", "poolers.pgb 1.host", 22, 1, 4),
                    _declared(6432, "poolers.pgb 1.port", 23, 1, 4),
                    _declared("transaction", "poolers.pgb 1.mode", 24, 1, 4),
                    _declared("1.24", "poolers.pgb 1.version", 25, 1, 7),
                    _declared(0, "poolers.pgb 1.max_prepared_statements", 26, 1, 23),
                ),
            ),
            replicas={"web": _declared(4, "replicas.web", 28, 1, 3)},
            internal_hosts=(
                _declared("*.corp.example", "internal_hosts", 9, 19, 16),
                _declared("10.0.0.?", "internal_hosts", 9, 37, 10),
            ),
        )
        == config
    )


def test_declared_value_is_evidence(tmp_path: Path) -> None:
    """A declared value explains itself with its key and the file that declares it."""
    config = load(_write(tmp_path, "[servers.main]\nmax_connections = 200\n"), tmp_path)

    assert (
        Evidence(
            Span("poolaudit.toml", 15, 15, 2, 1, 2, 16),
            Origin.DECLARED,
            "servers.main.max_connections = 200 (declared in poolaudit.toml)",
        ),
    ) == config.servers[0].max_connections.evidence()


def test_file_above_the_root_is_named_relative_to_the_root(tmp_path: Path) -> None:
    """Spans of a configuration above the scan root lead up to it, and its paths stay relative to the file."""
    path = _write(tmp_path, '[tool.poolaudit]\nrules = ["rules"]\nreplicas.web = 2\n', "pyproject.toml")
    (tmp_path / "services/api").mkdir(parents=True)

    config = load(path, tmp_path / "services/api")

    assert ("../../pyproject.toml", (tmp_path / "rules",)) == (config.path, config.rules)
    assert Span("../../pyproject.toml", 44, 3, 3, 10, 3, 13) == config.replicas["web"].span


@pytest.mark.parametrize(
    ("files", "root", "expected"),
    [
        pytest.param({"poolaudit.toml": ""}, "", "poolaudit.toml", id="in-the-root"),
        pytest.param({".git/HEAD": "", "poolaudit.toml": "", "a/b/x": ""}, "a/b", "poolaudit.toml", id="at-the-git-root"),
        pytest.param(
            {".git": "gitdir: x", "poolaudit.toml": "", "a/x": ""}, "a", "poolaudit.toml", id="at-the-root-of-a-worktree"
        ),
        pytest.param({".git/HEAD": "", "poolaudit.toml": "", "a/poolaudit.toml": ""}, "a", "a/poolaudit.toml", id="nearest-wins"),
        pytest.param({"poolaudit.toml": "", "a/.git/HEAD": ""}, "a", None, id="not-above-the-git-root"),
        pytest.param({"poolaudit.toml": "", "a/x": ""}, "a", None, id="not-above-the-root-without-git"),
        pytest.param({"poolaudit.toml": "", "pyproject.toml": "[tool.poolaudit]"}, "", "poolaudit.toml", id="own-file-first"),
        pytest.param({"pyproject.toml": "[tool.poolaudit]"}, "", "pyproject.toml", id="pyproject"),
        pytest.param(
            {".git/HEAD": "", "poolaudit.toml": "", "a/pyproject.toml": "# poolaudit\n[tool.ruff]"},
            "a",
            "poolaudit.toml",
            id="pyproject-without-our-table-is-passed-over",
        ),
        pytest.param({"pyproject.toml": "not [ TOML"}, "", None, id="broken-pyproject-of-somebody-else"),
    ],
)
def test_find(tmp_path: Path, files: dict[str, str], root: str, expected: str | None) -> None:
    """The nearest configuration up to the git root governs."""
    for name, text in files.items():
        _write(tmp_path, text, name)

    found = find(tmp_path / root)

    assert (None if expected is None else tmp_path / expected) == found


WRONG = [
    pytest.param('selct = ["PA1"]', "1:1: unknown key 'selct'; did you mean 'select'?", id="unknown-key"),
    pytest.param('min-severity = "error"', "1:1: unknown key 'min-severity'; did you mean 'min_severity'?", id="dash"),
    pytest.param("zzz = 1", "1:1: unknown key 'zzz'", id="unknown-key-like-no-other"),
    pytest.param(
        "[servers.a]\n\n max_conections = 3",
        "3:2: unknown key 'servers.a.max_conections'; did you mean 'max_connections'?",
        id="unknown-key-of-a-server",
    ),
    pytest.param("poolers = { x = { prt = 1 } }", "1:19: unknown key 'poolers.x.prt'; did you mean 'port'?", id="inline-table"),
    pytest.param('select = "PA1"', "1:1: 'select' must be a list of strings, not 'PA1'; write [\"PA1\"]", id="string-for-list"),
    pytest.param("exclude = [1]", "1:12: 'exclude[0]' must be a string that is not empty, not 1", id="number-in-list"),
    pytest.param('exclude = ["a",\n  ""]', "2:3: 'exclude[1]' must be a string that is not empty, not ''", id="empty-text"),
    pytest.param(
        'fail_on = "warn"',
        "1:1: 'fail_on' must be one of error, warning, info, never, not 'warn'; did you mean 'warning'?",
        id="choice",
    ),
    pytest.param('[severity]\nx = "off"', "2:1: 'severity.x' must be one of error, warning, info, not 'off'", id="severity"),
    pytest.param(
        "fail_on = 1979-05-27", "1:1: 'fail_on' must be one of error, warning, info, never, not a date or time", id="date"
    ),
    pytest.param("options.x = 1", "1:9: 'options.x' must be a table, not 1", id="number-for-table"),
    pytest.param("[[servers]]", "1:3: 'servers' must be a table, not a list", id="array-of-tables"),
    pytest.param(
        "servers.a.max_connections = 0", "1:11: 'servers.a.max_connections' must be an integer of at least 1, not 0", id="least"
    ),
    pytest.param(
        "servers.a.max_connections = true",
        "1:11: 'servers.a.max_connections' must be an integer of at least 1, not true",
        id="bool",
    ),
    pytest.param("poolers.a.port = 70000", "1:11: 'poolers.a.port' must be an integer from 1 to 65535, not 70000", id="port"),
    pytest.param(
        "servers.a.version = 1.20", "1:11: 'servers.a.version' must be a string, not 1.2; put it in quotes", id="version"
    ),
    pytest.param("replicas.web = -1", "1:10: 'replicas.web' must be an integer of at least 0, not -1", id="replicas"),
    pytest.param('baseline = "../x"', "1:1: 'baseline' leads out of the repository; name a path inside of it", id="outside"),
    pytest.param(
        'rules = ["a", "/etc"]', "1:15: 'rules[1]' leads out of the repository; name a path inside of it", id="absolute"
    ),
    pytest.param('"a\\u001bb" = 1', "1:1: unknown key 'a\\x1bb'", id="control-characters"),
]
OUTSIDE = ("outside", "absolute")  # a schema cannot see where a path leads


@pytest.mark.parametrize(("text", "expected"), WRONG)
def test_wrong_key(tmp_path: Path, text: str, expected: str) -> None:
    """A key or value that cannot be used is refused in one line with its place and what was probably meant."""
    with pytest.raises(ConfigError) as caught:
        load(_write(tmp_path, text), tmp_path)

    assert f"poolaudit.toml:{expected}" == str(caught.value)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"a = \n", "poolaudit.toml: is not valid TOML: Invalid value (at line 1, column 5)", id="syntax"),
        pytest.param(b"a = '\xff'", "poolaudit.toml: is not UTF-8", id="encoding"),
        pytest.param(b"#" * 1_048_577, "poolaudit.toml: larger than 1048576 bytes", id="size"),
    ],
)
def test_unreadable_file(tmp_path: Path, data: bytes, expected: str) -> None:
    """A file that is no TOML is refused with the reason."""
    path = tmp_path / "poolaudit.toml"
    path.write_bytes(data)

    with pytest.raises(ConfigError) as caught:
        load(path, tmp_path)

    assert expected == str(caught.value)


@pytest.mark.parametrize("text", ["a = " + "[" * 5000 + "]" * 5000, "a = " + "9" * 5000], ids=["depth", "digits"])
def test_hostile_toml(tmp_path: Path, text: str) -> None:
    """Depth and digits beyond the parser's bounds end in a refusal, not in a crash."""
    with pytest.raises(ConfigError) as caught:
        load(_write(tmp_path, text), tmp_path)

    assert str(caught.value).startswith("poolaudit.toml")
    assert "\n" not in str(caught.value)


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is refused by name."""
    with pytest.raises(ConfigError, match=r"^poolaudit\.toml: cannot be read: no such file or directory$"):
        load(tmp_path / "poolaudit.toml", tmp_path)


def test_schema_accepts_what_the_reader_accepts(tmp_path: Path) -> None:
    """The JSON Schema accepts the file with every key, and knows exactly the keys of `Config`."""
    load(_write(tmp_path, WHOLE), tmp_path)

    assert not list(Draft202012Validator(SCHEMA).iter_errors(toml.loads(WHOLE)))
    assert {field.name for field in fields(Config)} - {"path"} == set(SCHEMA["properties"])


@pytest.mark.parametrize("text", [pytest.param(each.values[0], id=each.id) for each in WRONG if each.id not in OUTSIDE])
def test_schema_refuses_what_the_reader_refuses(text: str) -> None:
    """The JSON Schema refuses each file that the reader refuses for its keys or types."""
    assert not Draft202012Validator(SCHEMA).is_valid(toml.loads(text))
