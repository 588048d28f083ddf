"""PA102, PA601, PA602, PA603: functions whose copies each hold connections of their own."""

from __future__ import annotations

import re
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from live.crowded import Crowd, told
from live.lab import Lab
from live.pages import example, expected
from live.quotes import is_quoted
from live.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from live.program import Pooler, Repository
    from live.proof import Proof

    from poolaudit.lint.cases import Case

LEFT = 5
"""What `max_connections = 8` leaves to applications."""
COPIES = 7
HOST = re.compile(r"@([\w.-]+\.(?:neon\.tech|rds\.amazonaws\.com)(?::\d+)?)/")


@pytest.fixture(scope="module")
def tiny() -> Iterator[Server]:
    """A server that a handful of copies fill."""
    with Server("max_connections = 8\nlog_connections = on") as started:
        yield started


@pytest.fixture
def few(tiny: Server, tmp_path: Path, proof: Proof) -> Iterator[Lab]:
    """A lab at that server."""
    with Lab(tmp_path, tiny, proof) as opened:
        yield opened


def url_of(case: Case) -> tuple[str, str]:
    """The connection string of a case and the host that the server of the test stands for."""
    text = "\n".join(text for _, text in case.files)
    (url,) = set(re.findall(r"postgresql://[^\"\s]+", text)) or {""}
    found = HOST.search(url)
    return url, found[1] if found else ""


def code_of(case: Case) -> str:
    """The file that opens connections."""
    return next(path for path, _ in case.files if path.startswith(("src/", "lib/")))


def refusals(repository: Repository, case: Case, address: str, copies: int, at_a_time: int) -> list[str]:
    """What copies of the function are told that are started one after the other and then asked for several things at a time."""
    url, host = url_of(case)
    url = url or "postgresql://app@db:5432/shop"
    with ExitStack() as running:
        replies = []
        for _ in range(copies):
            copy = running.enter_context(repository.run(code_of(case), address, address, host=host, DATABASE_URL=url))
            replies.append(copy.opened.error if copy.opened else "?")
            if not replies[-1]:
                replies.append((copy.do("work", at_a_time) if at_a_time > 1 else copy.ask("SELECT 1")).error)
        return [each for each in replies if each]


@pytest.mark.parametrize("code", ["PA102", "PA602"])
def test_copies_that_go_round_the_pooler(code: str, few: Lab) -> None:
    """Straight to the server, the copies that are one too many are refused."""
    case = example(code, "fires")
    with Crowd(few.server) as crowd:
        errors = refusals(few.repository(dict(case.files)), case, few.server.address, COPIES, 1)
        refused = crowd.refused
    few.saw(code, f"page, fires: {COPIES} copies, {LEFT} connections left", None, told(refused) or "works")

    assert (COPIES - LEFT, True) == (len(errors), bool(refused)), errors
    assert all(is_quoted(code, f"FATAL:  {each.strip()}") for each in refused), refused
    assert expected(code, case) == few.repository(dict(case.files)).findings(code)


@pytest.mark.parametrize(
    ("code", "name"), [("PA102", "Near miss: the pooled host"), ("PA602", "Near miss: RDS Proxy in between")]
)
def test_copies_behind_a_pooler(code: str, name: str, pooler: Pooler, few: Lab) -> None:
    """Through a pooler, as the pooled host of the page is one, as many copies as one likes share a few connections."""
    case = example(code, name)
    bouncer = few.bouncer(pooler, size=2)
    errors = refusals(few.repository(dict(case.files)), case, bouncer.address, COPIES, 1)
    open_now = few.server.connections()
    few.saw(code, f"page, {case.section}: {name}, {COPIES} copies", pooler, f"works: {open_now} connections")

    assert [] == errors
    assert open_now <= 2
    assert set() == few.repository(dict(case.files)).findings(code)


def test_copies_that_are_bounded(few: Lab) -> None:
    """As many copies as the server has connections for, and no more, are no trouble."""
    case = example("PA602", "Near miss: reserved concurrency")
    files = {
        path: text.replace("ReservedConcurrentExecutions: 20", f"ReservedConcurrentExecutions: {LEFT}")
        for path, text in case.files
    }
    few.server.terminate()
    errors = refusals(few.repository(files), case, few.server.address, LEFT, 1)
    few.saw("PA602", f"page, quiet: {case.name}, {LEFT} copies", None, "works" if not errors else errors[0])

    assert [] == errors
    assert set() == few.repository(files).findings("PA602")


@pytest.mark.parametrize("name", ["Twenty per copy", "Near miss: one connection per copy"])
def test_pools_of_copies(name: str, crowd: Lab) -> None:
    """Three copies that do eight things at a time open 24 connections with a pool of 20, and three with a pool of one."""
    case = example("PA601", name)
    with Crowd(crowd.server) as watched:
        errors = refusals(crowd.repository(dict(case.files)), case, crowd.server.address, 3, 8)
        refused, opened = watched.refused, watched.opened
    seen = told(refused) or f"works: {opened} connections"
    crowd.saw("PA601", f"page, {case.section}: {name}, 3 copies × 8 queries at a time, 17 left", None, seen)

    assert (case.section == "fires") == bool(errors) == bool(refused), (errors, refused)
    assert bool(refused) or opened == 3
    assert all(is_quoted("PA601", f"FATAL:  {each.strip()}") for each in refused), refused
    assert expected("PA601", case) == crowd.repository(dict(case.files)).findings("PA601")


@pytest.mark.parametrize("frozen", [False, True], ids=["running", "frozen"])
@pytest.mark.parametrize(("idle", "finding"), [(1000, False), (600000, True)])
def test_idle_connections_of_a_copy(idle: int, finding: bool, frozen: bool, lab: Lab) -> None:  # noqa: FBT001
    """A short limit closes them, unless the copy is frozen; a long one keeps them as long as the copy is kept."""
    case = example("PA603", "fires")
    url, host = url_of(case)
    files = {path: re.sub(r"idleTimeoutMillis: \d+", f"idleTimeoutMillis: {idle}", text) for path, text in case.files}
    repository = lab.repository(files)
    lab.server.terminate()
    with repository.run(code_of(case), lab.server.address, lab.server.address, host=host, DATABASE_URL=url) as copy:
        copy.do("work", 2)
        if frozen:
            copy.freeze()
        time.sleep(3)
        until = time.monotonic() + (15 if idle < 3000 and not frozen else 0)
        while (left := lab.server.connections()) and time.monotonic() < until:
            time.sleep(0.1)
    state = "frozen" if frozen else "running"
    lab.saw("PA603", f"idleTimeoutMillis: {idle}, {state}, after three seconds", None, f"{left} connections open")

    assert (2 if frozen or finding else 0) == left
    assert ({("PA603", "info")} if finding else set()) == repository.findings("PA603")
