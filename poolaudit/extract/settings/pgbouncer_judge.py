"""Whether a PgBouncer release starts with a file, and with which settings: the reader's own oracle.

In: the text of a file (and of the files that it includes) and a release. Out: a `Verdict`, as the admin console would show it.
Source: `cf_load_file` of `lib/usual/cfparser.c`, `load_config` of `src/main.c`, `sbuf_tls_setup` of `src/sbuf.c`,
`admin_show_databases` of `src/admin.c` of https://github.com/pgbouncer/pgbouncer, tags pgbouncer_1_18_0, pgbouncer_1_24_1 and
commit 13a344f2; observed on 1.18.0 and 1.24.1.
What needs the machine (addresses, ports, certificate files) is not judged.
"""

from __future__ import annotations

from dataclasses import field
from functools import cache
from typing import TYPE_CHECKING

from poolaudit._records import dataclass
from poolaudit.catalog.poolers.pgbouncer_parameters import PARAMETERS
from poolaudit.catalog.versions import has, in_force, scope_since
from poolaudit.extract.settings.pgbouncer_ini import Assignment, Include, Malformed, Section, pairs, statements
from poolaudit.extract.settings.pgbouncer_values import atoi, integer, seconds, show, unsigned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poolaudit.catalog.model import PoolerParameter, Value

