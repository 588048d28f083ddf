"""Limits of memory and CPUs, as compose and Kubernetes write them."""

from __future__ import annotations

import pytest

from poolaudit.extract.surfaces.resource_limits import cpus, memory
from poolaudit.facts.setting import Origin, Setting
from poolaudit.facts.span import Span

PLACE = Span("x", 0, 1, 1, 1, 1, 2)


@pytest.mark.parametrize(
    ("platform", "text", "expected"),
    [
        ("compose", "512m", 512 * 1024**2),
        ("compose", "1gb", 1024**3),
        ("compose", "1.5G", 1536 * 1024**2),
        ("compose", "300000k", 300000 * 1024),
        ("compose", "1048576", 1048576),
        ("compose", "1 g", 1024**3),
        ("kubernetes", "512Mi", 512 * 1024**2),
        ("kubernetes", "1G", 10**9),
        ("kubernetes", "1.5Gi", 1536 * 1024**2),
        ("kubernetes", "128974848", 128974848),
        ("kubernetes", "512mi", None),
        ("kubernetes", "1Gb", None),
        ("compose", "much", None),
        ("compose", "-1", None),
        ("compose", "0", None),
        ("compose", "1.2.3g", None),
        ("compose", "9" * 30, None),
    ],
)
def test_memory(platform: str, text: str, expected: int | None) -> None:
    """Units differ: `m` of compose is a power of 1024, `M` of Kubernetes one of 1000."""
    assert expected == memory(Setting.written(text, PLACE, "memory"), platform).value


@pytest.mark.parametrize(
    ("platform", "text", "expected"),
    [
        ("compose", "0.5", 0.5),
        ("compose", "2", 2.0),
        ("kubernetes", "1500m", 1.5),
        ("kubernetes", "2", 2.0),
        ("compose", "500m", None),
        ("compose", "all", None),
    ],
)
def test_cpus(platform: str, text: str, expected: float | None) -> None:
    """Only Kubernetes counts thousandths."""
    assert expected == cpus(Setting.written(text, PLACE, "cpus"), platform).value


def test_nothing_written() -> None:
    """No limit stays absent, and an unknown one says why."""
    unknown: Setting[str] = Setting.unresolved("a template renders it", PLACE, "memory")

    assert [Origin.ABSENT] * 2 == [memory(Setting.absent(), "compose").origin, cpus(Setting.absent(), "compose").origin]
    assert ["a template renders it"] * 2 == [memory(unknown, "kubernetes").note, cpus(unknown, "kubernetes").note]
