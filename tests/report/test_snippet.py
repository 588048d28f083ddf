"""Source lines are shown only when nothing suggests a secret."""

from __future__ import annotations

import pytest

from poolaudit.facts.span import Span
from poolaudit.report.snippet import Snippet, snippet


def _span(path: str, line: int, start: int, end: int, end_line: int = 0) -> Span:
    return Span(path, 0, 0, line, start, end_line or line, end)


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        pytest.param("a = f(1)\n", _span("x.py", 1, 5, 9), Snippet(1, "a = f(1)", 4, 4), id="plain"),
        pytest.param("if x:\n    f()\n", _span("x.py", 2, 5, 8), Snippet(2, "f()", 0, 3), id="indented"),
        pytest.param("\tif x:\tf()", _span("x.py", 1, 8, 11), Snippet(1, "if x:    f()", 9, 3), id="tabs"),
        pytest.param("f(\n  1,\n)\n", _span("x.py", 1, 1, 2, 3), Snippet(1, "f(", 0, 2), id="several-lines"),
        pytest.param("数 = f()", _span("x.py", 1, 5, 8), Snippet(1, "数 = f()", 5, 3), id="wide-characters"),
        pytest.param("x\r\ny\r\nz", _span("x.py", 3, 1, 2), Snippet(3, "z", 0, 1), id="carriage-returns"),
        pytest.param("a\n", _span("x.py", 1, 2, 2), Snippet(1, "a", 1, 1), id="empty-span"),
        pytest.param("@retry(3)", _span("x.py", 1, 1, 2), Snippet(1, "@retry(3)", 0, 1), id="decorator"),
    ],
)
def test_shown(text: str, span: Span, expected: Snippet) -> None:
    """A line is shown without its indentation, with the underlined cells."""
    assert expected == snippet(span, text, 80)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        pytest.param("dsn = 'postgres://app:hunter2@db/shop'", "x.py", id="url"),
        pytest.param("dsn = 'postgres://db/shop'", "x.py", id="url-without-password"),
        pytest.param("'hunter2@db:5432/shop'", "x.py", id="second-half-of-a-url"),
        pytest.param("connect(password=X)", "x.py", id="password-argument"),
        pytest.param("PGPASSWORD=hunter2", "run.sh", id="password-variable"),
        pytest.param("A: cG9zdGdyZXM6Ly9hcHA6aHVudGVyMkBkYi9z", "x.yaml", id="base64"),
        pytest.param("A=hunter2", ".env.production", id="env-file"),
        pytest.param("A=hunter2", "deploy/web.env", id="named-env-file"),
        pytest.param("app hunter2", "etc/userlist.txt", id="userlist"),
        pytest.param("A: hunter2\nkind: Secret\n", "k8s/x.yaml", id="kubernetes-secret"),
        pytest.param("x" * 401, "x.py", id="long"),
        pytest.param("", "x.py", id="empty"),
    ],
)
def test_not_shown(text: str, path: str) -> None:
    """A line that may hold a secret, or that nobody could read, is not shown."""
    assert snippet(_span(path, 1, 1, 2), text, 1000) is None


def test_file_that_has_changed() -> None:
    """A place that the file no longer has is not shown."""
    assert snippet(_span("x.py", 7, 1, 2), "a\n", 80) is None
    assert snippet(_span("x.py", 1, 9, 12), "a\n", 80) is None
