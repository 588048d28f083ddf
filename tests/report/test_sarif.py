"""The report for code scanning."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft4Validator

from poolaudit.facts.setting import Evidence, Origin
from poolaudit.facts.span import Span
from poolaudit.lint.finding import Change, Fix, Severity
from poolaudit.report.base import Context
from poolaudit.report.line_hash import line_hashes
from poolaudit.report.sarif import MAX_RESULTS, REPORT, document

if TYPE_CHECKING:
    from poolaudit.lint.finding import Finding, Result

SCHEMA = json.loads((Path(__file__).parents[1] / "conformance/sarif/sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
TEXT = "import asyncpg\n\npool = asyncpg.create_pool(DSN, max_size=20)\n"


def _run(result: Result, context: Context | None = None) -> dict[str, Any]:
    run = document(result, context or Context())["runs"][0]
    assert isinstance(run, dict)
    return run


def _only(result: Result, finding: Finding, context: Context | None = None) -> dict[str, Any]:
    one = _run(replace(result, findings=(finding,)), context)["results"][0]
    assert isinstance(one, dict)
    return one


def _place(path: str, line: int, column: int, end: int) -> dict[str, Any]:
    region = {"startLine": line, "startColumn": column, "endLine": line, "endColumn": end}
    return {"physicalLocation": {"artifactLocation": {"uri": path, "uriBaseId": "%SRCROOT%"}, "region": region}}


def _step(place: dict[str, Any], text: str, importance: str) -> dict[str, Any]:
    return {"location": {**place, "message": {"text": text}}, "importance": importance}


def test_result(result: Result) -> None:
    """A finding has its place, links to the others, one route over all of them, and both fingerprints."""
    here = _place("app/db.py", 3, 8, 42)
    compose, pooler = _place("compose.yml", 9, 7, 19), _place("pgbouncer.ini", 6, 1, 24)
    dsn = "DATABASE_URL = postgres://app:***@pgbouncer:6432/shop."
    expected = {
        "ruleId": "PA201",
        "ruleIndex": 0,
        "kind": "fail",
        "level": "error",
        "message": {
            "text": "asyncpg prepares named statements, and PgBouncer hands out connections per transaction"
            " ([compose.yml:9](1), [pgbouncer.ini:6](2))."
        },
        "locations": [here],
        "relatedLocations": [
            {"id": 1, **compose, "message": {"text": dsn}},
            {"id": 2, **pooler, "message": {"text": "pool_mode = transaction."}},
        ],
        "codeFlows": [
            {
                "threadFlows": [
                    {
                        "locations": [
                            _step(here, "asyncpg.create_pool.", "essential"),
                            _step(here, "default: statement_cache_size = 100 (asyncpg 0.29).", "important"),
                            _step(compose, dsn, "important"),
                            _step(pooler, "pool_mode = transaction.", "important"),
                        ]
                    }
                ]
            }
        ],
        "partialFingerprints": {"primaryLocationLineHash": line_hashes(TEXT, {3})[3], "poolaudit/v1": "f00d"},
        "properties": {"confidence": "high", "rule": "txn-pool-prepared-statement"},
    }

    assert expected == _only(result, result.findings[1], Context(read={"app/db.py": TEXT}.get))


def test_rule(result: Result, page: Any) -> None:
    """Only rules with findings are listed, each with what its page says."""
    run = _run(replace(result, findings=(result.findings[1],)), Context(pages={page.name: page, "other": page}))
    expected = {
        "id": "PA201",
        "name": "TxnPoolPreparedStatement",
        "shortDescription": {"text": "Prepared statements under transaction pooling."},
        "fullDescription": {"text": "A 'name' lives on one connection. It is lost."},
        "help": {
            "text": "A `name` lives on [one](https://x.example) connection.\nIt is **lost**.",
            "markdown": "A `name` lives on [one](https://x.example) connection.\nIt is **lost**.",
        },
        "helpUri": "https://github.com/poolaudit/poolaudit/blob/main/rules/transaction-mode/txn-pool-prepared-statement.md",
        "defaultConfiguration": {"level": "error"},
        "properties": {
            "tags": ["connection-pooling", "database", "transaction-mode"],
            "precision": "high",
            "problem.severity": "error",
        },
    }

    assert [expected] == run["tool"]["driver"]["rules"]


def test_rule_without_a_page(result: Result) -> None:
    """A rule in Python has what its findings say, and no address that leads nowhere."""
    run = _run(replace(result, findings=(result.findings[0],)))
    rule = run["tool"]["driver"]["rules"][0]

    assert (
        rule["shortDescription"]["text"],
        rule["help"]["text"],
        rule["defaultConfiguration"]["level"],
        rule["properties"]["problem.severity"],
        "helpUri" in rule,
    ) == ("Missing timeouts.", "Missing timeouts.", "note", "recommendation", False)


def test_run(result: Result) -> None:
    """The run says how it ended, what was not read, and where paths start, and nothing about the machine."""
    run = _run(result, Context(exit_code=1))
    unread = {
        "level": "warning",
        "message": {"text": "chart/values.yaml was not read: is no YAML: tab in line 3."},
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": "chart/values.yaml", "uriBaseId": "%SRCROOT%"}}},
        ],
    }

    assert run["automationDetails"] == {"id": "poolaudit/"}
    assert run["originalUriBaseIds"] == {"%SRCROOT%": {"description": {"text": "Root of the repository."}}}
    assert [{"executionSuccessful": True, "exitCode": 1, "toolExecutionNotifications": [unread]}] == run["invocations"]
    assert (run["columnKind"], run["redactionTokens"]) == ("unicodeCodePoints", ["***"])


def test_fix_of_characters(result: Result) -> None:
    """A fix that replaces characters is given as exactly those characters."""
    region = {"startLine": 2, "startColumn": 23, "endLine": 2, "endColumn": 27}
    expected = {
        "description": {"text": "use the pooler's port."},
        "artifactChanges": [
            {
                "artifactLocation": {"uri": ".env", "uriBaseId": "%SRCROOT%"},
                "replacements": [{"deletedRegion": region, "insertedContent": {"text": "6432"}}],
            }
        ],
    }

    assert [expected] == _only(result, result.findings[2])["fixes"]


def test_fix_that_is_half_an_argument_is_left_out(result: Result) -> None:
    """A fix that needs the file to be worked out is not given in part."""
    finding = result.findings[2]
    assert finding.fix is not None
    argument = Change("argument", finding.span, "1", "x")

    assert "fixes" not in _only(result, replace(finding, fix=Fix("both", (*finding.fix.changes, argument))))


@pytest.mark.parametrize(
    ("prefix", "path", "expected"),
    [
        pytest.param("", "a b/ü#?.py", "a%20b/%C3%BC%23%3F.py", id="escaped"),
        pytest.param("services/api/", "db.py", "services/api/db.py", id="below-the-repository-root"),
        pytest.param("", "x\udc80.py", "x%80.py", id="no-utf-8"),
        pytest.param("", "a:b.py", "a%3Ab.py", id="no-scheme"),
    ],
)
def test_uri(result: Result, prefix: str, path: str, expected: str) -> None:
    """Paths are relative URIs from the root of the repository."""
    finding = replace(result.findings[0], span=replace(result.findings[0].span, path=path))
    location = _only(result, finding, Context(prefix=prefix))["locations"][0]

    assert {"uri": expected, "uriBaseId": "%SRCROOT%"} == location["physicalLocation"]["artifactLocation"]


def test_evidence_above_the_root(result: Result) -> None:
    """A place outside of the repository is told in words; one above the scan root, but inside, is a place."""
    span = Span("../poolaudit.toml", 0, 3, 4, 1, 4, 4)
    finding = replace(result.findings[2], evidence=(*result.findings[2].evidence, Evidence(span, Origin.DECLARED, "mode = x")))
    outside = _only(result, finding)
    inside = _only(result, finding, Context(prefix="api/"))

    assert _step(_place(".env", 2, 20, 27), "../poolaudit.toml:4: mode = x.", "important") == _last_step(outside)
    assert "relatedLocations" not in outside
    assert _step(_place("poolaudit.toml", 4, 1, 4), "mode = x.", "important") == _last_step(inside)


def _last_step(one: dict[str, Any]) -> Any:
    return one["codeFlows"][0]["threadFlows"][0]["locations"][-1]


def test_limits_of_text(result: Result) -> None:
    """Texts end before the length at which GitLab drops a result."""
    finding = replace(result.findings[1], message="x" * 2000, remedy="y" * 2000)
    run = _run(replace(result, findings=(finding,)))
    rule = run["tool"]["driver"]["rules"][0]
    texts = [run["results"][0]["message"]["text"], rule["shortDescription"]["text"], rule["fullDescription"]["text"]]

    assert all(len(text) <= 1024 for text in texts)
    assert texts[0] == f"{'x' * 1019} ..."


def test_links_end_where_the_limit_is(result: Result) -> None:
    """As many related places are linked as fit."""
    finding = replace(result.findings[1], message="x" * 990)

    assert _only(result, finding)["message"]["text"] == f"{'x' * 990} ([compose.yml:9](1))."


def test_brackets_of_the_message_are_no_link(result: Result) -> None:
    """Text of the repository that looks like a link is escaped."""
    finding = replace(result.findings[0], message="see [this](1)")

    assert _only(result, finding)["message"]["text"] == "see \\[this\\](1)."


def test_most_severe_results_are_kept(result: Result) -> None:
    """Beyond the limit the mildest results are left out, and the run says so."""
    note, error = result.findings[0], result.findings[1]
    many = (*(replace(note, fingerprint=f"{index}") for index in range(MAX_RESULTS)), error)
    run = _run(replace(result, findings=many, unread=()))
    notes = [each["message"]["text"] for each in run["invocations"][0]["toolExecutionNotifications"]]

    assert (len(run["results"]), sum(each["level"] == "error" for each in run["results"])) == (MAX_RESULTS, 1)
    assert notes == ["5001 findings; the 5000 most severe are listed."]


def test_override_of_severity(result: Result, page: Any) -> None:
    """A severity that the user has changed is the result's; the rule keeps that of its page."""
    finding = replace(result.findings[1], severity=Severity.WARNING)
    run = _run(replace(result, findings=(finding,)), Context(pages={page.name: page}))

    assert (
        run["results"][0]["level"],
        run["tool"]["driver"]["rules"][0]["defaultConfiguration"]["level"],
    ) == ("warning", "error")


def test_schema(result: Result, clean: Result, page: Any) -> None:
    """The official schema accepts full and empty reports."""
    context = Context(pages={page.name: page}, read={"app/db.py": TEXT}.get)
    validator = Draft4Validator(SCHEMA)
    full, empty = json.loads(REPORT.render(result, context)), json.loads(REPORT.render(clean, context))

    assert not [*validator.iter_errors(full), *validator.iter_errors(empty)]
    assert empty["runs"][0]["results"] == []
