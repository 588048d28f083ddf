"""PostgreSQL's file as a fact: values in base units, refused lines, templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.discover.source import Source
from poolaudit.extract.settings.postgresql_conf import read, unescape
from poolaudit.extract.surfaces.postgresql_conf import extract

if TYPE_CHECKING:
    from poolaudit.facts.server import ServerConfig


def _config(text: str, path: str = "postgresql.conf") -> ServerConfig:
    source = Source(path, text)
    (config,) = extract(source, read(source))
    return config


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("MAX_CONNECTIONS = 200\n", [("max_connections", "200", "")], id="name without case"),
        pytest.param("work_mem = 64MB", [("work_mem", "65536", "64MB in kB")], id="base unit"),
        pytest.param("port = 1\nfsync=on\nport = 2", [("fsync", "on", ""), ("port", "2", "")], id="last wins"),
        pytest.param("max_connections = 0200", [("max_connections", "128", 'as PostgreSQL reads "0200"')], id="octal"),
        pytest.param("max_connections = 0", [("max_connections", None, "PostgreSQL refuses this value")], id="refused"),
        pytest.param("max_connections = ${MAX}", [("max_connections", None, "template ${MAX}")], id="shell"),
        pytest.param("work_mem = {{ mem }}MB", [("work_mem", None, "template {{ mem }}")], id="Jinja"),
        pytest.param("work_mem = '<%= mem %>'", [("work_mem", None, "template <%= mem %>")], id="ERB"),
        pytest.param("search_path = '\"$user\", public'", [("search_path", '"$user", public', "")], id="the server's own $"),
        pytest.param("pg_stat_statements.max = 9", [("pg_stat_statements.max", "9", "")], id="extension"),
        pytest.param("wal_keep_segments = 9", [("wal_keep_segments", "9", "")], id="of another release"),
        pytest.param(
            "primary_conninfo = 'host=x password=p'",
            [("primary_conninfo", None, "not read, because it may hold a password")],
            id="password",
        ),
        pytest.param(
            "{% if x %}\nport = 1\n{% endif %}\nfsync = on",
            [("port", None, "it depends on a condition of the template"), ("fsync", "on", "")],
            id="condition",
        ),
    ],
)
def test_settings(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    """Each parameter has the value that the server would use, or why that is not known."""
    actual = [(name, each.value, each.note) for name, each in _config(text).settings]

    assert expected == actual


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("port = 1", [], id="fine"),
        pytest.param('port = "1"', [('syntax error near """', 'port = "1"')], id="double quotes"),
        pytest.param("port =\n", [("syntax error at the end of the line", "port =")], id="no value"),
        pytest.param("work_mem = 64M", [('invalid value for parameter "work_mem": "64M"', "64M")], id="unit"),
        pytest.param("foo_bar = 1", [], id="unknown name"),
        pytest.param("work_mem = {{ x }}\n{% include 'y' %}", [], id="template"),
    ],
)
def test_errors(text: str, expected: list[tuple[str, str]]) -> None:
    """A line that every release refuses is an error at its place."""
    source = Source("postgresql.conf", text)
    (config,) = extract(source, read(source))

    actual = [(each.value, each.span and source.at(each.span)) for each in config.errors]

    assert expected == actual


def test_includes() -> None:
    """Included files and folders are named by their directive."""
    actual = [
        (each.label, each.value)
        for each in _config("include 'a.conf'\nINCLUDE_DIR 'conf.d'\ninclude_if_exists '${X}/b.conf'").includes
    ]

    expected = [("include", "a.conf"), ("include_dir", "conf.d"), ("include_if_exists", None)]
    assert expected == actual


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("db/postgresql.conf", "# all defaults\n", True, id="name"),
        pytest.param("postgresql.conf.j2", "port = {{ p }}\n", True, id="template"),
        pytest.param("db/custom.conf", "max_connections = 9\nwork_mem = 1MB\n", True, id="parameters"),
        pytest.param("my.conf", "[mysqld]\nmax_connections = 9\n", False, id="MySQL"),
        pytest.param("app.conf", "max_connections = 9\nworkers = 4\nthreads 8\n", False, id="another program"),
        pytest.param("nginx.conf", "worker_processes 1;\n", False, id="nginx"),
        pytest.param("pool.conf", "port = 9999\nnum_init_children = 32\n", False, id="without the limit"),
    ],
)
def test_whose(path: str, text: str, expected: bool) -> None:  # noqa: FBT001 - a table of cases
    """A file is PostgreSQL's by its name, or by the parameters in it."""
    source = Source(path, text)

    actual = bool(list(extract(source, read(source))))

    assert expected == actual


@given(st.text(st.sampled_from("port=work_mem 12MB'\n#{}%$<>\\"), max_size=120))
def test_any_text(text: str) -> None:
    """No text crashes the surface, and values without a note are what stands at their place."""
    source = Source("postgresql.conf", text)
    (config,) = extract(source, read(source))
    plain = [(each.value, source.at(each.span)) for _, each in config.settings if each.is_written and not each.note and each.span]

    assert [unescape(written) for _, written in plain] == [value for value, _ in plain]
