"""What holds for every connection string: round trips, exact spans and hidden passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poolaudit.discover.source import Source
from poolaudit.extract.dsn import DsnError, mask, parse_dsn
from poolaudit.extract.dsn.text import unquote
from poolaudit.extract.surfaces.env_secret import command_secret, env_secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.setting import Setting
    from poolaudit.facts.span import Span

names = st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_categories=("C", "Z")), min_size=1, max_size=12)
words = st.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True)
hosts = st.from_regex(r"[a-z][a-z0-9-]{0,10}(\.[a-z]{2,5})?", fullmatch=True)
ports = st.integers(1, 65535)
raw_passwords = st.text(st.sampled_from("@:/?#&=;%' +()[]{}xyz,"), max_size=10).map(lambda text: f"Qj7{text}Zk9")
"""Every character that some grammar splits at, between marks that occur nowhere else."""


@given(
    parts=st.tuples(names, names, hosts, ports, names, names),
    key=st.sampled_from(["application_name", "options", "passfile", "sslrootcert"]),
)
def test_url_round_trip(parts: tuple[str, str, str, int, str, str], key: str) -> None:
    """A printed URL is read back to the parts that it was printed from."""
    user, password, host, port, database, value = parts
    text = f"postgresql://{enc(user)}:{enc(password)}@{host}:{port}/{enc(database)}?{key}={enc(value)}"
    dsn = parse_dsn(text, Source("f", text).span)
    secret = dsn.password.reveal() if dsn.password else None

    assert parts == (dsn.user.value, secret, dsn.host.value, dsn.port.value, dsn.database.value, dsn.parameter(key).value)


@given(user=names, password=names, host=hosts, port=ports, database=names)
def test_keyword_round_trip(user: str, password: str, host: str, port: int, database: str) -> None:
    """A printed keyword string is read back to the parts that it was printed from, where no part looks like a variable."""
    text = f"host={host} port={port} user={quoted(user)} password={quoted(password)} dbname={quoted(database)}"
    dsn = parse_dsn(text, Source("f", text).span)
    pairs = [(user, dsn.user), (host, dsn.host), (database, dsn.database)]

    assert [(wanted, got) for wanted, got in pairs if got.is_known and got.value != wanted] == []
    assert (port, "keyword") == (dsn.port.value, dsn.grammar)
    assert dsn.password is None or password == dsn.password.reveal()


@settings(max_examples=400)
@given(password=raw_passwords, host=hosts, reader=st.sampled_from(["", "libpq", "sqlalchemy", "asyncpg", "node", "pgx"]))
def test_unencoded_passwords_stay_hidden(password: str, host: str, reader: str) -> None:
    """Whatever a URL's password holds unencoded, no part of it is printed by the fact or by `mask`."""
    text = f"postgresql://app:{password}@{host}:6432/shop"

    assert leaks(text, reader) == []


@given(
    template=st.sampled_from(
        [
            "host=db password={} user=app",
            "host=db user=app password={}",
            "Host=db;Username=app;Password={};Database=shop",
            "Server=db;Pwd={}",
            "postgres://db/shop?user=app&password={}",
            "postgres://db/shop?pass%77ord={}&sslmode=require",
            "jdbc:postgresql://db/shop?user=app&password={}",
            "app:{}@tcp(db:3306)/shop",
            "jdbc:mysql://app:{}@db/shop",
            "redis://:{}@cache:6379/0",
            "export PGPASSWORD={}",
            'DATABASE_URL="postgres://app:{}@db/shop"',
        ]
    ),
    password=st.from_regex(r"Qj7[A-Za-z0-9@:/%!.\-]{0,8}Zk9", fullmatch=True),
)
def test_passwords_in_every_grammar_stay_hidden(template: str, password: str) -> None:
    """The password of each grammar is printed neither by the fact nor by `mask`."""
    assert leaks(template.format(password), "") == []


@given(st.text(st.sampled_from("ab@:/?#&=;%' \"\\+()[]{}$<>,\n"), max_size=60))
def test_masking_twice_changes_nothing(text: str) -> None:
    """`mask` finds nothing to hide in what it has masked already."""
    once = mask("postgres://u:" + text + " password=" + text)

    assert once == mask(once)


