"""What source sets of Gradle and Maven see of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.graph.source_sets import sees
from poolaudit.scan import survey

if TYPE_CHECKING:
    from pathlib import Path

SEEN = {
    "the same file": ("src/test/resources/a.yml", "src/test/resources/a.yml", True),
    "main from main": ("src/main/resources/a.yml", "src/main/resources/b.yml", True),
    "main from a test": ("src/test/java/A.java", "src/main/java/B.java", True),
    "a resource of another name": ("src/test/resources/application-it.yml", "src/main/resources/application.yml", True),
    "a resource that is hidden": ("src/contractTest/resources/application.yml", "src/main/resources/application.yml", False),
    "a resource of another module": ("api/src/test/resources/a.yml", "db/src/main/resources/a.yml", True),
    "a test from main": ("src/main/resources/a.yml", "src/intTest/resources/a.yml", False),
    "a test from another test": ("src/intTest/java/A.java", "src/testFixtures/java/B.java", True),
    "a test from outside of any": ("config/application.yml", "src/intTest/resources/application.yml", False),
    "main from outside of any": ("config/application.yml", "src/main/resources/application.yml", True),
    "outside of any": ("app/db.py", "app/settings.py", True),
}


@pytest.mark.parametrize(("path", "defined", "expected"), SEEN.values(), ids=SEEN)
def test_sees(path: str, defined: str, expected: object) -> None:
    """Only tests see tests, and their resources hide those of the same name."""
    assert expected is sees(path, defined)


def test_a_size_stays_in_its_source_set(tmp_path: Path) -> None:
    """The size of main's pool says nothing of the tests', and the tests' nothing of main's."""
    for name, lines in {
        "main": ("url=jdbc:postgresql://db:5432/shop", "hikari.maximum-pool-size=16"),
        "contractTest": ("url=jdbc:postgresql://other:5432/shop", "hikari.connection-timeout=1000"),
    }.items():
        file = tmp_path / "src" / name / "resources" / "application.properties"
        file.parent.mkdir(parents=True)
        file.write_text("".join(f"spring.datasource.{each}\n" for each in lines), encoding="utf-8")
    clients = {each.client.context.value: each.client for each in survey(tmp_path).graph.routes}

    assert {"code": (16, 30.0), "test": (10, 1.0)} == {
        context: (each.max_connections.value, each.acquire_timeout.value) for context, each in clients.items()
    }
