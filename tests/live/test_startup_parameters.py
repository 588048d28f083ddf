"""PA207: parameters that a client sends when it connects: refused, dropped or in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from live.clients import Client, asyncpg, psycopg
from live.program import Pooler
from live.quotes import quoted, states

if TYPE_CHECKING:
    from live.lab import Lab

PARAMETERS = {
    "statement_timeout": "5s",
    "search_path": "pg_catalog",
    "extra_float_digits": "3",
    "application_name": "shop",
    "TimeZone": "Asia/Tokyo",
    "IntervalStyle": "iso_8601",
}
COSMETIC = {"extra_float_digits", "application_name"}
"""Parameters whose loss changes no result."""


def in_settings(name: str) -> Client:
    """A client that sends a parameter by its name."""
    return asyncpg(name, f', statement_cache_size=0, server_settings={{"{name}": "{PARAMETERS[name]}"}}')


def in_options(name: str) -> Client:
    """A client that sends a parameter inside of `options`."""
    return psycopg(name, f', prepare_threshold=None, options="-c {name}={PARAMETERS[name]}"')


@pytest.mark.parametrize("name", PARAMETERS)
@pytest.mark.parametrize(
    ("client", "ignored"),
    [
        pytest.param(in_settings, "", id="by-name"),
        pytest.param(in_settings, "name", id="by-name-ignored"),
        pytest.param(in_options, "", id="in-options"),
        pytest.param(in_options, "name", id="in-options-ignored"),
        pytest.param(in_options, "options", id="in-options-options-ignored"),
    ],
)
def test_what_becomes_of_a_parameter(client: Client, ignored: str, name: str, pooler: Pooler, lab: Lab) -> None:
    """A refused connection is an error of the scan, a dropped setting a warning, and what is in force is fine."""
    sender: Client = client(name)  # type: ignore[operator]
    listed = {"": (), "name": (f"ignore_startup_parameters = {name}",), "options": ("ignore_startup_parameters = options",)}
    pooler = Pooler(pooler.version, listed[ignored])
    repository = lab.repository(sender.files(pooler))
    with sender.start(repository, lab.bouncer(pooler)) as web:
        refused = web.opened.error if web.opened else "?"
        shown = "" if refused else web.ask(f"SELECT current_setting('{name}')").value
    outcome = refused or ("in force" if shown == PARAMETERS[name] else "dropped")
    how = f"{name} {'in options' if client is in_options else 'by name'}{f', {ignored} ignored' if ignored else ''}"
    lab.saw("PA207", how, Pooler(pooler.version), outcome)

    harm = "error" if refused else "warning" if outcome == "dropped" and name not in COSMETIC else ""
    assert ({("PA207", harm)} if harm else set()) == repository.findings("PA207"), outcome


def test_the_page_quotes_what_is_seen(lab: Lab) -> None:
    """The messages for a name and for `options`, with their state, are those of the page."""
    seen = []
    for pooler, client in (
        (Pooler("1.18"), in_settings("extra_float_digits")),
        (Pooler("1.24"), in_options("statement_timeout")),
        (Pooler("1.18"), in_options("TimeZone")),
    ):
        with client.start(lab.repository(client.files(pooler)), lab.bouncer(pooler)) as web:
            seen.append(web.opened)
    said = [each.error if each else "" for each in seen]

    expected = [
        "unsupported startup parameter: extra_float_digits",
        "unsupported startup parameter in options: statement_timeout",
        "unsupported startup parameter: options",
    ]
    assert expected == said
    assert set(expected) <= quoted("PA207")
    assert {"08P01"} == states("PA207")


def test_the_role_may_have_the_setting(pooler: Pooler, lab: Lab) -> None:
    """What the page advises works through any release: ALTER ROLE … SET."""
    client = asyncpg("role", ", statement_cache_size=0")
    repository = lab.repository(client.files(pooler))
    lab.server.run("ALTER ROLE app SET statement_timeout = '5s'")
    try:
        with client.start(repository, lab.bouncer(pooler)) as web:
            shown = web.ask("SELECT current_setting('statement_timeout')").value
    finally:
        lab.server.run("ALTER ROLE app RESET statement_timeout")
    lab.saw("PA207", "ALTER ROLE app SET statement_timeout", pooler, "in force")

    assert "5s" == shown
    assert set() == repository.findings("PA207")
