"""Scripts become facts, and so do the configuration files that they write."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.shell_commands import read
from poolaudit.extract.surfaces.shell_scripts import SURFACE
from poolaudit.facts.deployment import EnvFile
from poolaudit.facts.pooler import PoolerConfig
from poolaudit.facts.server import ServerConfig
from poolaudit.facts.setting import Origin
from poolaudit.facts.shell import ShellScript

PGBOUNCER = """#!/bin/sh
: "${POOL_MODE:=transaction}"
SIZE=7
if [ -f x ]; then RESERVE=1; fi
cat > /etc/pgbouncer/pgbouncer.ini <<EOF
[databases]
* = host=${DB_HOST} port=${DB_PORT:-5432} password=hidden
[pgbouncer]
pool_mode = ${POOL_MODE}
default_pool_size = $SIZE
reserve_pool_size = ${RESERVE}
max_client_conn = ${MAX:-${OTHER:-1000}}
admin_users = $(whoami)
EOF
"""


def facts(text: str, path: str = "pooler/entrypoint.sh") -> tuple[Source, list[object]]:
    """The script and its facts."""
    source = Source(path, text)
    return source, list(SURFACE.extract(source, read(source)))


def test_a_script() -> None:
    """It is one fact, at the beginning of the file; a program of another language is none."""
    source, found = facts("a\n")

    assert [("pooler/entrypoint.sh", source.span(0, 0))] == [
        (each.path, each.span) for each in found if isinstance(each, ShellScript)
    ]
    assert [] == facts("#!/usr/bin/ruby\na\n")[1]


def test_the_file_of_a_pooler() -> None:
    """Its settings stand where the script writes them; a variable counts as the script's default, and others are not known."""
    source, found = facts(PGBOUNCER)
    config = next(each for each in found if isinstance(each, PoolerConfig))

    assert [
        ("pool_mode", "transaction", Origin.DERIVED, True, "unless POOL_MODE is set", "${POOL_MODE}"),
        ("default_pool_size", "7", Origin.DERIVED, False, "", "$SIZE"),
        ("reserve_pool_size", None, Origin.UNRESOLVED, False, "template ${RESERVE}", "${RESERVE}"),
        ("max_client_conn", "1000", Origin.WRITTEN, True, "unless MAX, OTHER is set", "${MAX:-${OTHER:-1000}}"),
        ("admin_users", None, Origin.UNRESOLVED, False, "template $(whoami)", "$(whoami)"),
    ] == [
        (name, each.value, each.origin, each.assumed, each.note, each.span and source.at(each.span))
        for name, each in config.settings
    ]
    assert ("pgbouncer", "pooler/entrypoint.sh", ()) == (config.software, config.path, config.includes)


def test_what_the_environment_may_fill_in() -> None:
    """A value that is one variable and nothing else is told with it; passwords have only a place."""
    source, found = facts(PGBOUNCER)
    config = next(each for each in found if isinstance(each, PoolerConfig))
    entry = config.entries[0]

    assert (("pool_mode", "POOL_MODE"), ("databases/*/host", "DB_HOST"), ("databases/*/port", "DB_PORT")) == config.variables
    assert [("host", None, "${DB_HOST}"), ("port", "5432", "${DB_PORT:-5432}")] == [
        (name, each.value, each.span and source.at(each.span)) for name, each in entry.values
    ]
    assert entry.password_span is not None
    assert source.at(entry.password_span) == "hidden"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "cat > pgbouncer.ini <<E\n[databases]\n[pgbouncer]\nE\necho 'pool_mode = session' >> pgbouncer.ini\n",
            ([("pool_mode", "session")], 0),
            id="a line that is added",
        ),
        pytest.param(
            "cat > pgbouncer.ini <<E\n[databases]\n[pgbouncer]\nE\nif x; then echo 'pool_mode = session' >> pgbouncer.ini; fi\n",
            ([], 1),
            id="a line that may be added",
        ),
        pytest.param(
            "printf '[databases]\\n[pgbouncer]\\npool_mode = session\\n' > pgbouncer.ini\n",
            ([("pool_mode", "session")], 0),
            id="printf",
        ),
        pytest.param(
            "if x; then cat > pgbouncer.ini <<E\n[databases]\n[pgbouncer]\npool_mode = session\nE\nfi\n",
            ([("pool_mode", "session")], 0),
            id="unless there is one",
        ),
    ],
)
def test_files_in_parts(text: str, expected: object) -> None:
    """Lines that are surely added belong to the file; where others may be added it is not all there is."""
    found = [each for each in facts(text)[1] if isinstance(each, PoolerConfig)]

    assert [expected] == [([(name, one.value) for name, one in each.settings], len(each.includes)) for each in found]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "cat > pgbouncer.ini <<E\n[pgbouncer]\npool_mode = a\nE\ncat > pgbouncer.ini <<E\n[pgbouncer]\nE\n", id="two"
        ),
        pytest.param("cat > notes.md <<E\n[pgbouncer]\npool_mode = a\nE\n", id="another file"),
        pytest.param("cat > $FILE <<E\n[pgbouncer]\npool_mode = a\nE\n", id="a name that is not known"),
        pytest.param("cat <<E\n[pgbouncer]\npool_mode = a\nE\n", id="no file"),
    ],
)
def test_texts_that_are_no_known_file(text: str) -> None:
    """Two files of one name, files of other names and texts that only pass by say nothing."""
    assert ["ShellScript"] == [type(each).__name__ for each in facts(text)[1]]


def test_other_formats() -> None:
    """The reader of the format is found by the name of the file."""
    found = facts("cat > /etc/postgresql.conf <<E\nmax_connections = ${MAX:-50}\nE\n", "db/start.sh")[1]

    assert [("db/start.sh", [("max_connections", "50", True)])] == [
        (each.path, [(name, one.value, one.assumed) for name, one in each.settings])
        for each in found
        if isinstance(each, ServerConfig)
    ]


@pytest.mark.parametrize(
    ("path", "expected"), [("setup.sh", [(".env", [("A", "1"), ("B", None)])]), ("bin/setup.sh", [])], ids=["root", "folder"]
)
def test_env_files(path: str, expected: object) -> None:
    """A script of the root writes beside itself; where others run is not known."""
    found = facts("cat > .env <<E\nA=1\nB=$(date)\nE\n", path)[1]

    assert expected == [
        (each.path, [(one.name, one.value.value and one.value.value.reveal()) for one in each.entries])
        for each in found
        if isinstance(each, EnvFile)
    ]
