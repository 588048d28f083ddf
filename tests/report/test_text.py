"""The report for people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.report.base import Context
from poolaudit.report.terminal import Terminal
from poolaudit.report.text import REPORT

if TYPE_CHECKING:
    from poolaudit.lint.finding import Result

TEXTS = {
    "app/db.py": "import asyncpg\n\npool = asyncpg.create_pool(DSN, max_size=20)\n",
    ".env": "A=1\nDATABASE_URL=postgres://app:hunter2@db:5432/shop\n",
}
WHOLE = """\
.env:2:20  warning  PA101 direct-endpoint  (medium confidence)
  worker connects past the pooler

  ─ .env:2  port = 5432

  how to mend: use the pooler's port
  fix: use the pooler's port (--fix applies it, --diff shows it)

app/db.py:3:8  info  PA404 missing-timeouts  (low confidence)
  no timeout is set

    3 │ pool = asyncpg.create_pool(DSN, max_size=20)
      │        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

app/db.py:3:8  error  PA201 txn-pool-prepared-statement
  asyncpg prepares named statements, and PgBouncer hands out connections per transaction

    3 │ pool = asyncpg.create_pool(DSN, max_size=20)
      │        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

  ╭ app/db.py:3      asyncpg.create_pool
  ├ default          statement_cache_size = 100 (asyncpg 0.29)
  ├ compose.yml:9    DATABASE_URL = postgres://app:***@pgbouncer:6432/shop
  ╰ pgbouncer.ini:6  pool_mode = transaction

  how to mend: set statement_cache_size=0
  fix: set statement_cache_size = 0 (--fix applies it, --diff shows it)

pgbouncer.ini:1:1  undecided  PA804 pooler-open-auth
  would decide: pooler.auth_type: no file says

unread  chart/values.yaml: is no YAML: tab in line 3

1 error, 1 warning, 1 note in 2 files; 7 files read, 1 unread, 1 suppressed, 1 undecided, 2 fixable with --fix
"""


def test_whole_report(result: Result) -> None:
    """Each finding has its place, sentence, line, route and remedy; the summary comes last."""
    text = REPORT.render(result, Context(read=TEXTS.get, show_unknown=True))

    assert text == WHOLE


def test_narrow_ascii_screen(result: Result) -> None:
    """On a narrow screen without our symbols lines wrap inside of their columns, and long words stay whole."""
    one = replace(result, findings=result.findings[1:2], unknown=(), unread=(), suppressed=())

    text = REPORT.render(one, Context(terminal=Terminal(48, unicode=False)))

    assert text == (
        "app/db.py:3:8  error  PA201 txn-pool-prepared-statement\n"
        "  asyncpg prepares named statements, and\n"
        "  PgBouncer hands out connections per\n"
        "  transaction\n"
        "\n"
        "  + app/db.py:3      asyncpg.create_pool\n"
        "  | default          statement_cache_size = 100\n"
        "  |                  (asyncpg 0.29)\n"
        "  | compose.yml:9    DATABASE_URL =\n"
        "  |                  postgres://app:***@pgbouncer:6432/shop\n"
        "  + pgbouncer.ini:6  pool_mode = transaction\n"
        "\n"
        "  how to mend: set statement_cache_size=0\n"
        "  fix: set statement_cache_size = 0 (--fix\n"
        "    applies it, --diff shows it)\n"
        "\n"
        "1 error in 1 file; 7 files read, 1 fixable with --fix\n"
    )


def test_deep_path_stands_on_its_own_line(result: Result) -> None:
    """A place that is too long for the column does not push the other texts to the right."""
    finding = result.findings[1]
    deep = "deploy/production/overlays/eu-west-1/configmap.yaml"
    step = finding.evidence[2]
    assert step.span is not None
    evidence = (replace(step, span=replace(step.span, path=deep)), finding.evidence[3])
    one = replace(result, findings=(replace(finding, evidence=evidence),))

    lines = REPORT.render(one, Context()).splitlines()

    assert [
        f"  ╭ {deep}:9",
        "  │                  DATABASE_URL = postgres://app:***@pgbouncer:6432/shop",
        "  ╰ pgbouncer.ini:6  pool_mode = transaction",
    ] == lines[3:6]


def test_deep_paths_share_a_column(result: Result) -> None:
    """When most places are long and leave room, the texts stand behind them."""
    finding = result.findings[1]
    deep = "deploy/production/overlays/eu-west-1/configmap.yaml"
    steps = [replace(step, span=replace(step.span, path=deep)) for step in finding.evidence if step.span is not None]
    one = replace(result, findings=(replace(finding, evidence=(*steps[1:], finding.evidence[1])),))

    lines = REPORT.render(one, Context()).splitlines()

    assert [
        f"  ╭ {deep}:9  DATABASE_URL =",
        f"  │ {' ' * 55}postgres://app:***@pgbouncer:6432/shop",
        f"  ├ {deep}:6  pool_mode = transaction",
        f"  ╰ default{' ' * 48}statement_cache_size = 100 (asyncpg 0.29)",
    ] == lines[3:7]


def test_quiet(result: Result) -> None:
    """Quiet prints one line for each finding and nothing else."""
    text = REPORT.render(result, Context(quiet=True))

    assert text == (
        ".env:2:20: warning: worker connects past the pooler [PA101 direct-endpoint]\n"
        "app/db.py:3:8: info: no timeout is set [PA404 missing-timeouts]\n"
        "app/db.py:3:8: error: asyncpg prepares named statements, and PgBouncer hands out connections per transaction"
        " [PA201 txn-pool-prepared-statement]\n"
    )


def test_clean(clean: Result) -> None:
    """A clean scan says how much was read."""
    assert REPORT.render(clean, Context()) == "no findings; 1 file read\n"


def test_colour(result: Result) -> None:
    """Severities have their colours; without escape sequences the report is the same."""
    plain = REPORT.render(result, Context(read=TEXTS.get))
    colored = REPORT.render(result, Context(read=TEXTS.get, terminal=Terminal(color=True)))

    stripped = "".join(part.partition("m")[2] if index else part for index, part in enumerate(colored.split("\x1b[")))
    assert plain == stripped
    assert "\x1b[31;1merror\x1b[0m" in colored
    assert "\x1b[33;1mwarning\x1b[0m" in colored


def test_control_characters_of_the_repository_are_escaped(result: Result) -> None:
    """File names and messages cannot send commands to the terminal or forge lines."""
    finding = result.findings[0]
    evil = replace(finding, message="a\x1b[2Jb\nc\u202e", span=replace(finding.span, path="x\ny\x9b"))

    text = REPORT.render(replace(result, findings=(evil,)), Context(quiet=True))

    assert text == "x\\x0ay\\x9b:3:8: info: a\\x1b[2Jb\\x0ac\\u202e [PA404 missing-timeouts]\n"
