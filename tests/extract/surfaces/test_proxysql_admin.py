"""ProxySQL's admin commands in SQL files and scripts."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.sql_file import read
from poolaudit.extract.surfaces.proxysql_admin import SURFACE
from poolaudit.facts.pooler import PoolerConfig


def _config(text: str, path: str = "init.sql") -> tuple[Source, PoolerConfig | None]:
    source = Source(path, text)
    found = [each for each in SURFACE.extract(source, read(source)) if isinstance(each, PoolerConfig)]
    return source, found[0] if found else None


def _entries(config: PoolerConfig | None) -> list[tuple[str, str, dict[str, str | None]]]:
    entries = config.entries if config is not None else ()
    return [(each.section, each.name, {name: value.value for name, value in each.values}) for each in entries]


def test_rows_become_entries() -> None:
    """Rules, users and pairs of hostgroups are entries under the names of their columns; a password is left out."""
    source, config = _config(
        "insert into `mysql_query_rules` (rule_id,active,match_digest,destination_hostgroup,apply)\n"
        "values (1,1,'^SELECT ''x''',10,1), -- writers\n       (2, 1, '^SELECT', 20, 1);\n"
        "REPLACE INTO mysql_users(username, password, default_hostgroup) VALUES ('app', 's3cret', 10);\n"
        "INSERT INTO mysql_replication_hostgroups (writer_hostgroup, reader_hostgroup, comment) VALUES (10, 20, NULL);\n"
    )

    assert [
        (
            "rules",
            "1",
            {"rule_id": "1", "active": "1", "match_digest": "^SELECT 'x'", "destination_hostgroup": "10", "apply": "1"},
        ),
        ("rules", "2", {"rule_id": "2", "active": "1", "match_digest": "^SELECT", "destination_hostgroup": "20", "apply": "1"}),
        ("users", "app", {"default_hostgroup": "10"}),
        ("replication", "", {"writer_hostgroup": "10", "reader_hostgroup": "20"}),
    ] == _entries(config)
    assert config is not None
    assert "^SELECT" == source.at(config.entries[1].span)
    assert config.partial
    assert "s3cret" not in repr(config)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UPDATE mysql_users SET transaction_persistent=0;", ["0", "0"]),
        ("UPDATE mysql_users SET transaction_persistent = 0 WHERE username='app';", ["0", None]),
        ("UPDATE mysql_users SET transaction_persistent=0 WHERE default_hostgroup=1;", [None, None]),
    ],
    ids=["everybody", "one", "some"],
)
def test_updates_of_users(text: str, expected: list[str | None]) -> None:
    """An update holds for the user that it names, or for all that the file makes; any other condition is not followed."""
    users = "INSERT INTO mysql_users (username) VALUES ('app'), ('report');\n"
    found = {name: values for _, name, values in _entries(_config(users + text)[1])}

    assert expected == [found[name].get("transaction_persistent") for name in ("app", "report")]


def test_scripts_send_commands() -> None:
    """Quotes of the shell around commands change nothing; what a variable holds is not known."""
    _, config = _config(
        'mysql -e "INSERT INTO mysql_query_rules (rule_id, match_digest, destination_hostgroup) '
        "VALUES (1, '^SELECT', $READERS);\"\n"
        "mysql -e 'INSERT INTO mysql_query_rules (rule_id, match_digest) VALUES (2, \"^SELECT\");'\n"
        "mysql -e \"SET mysql-multiplexing='false'; SET mysql-wait_timeout=60000;\"\n"
        "# INSERT INTO mysql_query_rules (rule_id) VALUES (3);\n",
        "setup.sh",
    )

    assert [
        ("rules", "1", {"rule_id": "1", "match_digest": "^SELECT", "destination_hostgroup": None}),
        ("rules", "2", {"rule_id": "2", "match_digest": "^SELECT"}),
    ] == _entries(config)
    assert config is not None
    assert [("multiplexing", "false"), ("client_idle_timeout", "60")] == [(name, each.value) for name, each in config.settings]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM mysql_query_rules;",
        "INSERT INTO mysql_query_rules VALUES (1, 1, NULL);",
        "INSERT INTO mysql_query_rules (rule_id) VALUES (1",
        "INSERT INTO mysql_query_rules (rule_id) SELECT 1;",
    ],
    ids=["a question", "no columns", "cut off", "computed"],
)
def test_what_is_not_read(text: str) -> None:
    """Other statements, rows without columns and rows that are computed give nothing."""
    assert _config(text)[1] is None
