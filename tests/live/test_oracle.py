"""PgBouncer as the judge of our judge: random and mutated files are loaded by both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from live.bouncer import Bouncer

from poolaudit.extract.settings.pgbouncer_judge import judge, parameters

if TYPE_CHECKING:
    from poolaudit.catalog.model import PoolerParameter

FULL_VERSION = {"1.18": "1.18.0", "1.24": "1.24.1"}
EXAMPLES = 150
"""Files for each release."""
OF_THE_MACHINE = re.compile(
    r"_file$|^(user|pidfile|logfile|resolv_conf|conffile|service_name|admin_users|host|port|peer_id)$"
    r"|^(unix_socket|listen_|so_reuseport|syslog|tcp_|client_tls_|server_tls_ciphers)"
)
"""Settings whose values need files, users, addresses, the kernel or the TLS library: a file alone cannot be judged by them."""
PROTOCOLS = (
    "server_tls_protocols = nonsense",
    "server_tls_protocols = nonsense\nserver_tls_sslmode = disable",
    "server_tls_protocols = nonsense\nserver_tls_sslmode = require",
    "server_tls_protocols =\nserver_tls_sslmode = require",
    "server_tls_protocols = TLSv1.2, tlsv1.3\nserver_tls_sslmode = require",
    "server_tls_protocols = tlsv1.2 ,tlsv1.3\nserver_tls_sslmode = require",
    "server_tls_protocols = all:!tlsv1.0\nserver_tls_sslmode = require",
    "server_tls_protocols = tlsv1.4\nserver_tls_sslmode = prefer",
)
ODD = st.one_of(
    st.sampled_from(
        ["-1", "020", "0x10", ".5", "30s", "1k", "99999999999", "on", "yes", "", "trans", "'7'", '"7"', "7 ; c", "7 # c", "${X}",
         "cert", "x" * 300]
    ),
    st.text(st.sampled_from("0123456789.-+ex sab;#'\"=,"), max_size=8),
)  # fmt: skip
USUAL = {
    "int": st.sampled_from(["0", "1", "7", "200"]),
    "uint": st.sampled_from(["0", "1", "4096"]),
    "bool": st.sampled_from(["0", "1"]),
    "seconds": st.sampled_from(["0", "1", "2.5", "600"]),
}
OTHERWISE = st.sampled_from(["x", "a, b", "DISCARD ALL", "SELECT 1", "é"])


def mostly(usual: st.SearchStrategy[str], odd: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """One of twelve is odd."""
    return st.integers(0, 11).flatmap(lambda drawn: usual if drawn else odd)


def values(parameter: PoolerParameter) -> st.SearchStrategy[str]:
    """What may stand behind a name: mostly what its type asks for, at times something odd."""
    words = [*parameter.values, *(word.title() for word in parameter.values)]
    usual = st.sampled_from(words) if words else USUAL.get(parameter.type, OTHERWISE)
    return mostly(usual, ODD)


def assignments(scope: str, equals: tuple[str, ...], usual: str) -> st.SearchStrategy[str]:
    """`name = value` for the parameters of a scope."""
    known = [
        each
        for name, each in sorted(parameters(scope).items())
        if not OF_THE_MACHINE.search(name) and name not in {"host", "port"}
    ]
    signs = mostly(st.just(usual), st.sampled_from(equals))
    return st.sampled_from(known).flatmap(lambda each: st.builds(f"{each.name}{{}}{{}}".format, signs, values(each)))


LINES = mostly(
    assignments("global", (" = ", "=", "\t=\t", " ", ": ", " == "), " = "),
    st.sampled_from(["; comment", "# comment", "", "  ", "-- x", "nonsense = 1", "pool_mode", "POOL_MODE = session", "= 1"]),
)
ODD_DATABASES = (
    "a =",
    "a",
    "a = host='h",
    "a = host='h' password='it''s'",
    "a = host=h port=0",
    "a = host=h port=x",
    "a = host=h, port=1",
    "a = postgres://u:p@h/d",
    "a = sslmode=require",
    '"q" = host=h',
    "'s' = host=h",
    "x y = host=h",
    "pgbouncer = host=h",
)
DATABASES = mostly(
    st.builds(
        "{} = host=127.0.0.1 port={} {}".format,
        st.sampled_from(["a", "b-c", "d.e", "*"]),
        st.sampled_from(["5432", "1"]),
        st.lists(assignments("database", ("=", " = ", ":"), "="), max_size=1).map(" ".join),
    ),
    st.sampled_from(ODD_DATABASES),
)
USERS = st.builds("{} = {}".format, st.sampled_from(["u", "u-v", "'q'"]), assignments("user", ("=", " "), "="))
CHARACTERS = st.sampled_from(["", "[", "]", "=", ";", "'", "\n", " ", "\t", "\r", "x", "0"])
OWN = (
    "listen_addr = 127.0.0.1\nlisten_port = @PORT@\nunix_socket_dir =\nauth_type = trust\n"
    "auth_file = @FOLDER@/userlist.txt\nadmin_users = postgres\n"
)
"""What the file needs to run on this machine."""


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A file with settings, databases and users, some of them odd, at times with a character put in, changed or taken away."""
    databases = "\n".join(draw(st.lists(DATABASES, max_size=2)))
    users = "\n".join(["[users]", *draw(st.lists(USERS, max_size=2))]) if draw(st.integers(0, 3)) == 0 else ""
    lines = "\n".join(draw(st.lists(LINES, max_size=3)))
    text = f"[databases]\n{databases}\n[pgbouncer]\n{OWN}{lines}\n{users}\n"
    if draw(st.integers(0, 3)) == 0:
        # Not inside of the lines that keep the process to itself: those are put in whole.
        head, own, tail = text.partition(OWN)
        part = draw(st.sampled_from([head, tail]))
        at = draw(st.integers(0, len(part)))
        new = part[:at] + draw(CHARACTERS) + part[at + draw(st.integers(0, 1)) :]
        text = f"{new if part is head else head}{own}{new if part is tail else tail}"
    return text


