"""Pools that share caps."""

from __future__ import annotations

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit.graph.shared_caps import most_under_caps


@pytest.mark.parametrize(
    ("sizes", "databases", "users", "expected"),
    [
        pytest.param({("d", "u"): 4}, {}, {}, {("d", "u"): 4}, id="no cap"),
        pytest.param({("d", "u"): 4, ("d", "v"): 4}, {"d": 5}, {}, {("d", "u"): 4, ("d", "v"): 1}, id="database"),
        pytest.param({("d", "u"): 4, ("e", "u"): 4}, {}, {"u": 5}, {("d", "u"): 4, ("e", "u"): 1}, id="user"),
        pytest.param({("d", "u"): 4, ("d", "v"): 4}, {"d": 5}, {"u": 3, "v": 3}, {("d", "u"): 3, ("d", "v"): 2}, id="both"),
        pytest.param(
            {("d", "u"): 4, ("d", "v"): 4, ("e", "u"): 4},
            {"d": 4},
            {"u": 4},
            {("d", "u"): 0, ("d", "v"): 4, ("e", "u"): 4},
            id="yield",
        ),
    ],
)
def test_most_under_caps(
    sizes: dict[tuple[str, str], int], databases: dict[str, int], users: dict[str, int], expected: dict[tuple[str, str], int]
) -> None:
    """Pools yield where another one can use what they leave."""
    actual = most_under_caps(sizes, databases, users)

    assert sum(expected.values()) == sum(actual.values())
    assert expected == actual


NAMES = st.sampled_from("abc")


@given(
    st.dictionaries(st.tuples(NAMES, NAMES), st.integers(0, 9), max_size=6),
    st.dictionaries(NAMES, st.integers(1, 12)),
    st.dictionaries(NAMES, st.integers(1, 12)),
)
def test_the_sum_is_the_smallest_cut(sizes: dict[tuple[str, str], int], databases: dict[str, int], users: dict[str, int]) -> None:
    """No cap is passed, and the sum is the least that any choice of caps and pools lets through."""
    actual = most_under_caps(sizes, databases, users)
    cuts = chain.from_iterable(
        combinations([*databases, *(name.upper() for name in users)], n) for n in range(len(databases) + len(users) + 1)
    )
    least = min(
        sum((databases | {name.upper(): cap for name, cap in users.items()})[name] for name in cut)
        + sum(size for (database, user), size in sizes.items() if database not in cut and user.upper() not in cut)
        for cut in cuts
    )

    assert least == sum(actual.values())
    assert all(actual[pair] <= size for pair, size in sizes.items())
    assert all(sum(n for (each, _), n in actual.items() if each == name) <= cap for name, cap in databases.items())
    assert all(sum(n for (_, each), n in actual.items() if each == name) <= cap for name, cap in users.items())
