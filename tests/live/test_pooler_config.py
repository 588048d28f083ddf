"""PA701, PA702, PA706: the files of the pages, given to PgBouncer itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from live.installed import BOUNCERS
from live.program import IMAGES, Pooler
from live.quotes import quoted

from poolaudit.lint.rulebook import load_rules

if TYPE_CHECKING:
    from live.lab import Lab

    from poolaudit.lint.cases import Case

INI = "pgbouncer.ini"


def releases(case: Case) -> tuple[str, ...]:
    """The releases that a case speaks about: the one of its image, else all."""
    named = re.findall(r"edoburu/pgbouncer:v?(\d+\.\d+)", dict(case.files).get("docker-compose.yml", ""))
    return tuple(each for each in BOUNCERS if not named or each in named)


CASES = [
    pytest.param(rule.code, case, version, id=f"{rule.code} · {case.section}: {case.name} · {version}")
    for rule in load_rules()
    if rule.code in {"PA701", "PA702", "PA706"}
    for case in rule.manual.cases
    if case.section != "fix"
    and INI in dict(case.files)
    and "${" not in dict(case.files)[INI]  # a template is not loaded as it is
    for version in releases(case)
]
READ_AS = {"A leading zero": ("default_pool_size", "16"), "Fires": ("pool_mode", "session")}
"""For each case that PgBouncer takes for something else: the setting, and what it is in force."""
UNPINNED = "The release is not known"
"""A case whose answer depends on the release, so that the scan keeps quiet."""


@pytest.mark.parametrize(("code", "case", "version"), CASES)
def test_a_file_is_refused_where_the_page_says_so(code: str, case: Case, version: str, lab: Lab) -> None:
    """PgBouncer refuses the file, or reads it otherwise, when the page fires; it starts with it when the page keeps quiet."""
    files = dict(case.files)
    repository = lab.repository(files)
    with lab.config(version, files[INI]) as bouncer:
        starts, complaints = bouncer.starts, bouncer.complaints
        config = bouncer.config() if starts else {}
    name, value = READ_AS.get(case.name, ("", ""))
    said = "starts" if starts else complaints[0].replace(f"{bouncer.folder}/", "")
    seen = f"{name} = {config.get(name)}" if name else said
    lab.saw(code, case.name, Pooler(version), seen)

    firing = {severity for _, _, severity in case.expected}
    known = (bool(firing) and not name) if case.name != UNPINNED else not starts
    assert (not known) == starts, complaints
    assert value == config.get(name, "")
    assert {(code, each) for each in firing} == repository.findings(code)


def test_the_pages_quote_what_is_seen(pooler: Pooler, lab: Lab) -> None:
    """The messages of the pages are those of each release."""
    texts = {
        "PA701": ("pool_mod = transaction", "unknown parameter: pgbouncer/pool_mod", "cannot load config file"),
        "PA702": ("query_timeout = 30s", 'invalid value "30s" for parameter query_timeout'),
    }
    seen = {}
    for code, (line, *_) in texts.items():
        with lab.config(pooler.version, f"[databases]\nshop = host=db\n\n[pgbouncer]\n{line}\n") as bouncer:
            seen[code] = " ".join(bouncer.complaints)
    with lab.config(pooler.version, "[databases]\nshop = host=db sslmode=require\n\n[pgbouncer]\n") as bouncer:
        seen["keyword"] = " ".join(bouncer.complaints)

    assert [] == [message for code, (_, *messages) in texts.items() for message in messages if message not in seen[code]]
    assert "unrecognized connection parameter: sslmode" in seen["keyword"]
    assert {"unknown parameter: pgbouncer/pool_mod", "cannot load config file"} <= quoted("PA701")
    assert "unrecognized connection parameter: sslmode" in quoted("PA701")
    assert any(each.startswith('invalid value "Ns" for parameter query_timeout') for each in quoted("PA702"))


def test_images_of_all_releases_are_known() -> None:
    """Every release has an image in the compose files."""
    assert set(BOUNCERS) == set(IMAGES)
