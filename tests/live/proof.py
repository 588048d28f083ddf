"""What the live tests saw, as a page: rule × variant × release of PgBouncer, and the versions of everything."""

from __future__ import annotations

import datetime as dt
import json
import platform
import re
import subprocess
from collections import defaultdict
from importlib.metadata import version as installed
from pathlib import Path

from live.installed import BOUNCERS, bouncer_command, cached, cached_release, postgres_programs

from poolaudit.lint.rulebook import load_rules

_CLIENTS = ("alembic asyncpg Django Flask gunicorn psycopg psycopg-pool psycopg2-binary PyMySQL redis SQLAlchemy uvicorn").split()

_HOW = """\
Written by `pytest tests/live --proof docs/proof.md`, the last section also by `pytest tests/test_proof.py --update`.
A cell is what one run saw. The tests assert whether it fails, leaks or works, and for messages that pages quote also the text;
names and numbers in a message may differ from run to run.
Unless a line below says otherwise, the scan of the same repository gives the same verdict, and a test asserts that:

- PA203 by statement, PA301 and PA302 under load: the scanned files name the statement or the sizes, and clients of the
  harness make the load.
- PA205, `iterator()`: it surely breaks; the scan warns about the settings and does not decide the statement itself.
- PA303: Redis is left out by the rule, because its server takes thousands of clients.
- PA401, PA402: the scanned file names a host of Neon or of RDS Proxy; a local server that ends its connections stands for it.
- No scan is compared with the rows about `client_idle_timeout` (PA401) and the admin console (PA804).
- Rows called *page* run the page's own files: in PA202 to PA206 with `server_round_robin = 1`, so that a lone client changes
  connections as under load; elsewhere with shorter times, and completed with a route or a call where they have none.
- Rows called *random deployments* count examples, each started as it is written and compared with the scan's sums.
- PA102, PA602: a local server stands for Neon's or Amazon's, and PgBouncer for their poolers.
- PA104: golang-migrate itself is not run, but its statements; node-pg-migrate and Alembic are.
- PA406: a pool with an age is left alone, though SQLAlchemy looks at the age only when the connection is used again.
- PA501: what opens and closes a connection for each request works here, but slowly: of that the rule warns or is silent.
- PA504: Postgres.js stands for the page's pool of pg, which does not run in a Worker without a bundler.
- PA703: in transaction mode a reset query runs only with `server_reset_query_always`; without it PA202 speaks of the statement.
- Poolers listen on loopback, with settings of the harness put in front of those of the file.
""".splitlines()
"""What a reader must know to weigh the tables."""
_UNPROVEN = "## Not proven here"
NOT_RUN = {
    "PA001": "says what the scan itself met: tests/test_malformed.py proves it",
    "PA002": "about comments that the scan reads: tests of the scan prove it",
    "PA003": "about comments that the scan reads: tests of the scan prove it",
    "PA004": "about pages that the scan reads: tests of the scan prove it",
    "PA105": "the names of a provider: whether a host has an IPv4 address only its name servers tell",
    "PA208": "Npgsql needs .NET, which Debian does not have",
    "PA210": "Prisma 7 asks for a later Node than Debian's and for 300 MB of packages, earlier ones for programs of another host",
    "PA211": "RDS Proxy runs at Amazon only",
    "PA212": "ProxySQL is neither in Debian nor on PyPI or npm",
    "PA309": "a matter of throughput: on a shared machine the numbers say more about its other load than about the pool",
    "PA310": "the kernel would have to end a server for want of memory, with whatever else runs on the machine",
    "PA704": "entry points of container images: they need Docker and a registry of images",
    "PA705": "a limit of Azure's sizes, at Azure only",
    "PA707": "RDS Proxy runs at Amazon only",
    "PA801": "static: a password in a tracked file is what the file says",
    "PA901": "a threshold in a file of alerts: what it leaves is arithmetic, and PA301 proves what happens at the limit",
    "PA902": "static: an alert that is not there is what the files say",
}
"""Why no test runs what a rule is about."""


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
            used = [column for column in ("", *columns) if any(column in row for row in rows.values())]
            lines.append(f"| variant | {' | '.join(column or 'observed' for column in used)} |")
            lines.append("|---" * (len(used) + 1) + "|")
            for variant, row in rows.items():
                lines.append(f"| {_cell(variant)} | {' | '.join(_cell(row.get(column, '–')) for column in used)} |")
        return with_unproven("\n".join(lines) + f"\n\n{_UNPROVEN}\n")


def with_unproven(page: str) -> str:
    """The page with its last section as the rules are now: those without a section above, why, and their sources."""
    proven = page[: page.index(_UNPROVEN)]
    lines = [
        _UNPROVEN,
        "",
        "What a file says by itself, somebody else's service, or what runs nowhere here; with sources:",
        "",
    ]
    for rule in sorted(load_rules(), key=lambda each: each.code):
        if f"## [{rule.code}]" not in proven:
            page_of = (
                f"[{rule.title}](../rules/{rule.family}/{rule.name}.md)" if rule.path else f"{rule.title} (about the scan itself)"
            )
            why = NOT_RUN.get(rule.code, "a test of tests/live proves it; its table is written with the next `--proof`")
            lines.append(f"- {rule.code} {page_of}: {why}" + "".join(f"\n  - <{each}>" for each in rule.sources))
    return proven + "\n".join(lines) + "\n"


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
    found.append(re.sub(r"Redis server v=(\S+) .*", r"Redis \1", _said([str(cached("redis", "redis-server")), "--version"])))
    found.append(re.sub(r".*?([\d.]+)-MariaDB.*", r"MariaDB \1", _said([str(cached("mariadb", "mariadbd")), "--version"])))
    found += [f"{name} {installed(name)}" for name in _CLIENTS]
    found += [f"SQLAlchemy {cached_release('sqlalchemy-2.0', 'sqlalchemy-*.dist-info')}", f"Python {platform.python_version()}"]
    pins = json.loads(cached("node", "package.json").read_text("utf-8"))["dependencies"]
    found += [f"{name} {release.lstrip('^')}" for name, release in pins.items()]
    found += [f"Node {_said(['node', '--version']).lstrip('v')}", "Java " + _said(["java", "--version"]).split()[1]]
    return [*found, f"pgJDBC {cached_release('jdbc', 'usr/share/java/postgresql-4*.jar')}", "lib/pq 1.10.7"]


def _said(command: list[str]) -> str:
    first = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]
    return re.sub(r"^postgres \(PostgreSQL\) ([\d.]+).*", r"PostgreSQL \1", first)
