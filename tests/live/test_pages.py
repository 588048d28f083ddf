"""The examples of the pages about shared connections, run to the letter: what fires leaves something behind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from live.program import IMAGES, Pooler
from live.residue import residue

from poolaudit.lint.rulebook import load_rules

if TYPE_CHECKING:
    from live.lab import Lab

    from poolaudit.lint.cases import Case

CODES = ("PA202", "PA203", "PA204", "PA205", "PA206")
CASES = [
    pytest.param(rule.code, case, id=f"{rule.code} · {case.section}: {case.name}")
    for rule in load_rules()
    if rule.code in CODES
    for case in rule.manual.cases
    if case.section != "fix" and any(path.startswith("app/") for path, _ in case.files)
]


def pooler_of(case: Case, version: str) -> Pooler:
    """The pooler of a case, of another release."""
    modes = re.findall(r"POOL_MODE: (\w+)", dict(case.files)["docker-compose.yml"])
    # Connections are taken in turn, as under load: else one client alone would always be given the same.
    return Pooler(version, ("server_round_robin = 1",), *modes)


@pytest.mark.parametrize(("code", "case"), CASES)
def test_an_example(code: str, case: Case, pooler: Pooler, lab: Lab) -> None:
    """An example leaves session state on a shared connection exactly when its page and the scan say that it fires."""
    files = {path: re.sub(r"edoburu/pgbouncer:\S+", IMAGES[pooler.version], text) for path, text in case.files}
    repository = lab.repository(files)
    bouncer = lab.bouncer(pooler_of(case, pooler.version), size=2)
    before = residue(bouncer)
    (program,) = (path for path in files if path.startswith("app/"))
    with repository.run(program, bouncer.address, lab.server.address) as web:
        opened = web.opened
    left = residue(bouncer) - before
    lab.saw(code, f"page, {case.section}: {case.name}", pooler, ", ".join(sorted(left)) or "nothing is left behind")

    assert opened is not None
    assert opened.failure == ""
    assert (case.section == "fires") == bool(left)
    assert (case.section == "fires") == bool(repository.findings(code))