def load(version: str, text: str) -> tuple[bool, tuple[str, ...], dict[str, str]]:
    """Whether a release takes the file, what it complains about, and the settings that it shows."""
    with Bouncer(version, text) as bouncer:
        if not bouncer.starts:
            return False, bouncer.complaints, {}
        try:
            return True, bouncer.complaints, bouncer.config()
        except psycopg.OperationalError:  # the file leaves no way to the console: another port, no password, no client at all
            return True, bouncer.complaints, {}


def agree(version: str, text: str) -> None:
    """Both take the file or both refuse it, with the same words, and the settings are the same."""
    starts, complaints, shown = load(version, text)
    verdict = judge(text.replace("@PORT@", "6432").replace("@FOLDER@", "/tmp"), FULL_VERSION[version])  # noqa: S108 (a name)
    same = {name: value for name, value in verdict.settings.items() if not OF_THE_MACHINE.search(name) and name != "auth_query"}

    assert starts == verdict.starts, (complaints, verdict.message, text)
    assert starts or any(verdict.message in each for each in complaints), (complaints, verdict.message, text)
    assert not shown or same == {name: shown[name] for name in same}, text


LIMITS = settings(
    derandomize=True,
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


@LIMITS
@given(texts())
def test_the_older_release_agrees(text: str) -> None:
    """PgBouncer 1.18 does with a file what the judge says."""
    agree("1.18", text)


@LIMITS
@given(texts())
def test_the_later_release_agrees(text: str) -> None:
    """PgBouncer 1.24 does with a file what the judge says."""
    agree("1.24", text)


@pytest.mark.parametrize("version", sorted(FULL_VERSION))
@pytest.mark.parametrize("lines", PROTOCOLS)
def test_lists_of_protocols_agree(lines: str, version: str) -> None:
    """PgBouncer reads a list of TLS protocols where TLS is on, and stops at a word that it does not know."""
    agree(version, f"[databases]\n[pgbouncer]\n{OWN}{lines}\n")
