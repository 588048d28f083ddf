"""Which functions may have to do with connections, told by their words. In: a node, or bytes. Out: whether to look closer."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

    from tree_sitter import Node

LONGEST_FUNCTION = 20_000
"""Bytes of a function of parameters, or of several results, that is followed."""
HINTS = rb"env[.\[(?]|et[eE]nv|okupEnv|://|[hH]ost=|searchParams"
"""What stands in a file, and in such a function, that reads variables or makes connection strings."""


def may_connect(node: Node) -> bool:
    """Whether a function may have to do with connections: told by its words."""
    if node.end_byte - node.start_byte > LONGEST_FUNCTION:
        return False
    return hint().search(node.text or b"") is not None


@cache
def hint() -> re.Pattern[bytes]:
    """What is looked for in such code."""
    import re  # noqa: PLC0415  # by the first file that may need it

    return re.compile(HINTS)
