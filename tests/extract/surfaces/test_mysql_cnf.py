"""Option files of MySQL and MariaDB as facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.mysql_cnf import read
from poolaudit.extract.surfaces.mysql_cnf import extract, options_of

if TYPE_CHECKING:
    from poolaudit.facts.server import ServerConfig


def _configs(text: str) -> list[ServerConfig]:
    source = Source("my.cnf", text)
    return list(extract(source, read(source)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[mysqld]\nmax-connections=200", [("max_connections", "200", "")], id="dashes"),
        pytest.param("[MariaDB]\nwait_timeout=1K", [("wait_timeout", "1024", "as the server reads 1K")], id="suffix"),
        pytest.param(
            "[mysqld]\nmax_connections=1\nwait_timeout=5\n[server]\nmax_connections=2",
            [("wait_timeout", "5", ""), ("max_connections", "2", "")],
            id="the last one wins, whichever group",
        ),
        pytest.param("[mysqld]\na=1\n[client]\nmax_connections=9", [], id="a group of clients"),
        pytest.param(
            "[mysqld]\nmax_connections=1\n[mysqld-8.4]\nmax_connections=2",
            [("max_connections", None, "it holds for release 8.4 only")],
            id="a series",
        ),
        pytest.param("[mysqld]\nmax_connections={{ most }}", [("max_connections", None, "template {{ most }}")], id="template"),
        pytest.param(
            "[mysqld]\nmax_connections=many", [("max_connections", None, "the server refuses this value")], id="no number"
        ),
        pytest.param(
            "[mysqld]\nmax_connection=9",
            [("max_connections", None, "max_connection is an abbreviation, which not every release takes")],
            id="abbreviation",
        ),
        pytest.param("[mysqld]\nwait_timeout", [("wait_timeout", None, "the server refuses this value")], id="no value"),
        pytest.param("[mysqld]\nmaster-password=s3cret", [], id="nothing that may be secret"),
    ],
)
def test_options_of_a_server(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    """What servers read under the catalog's names, in their units."""
    (config,) = _configs(text)

    assert ("mysql", expected) == (config.engine, [(name, value.value, value.note) for name, value in config.settings])


def test_place_and_includes() -> None:
    """A value is found to the character; files that are read as well are named."""
    text = "!includedir /etc/mysql/conf.d/\n[mysqld]\nmax_connections = '200'\n"
    (config,) = _configs(text)
    ((_, most),) = config.settings
    assert most.span is not None

    assert ("200", ["/etc/mysql/conf.d/"]) == (
        text[most.span.offset : most.span.end],
        [each.value for each in config.includes],
    )


def test_a_file_of_clients_is_none() -> None:
    """A file that no server reads says nothing about one."""
    assert [] == _configs("[client]\nport=3306\n[mysqldump]\nquick\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[mysqld]\nwait_timeout=9\n", [("wait_timeout", "9", "")]),
        ("port=1\n[mysqld]\n", [(name, None, "no server can read the file") for name in ("max_connections", "wait_timeout")]),
    ],
    ids=["read", "refused"],
)
def test_a_text_inside_of_another_file(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    """A text that stops the server leaves its options open, and the file around it is read on."""
    (config,) = options_of(Source("k8s.yaml", text))

    assert expected == [(name, value.value, value.note) for name, value in config.settings]
