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


@pytest.mark.parametrize("pooler", POOLERS, ids=str)
@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
def test_the_verdict_is_what_happens(client: Client, pooler: Pooler, lab: Lab) -> None:
    """Two processes that share a server connection get an error exactly when poolaudit reports one."""
    repository = lab.repository(client.files(pooler))
    seen = failures(client.two_processes(repository, lab.bouncer(pooler)))
    predicted = repository.findings(*ABOUT_CONNECTING_AND_QUERIES)
    code = "PA207" if "startup" in "".join(seen) or "options" in client.name or "settings" in client.name else "PA201"
    lab.saw(code, f"matrix: {client.name}", pooler, seen[0] if seen else "works")

    assert bool(seen) == any(severity == "error" for _, severity in predicted), (seen, predicted)
