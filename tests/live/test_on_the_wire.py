"""PA802, PA803, PA805: what can be read between a client and a server, and whom the client takes for the server."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import psycopg
import pytest
from live.bouncer import PASSWORD as POOLED_PASSWORD
from live.bouncer import Bouncer
from live.pages import example, expected
from live.program import IMAGES, Pooler
from live.quotes import is_quoted
from live.relay import Relay
from live.server import PASSWORD

if TYPE_CHECKING:
    from live.lab import Lab

    from poolaudit.lint.cases import Case

HOST = "shop.abcdefghijkl.eu-west-1.rds.amazonaws.com:5432"
QUERY, ROW = "SELECT name FROM users WHERE id = 77", "user 77"


def url(case: Case, user: str, address: str) -> str:
    """The connection string of an example, of this user and with another address."""
    ((_, text),) = case.files
    found = text.partition("DATABASE_URL=")[2].split()[0]
    assert HOST in found
    return found.replace(HOST, address).replace("app@", f"{user}:{PASSWORD}@")


def asked(dsn: str) -> str:
    """The answer to a query, or what the client is told."""
    try:
        with psycopg.connect(dsn, connect_timeout=10) as connection:
            (row,) = connection.execute(QUERY.encode()).fetchone() or ("",)
            return str(row)
    except psycopg.OperationalError as error:
        return str(error).splitlines()[0]


@pytest.mark.parametrize("user", ["app2", "app3"])
@pytest.mark.parametrize("name", ["A managed server", "Near miss: encrypted"])
def test_what_can_be_read(name: str, user: str, safe: Lab) -> None:
    """Without TLS the query, the rows, and where it is sent as it is also the password can be read; with TLS nothing."""
    case = example("PA802", name)
    with Relay(safe.server.port) as relay:
        answer = asked(url(case, user, relay.address))
        sent, received = bytes(relay.sent), bytes(relay.received)
    seen = [
        what
        for what, text, data in (("password", PASSWORD, sent), ("query", QUERY, sent), ("row", ROW, received))
        if text.encode() in data
    ]
    method = "password" if user == "app2" else "scram-sha-256"
    safe.saw(
        "PA802", f"page, {case.section}: {name}, {method}", None, f"readable: {', '.join(seen)}" if seen else "nothing readable"
    )

    fires = case.section == "fires"
    assert ROW == answer
    assert ((["password"] if user == "app2" else []) + ["query", "row"] if fires else []) == seen
    assert expected("PA802", case) == safe.repository(dict(case.files)).findings("PA802")


@pytest.mark.parametrize("name", ["A managed server", "Near miss: encrypted"])
def test_a_server_that_asks_for_tls(name: str, safe: Lab) -> None:
    """A server that takes the user with TLS only says so with the words of the page."""
    case = example("PA802", name)
    told = asked(url(case, "app", safe.server.address)).partition("FATAL:  ")[2]
    safe.saw("PA802", f"page, {case.section}: {name}, a server with hostssl only", None, told or "works")

    assert (case.section == "fires") == bool(told)
    assert not told or is_quoted("PA802", f"FATAL:  {told}"), told


@pytest.mark.parametrize("name", ["Fires", "Near miss: checked"])
def test_whom_a_client_takes_for_the_server(name: str, safe: Lab) -> None:
    """`require` talks to whoever holds any certificate; `verify-full` does not, until it is given the server's own."""
    case = example("PA803", name)
    dsn = url(case, "app", safe.server.address)
    told = asked(f"{dsn}&sslrootcert=/nowhere/root.crt" if "verify-full" in dsn else dsn)
    given = asked(f"{dsn}&sslrootcert={safe.server.certificate}")
    firing = case.section == "fires"
    seen = "accepted" if told == ROW else told.rpartition(" failed: ")[2]
    safe.saw("PA803", f"page, {case.section}: {name}, a self-signed certificate", None, seen)

    assert (ROW, ROW) == (told if firing else given, given)
    assert firing or is_quoted("PA803", told.rpartition(" failed: ")[2]), told
    assert expected("PA803", case) == safe.repository(dict(case.files)).findings("PA803")


@pytest.mark.parametrize("method", ["plain", "md5", "md5 and SCRAM secrets", "scram-sha-256"])
def test_passwords_that_a_pooler_asks_for(method: str, pooler: Pooler, lab: Lab) -> None:
    """`plain` shows the password, `md5` lets whoever listens try passwords offline, SCRAM does neither."""
    word = method.partition(" ")[0]
    case = example("PA805", "Fires")
    files = {path: text.replace("auth_type = md5", f"auth_type = {word}") for path, text in case.files}
    files = {path: text.replace("edoburu/pgbouncer:1.24.1", IMAGES[pooler.version]) for path, text in files.items()}
    secret = lab.server.run("SELECT rolpassword FROM pg_authid WHERE rolname = 'app'")[0] if " " in method else POOLED_PASSWORD
    password = PASSWORD if " " in method else POOLED_PASSWORD
    ini = files["pgbouncer.ini"].replace("auth_type", "auth_file = secrets.txt\nauth_type")
    with Bouncer(pooler.version, ini, lab.server, {"secrets.txt": f'"app" "{secret}"\n'}) as bouncer:
        assert bouncer.starts, bouncer.log
        with Relay(bouncer.port) as relay:
            psycopg.connect(host="127.0.0.1", port=relay.port, user="app", password=password, dbname="shop").close()
            sent, received = bytes(relay.sent), bytes(relay.received)
    seen = readable(password, sent, received)
    lab.saw("PA805", f"auth_type = {method}", pooler, seen)

    assert {"plain": "the password itself", "md5": "enough to try passwords offline"}.get(
        method, "nothing to try passwords with"
    ) == seen
    found = lab.repository(files).findings("PA805")
    assert ({("PA805", "info")} if word != "scram-sha-256" else set()) == found


def readable(password: str, sent: bytes, received: bytes) -> str:
    """What somebody who listened has of a password: it, something that a guess can be compared with, or neither."""
    if password.encode() in sent:
        return "the password itself"
    at = received.find(b"R\0\0\0\x0c\0\0\0\x05")  # AuthenticationMD5Password, followed by its salt
    if at >= 0:
        inner = hashlib.md5(f"{password}app".encode(), usedforsecurity=False).hexdigest().encode()
        guess = b"md5" + hashlib.md5(inner + received[at + 9 : at + 13], usedforsecurity=False).hexdigest().encode()
        if guess in sent:
            return "enough to try passwords offline"
    assert b"SCRAM-SHA-256" in received
    return "nothing to try passwords with"
