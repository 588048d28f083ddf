"""Image tags and the order of releases."""

from __future__ import annotations

import pytest

from poolaudit.catalog.model import Default, PoolerParameter
from poolaudit.catalog.versions import compare, has, in_force, release, scope_since


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("1.21", "1.21"),
        ("v1.25.1-p0", "1.25.1"),
        ("1.16.1-debian-10-r17", "1.16.1"),
        ("1.23.1-p2", "1.23.1"),
        ("16-alpine", "16"),
        ("17beta1", "17"),
        ("15-3.3", "15"),
        ("15.1.0.147", "15.1.0.147"),
        ("2.14.2-pg16", "16"),
        ("pg16", "16"),
        ("0.7.0-pg16.2", "16.2"),
        ("latest", None),
        ("latest-pg15", "15"),
        ("master-27", None),
        ("20240610", None),
        ("ubi8-1.21-3", None),
        ("stable", None),
        ("1.x", None),
        ("", None),
        ("$TAG", None),
    ],
)
def test_release(tag: str, expected: str | None) -> None:
    """A tag names a release or nothing."""
    actual = release(tag)

    assert expected == actual


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [("1.21", "1.21.0", 0), ("1.9.0", "1.10", -1), ("1.24.1", "1.24", 1), ("", "1.0", -1), ("", "", 0), ("2", "1.99", 1)],
)
def test_compare(left: str, right: str, expected: int) -> None:
    """Releases are ordered number by number."""
    actual = compare(left, right)

    assert expected == actual


@pytest.mark.parametrize(
    ("version", "since", "removed", "expected"),
    [
        ("1.20.0", "1.20", "", True),
        ("1.19.1", "1.20", "", False),
        ("1.22", "1.20", "1.22.0", False),
        ("1.21", "1.20", "1.22.0", True),
        (None, "1.20", "", True),
        (None, "1.20", "1.22", False),
    ],
)
def test_has(version: str | None, since: str, removed: str, expected: bool) -> None:  # noqa: FBT001 - a table of cases
    """A release has what came by then and has not left."""
    actual = has(version, since, removed)

    assert expected == actual


@pytest.mark.parametrize(("version", "expected"), [("1.20", None), ("1.21.0", 0), ("1.23.1", 0), ("1.24", 200), (None, 200)])
def test_in_force(version: str | None, expected: int | None) -> None:
    """The default of a release is the last that came by then."""
    found = in_force((Default(0, "1.21.0"), Default(200, "1.24.0")), version)

    assert expected == (found.value if found is not None else None)


@pytest.mark.parametrize(("scope", "expected"), [("global", "1.8"), ("database", "1.6"), ("user", None)])
def test_scope_since(scope: str, expected: str | None) -> None:
    """A scope has its own first release where it differs."""
    parameter = PoolerParameter("x", "text", ("global", "database"), "1.8", scope_since=(("database", "1.6"),))

    actual = scope_since(parameter, scope)

    assert expected == actual
