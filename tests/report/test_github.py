"""Annotations of a GitHub Actions run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.report.base import Context
from poolaudit.report.github import REPORT

if TYPE_CHECKING:
    from poolaudit.lint.finding import Result


def test_commands(result: Result) -> None:
    """Errors come first, each finding is one command on one line, and unread files are warnings."""
    assert REPORT.render(result, Context(prefix="api/")) == (
        "::error file=api/app/db.py,line=3,endLine=3,col=8,endColumn=41,title=PA201 txn-pool-prepared-statement::"
        "asyncpg prepares named statements, and PgBouncer hands out connections per transaction"
        "%0A- app/db.py:3: asyncpg.create_pool"
        "%0A- default: statement_cache_size = 100 (asyncpg 0.29)"
        "%0A- compose.yml:9: DATABASE_URL = postgres://app:***@pgbouncer:6432/shop"
        "%0A- pgbouncer.ini:6: pool_mode = transaction"
        "%0AHow to mend: set statement_cache_size=0\n"
        "::warning file=api/.env,line=2,endLine=2,col=20,endColumn=26,title=PA101 direct-endpoint::"
        "worker connects past the pooler%0A- .env:2: port = 5432%0AHow to mend: use the pooler's port\n"
        "::notice file=api/app/db.py,line=3,endLine=3,col=8,endColumn=41,title=PA404 missing-timeouts::no timeout is set\n"
        "::warning file=api/chart/values.yaml,title=poolaudit%3A unread::is no YAML: tab in line 3\n"
    )


def test_nothing(clean: Result) -> None:
    """A clean scan annotates nothing."""
    assert REPORT.render(clean, Context()) == ""


def test_repository_cannot_forge_commands(result: Result) -> None:
    """Line breaks, percent signs and separators from file names and messages stay inside of the command."""
    finding = result.findings[0]
    span = replace(finding.span, path="a,b:c%\n.py", end_line=4)

    text = REPORT.render(
        replace(result, findings=(replace(finding, span=span, message="x\n::set-env::y%"),), unread=()), Context()
    )

    assert text == ("::notice file=a%2Cb%3Ac%25%0A.py,line=3,endLine=4,title=PA404 missing-timeouts::x\\x0a::set-env::y%25\n")
