"""Calls that are tried again for ever, at once, when they fail."""

from __future__ import annotations

from textwrap import indent

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.code.python import FORMAT

LOOP = "while {test}:\n{before}    try:\n        return connect()\n    except {error}:\n{handler}{after}"
FEW = (
    "def f():\n    while True:\n        for _ in range(3):\n            try:\n                return connect()\n"
    "            except E:\n                pass\n"
)
OUTSIDE = "def f():\n    try:\n        while True:\n            connect()\n    except E:\n        pass\n"
IN_HANDLER = "def f():\n    while True:\n        try:\n            g()\n        except E:\n            connect()\n"


def loop(handler: str, *, test: str = "True", error: str = "OSError", before: str = "", after: str = "") -> str:
    """A function with a loop around one call."""
    text = LOOP.format(
        test=test,
        error=error,
        before=indent(before, "    "),
        handler=indent(handler, "        "),
        after=indent(f"\n{after}", "    ") if after else "",
    )
    return f"def f():\n{indent(text, '    ')}\n"


def retried(code: str) -> str:
    """What repeats the only call of `connect`."""
    source = Source("a.py", f"import psycopg\n{code.replace('connect()', 'psycopg.connect()')}")
    (call,) = (each for each in FORMAT.read(source).calls if each.callee == "psycopg.connect")
    return call.around.retried


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(loop("pass"), id="pass"),
        pytest.param(loop("continue"), id="continue"),
        pytest.param(loop("print('no')\nlogger.warning('no')", error="Exception as error"), id="says something"),
        pytest.param(loop("pass", test="1"), id="while 1"),
        pytest.param(f"async {loop('pass').replace('connect()', 'await connect()')}", id="awaited"),
    ],
)
def test_a_loop_that_goes_on_at_once(code: str) -> None:
    """Nothing in it takes time, counts or leaves."""
    assert "while True" == retried(code)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(loop("time.sleep(1)"), id="sleeps"),
        pytest.param(loop("pass", after="time.sleep(1)"), id="sleeps afterwards"),
        pytest.param(loop("pass", before="event.wait(1)\n"), id="waits before"),
        pytest.param(loop("raise"), id="raises"),
        pytest.param(loop("break"), id="leaves"),
        pytest.param(loop("if n > 3:\n    return None"), id="leaves at some point"),
        pytest.param(loop("n += 1"), id="counts"),
        pytest.param(loop("backoff()"), id="calls something"),
        pytest.param(f"async {loop('await pause')}", id="awaits"),
        pytest.param(loop("pass", test="not ready"), id="a condition"),
        pytest.param(FEW, id="a few at a time"),
        pytest.param("def f():\n    while True:\n        connect()\n", id="nothing catches"),
        pytest.param(OUTSIDE, id="caught outside"),
        pytest.param(IN_HANDLER, id="in a handler"),
    ],
)
def test_a_loop_that_may_wait_or_end(code: str) -> None:
    """Whatever may take time, count or leave makes it none."""
    assert "" == retried(code)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("from tenacity import retry\n\n\n@retry", "@retry"),
        ("import tenacity\n\n\n@tenacity.retry", "@tenacity.retry"),
        ("from tenacity import retry, stop_after_attempt\n\n\n@retry(stop=stop_after_attempt(3))", ""),
        ("from retrying import retry\n\n\n@retry", ""),
        ("from tenacity import retry\n\n\n@cached\n@retry", ""),
    ],
    ids=["bare", "with its module", "with arguments", "of another library", "beside another decorator"],
)
def test_a_decorator_that_retries_for_ever(head: str, expected: str) -> None:
    """Tenacity's retry does so when nothing tells it otherwise."""
    assert expected == retried(f"{head}\ndef f():\n    return connect()\n")
