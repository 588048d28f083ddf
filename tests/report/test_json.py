"""The report for programs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

import poolaudit
from poolaudit import __version__
from poolaudit.report.base import Context
from poolaudit.report.json import REPORT, document

if TYPE_CHECKING:
    from poolaudit.lint.finding import Result

SCHEMA = json.loads((Path(poolaudit.__file__).parent / "report/findings.schema.json").read_text(encoding="utf-8"))


def _place(path: str, line: int, column: int, end: int) -> dict[str, Any]:
    return {"path": path, "line": line, "column": column, "end_line": line, "end_column": end}


def test_document(result: Result) -> None:
    """Every part of the result stands where version 1 puts it, in order."""
    direct = {
        "rule": "direct-endpoint",
        "code": "PA101",
        "severity": "warning",
        "confidence": "medium",
        "message": "worker connects past the pooler",
        **_place(".env", 2, 20, 27),
        "evidence": [{"path": ".env", "line": 2, "column": 20, "origin": "written", "text": "port = 5432"}],
        "fix": {
            "title": "use the pooler's port",
            "changes": [{**_place(".env", 2, 23, 27), "kind": "value", "argument": "", "text": "6432"}],
        },
        "fingerprint": "beef",
    }
    note = {
        "rule": "missing-timeouts",
        "code": "PA404",
        "severity": "info",
        "confidence": "low",
        "message": "no timeout is set",
        **_place("app/db.py", 3, 8, 42),
        "evidence": [],
        "fix": None,
        "fingerprint": "cafe",
    }
    prepared = {
        "rule": "txn-pool-prepared-statement",
        "code": "PA201",
        "severity": "error",
        "confidence": "high",
        "message": "asyncpg prepares named statements, and PgBouncer hands out connections per transaction",
        **_place("app/db.py", 3, 8, 42),
        "evidence": [
            {"path": "app/db.py", "line": 3, "column": 8, "origin": "written", "text": "asyncpg.create_pool"},
            {
                "path": None,
                "line": None,
                "column": None,
                "origin": "default",
                "text": "statement_cache_size = 100 (asyncpg 0.29)",
            },
            {
                "path": "compose.yml",
                "line": 9,
                "column": 7,
                "origin": "written",
                "text": "DATABASE_URL = postgres://app:***@pgbouncer:6432/shop",
            },
            {"path": "pgbouncer.ini", "line": 6, "column": 1, "origin": "written", "text": "pool_mode = transaction"},
        ],
        "fix": {
            "title": "set statement_cache_size = 0",
            "changes": [{**_place("app/db.py", 3, 8, 42), "kind": "argument", "argument": "statement_cache_size", "text": "0"}],
        },
        "fingerprint": "f00d",
    }
    expected = {
        "version": 1,
        "tool": {"name": "poolaudit", "version": __version__},
        "findings": [direct, note, prepared],
        "unknown": [
            {"rule": "pooler-open-auth", "path": "pgbouncer.ini", "line": 1, "missing": ["pooler.auth_type: no file says"]}
        ],
        "unread": [{"path": "chart/values.yaml", "reason": "is no YAML: tab in line 3"}],
        "summary": {"files": 20, "files_read": 7, "facts": {"ClientPool": 1, "Dsn": 2}, "routes": 1, "seconds": 0.123},
    }

    assert expected == json.loads(REPORT.render(result, Context()))


def test_order_of_the_input_does_not_matter(result: Result) -> None:
    """The same findings in another order give the same bytes."""
    shuffled = replace(result, findings=result.findings[::-1], facts=result.facts[::-1])

    assert REPORT.render(result, Context()) == REPORT.render(shuffled, Context())


def test_schema_accepts(result: Result, clean: Result) -> None:
    """The published schema is one, and accepts full and empty reports."""
    Draft202012Validator.check_schema(SCHEMA)
    validator = Draft202012Validator(SCHEMA)

    assert not [*validator.iter_errors(document(result, Context())), *validator.iter_errors(document(clean, Context()))]


def test_schema_refuses(result: Result) -> None:
    """The schema knows every key: without one, or with another, a report is refused."""
    validator = Draft202012Validator(SCHEMA)
    whole = document(result, Context())
    lesser = [{key: value for key, value in whole.items() if key != left_out} for left_out in whole]
    finding = whole["findings"][2]
    poorer = [{**whole, "findings": [{key: value for key, value in finding.items() if key != left_out}]} for left_out in finding]

    assert not any(validator.is_valid(each) for each in (*lesser, *poorer, {**whole, "more": 1}))


def test_every_path_of_the_file_system_can_be_carried(result: Result) -> None:
    """A file name that is no UTF-8 survives, because the document is ASCII."""
    finding = replace(result.findings[0], span=replace(result.findings[0].span, path="b\udc80/ü"))

    text = REPORT.render(replace(result, findings=(finding,)), Context())

    assert text.isascii()
    assert json.loads(text)["findings"][0]["path"] == "b\udc80/ü"
