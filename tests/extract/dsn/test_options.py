"""Run-time parameters in libpq's `options`."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.dsn import options_parameters, parse_dsn
from poolaudit.facts.setting import Setting


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-c statement_timeout=5000", [("statement_timeout", "5000")]),
        ("-c geqo=off -c search_path=a,b", [("geqo", "off"), ("search_path", "a,b")]),
        ("-cgeqo=off --work-mem=64MB", [("geqo", "off"), ("work_mem", "64MB")]),
        (r"-c search_path=my\ schema -c x.y=1", [("search_path", "my schema"), ("x.y", "1")]),
        (r"-c a=b\\c", [("a", r"b\c")]),
        ("endpoint=ep-x project=y -B 5 -c", []),
        ("", []),
    ],
    ids=["one", "two", "short-and-long", "escaped-blank", "backslash", "other", "empty"],
)
def test_reads_parameters(text: str, expected: list[tuple[str, str]]) -> None:
    """The three spellings give names and values, other words give nothing."""
    value = Setting.written(text, Source("f", text).span(0, len(text)), "options")

    assert expected == [(name, setting.value) for name, setting in options_parameters(value)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("host=db options='-c geqo=off --jit=on'", ["off", "on"]),
        (r"host=db options='-c a=b\\ c'", [r"-c a=b\\ c"]),
        ("postgres://db/d?options=-c%20geqo%3Doff", ["-c%20geqo%3Doff"]),
    ],
    ids=["plain", "escaped", "encoded"],
)
def test_spans(text: str, expected: list[str]) -> None:
    """The span is the value itself where it is written plainly, else the whole of `options`."""
    source = Source("f", text)
    found = options_parameters(parse_dsn(text, source.span).parameter("options"))

    assert expected == [source.at(setting.span) for _, setting in found if setting.span]


def test_unknown_options_say_nothing() -> None:
    """Options from a variable have no parameters."""
    assert options_parameters(Setting.unresolved("it is filled in from OPTS", None, "options")) == ()
