"""The short forms of compose: ports, volumes and paths. In: text of one entry. Out: its parts.

Grammar: compose-spec 05-services.md, "ports" and "volumes" short syntax (read 2026-11-20).
"""

from __future__ import annotations

from posixpath import isabs, join, normpath
from typing import TYPE_CHECKING

from poolaudit.facts.deployment import Mount, Port

if TYPE_CHECKING:
    from poolaudit.facts.span import Span

_WIDEST_RANGE = 256
"""Ports of a range that become facts; wider ranges are media relays, not databases."""
_HIGHEST_PORT = 65535


def path_from(folder: str, written: str) -> str:
    """`written`, relative to `folder`, as a path from the scan root; absolute and home paths stay as they are.

    Empty text is the scan root; a leading `..` leads out of it.
    """
    if isabs(written) or written.startswith("~"):
        return written
    path = normpath(join(folder, written))
    return "" if path == "." else path


def ports_from(text: str, span: Span) -> tuple[Port, ...]:
    """Ports of `[[address:]published:]container[/protocol]`, each side a number or a range; () for text that is none of it."""
    body, _, protocol = text.partition("/")
    head, _, container = body.rpartition(":")
    address, _, published = head.rpartition(":")
    inner = _range(container)
    outer = _range(published) if published else [0] * len(inner)
    if len(outer) > len(inner) == 1:
        # a range on the host for one port: the platform chooses one of it
        outer = outer[:1]
    if len(outer) != len(inner):
        return ()
    return tuple(Port(port, host, address.strip("[]"), span, protocol or "tcp") for port, host in zip(inner, outer, strict=True))


def _range(text: str) -> list[int]:
    low, dash, high = text.partition("-")
    if not (low.isdecimal() and low.isascii() and len(low) <= 5):  # noqa: PLR2004 - digits of 65535
        return []
    if not dash:
        return [int(low)] if int(low) <= _HIGHEST_PORT else []
    if not (high.isdecimal() and high.isascii() and len(high) <= 5) or int(high) < int(low):  # noqa: PLR2004
        return []
    return list(range(int(low), min(int(high), int(low) + _WIDEST_RANGE - 1) + 1))


def mount_from(text: str, folder: str, span: Span) -> Mount | None:
    """The mount of `source:target[:mode]`; None for text without a target of its own (an anonymous volume)."""
    parts = text.split(":")
    if len(parts) < 2 or not parts[1].startswith("/"):  # noqa: PLR2004 - source and target
        return None
    return Mount(mount_source(parts[0], folder), parts[1], span)


def mount_source(source: str, folder: str) -> str:
    """Path from the scan root of a bound file or folder; empty for a named volume and for a path outside of the tree."""
    if not source.startswith("."):
        return ""
    path = path_from(folder, source)
    return "" if path.startswith("..") else path or "."
