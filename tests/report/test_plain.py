"""Facts as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Origin, Setting
from poolaudit.facts.span import Span
from poolaudit.facts.units import Seconds
from poolaudit.facts.word import PlacedWord
from poolaudit.report.plain import as_json

SPAN = Span("a.py", 3, 4, 1, 4, 1, 8)


@dataclass(frozen=True, slots=True)
class _Fact:
    name: str
    _private: int = 1


class _Strange:
    def __str__(self) -> str:
        return "hunter2"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(Secret("hunter2", "postgres://a:***@b"), "postgres://a:***@b", id="secret"),
        pytest.param(SPAN, "a.py:1:4", id="span"),
        pytest.param(Setting.written(5, SPAN), {"value": 5, "origin": "written", "at": "a.py:1:4"}, id="written"),
        pytest.param(
            Setting.written(Secret("hunter2"), SPAN),
            {"value": "***", "origin": "written", "at": "a.py:1:4"},
            id="setting-of-a-secret",
        ),
        pytest.param(
            Setting.default(None, note="psycopg 3"), {"value": None, "origin": "default", "note": "psycopg 3"}, id="known-none"
        ),
        pytest.param(
            Setting.written(("serve", PlacedWord("-v", Span("a.py", 9, 2, 2, 1, 2, 3), "-v")), SPAN),
            {"value": ["serve", "-v"], "origin": "written", "at": "a.py:1:4", "words": [None, "a.py:2:1"]},
            id="command of two lines",
        ),
        pytest.param(("-c", "max_connections=200"), ["-c", "max_connections=200"], id="option of an option"),
        pytest.param(("-c", "key=Zq81kf0sd7"), ["-c", "***"], id="made up behind a sign"),
        pytest.param(Setting.unresolved("why"), {"origin": "unresolved", "note": "why"}, id="unresolved"),
        pytest.param(Setting.absent("x"), None, id="absent"),
        pytest.param(_Fact("x"), {"name": "x"}, id="dataclass"),
        pytest.param((1, "a", None, True, 1.5), [1, "a", None, True, 1.5], id="tuple"),
        pytest.param(frozenset({"b", "a"}), ["a", "b"], id="set"),
        pytest.param({"a": Secret("hunter2")}, {"a": "***"}, id="mapping"),
        pytest.param(Seconds(1.5), 1.5, id="seconds"),
        pytest.param(float("inf"), "inf", id="infinite"),
        pytest.param(Origin.WRITTEN, "written", id="enum"),
        pytest.param(_Strange(), "_Strange", id="unknown-type"),
    ],
)
def test_as_json(value: object, expected: Any) -> None:
    """Every kind of value has one plain form, and a secret has its masked one."""
    assert expected == as_json(value)
