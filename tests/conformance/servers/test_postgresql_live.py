"""The reader against what PostgreSQL 15.18 printed for the same files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from poolaudit.discover.source import Source
from poolaudit.extract.settings.postgresql_conf import read
from poolaudit.extract.settings.postgresql_judge import load
from poolaudit.extract.surfaces.postgresql_conf import extract

LIVE: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "postgresql_conf_live.yaml").read_text("utf-8"))["cases"]
PLACE = re.compile(r' in file "[^"]*" line [0-9]+,?| "<dir>/[^"]*"(?=:)')
"""Where the server says that it is; the reader has spans for that."""


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in LIVE if "value" in case])
def test_value(case: dict[str, Any]) -> None:
    """A file that the server takes gives the value that it printed."""
    loaded = load(case["conf"].replace("@DIR@/", ""), "15.18", case.get("files"))

    assert ((), case["value"]) == (loaded.errors, loaded.values[case["asked"]])


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in LIVE if "error" in case])
def test_error(case: dict[str, Any]) -> None:
    """A file that the server refuses is refused with the same words."""
    loaded = load(case["conf"].replace("@DIR@/", ""), "15.18", case.get("files"))
    first = PLACE.sub("", case["error"][0].removeprefix("LOG: "))

    assert loaded.errors[0] == first[: len(loaded.errors[0])]


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["name"]) for case in LIVE if "include" not in case["name"] and "$" not in case["conf"]]
)
def test_fact(case: dict[str, Any]) -> None:
    """The fact has the same value, and an error exactly when the server refuses a line that every release refuses."""
    source = Source("postgresql.conf", case["conf"])
    (config,) = extract(source, read(source))
    written = dict(config.settings).get(case["asked"])
    by_release = any("unrecognized" in error for error in case.get("error", ()))

    assert ("error" in case and not by_release) == bool(config.errors)
    assert "error" in case or written is None or written.value == case["value"]
