"""JUnit XML."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from poolaudit.report.base import Context
from poolaudit.report.junit import REPORT

if TYPE_CHECKING:
    from poolaudit.lint.finding import Result


def _suite(result: Result) -> ET.Element:
    suite = ET.fromstring(REPORT.render(result, Context())).find("testsuite")  # noqa: S314
    assert suite is not None
    return suite


def test_suite(result: Result) -> None:
    """The suite counts what failed, and tells what was not read."""
    suite = _suite(result)

    assert suite.attrib == {
        "name": "poolaudit",
        "tests": "3",
        "failures": "2",
        "errors": "0",
        "skipped": "0",
        "time": "0.123",
    }
    assert suite.findtext("system-err") == "unread: chart/values.yaml: is no YAML: tab in line 3"


def test_cases(result: Result) -> None:
    """Errors and warnings fail with their route; a note passes."""
    direct, note, prepared = _suite(result).findall("testcase")
    failure = prepared.find("failure")
    assert failure is not None

    assert prepared.attrib == {
        "classname": "app/db.py",
        "name": "PA201 txn-pool-prepared-statement app/db.py:3:8",
        "file": "app/db.py",
        "line": "3",
    }
    assert (
        failure.attrib["type"],
        failure.attrib["message"],
    ) == ("error", "asyncpg prepares named statements, and PgBouncer hands out connections per transaction")
    assert (failure.text or "").splitlines() == [
        "app/db.py:3: asyncpg.create_pool",
        "default: statement_cache_size = 100 (asyncpg 0.29)",
        "compose.yml:9: DATABASE_URL = postgres://app:***@pgbouncer:6432/shop",
        "pgbouncer.ini:6: pool_mode = transaction",
        "How to mend: set statement_cache_size=0",
    ]
    assert ([each.tag for each in direct], [each.tag for each in note]) == (["failure"], ["system-out"])


def test_clean(clean: Result) -> None:
    """A clean scan is one passed test."""
    suite = _suite(clean)

    assert [each.attrib["name"] for each in suite.findall("testcase")] == ["scan"]


def test_text_that_xml_refuses(result: Result) -> None:
    """Control characters, markup and letters outside of ASCII come through as text."""
    finding = replace(result.findings[0], message="<a & 'b' \"c\" \x00 \x1b ü \udc80")

    text = REPORT.render(replace(result, findings=(finding,)), Context())
    case = _suite(replace(result, findings=(finding,))).find("testcase")
    assert case is not None

    assert text.isascii()
    assert (case.findtext("system-out") or "").strip() == "<a & 'b' \"c\" \\x00 \\x1b ü \\udc80"
