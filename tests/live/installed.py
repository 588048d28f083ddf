"""Where the servers of the live tests are, and what is missing.

`.ci/live-servers` puts them in place; nothing is downloaded here.
"""

from __future__ import annotations

import os
import pwd
import socket
from importlib.util import find_spec
from pathlib import Path
from shutil import which

BOUNCERS = ("1.18", "1.24")
"""Releases of PgBouncer: Debian 12 has one that does not follow names of prepared statements, Debian 13 one that does."""
CLIENTS = (
    "alembic",
    "asyncpg",
    "django",
    "flask",
    "gunicorn",
    "psycopg",
    "psycopg2",
    "psycopg_pool",
    "pymysql",
    "redis",
    "sqlalchemy",
    "uvicorn",
)
"""Modules of the extra `live`."""
CACHED = {
    "redis": "Redis",
    "mariadb": "MariaDB",
    "jdbc": "pgJDBC",
    "go": "Go with lib/pq",
    "node": "packages of npm",
    "sqlalchemy-2.0": "SQLAlchemy 2.0",
}
"""Folders beside those of PgBouncer, and what is in them."""
PROGRAMS = {"java": "Java", "node": "Node", "openssl": "OpenSSL"}
"""Programs of the machine."""


def bouncer_command(version: str) -> Path | None:
    """The start script of one release, or None."""
    return next((each for folder in _caches() if (each := folder / version / "pgbouncer").exists()), None)


def cached(name: str, path: str = "") -> Path:
    """A file or folder of what `.ci/live-servers` unpacked; the first place is named where there is none."""
    found = [folder / name for folder in _caches() if (folder / name / "complete").exists()]
    return (found or [_caches()[0] / name])[0] / path


def cached_release(name: str, pattern: str) -> str:
    """The release that the name of an unpacked file tells."""
    (found,) = cached(name).glob(pattern)
    return found.name.removesuffix(".jar").removesuffix(".dist-info").partition("-")[2]


def postgres_programs() -> Path | None:
    """The folder of the newest PostgreSQL server of the machine (`initdb`, `postgres`), or None."""
    found = [each.parent for each in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(found, key=lambda each: int(each.parent.name), default=None)


def missing() -> str:
    """What must be installed before the live tests can run, as one sentence; empty when nothing is missing."""
    servers = [f"PgBouncer {each}" for each in BOUNCERS if bouncer_command(each) is None]
    servers += ["PostgreSQL"] if postgres_programs() is None else []
    servers += [title for name, title in CACHED.items() if not cached(name, "complete").exists()]
    servers += [title for name, title in PROGRAMS.items() if which(name) is None]
    clients = [each for each in CLIENTS if find_spec(each) is None]
    ways = ["run .ci/live-servers"] if servers else []
    ways += ["pip install -e '.[live]'"] if clients else []
    return f"{', '.join(servers + clients)} missing; {' and '.join(ways)}" if ways else ""


def as_server(signal: str) -> list[str]:
    """How a command is started as a server: never as root, and sent `signal` when this process ends, however it ends."""
    names = {each.pw_name for each in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    other = [] if os.getuid() else [f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--clear-groups"]
    return ["setpriv", *other, "--pdeathsig", signal]


def give_to_server(*paths: Path) -> None:
    """Let the user of the servers own these paths."""
    if not os.getuid():
        owner = pwd.getpwnam("postgres" if any(each.pw_name == "postgres" for each in pwd.getpwall()) else "nobody")
        for path in paths:
            os.chown(path, owner.pw_uid, owner.pw_gid)


def free_port() -> int:
    """A port on the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _caches() -> list[Path]:
    named = os.environ.get("POOLAUDIT_LIVE_SERVERS")
    own = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "poolaudit-live"
    return [Path(named)] if named else [own, Path("/var/cache/poolaudit-live")]
