"""libpq's keywords and variables: recorded answers of the library against the catalog."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from poolaudit.catalog.libpq_keywords import LIBPQ_KEYWORDS, VARIABLES
from poolaudit.extract.dsn.secret_key import is_secret_key

FILE = Path(__file__).parents[1] / "conformance" / "clients" / "libpq_keywords.yaml"
CASES: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["keyword"])
def test_a_keyword_of_libpq(case: dict[str, Any]) -> None:
    """It is known with its variable, and what libpq treats as a password is never kept."""
    keyword = case["keyword"]

    assert (True, case["env"]) == (keyword in LIBPQ_KEYWORDS, VARIABLES.get(keyword))
    assert case["secret_or_debug"] != "password" or is_secret_key(keyword)


def test_no_variable_is_made_up() -> None:
    """Every variable was seen."""
    assert {case["env"] for case in CASES if case["env"]} == set(VARIABLES.values())
