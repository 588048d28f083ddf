"""Connection strings where they are written: their password, their encryption, and whether git tracks the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.route import ConnectionString
    from poolaudit.graph.topology import Graph

CALL = "import asyncpg\n\n\nasync def pool():\n    return await asyncpg.create_pool('{url}')\n"


def only(graph: Graph) -> ConnectionString:
    """The only one."""
    (found,) = graph.connection_strings
    return found


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("k3Jd9xPq", (True, "a literal password")),
        ("changeme", (False, "a placeholder")),
        ("your_password", (False, "a placeholder")),
        ("app", (False, "a placeholder")),
        ("%3Cpassword%3E", (False, "a placeholder")),
    ],
)
def test_a_password_is_literal_unless_it_is_a_placeholder(
    graph_of: Callable[..., Graph], password: str, expected: tuple[bool, str]
) -> None:
    """Words that people put in examples, and the user's own name, are no secret; the password itself is never shown."""
    found = only(graph_of({".env": f"DATABASE_URL=postgresql://app:{password}@db.shop.io/shop\n"}))

    assert expected == (found.literal_password.value, found.literal_password.note)
    assert "postgresql://app:***@db.shop.io/shop" == found.dsn.masked


@pytest.mark.parametrize("url", ["postgresql://app@db.shop.io/shop", "postgresql://app:${PASSWORD}@db.shop.io/shop"])
def test_without_a_written_password_there_is_none(graph_of: Callable[..., Graph], url: str) -> None:
    """No password, or a variable of a template."""
    found = graph_of({"docker-compose.yml": f"services:\n  web:\n    build: .\n    environment:\n      DATABASE_URL: {url}\n"})

    assert [False] == [each.literal_password.value for each in found.connection_strings]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", (None, "")),
        ("?sslmode=disable", ("disabled", "sslmode=disable")),
        ("?sslmode=allow", ("preferred", "sslmode=allow")),
        ("?sslmode=prefer", ("preferred", "sslmode=prefer")),
        ("?sslmode=require", ("unverified", "sslmode=require")),
        ("?sslmode=verify-ca", ("verified", "sslmode=verify-ca")),
        ("?sslmode=verify-full", ("verified", "sslmode=verify-full")),
        ("?sslmode=verify-full&sslmode=disable", ("disabled", "sslmode=disable")),
        ("?ssl=false", ("disabled", "ssl=false")),
        ("?sslmode=sometimes", (None, "")),
        ("?application_name=web", (None, "")),
    ],
)
def test_parameters_tell_the_encryption(graph_of: Callable[..., Graph], query: str, expected: tuple[str | None, str]) -> None:
    """The last of several counts; a word that is none of libpq's tells nothing."""
    found = only(graph_of({".env": f"DATABASE_URL=postgresql://app@db.shop.io/shop{query}\n"}))

    assert expected == (found.tls.value, found.tls_setting)


def test_one_string_is_one_whoever_uses_it(graph_of: Callable[..., Graph]) -> None:
    """Two clients that read the same variable share a connection string, at the place where it stands."""
    code = CALL.replace("'{url}'", "os.environ['DATABASE_URL']").replace("import asyncpg", "import os\n\nimport asyncpg")
    files = {"app/a.py": code, "app/b.py": code, ".env": "A=1\nDATABASE_URL=postgresql://app@db.shop.io/shop\n"}
    graph = graph_of(files)

    assert [(".env", 2, 14)] == [(each.span.path, each.span.line, each.span.column) for each in graph.connection_strings]
    assert 2 == len(graph.routes)


@pytest.mark.parametrize(
    ("path", "expected"), [(".env", "code"), (".env.example", "example"), ("tests/.env", "test"), ("docs/setup.env", "docs")]
)
def test_the_file_tells_what_a_string_is_for(graph_of: Callable[..., Graph], path: str, expected: str) -> None:
    """A sample and a test are not the product."""
    found = only(graph_of({path: "DATABASE_URL=postgresql://app@db.shop.io/shop\n"}))

    assert expected == found.context.value


def test_outside_of_git_every_file_counts_as_tracked(graph_of: Callable[..., Graph]) -> None:
    """Without git there is nothing that would keep a file out of it."""
    assert only(graph_of({".env": "DATABASE_URL=postgresql://app@db.shop.io/shop\n"})).tracked
