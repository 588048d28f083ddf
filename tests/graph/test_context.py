"""What a path tells about the purpose of a file."""

from __future__ import annotations

import pytest

from poolaudit.graph.context import context_of, environment_name, file_environment, path_role


@pytest.mark.parametrize(
    ("path", "expected", "note"),
    [
        ("app/db.py", "code", "nothing in its path says otherwise"),
        ("docker-compose.yml", "code", "nothing in its path says otherwise"),
        ("latest/contest.py", "code", "nothing in its path says otherwise"),
        ("tests/test_db.py", "test", "tests/ in its path"),
        ("app/Tests/db.py", "test", "tests/ in its path"),
        ("app/test_db.py", "test", "the file name test_db.py"),
        ("conftest.py", "test", "the file name conftest.py"),
        ("src/db.spec.ts", "test", "the file name db.spec.ts"),
        (".env.test", "test", "the file name .env.test"),
        ("docker-compose.test.yml", "test", "the file name docker-compose.test.yml"),
        ("examples/app.py", "example", "examples/ in its path"),
        (".env.example", "example", "the file name .env.example"),
        ("docker-compose.yml.sample", "example", "the file name docker-compose.yml.sample"),
        ("pgbouncer.ini.j2", "example", "the file name pgbouncer.ini.j2"),
        ("docs/setup.py", "docs", "docs/ in its path"),
        ("src/main/java/com/example/shop/Database.java", "code", "nothing in its path says otherwise"),
        ("api/src/main/kotlin/com/example/Database.kt", "code", "nothing in its path says otherwise"),
        ("src/test/java/com/acme/DatabaseIT.java", "test", "test/ in its path"),
        ("examples/src/main/java/com/acme/Database.java", "example", "examples/ in its path"),
        ("src/contractTest/resources/application.properties", "test", "src/contractTest/ in its path"),
        ("api/src/aat/java/com/acme/Base.java", "test", "src/aat/ in its path"),
        ("src/testFixtures/kotlin/com/acme/Base.kt", "test", "testfixtures/ in its path"),
        ("src/integration-test/java/com/acme/Base.java", "test", "src/integration-test/ in its path"),
        ("src/contest/java/com/acme/Base.java", "code", "nothing in its path says otherwise"),
        ("src/it/db.py", "code", "nothing in its path says otherwise"),
        ("README.md", "docs", "the file name readme.md"),
        ("docs/tests/a.py", "test", "tests/ in its path"),
        ("src/Shop.IntegrationTests/Fixture.cs", "test", "shop.integrationtests/ in its path"),
        ("src/BuildingBlocks/TestBase/Base.cs", "test", "testbase/ in its path"),
        ("shop/settings/unittests.py", "test", "settings named unittests"),
        ("shop/settings/unit_tests.py", "test", "settings named unit_tests"),
        ("shop/settings/production.py", "code", "nothing in its path says otherwise"),
        ("shop/orders/integration.py", "code", "nothing in its path says otherwise"),
        ("src/Shop.Testament/Fixture.cs", "code", "nothing in its path says otherwise"),
    ],
)
def test_a_folder_or_file_name_tells_the_purpose(path: str, expected: str, note: str) -> None:
    """Tests before examples before documentation; the part of the path that decided is said."""
    found = context_of(path)

    assert (expected, note) == (found.value, found.note)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("app/db.py", ""),
        ("alembic/env.py", "migration"),
        ("shop/migrations/0001_initial.py", "migration"),
        ("scripts/backfill.py", "script"),
        ("shop/management/commands/report.py", "script"),
        ("seed_users.py", "script"),
        ("scripts/migrations/one.py", "migration"),
    ],
)
def test_a_path_tells_what_code_does(path: str, expected: str) -> None:
    """Migrations and scripts run once and end."""
    assert expected == path_role(path)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (".env", ""),
        (".env.local", ""),
        (".env.prod", "production"),
        (".env.production.local", "production"),
        ("staging.env", "staging"),
        ("env.dev", "development"),
        (".env.ci", "test"),
        (".env.example", "example"),
        (".env.EU", "eu"),
    ],
)
def test_the_name_of_an_env_file_tells_its_environment(name: str, expected: str) -> None:
    """Known spellings become one name; others stand for themselves."""
    assert expected == file_environment(name)


@pytest.mark.parametrize(("word", "expected"), [("Prod", "production"), ("live", "production"), ("qa", "qa"), ("", "")])
def test_an_environment_has_one_name(word: str, expected: str) -> None:
    """Spellings of one environment meet."""
    assert expected == environment_name(word)