SECTIONS = {"pgbouncer": ("global", ""), "databases": ("database", ""), "users": ("user", "1.6"), "peers": ("peer", "1.19.0")}
"""Section → scope of its parameters and first release that knows it."""
RESERVED_SINCE = "1.16.0"
"""First release that refuses a database called `pgbouncer`."""
QUOTED_KEYS_SINCE = "1.25.0"
"""First release that reads a key in single quotes (libusual 6b7fc84)."""
_TLS_CHECK_SINCE = "1.16.0"
_PROTOCOLS = frozenset({"all", "default", "secure", "tlsv1", "tlsv1.0", "tlsv1.1", "tlsv1.2", "tlsv1.3"})
"""Words of a list of TLS protocols (`lib/usual/tls/tls_config.c`)."""
_MAX_INCLUDE = 10
_HIGHEST_PEER = 0xFFFF
_NUMBERS = frozenset({"int", "uint", "bool", "seconds"})
_COLUMNS = (
    ("pool_size", "default_pool_size", 0),
    ("min_pool_size", "min_pool_size", 0),
    ("reserve_pool_size", "reserve_pool_size", 0),
    ("max_db_connections", "max_db_connections", 1),
    ("max_db_client_connections", "max_db_client_connections", 1),
    ("server_lifetime", "server_lifetime", 1),
)
"""Per-database number, the global setting behind it, and the lowest value that does not fall back to that."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a release does with a file."""

    starts: bool
    message: str = ""
    """PgBouncer's own words for the first error, without file, line and passwords; empty when it starts."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Every setting of the release as SHOW CONFIG shows it; empty text for an unset one. Empty when it does not start."""
    databases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Database entries without the fallback `*`: `host`, `port`, `dbname`, `user`, `pool_mode` and the numbers in force."""
    users: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """User entries with the pairs that are written."""


class _RefusedError(Exception):
    """PgBouncer stops here; the text is its message."""


def judge(text: str, version: str | None = None, files: Mapping[str, str] | None = None) -> Verdict:
    """Load a file as `version` would (None: the newest release). `files`: what `%include` can reach, by path as written."""
    loader = _Loader(version, files or {})
    try:
        loader.load(text, 0)
        loader.finish()
    except _RefusedError as refusal:
        return Verdict(starts=False, message=str(refusal))
    return Verdict(True, "", loader.shown(), loader.shown_databases(), loader.users)


@cache
def parameters(scope: str) -> Mapping[str, PoolerParameter]:
    """Parameters of one scope by name, on every platform but Windows."""
    return {each.name: each for each in PARAMETERS if scope in each.scopes and not each.platform}


def value_of(parameter: PoolerParameter, text: str, version: str | None = None) -> Value:
    """A global setting as PgBouncer holds it; raises ValueError for a value that it refuses."""
    value: Value
    if parameter.type in ("int", "bool"):
        value = integer(text)
    elif parameter.type == "uint":
        value = unsigned(text)
    elif parameter.type == "seconds":
        value = seconds(text)
    elif parameter.type == "enum":
        value = word_of(parameter, text, version)
    else:
        value = text
    if value is None or (parameter.name == "auth_dbname" and value == "pgbouncer"):
        raise ValueError(parameter.name)
    return value


def word_of(parameter: PoolerParameter, text: str, version: str | None = None) -> str | None:
    """The word of an enum that `text` stands for, without regard to case; None when the release knows no such word."""
    since = dict(parameter.values_since)
    return next((word for word in parameter.values if word == _lower(text) and has(version, since.get(word, ""))), None)


class _Loader:
    def __init__(self, version: str | None, files: Mapping[str, str]) -> None:
        self.version, self.files = version, files
        self.known = {name: each for name, each in parameters("global").items() if has(version, each.since, each.removed)}
        self.settings: dict[str, Value] = {}
        self.databases: dict[str, dict[str, str]] = {}
        self.users: dict[str, dict[str, str]] = {}
        self.section: str | None = None
        self.main = False

    def load(self, text: str, depth: int) -> None:
        for each in statements(text, quoted_keys=has(self.version, QUOTED_KEYS_SINCE)):
            if isinstance(each, Malformed):
                raise _RefusedError("syntax error in configuration")
            if isinstance(each, Section):
                self.enter(each.name)
            elif isinstance(each, Include):
                if depth >= _MAX_INCLUDE:
                    raise _RefusedError("include nesting level too deep")
                if each.path not in self.files:
                    raise _RefusedError("could not load file")
                self.load(self.files[each.path], depth + 1)
            else:
                self.assign(each)

    def enter(self, name: str) -> None:
        self.section = name
        if name not in SECTIONS or not has(self.version, SECTIONS[name][1]):
            raise _RefusedError(f'invalid section "{name}"')
        if name == "pgbouncer":
            self.main = True
            for each in self.known.values():
                default = in_force(each.defaults, self.version)
                if default is not None and default.value is not None:
                    self.settings[each.name] = default.value

    def assign(self, each: Assignment) -> None:
        if each.section is None and self.section is None:
            raise _RefusedError(f"value without section: {each.key}")
        if self.section == "pgbouncer":
            self.set(each.key, each.value)
        elif self.section == "databases":
            self.add_database(each.key, each.value)
        elif self.section == "users":
            self.users[each.key] = self.checked(
                each.value, "user", "syntax error in user settings", "unrecognized user parameter"
            )
        else:
            self.add_peer(each.key, each.value)

    def set(self, key: str, text: str) -> None:
        parameter = self.known.get(key)
        if parameter is None:
            raise _RefusedError(f"unknown parameter: pgbouncer/{key}")
        try:
            self.settings[key] = value_of(parameter, text, self.version)
        except ValueError:
            raise _RefusedError(f'invalid value "{text}" for parameter {key}') from None

    def checked(self, text: str, scope: str, syntax: str, unknown: str) -> dict[str, str]:
        found, stopped = pairs(text)
        known = parameters(scope)
        values: dict[str, str] = {}
        for at, pair in enumerate(found):
            parameter = known.get(pair.key)
            if parameter is None or not has(self.version, scope_since(parameter, scope) or ""):
                secret = at > 0 and found[at - 1].key == "password"  # the rest of a password with a blank
                raise _RefusedError(unknown if secret else f"{unknown}: {pair.key}")
            if pair.key == "port" and atoi(pair.value) == 0:
                raise _RefusedError(f"invalid port: {pair.value}")
            if parameter.type == "enum":
                word = word_of(parameter, pair.value, self.version)
                if word is None:
                    name = "pool mode" if pair.key == "pool_mode" else pair.key
                    raise _RefusedError(f"invalid {name}: {pair.value}")
                values[pair.key] = word
            else:
                values[pair.key] = str(atoi(pair.value)) if parameter.type in ("int", "seconds") else pair.value
            if pair.key == "reserve_pool":  # the old name of the same number
                values["reserve_pool_size"] = values.pop("reserve_pool")
        if stopped is not None:
            raise _RefusedError(syntax)
        return values

    def add_database(self, name: str, text: str) -> None:
        if name == "pgbouncer" and has(self.version, RESERVED_SINCE):
            raise _RefusedError(f'database name "{name}" is reserved')
        if name == "*":  # kept as text and read when a client asks for a database that is not listed
            return
        values = self.checked(text, "database", "syntax error in connection string", "unrecognized connection parameter")
        previous = self.databases.get(name, {})
        if "user" in previous:
            values.setdefault("user", previous["user"])
        self.databases[name] = values

    def add_peer(self, name: str, text: str) -> None:
        number = integer(name) if name.isascii() and name.isdigit() and not name.startswith("0") else None
        if number is None or not 0 < number <= _HIGHEST_PEER:
            raise _RefusedError("ids of peers must be a number")
        values = self.checked(text, "peer", "syntax error in connection string", "unrecognized connection parameter")
        if "host" not in values:
            raise _RefusedError("host was not provided for peer")

    def finish(self) -> None:
        if not self.main:
            raise _RefusedError("main section missing from config file")
        if not has(self.version, _TLS_CHECK_SINCE):
            return
        refusal = tls_refusal({name: str(value) for name, value in self.settings.items() if value is not None})
        if refusal:
            raise _RefusedError(refusal)

    def shown(self) -> dict[str, str]:
        texts = {}
        for name, parameter in self.known.items():
            value = self.settings.get(name)
            unset = "" if parameter.type not in _NUMBERS else "0"  # a number without a default is zero until it is set
            texts[name] = unset if value is None else show(float(value)) if parameter.type == "seconds" else str(value)
        return texts

    def shown_databases(self) -> dict[str, dict[str, str]]:
        shown = {}
        for name, values in self.databases.items():
            row = {"host": "", "port": "5432", "dbname": name, "user": "", "pool_mode": "", **values}
            row.pop("password", None)
            for column, fallback, lowest in _COLUMNS:
                if int(row.get(column, -1)) < lowest and fallback in self.settings:
                    row[column] = str(int(float(self.settings[fallback] or 0)))
            shown[name] = row
        return shown


def tls_refusal(settings: Mapping[str, str]) -> str:
    """PgBouncer's message when its TLS settings do not fit together; empty when they do."""
    mode = settings.get("client_tls_sslmode", "disable")
    if mode != "disable" and not (settings.get("client_tls_key_file") and settings.get("client_tls_cert_file")):
        return "To allow TLS connections from clients, client_tls_key_file and client_tls_cert_file must be set."
    if settings.get("auth_type") == "cert" and mode != "verify-full":
        return "auth_type=cert requires client_tls_sslmode=SSLMODE_VERIFY_FULL"
    if mode == "verify-full" and not settings.get("client_tls_ca_file"):
        cert = settings.get("auth_type") == "cert"
        return "auth_type=cert requires client_tls_ca_file" if cert else "client_tls_sslmode requires client_tls_ca_file"
    name = refused_protocols(settings)
    return f"invalid {name}: {settings[name]}" if name else ""


def refused_protocols(settings: Mapping[str, str]) -> str:
    """The first of the two lists of TLS protocols that PgBouncer reads and refuses; empty when it takes both."""
    for side in ("server", "client"):
        words = settings.get(f"{side}_tls_protocols", "")
        if settings.get(f"{side}_tls_sslmode", "disable") != "disable" and words and not _are_protocols(words):
            return f"{side}_tls_protocols"
    return ""


def _are_protocols(text: str) -> bool:
    """As `tls_config_parse_protocols` reads it: blanks before a word are skipped, those behind it are not."""
    words = text.replace(":", ",").split(",")
    return all(_lower(word.lstrip(" \t").removeprefix("!")) in _PROTOCOLS for word in words)


def _lower(text: str) -> str:
    """ASCII lower case, as strcasecmp compares."""
    return "".join(chr(ord(one) + 32) if "A" <= one <= "Z" else one for one in text)
