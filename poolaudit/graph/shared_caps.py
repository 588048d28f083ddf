"""How many connections pools can have together where caps bound the pools of one database and those of one user.

In: the size of each pool and the caps. Out: sizes under the caps whose sum is the highest possible.
Pools are the edges of a network from databases to users, caps the capacities of its nodes, and the sum is its maximum flow
(Edmonds and Karp, doi:10.1145/321694.321699).
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    _Node = tuple[str, Hashable]

_SOURCE: _Node = ("source", None)
_SINK: _Node = ("sink", None)


def most_under_caps(
    sizes: Mapping[tuple[Hashable, Hashable], int], databases: Mapping[Hashable, int], users: Mapping[Hashable, int]
) -> dict[tuple[Hashable, Hashable], int]:
    """Connections of each (database, user) under the caps; a database or user that is not listed has none."""
    free: dict[_Node, dict[_Node, int]] = {_SOURCE: {}, _SINK: {}}
    for (database, user), size in sizes.items():
        one, other = ("database", database), ("user", user)
        for start, end, capacity in (
            (_SOURCE, one, databases.get(database, sum(sizes.values()))),
            (one, other, size),
            (other, _SINK, users.get(user, sum(sizes.values()))),
        ):
            free.setdefault(start, {})[end] = capacity
            free.setdefault(end, {}).setdefault(start, 0)
    while path := _path(free):
        amount = min(free[start][end] for start, end in path)
        for start, end in path:
            free[start][end] -= amount
            free[end][start] += amount
    return {(database, user): free["user", user]["database", database] for database, user in sizes}


def _path(free: Mapping[_Node, Mapping[_Node, int]]) -> list[tuple[_Node, _Node]]:
    """A shortest way from source to sink along which more fits; empty when there is none."""
    came: dict[_Node, _Node] = {_SOURCE: _SOURCE}
    queue = deque([_SOURCE])
    while queue:
        node = queue.popleft()
        for following, capacity in free[node].items():
            if capacity > 0 and following not in came:
                came[following] = node
                queue.append(following)
    steps = []
    node = _SINK
    while node in came and node != _SOURCE:
        steps.append((came[node], node))
        node = came[node]
    return steps[::-1]