@given(
    text=st.one_of(
        st.builds("postgresql://{}:{}@{}:{}/{}?a={}".format, names, names, hosts, ports, names, names),
        st.builds("host={} port={} user={} password={} dbname={} options={}".format, hosts, ports, names, names, names, names),
        st.builds("Host={};Port={};Username={};Password={};Database={}".format, hosts, ports, names, names, names),
        st.builds("jdbc:postgresql://{}:{}/{}?user={}&password={}&a={}".format, hosts, ports, names, names, names, names),
        st.builds("{}:{}@tcp({}:{})/{}?a={}".format, names, names, hosts, ports, names, names),
        st.text(max_size=60),
    ),
    reader=st.sampled_from(
        ["", "libpq", "sqlalchemy", "asyncpg", "node", "pgx", "redis", "prisma", "pgjdbc", "npgsql", "go_mysql"]
    ),
)
def test_spans_hold_what_they_say(text: str, reader: str) -> None:
    """Each span, decoded, is the value of its setting; other strings are refused with a message free of their text."""
    source = Source("f", f"X={text}\n")
    dsn = read(text, lambda start, end: source.span(start + 2, end + 2), reader)
    if isinstance(dsn, str):
        assert len(dsn.splitlines()) == 1
        assert len(text) < len("some text") or text not in dsn
        return
    said: list[Setting[str]] = [dsn.user, dsn.database, dsn.scheme, *(host.name for host in dsn.hosts)]
    said += [value for _, value in dsn.parameters]

    assert [
        (setting.value, source.at(setting.span))
        for setting in said
        if setting.is_known and setting.span is not None and setting.value not in spellings(source.at(setting.span))
    ] == []
    assert dsn.password is None or dsn.password_span is not None
    assert dsn.password is None or dsn.password.reveal() in spellings(source.at(dsn.password_span))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "hostile",
    [
        "${" * 2000,
        "a://" * 2000,
        "postgres://" + ":" * 8000,
        "postgres://h?" + "&" * 8000,
        "host=" + "'" * 8000,
        "{{" * 4000,
        "[" * 8000,
    ],
    ids=["braces", "schemes", "colons", "ampersands", "quotes", "templates", "brackets"],
)
def test_hostile_strings_end(hostile: str) -> None:
    """Long repetitive strings are read or refused, and masked, in one pass."""
    read(hostile, Source("f", hostile).span, "")
    once = mask(hostile)

    assert once == mask(once)


def read(text: str, place: Callable[[int, int], Span], reader: str) -> Dsn | str:
    """The fact, or the message of the refusal."""
    try:
        return parse_dsn(text, place, reader=reader)
    except DsnError as error:
        return str(error)


def leaks(text: str, reader: str) -> list[str]:
    """Outputs that hold a mark of the password."""
    dsn = read(text, Source("f", text).span, reader)
    outputs = [mask(text)]
    if isinstance(dsn, str):
        outputs.append(dsn)
    else:
        outputs += [repr(dsn), dsn.masked, *(step.text for _, value in dsn.parameters for step in value.evidence())]
    return [output for output in outputs if "Qj7" in output or "Zk9" in output]


def enc(text: str) -> str:
    """Percent-encode everything."""
    return quote(text, safe="")


def quoted(text: str) -> str:
    """Quote as libpq's manual says."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def spellings(written: str) -> set[str]:
    """What the readers make of a written value: as it is, percent-decoded, with escapes taken away, trimmed."""
    unescaped, escaped = "", False
    for letter in written:
        escaped = letter == "\\" and not escaped
        unescaped += "" if escaped else letter
    found = {written, unquote(written), unquote(written.replace("+", " ")), unescaped}
    found |= {written.replace('""', '"').replace("''", "'"), written.replace("%25", "%")}
    return (
        found | {item.strip() for item in found} | {item.lower() for item in found} | {item.replace("%20", " ") for item in found}
    )


plain_passwords = st.text(st.sampled_from("@:/?#&=;%+()[]xyz,.-_"), max_size=10).map(lambda text: f"Qj7{text}Zk9")
"""Every character that may stand in a default or a word of a command line."""


@settings(max_examples=400)
@given(
    password=plain_passwords,
    shape=st.sampled_from(
        [
            "${{X:-postgresql://u:{}@h/db}}",
            "${{X:-postgresql://${{DB_USER:-u}}:${{DB_PASSWORD:-{}}}@h:${{DB_PORT:-5432}}/db}}",
            "postgresql://${{DB_USER:-u}}:{}@h:${{DB_PORT:-5432}}/db",
            "postgresql://u:{}@h:${{DB_PORT:-5432}}/db",
            "${{DB_PASSWORD:-{}}}",
            "${{A:-${{B:-{}}}}}",
        ]
    ),
)
def test_defaults_stay_hidden(password: str, shape: str) -> None:
    """Whatever a password in the default of a variable holds, the value of a variable is shown without it."""
    shown = env_secret("X", shape.format(password)).masked

    assert ("Qj7" in shown, "Zk9" in shown) == (False, False)


@settings(max_examples=400)
@given(
    password=st.text(st.sampled_from("@:/?#&=;%+()[]xyz,.-_"), max_size=10).map(lambda text: f"Qj7secret1{text}"),
    shape=st.sampled_from(
        ["CODE={} tool", "tool --password {}", "tool --code={}", "tool -p {}", "psql postgres://u:{}@h/d", "A=b tool {} c"]
    ),
)
def test_command_lines_stay_hidden(password: str, shape: str) -> None:
    """Whatever a password in a command line holds, the line is shown without it."""
    assert "Qj7" not in command_secret(shape.format(password)).masked
