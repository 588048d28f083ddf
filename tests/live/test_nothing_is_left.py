"""Servers and folders go away with the process that started them, however it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from live.place import PREFIX, remove_stale

PROGRAM = """
import sys
sys.path.insert(0, {tests!r})
from live.bouncer import Bouncer
from live.server import Server
with Server() as server, Bouncer("1.24", "[databases]\\nshop = host=db\\n\\n[pgbouncer]\\n", server) as bouncer:
    bouncer.connect().execute("SELECT 1")
    print(server.folder, bouncer.folder, flush=True)
    sys.stdin.read()
"""


def commands_in(folder: Path) -> list[str]:
    """Command lines of the running processes whose current folder is below this one."""
    return [command for process in Path("/proc").glob("[0-9]*") if (command := command_in(process, folder))]


def command_in(process: Path, folder: Path) -> str:
    """The command line of a process; empty when it is elsewhere or has ended."""
    try:
        here = Path(str((process / "cwd").readlink()).removesuffix(" (deleted)")).is_relative_to(folder)
        return (process / "cmdline").read_bytes().replace(b"\0", b" ").decode() if here else ""
    except OSError:
        return ""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, None], ids=["killed", "terminated", "at its end"])
def test_servers_end_with_the_tests(how: signal.Signals | None) -> None:
    """PostgreSQL, PgBouncer and their folders are gone soon after the process that started them."""
    program = PROGRAM.format(tests=str(Path(__file__).parents[1]))
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as tests:
        assert tests.stdout is not None
        folders = [Path(each) for each in tests.stdout.readline().split()]
        (session,) = {each.parent for each in folders}
        running = commands_in(session)
        if how is not None:
            tests.send_signal(how)
        tests.communicate()
    until = time.monotonic() + 20
    while (session.exists() or commands_in(session)) and time.monotonic() < until:
        time.sleep(0.1)

    assert session.name.startswith(PREFIX)
    assert all(any(program in each for each in running) for program in ("postgres", "pgbouncer")), running
    assert ([], False) == (commands_in(session), session.exists())


def test_what_is_left_of_a_session_is_removed_later() -> None:
    """A folder whose lock nobody holds is removed by the next session; that of a running session stays."""
    left = Path(tempfile.mkdtemp(prefix=PREFIX))
    (left / "pg-x").mkdir()
    (left / "lock").touch()
    removed = remove_stale()

    assert left in removed
    assert not left.exists()
