"""What the live tests saw, as a page: rule × variant × release of PgBouncer, and the versions of everything."""

from __future__ import annotations

import datetime as dt
import platform
import re
import subprocess
from collections import defaultdict
from importlib.metadata import version as installed
from pathlib import Path

from live.installed import BOUNCERS, bouncer_command, postgres_programs

from poolaudit.lint.rulebook import load_rules

_CLIENTS = ("asyncpg", "psycopg", "psycopg-pool", "psycopg2-binary", "SQLAlchemy", "Django")

_HOW = """\
Written by `pytest tests/live --proof docs/proof.md`. A cell is what one run saw. The tests assert whether it fails, leaks or
works, and
for messages that pages quote also the text; names and numbers in a message may differ from run to run.
Unless a line below says otherwise, the scan of the same repository gives the same verdict, and a test asserts that:

- *DISAGREES* marks known cases in which it does not; *the scan asks for the driver* marks those that it leaves undecided.
- PA203 by statement, PA301 and PA302 under load: the scanned files name the statement or the sizes, and clients of the
  harness make the load.
- PA205, `iterator()`: it surely breaks; the scan warns about the settings and does not decide the statement itself.
- PA401: the scanned file names a host of Neon; a local server that ends its connections stands for it.
- No scan is compared with the rows about `client_idle_timeout` (PA401) and the admin console (PA804).
- Rows called *page* run the example with `server_round_robin = 1`: a lone client then changes connections as under load.
- Poolers listen on loopback, with settings of the harness put in front of those of the file.
""".splitlines()
"""What a reader must know to weigh the tables."""


class Proof:
    """Collects observations. Each was asserted by the test that reports it."""

    def __init__(self) -> None:
        self.seen: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)

    def saw(self, code: str, variant: str, pooler: str, observed: str) -> None:
        """`variant` of what a rule says behaved like this behind a release of PgBouncer (empty: without one)."""
        self.seen[code, variant][pooler] = observed

    def write(self, path: str) -> None:
        """Write the page."""
        Path(path).write_text(self.page(), encoding="utf-8", newline="\n")

    def page(self) -> str:
        """The page as Markdown."""
        columns = sorted({pooler for row in self.seen.values() for pooler in row if pooler})
        lines = [
            "# What was proven on real servers",
            "",
            *_HOW,
            "",
            f"{dt.datetime.now(dt.timezone.utc):%Y-%m-%d}: {'; '.join(_versions())}.",
        ]
        rules = {rule.code: rule for rule in load_rules()}
        for code in sorted({code for code, _ in self.seen}):
            rule = rules[code]
            page = f"../rules/{rule.family}/{rule.name}.md"
            lines += ["", f"## [{code}]({page}) {rule.title}", ""]
            rows = {variant: row for (each, variant), row in self.seen.items() if each == code}
            used = [column for column in columns if any(column in row for row in rows.values())]
            lines.append(f"| variant | {' | '.join(used)} |" if used else "| variant | observed |")
            lines.append("|---" * (len(used or [""]) + 1) + "|")
            for variant, row in rows.items():
                cells = [row.get(column, "–") for column in used] if used else list(row.values())
                lines.append(f"| {_cell(variant)} | {' | '.join(map(_cell, cells))} |")
        unproven = [rule for rule in rules.values() if rule.path and rule.code not in {code for code, _ in self.seen}]
        lines += ["", "## Not proven here", "", "Static, or about somebody else's service; each page names its sources.", ""]
        lines += [f"- {each.code} [{each.title}](../rules/{each.family}/{each.name}.md)" for each in unproven]
        return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _versions() -> list[str]:
    programs = postgres_programs()
    assert programs is not None
    found = [_said([str(programs / "postgres"), "--version"])]
    for each in BOUNCERS:
        command = bouncer_command(each)
        assert command is not None
        found.append(_said([str(command), "--version"]))
    return [*found, *(f"{name} {installed(name)}" for name in _CLIENTS), f"Python {platform.python_version()}"]


def _said(command: list[str]) -> str:
    first = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]
    return re.sub(r"^postgres \(PostgreSQL\) ([\d.]+).*", r"PostgreSQL \1", first)
