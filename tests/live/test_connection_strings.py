"""PA103, PA106, PA107, PA108: connection strings that lead nowhere, or that a library does not take."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from live.clients import Client, asyncpg, django, earlier, lib_pq, node_postgres, postgres_js, psycopg, psycopg2, sqlalchemy
from live.installed import free_port
from live.program import Pooler
from live.quotes import is_quoted

if TYPE_CHECKING:
    from live.lab import Lab

DIRECT = "services:\n  web:\n    build: .\n    environment:\n      DATABASE_URL: {}\n  db:\n    image: postgres:15\n"
NO_RESOLVER = "Temporary failure in name resolution", "Name or service not known"
"""What a machine without name servers says, and what others say, of a name that does not exist."""
NULL_POOL = "from sqlalchemy.pool import NullPool\n"


def direct(client: Client) -> Client:
    """The client without a pooler."""
    return replace(client, text=client.text.replace('"pgbouncer"', '"db"').replace('"6432"', '"5432"'))


def files(client: Client, url: str) -> dict[str, str]:
    """A repository with this client and a server."""
    kept = {
        path: text for path, text in client.files(Pooler("1.24")).items() if path not in {"docker-compose.yml", "pgbouncer.ini"}
    }
    return kept | {"docker-compose.yml": DIRECT.format(url), client.path: direct(client).text}


def opened(client: Client, url: str, lab: Lab) -> tuple[str, set[tuple[str, str]]]:
    """What the application is told when it connects, and the findings."""
    repository = lab.repository(files(client, url))
    with repository.run(client.path, lab.server.address, DATABASE_URL=url, **dict(client.environment)) as app:
        told = app.opened.error if app.opened else "?"
    return told, repository.findings("PA106", "PA107", "PA108")


@pytest.mark.parametrize(
    ("client", "severity"),
    [
        pytest.param(
            sqlalchemy("asyncpg", "?sslmode=disable", query="?sslmode=disable"), "error", id="sqlalchemy-asyncpg-sslmode"
        ),
        pytest.param(sqlalchemy("asyncpg", "?ssl=disable", query="?ssl=disable"), "", id="sqlalchemy-asyncpg-ssl"),
        pytest.param(
            sqlalchemy("asyncpg", "?statement_cache_size=0", query="?statement_cache_size=0"),
            "error",
            id="sqlalchemy-asyncpg-text",
        ),
        pytest.param(
            sqlalchemy("asyncpg", "statement_cache_size=0 of the engine", ", statement_cache_size=0"),
            "error",
            id="sqlalchemy-asyncpg-engine",
        ),
        pytest.param(
            sqlalchemy("psycopg2", "NullPool and pool_size", ", poolclass=NullPool, pool_size=5", imports=NULL_POOL),
            "error",
            id="sqlalchemy-nullpool-size",
        ),
        pytest.param(sqlalchemy("psycopg2", "NullPool", ", poolclass=NullPool", imports=NULL_POOL), "", id="sqlalchemy-nullpool"),
        pytest.param(psycopg("?pgbouncer=true", query="?pgbouncer=true"), "error", id="psycopg-pgbouncer"),
        pytest.param(psycopg("?sslmode=disable", query="?sslmode=disable"), "", id="psycopg-sslmode"),
        pytest.param(psycopg2("?pgbouncer=true", query="?pgbouncer=true"), "error", id="psycopg2-pgbouncer"),
        pytest.param(asyncpg("?connection_limit=5", query="?connection_limit=5"), "error", id="asyncpg-connection_limit"),
        pytest.param(asyncpg("?sslmode=disable", query="?sslmode=disable"), "", id="asyncpg-sslmode"),
        pytest.param(postgres_js("?connection_limit=5", query="?connection_limit=5"), "error", id="postgres-js-connection_limit"),
        pytest.param(postgres_js("?sslmode=disable", query="?sslmode=disable"), "", id="postgres-js-sslmode"),
        pytest.param(lib_pq("?connection_limit=5", "&connection_limit=5"), "error", id="lib/pq-connection_limit"),
        pytest.param(node_postgres("connectionLimit", ", connectionLimit: 3"), "warning", id="pg-connectionLimit"),
        pytest.param(django("CONN_MAX_AGE in OPTIONS", '"OPTIONS": {"CONN_MAX_AGE": 60}'), "error", id="django-conn_max_age"),
        pytest.param(django("CONN_MAX_AGE", '"CONN_MAX_AGE": 60'), "", id="django"),
    ],
)
def test_a_parameter_that_the_library_does_not_take(client: Client, severity: str, lab: Lab) -> None:
    """A refused parameter is an error with the words of the page, an ignored one a warning."""
    told, found = opened(client, client.url.replace("pgbouncer:6432", "db:5432"), lab)
    if not told and client.path == "shop/settings.py":
        repository = lab.repository(files(client, ""))
        with repository.run(client.path, lab.server.address) as app:
            told = app.ask("SELECT 1").error
    lab.saw("PA108", client.name, None, told or ("does nothing" if severity else "works"))

    assert (severity == "error") == bool(told), told
    assert not told or is_quoted("PA108", told.removeprefix("invalid dsn: ")), told
    assert ({("PA108", severity)} if severity else set()) == found


@pytest.mark.parametrize("character", ["/", "?", "#", "@", "%"])
@pytest.mark.parametrize(
    "client",
    [
        pytest.param(psycopg("URL"), id="psycopg"),
        pytest.param(psycopg2("URL"), id="psycopg2"),
        pytest.param(sqlalchemy("psycopg2", "URL"), id="sqlalchemy-psycopg2"),
        pytest.param(asyncpg("URL"), id="asyncpg"),
        pytest.param(node_postgres("URL"), id="pg"),
        pytest.param(lib_pq("URL", ""), id="lib/pq"),
    ],
)
def test_a_password_that_takes_its_url_apart(client: Client, character: str, lab: Lab) -> None:
    """A library that does not find the host says so with the words of the page, and is reported, as an error but for a lone %."""
    url = f"{client.scheme}://app:Zq7{character}kk21vw@db:5432/shop{client.query}"
    told, found = opened(client, url, lab)
    seen = told.replace("Zq7", "…").replace("kk21vw", "…") or "works"
    lab.saw("PA107", f"{client.name}: {character} in the password", None, seen)

    error = ("PA107", "error") in found
    asked = told.replace("[Errno -3]", "[Errno -2]").replace(*NO_RESOLVER)
    assert not told or is_quoted("PA107", asked.removeprefix("invalid dsn: ")), told
    assert bool(told) == (error or (bool(told) and found == {("PA107", "warning")})), told


@pytest.mark.parametrize(
    ("client", "url", "breaks"),
    [
        pytest.param(sqlalchemy("psycopg2", "postgres://"), "postgres://app@db:5432/shop", True, id="sqlalchemy-postgres"),
        pytest.param(asyncpg("postgresql+asyncpg://"), "postgresql+asyncpg://app@db:5432/shop", True, id="asyncpg-plus"),
        pytest.param(
            earlier(sqlalchemy("asyncpg", "postgresql://")), "postgresql://app@db:5432/shop", True, id="async-engine-2.0"
        ),
        pytest.param(sqlalchemy("asyncpg", "postgresql://"), "postgresql://app@db:5432/shop", False, id="async-engine-2.1"),
        pytest.param(asyncpg("postgres://"), "postgres://app@db:5432/shop", False, id="asyncpg-postgres"),
        pytest.param(psycopg("postgres://"), "postgres://app@db:5432/shop", False, id="psycopg-postgres"),
    ],
)
def test_a_scheme_that_the_library_does_not_take(client: Client, url: str, breaks: bool, lab: Lab) -> None:  # noqa: FBT001
    """A foreign scheme is refused with the words of the page."""
    told, found = opened(client, url, lab)
    lab.saw("PA106", client.name, None, told or "works")

    assert breaks == bool(told), told
    assert not told or is_quoted("PA106", told), told
    assert ({("PA106", "error")} if breaks else set()) == found


@pytest.mark.parametrize("listens", [pytest.param(5432, id="another-port"), pytest.param(6432, id="this-port")])
@pytest.mark.parametrize(
    "client",
    [
        pytest.param(psycopg("prepare_threshold=None", ", prepare_threshold=None"), id="psycopg"),
        pytest.param(sqlalchemy("psycopg2", "default"), id="sqlalchemy"),
        pytest.param(node_postgres("default"), id="pg"),
    ],
)
def test_another_port(client: Client, listens: int, pooler: Pooler, lab: Lab) -> None:
    """Nobody answers at a port where the pooler does not listen."""
    kept = client.files(pooler)
    repository = lab.repository(kept | {"pgbouncer.ini": kept["pgbouncer.ini"].replace("6432", str(listens))})
    bouncer = lab.bouncer(pooler)
    port = bouncer.port if listens == 6432 else free_port()  # stands for pgbouncer:6432
    with repository.run(client.path, f"127.0.0.1:{port}", DATABASE_URL=client.url) as app:
        told = app.opened.error if app.opened else "?"
    lab.saw("PA103", f"{client.name}, listen_port = {listens}, asked at 6432", pooler, told or "works")

    assert (listens != 6432) == bool(told), told
    assert not told or is_quoted("PA103", told.removeprefix("connection failed: ").split(" Is ")[0]), told
    assert ({("PA103", "error")} if listens != 6432 else set()) == repository.findings("PA103")
