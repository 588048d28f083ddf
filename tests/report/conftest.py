"""A result made by hand: one finding over four files, a mild one, a doubt and a file that was not read."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from poolaudit.facts.setting import Evidence, Origin
from poolaudit.facts.span import Span
from poolaudit.lint.finding import Change, Confidence, Finding, Fix, Result, Severity, Undecided, Unread


def span(path: str, line: int, column: int, length: int) -> Span:
    """A place on one line; the offset plays no part in reports."""
    return Span(path, 0, length, line, column, line, column + length)


@dataclass(frozen=True, slots=True)
class Manual:
    """Prose of a rule page."""

    prose: str


@dataclass(frozen=True, slots=True)
class Page:
    """A rule page as reports see it."""

    name: str = "txn-pool-prepared-statement"
    code: str = "PA201"
    title: str = "Prepared statements under transaction pooling"
    family: str = "transaction-mode"
    severity: Severity = Severity.ERROR
    default: bool = True
    since: str = "0.1"
    sources: tuple[str, ...] = ("https://www.pgbouncer.org/config.html",)
    body: str = "# Prepared statements\n\nA `name` lives on [one](https://x.example) connection.\nIt is **lost**.\n\n## Fires\n"
    manual: Manual = Manual("A `name` lives on [one](https://x.example) connection.\nIt is **lost**.\n")


PREPARED = Finding(
    rule="txn-pool-prepared-statement",
    code="PA201",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    message="asyncpg prepares named statements, and PgBouncer hands out connections per transaction",
    span=span("app/db.py", 3, 8, 34),
    evidence=(
        Evidence(span("app/db.py", 3, 8, 34), Origin.WRITTEN, "asyncpg.create_pool"),
        Evidence(None, Origin.DEFAULT, "statement_cache_size = 100 (asyncpg 0.29)"),
        Evidence(span("compose.yml", 9, 7, 12), Origin.WRITTEN, "DATABASE_URL = postgres://app:***@pgbouncer:6432/shop"),
        Evidence(span("pgbouncer.ini", 6, 1, 23), Origin.WRITTEN, "pool_mode = transaction"),
    ),
    remedy="set statement_cache_size=0",
    fingerprint="f00d",
    fix=Fix("set statement_cache_size = 0", (Change("argument", span("app/db.py", 3, 8, 34), "0", "statement_cache_size"),)),
)
DIRECT = Finding(
    rule="direct-endpoint",
    code="PA101",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    message="worker connects past the pooler",
    span=span(".env", 2, 20, 7),
    evidence=(Evidence(span(".env", 2, 20, 7), Origin.WRITTEN, "port = 5432"),),
    remedy="use the pooler's port",
    fingerprint="beef",
    fix=Fix("use the pooler's port", (Change("value", span(".env", 2, 23, 4), "6432"),)),
)
NOTE = Finding(
    rule="missing-timeouts",
    code="PA404",
    severity=Severity.INFO,
    confidence=Confidence.LOW,
    message="no timeout is set",
    span=span("app/db.py", 3, 8, 34),
    evidence=(),
    remedy="",
    fingerprint="cafe",
)


@pytest.fixture
def result() -> Result:
    """Three findings in no order, one undecided rule, one unread file, one suppressed finding."""
    return Result(
        findings=(NOTE, PREPARED, DIRECT),
        unknown=(Undecided("pooler-open-auth", "PA804", span("pgbouncer.ini", 1, 1, 1), ("pooler.auth_type: no file says",)),),
        unread=(Unread("chart/values.yaml", "is no YAML: tab in line 3"),),
        files=20,
        files_read=7,
        facts=(("ClientPool", 1), ("Dsn", 2)),
        routes=1,
        seconds=0.12345,
        suppressed=(DIRECT,),
    )


@pytest.fixture
def clean() -> Result:
    """Nothing found in one file."""
    return Result((), (), (), 1, 1, (), 0, 0.0)


@pytest.fixture
def page() -> Page:
    """The page of the first rule."""
    return Page()
