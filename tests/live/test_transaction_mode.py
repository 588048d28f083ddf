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


@pytest.mark.parametrize("pooler", POOLERS, ids=str)
@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
def test_the_verdict_is_what_happens(client: Client, pooler: Pooler, lab: Lab) -> None:
    """Clients that share and change connections get an error exactly when poolaudit reports one, and it always knows."""
    repository = lab.repository(client.files(pooler))
    seen = failures(client.two_processes(repository, lab.bouncer(pooler)))
    seen += failures(client.moved(repository, lab.bouncer(pooler, size=2)))
    predicted = {code for code, severity in repository.findings(*ABOUT_CONNECTING_AND_QUERIES) if severity == "error"}
    code = "PA207" if "startup" in "".join(seen) or client.name in SENDS_A_PARAMETER else "PA201"
    lab.saw(code, client.name, pooler, seen[0] if seen else "works")

    assert bool(seen) == bool(predicted), (seen, predicted)
    assert predicted or not repository.undecided("PA201")
