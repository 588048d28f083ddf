"""PA205: cursors that outlive their transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from live.clients import django
from live.program import Pooler, requirements
from live.quotes import generic, quoted, states

if TYPE_CHECKING:
    from live.lab import Lab

OFF = '"DISABLE_SERVER_SIDE_CURSORS": True'
VIEW = (
    "from shop.models import User\n\n\ndef export():\n"
    "    for user in User.objects.order_by('id').iterator(chunk_size=2):\n        print(user.name)\n"
)


@pytest.mark.parametrize("mode", ["transaction", "session"])
@pytest.mark.parametrize("lines", [pytest.param((), id="default"), pytest.param((OFF,), id="switched-off")])
def test_iterator_of_django(lines: tuple[str, ...], mode: str, pooler: Pooler, lab: Lab) -> None:
    """`QuerySet.iterator()` loses its cursor when its connection is taken, unless the switch or the mode prevents it."""
    pooler = Pooler(pooler.version, mode=mode)
    client = django("iterator()", *lines)
    repository = lab.repository(client.files(pooler, size=2) | {"shop/views.py": VIEW})
    bouncer = lab.bouncer(pooler, size=2)
    with client.start(repository, bouncer) as web:
        replies = [web.do("begin_iterator"), web.do("next_of_iterator")]
        with bouncer.connect(autocommit=False) as other:
            other.execute("SELECT 1")
            replies += [web.do("next_of_iterator") for _ in range(3)]
    seen = [each.failure for each in replies if each.error]
    breaks = not lines and mode == "transaction"
    variant = f"QuerySet.iterator(), {'switch on' if lines else 'default'}, {mode} mode"
    lab.saw("PA205", variant, Pooler(pooler.version), seen[0] if seen else "works")

    expected = ['cursor "_django_curs_N_sync_N" does not exist (N)'] if breaks else []
    assert expected == [generic(each) for each in seen[:1]]
    assert {generic(each).removesuffix(" (N)") for each in seen[:1]} <= quoted("PA205")
    assert ({("PA205", "warning")} if breaks else set()) == repository.findings("PA205")


def test_ordinary_queries_of_django(pooler: Pooler, lab: Lab) -> None:
    """With the switch, queries of the ORM work on whichever connection."""
    client = django("queries", OFF)
    repository = lab.repository(client.files(pooler, size=2))
    bouncer = lab.bouncer(pooler, size=2)
    with client.start(repository, bouncer) as web:
        replies = [web.do("get", 1)]
        with bouncer.connect(autocommit=False) as other:
            other.execute("SELECT 1")
            replies.append(web.do("get", 2))

    assert ["user 1", "user 2"] == [each.value for each in replies]
    assert set() == repository.findings("PA201", "PA205")


def test_a_cursor_with_hold(pooler: Pooler, lab: Lab) -> None:
    """A cursor WITH HOLD is not there on another connection, and stands in the way of the next client's."""
    text = (
        "import os\n\nimport psycopg\n\n"
        'conn = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, prepare_threshold=None)\n\n\n'
        'def work():\n    conn.execute("DECLARE report CURSOR WITH HOLD FOR SELECT id FROM orders")\n'
    )
    files = {"app/db.py": text, "docker-compose.yml": pooler.compose(), "pgbouncer.ini": pooler.ini(2)}
    repository = lab.repository(files | {"requirements.txt": requirements("psycopg")})
    url = "postgresql://app@pgbouncer:6432/shop"
    bouncer = lab.bouncer(pooler, size=2)
    with (
        repository.run("app/db.py", bouncer.address, DATABASE_URL=url) as first,
        repository.run("app/db.py", bouncer.address, DATABASE_URL=url) as second,
    ):
        replies = [first.do("call", "work"), second.do("call", "work"), second.ask("FETCH 1 FROM report")]
        with bouncer.connect(autocommit=False) as other:
            other.execute("SELECT 1")
            replies.append(first.ask("FETCH 1 FROM report"))
    lab.saw("PA205", "DECLARE … WITH HOLD", pooler, "; ".join(each.failure for each in replies if each.error))

    expected = ["", 'cursor "report" already exists (42P03)', "", 'cursor "report" does not exist (34000)']
    assert expected == [each.failure for each in replies]
    assert {"34000"} == states("PA205")
    assert {("PA205", "error")} == repository.findings("PA205")
