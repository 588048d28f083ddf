"""The report for job summaries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.report.base import Context
from poolaudit.report.markdown import REPORT

if TYPE_CHECKING:
    from poolaudit.lint.finding import Result


def test_whole_report(result: Result) -> None:
    """A table, the worst first, then each finding with its route, then what was not read."""
    text = REPORT.render(replace(result, findings=result.findings[1:]), Context())

    assert text == (
        "## poolaudit: 2 findings\n\n"
        "| Severity | Place | Rule | What |\n"
        "| --- | --- | --- | --- |\n"
        "| error | `app/db.py:3` | PA201 txn-pool-prepared-statement | asyncpg prepares named statements,"
        " and PgBouncer hands out connections per transaction |\n"
        "| warning | `.env:2` | PA101 direct-endpoint | worker connects past the pooler |\n\n"
        "<details><summary>PA201 txn-pool-prepared-statement: app/db.py:3:8</summary>\n\n"
        "asyncpg prepares named statements, and PgBouncer hands out connections per transaction\n\n"
        "1. `app/db.py:3` `asyncpg.create_pool`\n"
        "2. default `statement_cache_size = 100 (asyncpg 0.29)`\n"
        "3. `compose.yml:9` `DATABASE_URL = postgres://app:***@pgbouncer:6432/shop`\n"
        "4. `pgbouncer.ini:6` `pool_mode = transaction`\n\n"
        "**How to mend:** set statement\\_cache\\_size=0\n\n"
        "</details>\n\n"
        "<details><summary>PA101 direct-endpoint: .env:2:20 (medium confidence)</summary>\n\n"
        "worker connects past the pooler\n\n"
        "1. `.env:2` `port = 5432`\n\n"
        "**How to mend:** use the pooler's port\n\n"
        "</details>\n\n"
        "**Not read:**\n\n"
        "- `chart/values.yaml`: is no YAML: tab in line 3\n\n"
        "7 files read, 1 unread, 1 suppressed, 1 undecided\n"
    )


def test_clean(clean: Result) -> None:
    """A clean scan says so."""
    assert REPORT.render(clean, Context()) == "## poolaudit: no findings\n\n1 file read\n"


def test_repository_cannot_write_markup(result: Result) -> None:
    """Tables, links, mentions, HTML and code spans of messages and file names are shown as text."""
    finding = replace(
        result.findings[0],
        message="a|b <script> [x](https://x.example) @team `c`\n# d",
        span=replace(result.findings[0].span, path="x|`y.py"),
    )

    row = REPORT.render(replace(result, findings=(finding,)), Context()).splitlines()[4]

    assert row == (
        "| info | `` x\\|`y.py:3 `` | PA404 missing-timeouts | a\\|b &lt;script&gt; \\[x\\](https:&#8203;//x.example)"
        " &#64;team \\`c\\`\\\\x0a\\# d |"
    )
