"""Every client and setting × every release of PgBouncer in transaction mode: reality against what poolaudit predicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from live.clients import CLIENTS
from live.program import Pooler, failures

if TYPE_CHECKING:
    from live.clients import Client
    from live.lab import Lab

POOLERS = (Pooler("1.18"), Pooler("1.24", ("max_prepared_statements = 0",)), Pooler("1.24"))
ABOUT_CONNECTING_AND_QUERIES = ("PA201", "PA207")
"""The rules that say whether connections open and ordinary queries work."""

SENDS_A_PARAMETER = {each.name for each in CLIENTS if "options" in each.text + each.query or "server_settings" in each.text}
UNDECIDED = {each.name for each in CLIENTS if each.path == "shop/settings.py"}
"""Django takes psycopg 2 or 3, whichever is installed; the scan does not guess which."""

FALSE_ALARMS = {"asyncpg, max_cacheable_statement_size=1"}
"""Known disagreements: nothing is cached because every statement is longer, and the scan looks at statement_cache_size alone."""


@pytest.mark.parametrize("pooler", POOLERS, ids=str)
@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
def test_the_verdict_is_what_happens(client: Client, pooler: Pooler, lab: Lab) -> None:
    """Clients that share and change connections get an error exactly when poolaudit reports one or cannot know."""
    repository = lab.repository(client.files(pooler))
    seen = failures(client.two_processes(repository, lab.bouncer(pooler)))
    seen += failures(client.moved(repository, lab.bouncer(pooler, size=2)))
    predicted = {code for code, severity in repository.findings(*ABOUT_CONNECTING_AND_QUERIES) if severity == "error"}
    unknown = not predicted and repository.undecided("PA201")
    code = "PA207" if "startup" in "".join(seen) or client.name in SENDS_A_PARAMETER else "PA201"
    wrong = client.name in FALSE_ALARMS and not pooler.follows_names
    remark = " (the scan asks for the driver)" if unknown else " (DISAGREES: the scan reports PA201)" if wrong else ""
    lab.saw(code, client.name, pooler, f"{seen[0] if seen else 'works'}{remark}")

    assert not unknown or client.name in UNDECIDED
    assert unknown or (bool(seen) == bool(predicted)) != wrong, (seen, predicted)
