"""PA703: what the next client finds on a server connection, by mode and reset query."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from live.pages import example, expected

if TYPE_CHECKING:
    from live.lab import Lab
    from live.program import Pooler

SESSION, TRANSACTION = "pool_mode = session\n", "pool_mode = transaction\n"


def inherited(ini: str, pooler: Pooler, lab: Lab) -> str:
    """What the second client of one server connection finds in force, after the first one has set it and left."""
    ini = ini.replace("[pgbouncer]\n", "[pgbouncer]\ndefault_pool_size = 1\n")
    bouncer = lab.bouncer(pooler, ini=ini)
    with bouncer.connect() as first:
        first.execute("SET statement_timeout = '7s'")
    with bouncer.connect() as second:
        (value,) = second.execute("SHOW statement_timeout").fetchone() or ("",)
    return str(value)


@pytest.mark.parametrize("name", ["Fires", "Near miss: transaction mode needs none", "Near miss: the default, written"])
def test_a_page(name: str, pooler: Pooler, lab: Lab) -> None:
    """In session mode an empty query hands the setting on, and DISCARD ALL does not; in transaction mode it is not run at all."""
    case = example("PA703", name)
    value = inherited(dict(case.files)["pgbouncer.ini"], pooler, lab)
    by_mode = "transaction" in name
    lab.saw("PA703", f"page, {case.section}: {name}", pooler, f"the next client has statement_timeout {value}")

    assert ("7s" if case.section == "fires" or by_mode else "0") == value
    assert expected("PA703", case) == lab.repository(dict(case.files)).findings("PA703")


@pytest.mark.parametrize(("always", "left"), [(0, "7s"), (1, "0")])
def test_transaction_mode_runs_it_only_when_told(always: int, left: str, pooler: Pooler, lab: Lab) -> None:
    """In transaction mode DISCARD ALL is run with `server_reset_query_always` only, and PA703 says so then."""
    ini = dict(example("PA703", "Near miss: the default, written").files)["pgbouncer.ini"].replace(SESSION, TRANSACTION)
    ini += f"server_reset_query_always = {always}\n"
    value = inherited(ini, pooler, lab)
    variant = f"DISCARD ALL in transaction mode, server_reset_query_always = {always}"
    lab.saw("PA703", variant, pooler, f"the next client has statement_timeout {value}")

    assert left == value
    assert ({("PA703", "info")} if always else set()) == lab.repository({"pgbouncer.ini": ini}).findings("PA703")
