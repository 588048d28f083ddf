"""Command lines of a PostgreSQL server."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.extract.surfaces.postgres_command import server_arguments


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("postgres -c max_connections=200", (("max_connections", "200"),)),
        ("postgres -cmax_connections=200", (("max_connections", "200"),)),
        ("postgres -c 'work_mem=64MB' -c shared_buffers=1GB", (("work_mem", "65536"), ("shared_buffers", "131072"))),
        ("postgres --max-connections=200 --work-mem=64MB", (("max_connections", "200"), ("work_mem", "65536"))),
        ("postgres -N 200 -B 16384 -p 5433", (("max_connections", "200"), ("shared_buffers", "16384"), ("port", "5433"))),
        ("postgres -N200 -c max-connections=300", (("max_connections", "300"),)),
        ("postgres -F -i -l", (("fsync", "off"), ("listen_addresses", "*"), ("ssl", "on"))),
        ("postgres -FlN 7", (("fsync", "off"), ("ssl", "on"), ("max_connections", "7"))),
        ("postgres -D /data -c config_file=/etc/postgresql.conf", (("config_file", "/etc/postgresql.conf"),)),
        ("docker-entrypoint.sh postgres -c max_connections=9", (("max_connections", "9"),)),
        ("/usr/local/bin/postgres -c max_connections=9", (("max_connections", "9"),)),
        ("su-exec postgres postgres -c max_connections=9", (("max_connections", "9"),)),
        ("-c max_connections=9", (("max_connections", "9"),)),
        ("postgres -c max_connections=many", ()),
        ("postgres -c auto_explain.log_min_duration=5s", (("auto_explain.log_min_duration", "5s"),)),
        ("postgres -c max_connections", ()),
        ("postgres -c", ()),
        ("postgres -- -c max_connections=9", ()),
        ("psql -c 'select 1' --set=x=1", ()),
        ("sh -c 'postgres -N 5'", ()),
        ("", ()),
    ],
)
def test_server_arguments(line: str, expected: tuple[tuple[str, str], ...]) -> None:
    """Options set parameters in base units; commands of other programs set nothing."""
    actual = server_arguments(tuple(shlex.split(line)))

    assert expected == actual


@given(st.lists(st.text(st.sampled_from("-cNB=max_ons1 "), max_size=12), max_size=6))
def test_any_words(words: list[str]) -> None:
    """No words crash the reader, and each parameter stands once."""
    names = [name for name, _ in server_arguments(("postgres", *words))]

    assert sorted(set(names)) == sorted(names)
