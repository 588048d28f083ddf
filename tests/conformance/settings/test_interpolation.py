"""Compose's own cases for variables hold for `interpolate`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from poolaudit.extract.settings.interpolate import InterpolationError, interpolate

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("compose_interpolation.yaml").read_text("utf-8"))["cases"]
ACCEPTED = [case for case in CASES if "expect" in case]
REFUSED = [case for case in CASES if "expect" not in case]


def _name(case: dict[str, Any]) -> str:
    return f"{case['group']}: {case['input']}"


@pytest.mark.parametrize("case", ACCEPTED, ids=_name)
def test_text_is_that_of_compose(case: dict[str, Any]) -> None:
    """Text becomes what compose makes of it in the same environment."""
    actual = interpolate(case["input"], case["env"].get).when_unset()

    assert case["expect"] == actual


@pytest.mark.parametrize("case", REFUSED, ids=_name)
def test_refused_text_is_refused(case: dict[str, Any]) -> None:
    """Text that compose refuses raises, and the message says the same."""
    with pytest.raises(InterpolationError) as caught:
        interpolate(case["input"], case["env"].get).when_unset()

    assert case["error_contains"].lower() in str(caught.value).lower()
