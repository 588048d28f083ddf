"""PA804: who gets in without a password."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import psycopg
import pytest
from live.program import IMAGES

from poolaudit.lint.rulebook import load_rules

if TYPE_CHECKING:
    from live.bouncer import Bouncer
    from live.lab import Lab
    from live.program import Pooler

    from poolaudit.lint.cases import Case

CASES = [
    pytest.param(case, id=f"{case.section}: {case.name}")
    for rule in load_rules()
    if rule.code == "PA804"
    for case in rule.manual.cases
    if "pgbouncer.ini" in dict(case.files)
]
KNOWN, STRANGER = "app", "nobody_knows_me"


def lets_in(bouncer: Bouncer, user: str) -> bool:
    """Whether a user gets in with a wrong password, as far as the console or the database."""
    try:
        bouncer.connect(user, password="wrong").close()
    except psycopg.OperationalError as refusal:
        return "no such user" not in str(refusal) and "authentication failed" not in str(refusal)
    return True


@pytest.mark.parametrize("case", CASES)
def test_a_wrong_password(case: Case, pooler: Pooler, lab: Lab) -> None:
    """`any` lets everybody in with any password, `trust` every known user; a real method nobody."""
    files = {path: re.sub(r"edoburu/pgbouncer:\S+", IMAGES[pooler.version], text) for path, text in case.files}
    (method,) = re.findall(r"^auth_type = (\S+)", files["pgbouncer.ini"], re.MULTILINE)
    bouncer = lab.bouncer(pooler, ini=files["pgbouncer.ini"])
    known, stranger = lets_in(bouncer, KNOWN), lets_in(bouncer, STRANGER)
    found = lab.repository(files).findings("PA804")
    who = "everybody" if stranger else "users of auth_file" if known else "nobody"
    lab.saw("PA804", f"auth_type = {method}: a wrong password lets in", pooler, who)

    assert {"any": (True, True), "trust": (True, False), "scram-sha-256": (False, False)}[method] == (known, stranger)
    assert {("PA804", severity) for _, _, severity in case.expected} == found


def test_any_opens_the_console(pooler: Pooler, lab: Lab) -> None:
    """With `auth_type = any` a stranger reads the admin console, even where no database can be reached for want of a user."""
    bouncer = lab.bouncer(pooler, ini="[databases]\nshop = host=db\n\n[pgbouncer]\nauth_type = any\n")
    with pytest.raises(psycopg.OperationalError, match="bouncer config error"):
        bouncer.connect(STRANGER)
    with bouncer.connect(STRANGER, "pgbouncer", password="wrong") as console:
        status = console.pgconn.exec_(b"SHOW DATABASES")
    lab.saw("PA804", "auth_type = any: a stranger at the admin console", pooler, "gets in")

    assert 2 == status.ntuples
