"""PgBouncer's file as a fact: settings, entries, and a problem for each line that PgBouncer refuses or misreads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.catalog.versions import has
from poolaudit.discover.source import Source
from poolaudit.extract.settings.pgbouncer_ini import read
from poolaudit.extract.settings.pgbouncer_judge import judge
from poolaudit.extract.surfaces.pgbouncer_ini import extract

if TYPE_CHECKING:
    from poolaudit.facts.pooler import PoolerConfig

MAIN = "[pgbouncer]\nlisten_port = 6432\n"


def _config(text: str, path: str = "pgbouncer.ini") -> PoolerConfig:
    source = Source(path, text)
    (config,) = extract(source, read(source))
    return config


def _problems(text: str, path: str = "pgbouncer.ini") -> list[tuple[str, str, bool, str, str]]:
    source = Source(path, text)
    (config,) = extract(source, read(source))
    return [(each.kind, source.at(each.span), each.fatal, each.since, each.suggestion) for each in config.problems]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("pool_mod = session", ("unknown-parameter", "pool_mod", True, "", "pool_mode"), id="one letter short"),
        pytest.param("Pool_Mode = session", ("unknown-parameter", "Pool_Mode", True, "", "pool_mode"), id="upper case"),
        pytest.param("pool-mode = session", ("unknown-parameter", "pool-mode", True, "", "pool_mode"), id="dash"),
        pytest.param("log_queries = 1", ("unknown-parameter", "log_queries", True, "", ""), id="invented"),
        pytest.param("pool_size = 5", ("unknown-parameter", "pool_size", True, "", ""), id="of another section"),
        pytest.param("service_name = x", ("unknown-parameter", "service_name", True, "", ""), id="of another platform"),
        pytest.param(
            "max_prepared_statements = 9", ("unknown-parameter", "max_prepared_statements", True, "1.21.0", ""), id="newer"
        ),
        pytest.param("query_timeout = 30s", ("bad-value", "30s", True, "", "30"), id="seconds with a unit"),
        pytest.param("query_timeout = 500ms", ("bad-value", "500ms", True, "", "0.5"), id="milliseconds"),
        pytest.param("server_idle_timeout = 10min", ("bad-value", "10min", True, "", "600"), id="minutes"),
        pytest.param("query_timeout = -1", ("bad-value", "-1", True, "", ""), id="negative duration"),
        pytest.param("log_connections = yes", ("bad-value", "yes", True, "", "1"), id="word for a bool"),
        pytest.param("log_connections = Off", ("bad-value", "Off", True, "", "0"), id="other word for a bool"),
        pytest.param("max_client_conn = 1k", ("bad-value", "1k", True, "", ""), id="int with a suffix"),
        pytest.param("max_client_conn =", ("bad-value", "", True, "", ""), id="empty int"),
        pytest.param("max_client_conn = 100 ; hundred", ("bad-value", "100 ; hundred", True, "", "100"), id="comment"),
        pytest.param("max_client_conn = '100'", ("bad-value", "'100'", True, "", "100"), id="int in quotes"),
        pytest.param("pool_mode = transactions", ("bad-value", "transactions", True, "", "transaction"), id="misspelled word"),
        pytest.param(
            "pool_mode = transaction # x", ("bad-value", "transaction # x", True, "", "transaction"), id="comment, word"
        ),
        pytest.param("auth_type = ldap", ("bad-value", "ldap", True, "1.25.0", ""), id="newer word"),
        pytest.param("default_pool_size = 010", ("misread-value", "010", False, "", "10"), id="octal"),
        pytest.param("default_pool_size = 99999999999", ("misread-value", "99999999999", False, "", ""), id="overflow"),
        pytest.param("unix_socket_mode = 777", ("misread-value", "777", False, "", "0777"), id="decimal mode"),
        pytest.param("listen_addr = * # all", ("misread-value", "* # all", False, "", "*"), id="comment after a list"),
        pytest.param("logfile = '/var/log/x'", ("misread-value", "'/var/log/x'", False, "", "/var/log/x"), id="quotes kept"),
        pytest.param(
            "server_reset_query = DISCARD ALL ; back to clean",
            ("misread-value", "DISCARD ALL ; back to clean", False, "", "DISCARD ALL"),
            id="comment after SQL",
        ),
        pytest.param("'pool_mode' = session", ("syntax", "pool_mode", True, "1.25.0", ""), id="quoted key"),
        pytest.param("max_client_conn: 5", ("syntax", "max_client_conn:", True, "", ""), id="colon"),
        pytest.param("-- text", ("syntax", "--", True, "", ""), id="SQL comment"),
        pytest.param("[users", ("syntax", "[users", True, "", ""), id="section without end"),
        pytest.param("[Users]", ("bad-section", "Users", True, "", "users"), id="section in upper case"),
        pytest.param("[foo]", ("bad-section", "foo", True, "", ""), id="unknown section"),
        pytest.param("[peers]", ("bad-section", "peers", True, "1.19.0", ""), id="newer section"),
        pytest.param("[pgbouncer]", ("repeated-section", "pgbouncer", False, "", ""), id="second main section"),
        pytest.param("client_tls_sslmode = require", ("bad-value", "require", True, "", ""), id="TLS without a key"),
        pytest.param("[databases]\npgbouncer = host=x", ("bad-value", "pgbouncer", True, "", ""), id="reserved name"),
        pytest.param(
            "[databases]\na = host=x sslmode=require", ("unknown-parameter", "sslmode", True, "", ""), id="libpq's parameter"
        ),
        pytest.param("[databases]\na = host=x potr=5", ("unknown-parameter", "potr", True, "", "port"), id="misspelled pair"),
        pytest.param("[databases]\n* = host=x sslmode=require", ("unknown-parameter", "sslmode", False, "", ""), id="fallback"),
        pytest.param("[databases]\na = auth_query=x", ("unknown-parameter", "auth_query", True, "1.22.0", ""), id="newer pair"),
        pytest.param("[databases]\na = port=x", ("bad-value", "x", True, "", ""), id="port"),
        pytest.param("[databases]\na = pool_mode=sesion", ("bad-value", "sesion", True, "", "session"), id="mode of an entry"),
        pytest.param("[databases]\na = pool_size=abc", ("misread-value", "abc", False, "", ""), id="size that is no number"),
        pytest.param("[databases]\na = port=5432\tdbname=x", ("misread-value", "5432\tdbname=x", False, "", "5432"), id="tab"),
        pytest.param("[databases]\na = host=x, port=5", ("misread-value", "x,", False, "", "x"), id="comma"),
        pytest.param("[databases]\na = host=x;port=5", ("misread-value", "x;port=5", False, "", ""), id="semicolon"),
        pytest.param('[databases]\na = host="x"', ("misread-value", '"x"', False, "", "x"), id="double quotes"),
        pytest.param(
            "[databases]\na = server_lifetime=5min",
            ("unknown-parameter", "server_lifetime", True, "1.23.0", ""),
            id="newer, misread",
        ),
        pytest.param("[databases]\na = host=x ; text", ("syntax", "; text", True, "", ""), id="comment after pairs"),
        pytest.param("[databases]\na = postgres://h/d", ("syntax", "postgres://", True, "", ""), id="URL"),
        pytest.param("[databases]\na = host=x password=", ("syntax", "password", True, "", ""), id="empty value"),
        pytest.param("[users]\na = pool_size=5", ("unknown-parameter", "pool_size", True, "1.23.0", ""), id="pair of a user"),
    ],
)
def test_problem(line: str, expected: tuple[str, str, bool, str, str]) -> None:
    """A line that PgBouncer refuses or misreads is one problem at its exact place."""
    actual = _problems(MAIN + line + "\n")

    assert [expected] == actual


@pytest.mark.parametrize(
    "line",
    [
        "default_pool_size = 0x20",
        "query_timeout = 0.5",
        "pool_mode = TRANSACTION",
        "server_reset_query = DISCARD ALL; SET x = 1",
        "server_reset_query = RESET ALL ; SET ROLE x",
        "auth_query = SELECT a, b FROM f($1) -- # x ' ; y'",
        "server_reset_query =",
        "unix_socket_mode = 0777",
        "default_pool_size = ${SIZE}",
        "default_pool_size = {{ size }}",
        "default_pool_size = $(SIZE)",
        "default_pool_size = <%= size %>",
        "default_pool_size = %(size)s",
        "default_pool_size = @SIZE@",
        "listen_addr = *",
        "[databases]\na =",
        "[databases]\na = host=${HOST} port=${PORT}",
        "[databases]\n${NAME} = host=x",
        "[databases]\na = host=x,y pool_size=-1",
        "[databases]\na = password='it''s'",
        "[users]\na = pool_mode=session",
    ],
)
def test_quiet(line: str) -> None:
    """A line that PgBouncer reads as it looks, or that is filled in later, is no problem."""
    actual = _problems(MAIN + line + "\n")

    expected: list[object] = []
    assert expected == actual


def test_settings() -> None:
    """The last value of a setting counts, as PgBouncer reads it."""
    source = Source(
        "pgbouncer.ini",
        "[pgbouncer]\nlisten_port = 1\npool_mode = Session\nlisten_port = 0x20\nserver_lifetime = 5m\nverbose = $V\n",
    )
    (config,) = extract(source, read(source))

    actual = {name: (each.value, each.note, each.span and source.at(each.span)) for name, each in config.settings}

    expected = {
        "listen_port": ("32", 'as PgBouncer reads "0x20"', "0x20"),
        "pool_mode": ("session", 'as PgBouncer reads "Session"', "Session"),
        "server_lifetime": (None, "PgBouncer refuses this value", "5m"),
        "verbose": (None, "template $V", "$V"),
    }
    assert expected == actual


def test_second_main_section() -> None:
    """A second main section restores the defaults of what has one, and keeps the rest."""
    config = _config("[pgbouncer]\npool_mode = statement\nauth_file = u.txt\n[pgbouncer]\nlisten_port = 5\n")

    actual = {name: each.value for name, each in config.settings}

    expected = {"auth_file": "u.txt", "listen_port": "5"}
    assert expected == actual


def test_entries() -> None:
    """Entries keep names, places and pairs; of a password only the place."""
    text = (
        f"{MAIN}[databases]\na = host=x pool_size=1\nb = host=h port=5433 password='s3cret' user=u pool_mode=Transaction\n"
        "a = host=y\n[users]\nu = pool_mode=session\n"
    )
    source = Source("etc/pgbouncer/x.ini", text)
    (config,) = extract(source, read(source))

    actual = []
    for each in config.entries:
        password = source.at(each.password_span) if each.password_span else None
        actual.append((each.section, source.at(each.span), [(key, value.value) for key, value in each.values], password))

    expected = [
        ("databases", "b", [("host", "h"), ("port", "5433"), ("user", "u"), ("pool_mode", "transaction")], "s3cret"),
        ("databases", "a", [("host", "y")], None),
        ("users", "u", [("pool_mode", "session")], None),
    ]
    assert expected == actual


@pytest.mark.parametrize(
    "value",
    [
        "host=x password=hunter2",
        "host=x password=hunter2 hunter2 port=1",
        "password=a hunter2=b",
        "password='hunter2",
        "postgres://u:hunter2@h/d",
        "password=hunter2, host=x",
        'password="hunter2"',
    ],
)
def test_passwords_stay(value: str) -> None:
    """No word of a password is in a fact."""
    actual = repr(_config(f"{MAIN}[databases]\na = {value}\n"))

    assert "hunter2" not in actual


def test_ldap_password_stays() -> None:
    """The bind password among LDAP options is not read."""
    actual = repr(_config(f"{MAIN}auth_ldap_options = ldapbindpasswd=hunter2\n"))

    assert "hunter2" not in actual


def test_includes() -> None:
    """Included files are named, and with them an absent main section is no problem."""
    config = _config("%include /etc/a.ini\n%include ${DIR}/b.ini\n[databases]\na = host=x\n")

    actual = ([(each.value, each.note) for each in config.includes], config.problems)

    expected = ([("/etc/a.ini", ""), (None, "template ${DIR}")], ())
    assert expected == actual


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        pytest.param("[databases]\na = host=x\n", "pgbouncer.ini", [("missing-section", "", True, "", "")], id="whole file"),
        pytest.param("[databases]\na = host=x\n", "pgbouncer-databases.ini", [], id="part"),
        pytest.param(
            "x = 1\n[pgbouncer]\npool_mode=session\n",
            "pgbouncer.ini",
            [("missing-section", "x", True, "", "")],
            id="key first",
        ),
        pytest.param("pool_mode = session\n[users]\n", "pgbouncer.part.ini", [], id="part that begins with a key"),
        pytest.param("\ufeff[pgbouncer]\npool_mode=session\n", "pgbouncer.ini", None, id="byte order mark"),
    ],
)
def test_main_section(text: str, path: str, expected: list[tuple[str, str, bool, str, str]] | None) -> None:
    """An absent main section is a problem of the file that PgBouncer is started with, not of its parts."""
    source = Source(path, text)
    facts = list(extract(source, read(source)))

    actual = (
        [(each.kind, source.at(each.span), each.fatal, each.since, each.suggestion) for fact in facts for each in fact.problems]
        if facts
        else None
    )

    assert expected == actual


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param(
            "inventory/hosts.ini",
            "[pgbouncer]\nbouncer1 ansible_host=10.0.0.1\n[databases]\ndb1 ansible_host=10.0.0.2\n",
            id="Ansible",
        ),
        pytest.param("pg_service.conf", "[pgbouncer]\nhost=localhost\nport=6432\nuser=app\n", id="service file"),
        pytest.param("telegraf.conf", "[[inputs.pgbouncer]]\naddress = 'x'\n", id="Telegraf"),
        pytest.param("setup.cfg", "[databases]\ndefault = x\n", id="databases of others"),
    ],
)
def test_files_of_others(path: str, text: str) -> None:
    """A section called pgbouncer in a file of another program says nothing."""
    source = Source(path, text)

    actual = list(extract(source, read(source)))

    expected: list[object] = []
    assert expected == actual


def test_conditions_of_a_template() -> None:
    """What a template may leave out is unresolved, and its directives are no problems."""
    config = _config(
        '{{- define "x" }}\n[databases]\n{{ range .dbs }}\n{{ .name }} = host={{ .host }} port=5432\n{{ end }}\n[pgbouncer]\n'
        "pool_mode = session\n{{ if .tx }}\npool_mode = transaction\n{{ end }}\nlisten_port = 6432\n{{- end }}\n"
        '{{ define "y" }}\nKEY=value\n{{ end }}\n',
        "templates/_pgbouncer.tpl",
    )

    actual = (
        [(name, each.value) for name, each in config.settings],
        [(each.name, [(key, value.value) for key, value in each.values]) for each in config.entries],
        config.problems,
    )

    expected = (
        [("pool_mode", None), ("listen_port", "6432")],
        [("{{ .name }}", [("host", None), ("port", None)])],
        (),
    )
    assert expected == actual


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "[pgbouncer]",
                "[databases]",
                "[users]",
                "[peers]",
                "[x]",
                "; c",
                "pool_mode = transaction",
                "pool_mode = x ; y",
                "auth_type = cert",
                "client_tls_sslmode = allow",
                "'job_name' = v",
                "a = host=x",
                "b = port=0",
                "* = nonsense",
                "1 = host=x port=1",
                "pgbouncer = host=y",
            ]
        ),
        st.builds(
            "{} = {}".format,
            st.sampled_from(
                ["listen_port", "query_timeout", "max_client_conn", "peer_id", "transaction_timeout", "verbose", "a", "b"]
            ),
            st.text(st.sampled_from("0123456789xs.- ;'="), max_size=6),
        ),
        st.text(st.sampled_from("ab=[]' \t%;#"), max_size=8),
    ),
    max_size=10,
)


@given(LINES, st.sampled_from(["1.18.0", "1.24.1", "1.25.2"]))
def test_agrees_with_the_judge(lines: list[str], version: str) -> None:
    """A whole file has a fatal problem for a release exactly when that release does not start with it."""
    text = "\n".join(["[pgbouncer]", "log_stats = 1", *lines])
    config = _config(text)
    verdict = judge(text, version)

    problems = [each.text for each in config.problems if each.fatal and not (each.since and has(version, each.since))]

    assert verdict.starts == (not problems), (verdict.message, problems)


@given(st.text(st.sampled_from("[]=;#%' \t\n\r\0pgbouncerdatabases_{}$<>@1,\""), max_size=200))
def test_any_text(text: str) -> None:
    """No text crashes the surface, and settings without a note are what stands at their place."""
    source = Source("pgbouncer.ini", f"[pgbouncer]\npool_mode = session\n{text}")
    (config,) = extract(source, read(source))

    written = [
        (each.value, source.at(each.span)) for _, each in config.settings if each.is_written and not each.note and each.span
    ]

    assert [place for _, place in written] == [value for value, _ in written]
