"""PA213: statements in two round trips, whose halves meet different statements of other clients."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from live.clients import lib_pq, node_postgres
from live.program import Pooler
from live.quotes import is_quoted

if TYPE_CHECKING:
    from live.clients import Client
    from live.lab import Lab
    from live.program import Process, Reply

STATEMENTS = 4000
"""Of each of two clients that work at the same time."""
LETS_IN = "ignore_startup_parameters = extra_float_digits"
"""Without this PgBouncer refuses lib/pq before 1.11."""


def at_the_same_time(first: Process, second: Process) -> list[Reply]:
    """Each asks for its own name again and again; the replies count the answers that are somebody else's."""
    with ThreadPoolExecutor() as threads:
        both = [threads.submit(each.do, "own", name, STATEMENTS) for each, name in ((first, "one"), (second, "two"))]
        return [each.result() for each in both]


@pytest.mark.parametrize(
    ("client", "mode", "breaks"),
    [
        pytest.param(lib_pq("default"), "transaction", True, id="lib/pq"),
        pytest.param(lib_pq("binary_parameters=yes", "&binary_parameters=yes"), "transaction", False, id="lib/pq-one-trip"),
        pytest.param(lib_pq("default"), "session", False, id="lib/pq-session"),
        pytest.param(node_postgres("default"), "transaction", False, id="pg"),
    ],
)
def test_rows_of_somebody_else(client: Client, mode: str, breaks: bool, pooler: Pooler, lab: Lab) -> None:  # noqa: FBT001
    """In two round trips a client is given the rows of another client's statement, or an error; in one it is not."""
    pooler = Pooler(pooler.version, (LETS_IN,), mode)
    repository = lab.repository(client.files(pooler))
    bouncer = lab.bouncer(pooler, size=1 if mode == "transaction" else 2)
    with client.start(repository, bouncer) as first, client.start(repository, bouncer) as second:
        replies = at_the_same_time(first, second)
    errors = [each.failure for each in replies if each.error]
    foreign = sum(int(each.value or 0) for each in replies if not each.error)
    seen = [f"answers of the other client ({STATEMENTS} statements each)"] if foreign else []
    lab.saw("PA213", f"{client.name}, {mode} mode", Pooler(pooler.version), "; ".join([*seen, *errors]) or "works")

    assert breaks == bool(foreign or errors)
    assert all(is_quoted("PA213", each.error) for each in replies if each.error)
    assert ({("PA213", "error")} if breaks else set()) == repository.findings("PA213")
