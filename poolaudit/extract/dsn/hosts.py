"""The hosts of a connection string from lists of names and ports, as libpq and its likes join them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolaudit.extract.dsn.split import host_and_port
from poolaudit.extract.dsn.text import MAYBE_PASSWORD, DsnError, Range, Text
from poolaudit.facts.dsn import Host
from poolaudit.facts.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.extract.dsn.reader import Reader

NO_HOST = Host(Setting.absent("host"), Setting.absent("port"))


def host_name(text: Text, at: Range, decode: Callable[[str], str]) -> Setting[str]:
    """The name of one host; absent when empty, unresolved when an unencoded `@` makes it doubtful."""
    if at[0] == at[1]:
        return Setting.absent("host")
    if "@" in text.covered[at[0] : at[1]]:
        return Setting.unresolved(MAYBE_PASSWORD, text.span(at), "host")
    return text.setting(at, "host", decode)


def listed_hosts(
    text: Text, names: list[Range], ports: list[Range], reader: Reader, decode: Callable[[str], str]
) -> tuple[Host, ...]:
    """Hosts of `host=a,b port=1,2`: comma-separated lists; one port serves all hosts."""
    where: list[tuple[Range, Range | None]] = [
        _with_port(text, item, reader) for name in names for item in comma_separated(text.covered, name)
    ] or [((0, 0), None)]
    listed = [item for port in ports[-1:] for item in comma_separated(text.covered, port)]
    if len(listed) > 1 and len(listed) != len(where):
        if reader.strict_count:
            raise DsnError("the number of ports does not match the number of hosts")
        why = f"{len(listed)} ports are written for {len(where)} hosts"
        unknown: Setting[int] = Setting.unresolved(why, text.span(ports[-1]), "port")
        return tuple(Host(host_name(text, name, decode), unknown) for name, _ in where)
    hosts = []
    for index, (name, own) in enumerate(where):
        at = listed[index if len(listed) > 1 else 0] if listed else own
        hosts.append(Host(host_name(text, name, decode), text.port(at, decode) if at is not None else Setting.absent("port")))
    return tuple(hosts)


def _with_port(text: Text, at: Range, reader: Reader) -> tuple[Range, Range | None]:
    """A host of a query or keyword; with its own port where the reader looks for one."""
    raw = text.covered[at[0] : at[1]]
    if (
        not reader.query_host_ports
        or raw.startswith(("/", "%2F", "%2f", "@"))
        or (raw.count(":") != 1 and not raw.startswith("["))
    ):
        return at, None
    return host_and_port(text.covered, *at)


def comma_separated(covered: str, at: Range) -> list[Range]:
    """The ranges between the commas of a range."""
    found: list[Range] = []
    start = at[0]
    while True:
        comma = covered.find(",", start, at[1])
        if comma < 0:
            return [*found, (start, at[1])]
        found.append((start, comma))
        start = comma + 1
