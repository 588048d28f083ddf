"""GitLab's Code Quality report."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.report.base import Context
from poolaudit.report.gitlab import REPORT

if TYPE_CHECKING:
    from poolaudit.lint.finding import Result


def test_rows(result: Result) -> None:
    """Each finding is one entry with a path from the root of the repository."""
    expected = [
        {
            "description": "worker connects past the pooler (PA101)",
            "check_name": "direct-endpoint",
            "fingerprint": "beef",
            "severity": "minor",
            "location": {"path": "api/.env", "lines": {"begin": 2, "end": 2}},
        },
        {
            "description": "no timeout is set (PA404)",
            "check_name": "missing-timeouts",
            "fingerprint": "cafe",
            "severity": "info",
            "location": {"path": "api/app/db.py", "lines": {"begin": 3, "end": 3}},
        },
        {
            "description": "asyncpg prepares named statements, and PgBouncer hands out connections per transaction (PA201)",
            "check_name": "txn-pool-prepared-statement",
            "fingerprint": "f00d",
            "severity": "major",
            "location": {"path": "api/app/db.py", "lines": {"begin": 3, "end": 3}},
        },
    ]

    assert expected == json.loads(REPORT.render(result, Context(prefix="api/")))


def test_fingerprints_are_unique(result: Result) -> None:
    """GitLab shows one of several entries with equal fingerprints, so they are numbered."""
    twice = replace(result, findings=(result.findings[0],) * 3)

    assert [each["fingerprint"] for each in json.loads(REPORT.render(twice, Context()))] == ["cafe", "cafe-2", "cafe-3"]


def test_nothing(clean: Result) -> None:
    """A clean scan is an empty list."""
    assert REPORT.render(clean, Context()) == "[]\n"
