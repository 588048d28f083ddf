"""Lock files, manifests and requirements pin the releases of client libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings import requirements as requirements_format
from poolaudit.extract.settings.tree import Key, MappingNode, Node, ScalarNode, SequenceNode, SettingsDocument
from poolaudit.extract.surfaces import lockfiles, pipfile_lock, requirements
from poolaudit.facts.span import Span

if TYPE_CHECKING:
    from poolaudit.facts.name import Dependency


def tree(value: object) -> Node:
    """A settings tree of plain Python values; places do not matter here."""
    span = Span("f", 0, 0, 1, 1, 1, 1)
    if isinstance(value, dict):
        return MappingNode(tuple((Key(key, span), tree(inner)) for key, inner in value.items()), span)
    if isinstance(value, list):
        return SequenceNode(tuple(map(tree, value)), span)
    assert isinstance(value, (str, int, bool))
    return ScalarNode(value, span, str(value))


def shown(found: list[Dependency]) -> list[tuple[str, str | None, bool, str]]:
    """Package, version, whether it is only a lower bound, and the note."""
    return [(each.package, each.version.value, each.version.assumed, each.version.note) for each in found]


EXACT = "exact version"
LOWEST = "lowest version that the constraint allows"


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        pytest.param(
            "uv.lock",
            {"package": [{"name": "asyncpg", "version": "0.29.0"}, {"name": "rich", "version": "13.0"}]},
            [("asyncpg", "0.29.0", False, EXACT)],
            id="uv",
        ),
        pytest.param(
            "poetry.lock",
            {"package": [{"name": "SQLAlchemy", "version": "2.0.36"}]},
            [("sqlalchemy", "2.0.36", False, EXACT)],
            id="poetry",
        ),
        pytest.param(
            "pylock.toml", {"packages": [{"name": "redis", "version": "5.2.1"}]}, [("redis", "5.2.1", False, EXACT)], id="pylock"
        ),
        pytest.param(
            "pyproject.toml",
            {
                "project": {
                    "dependencies": ["asyncpg>=0.29,<1", "django"],
                    "optional-dependencies": {"x": ["redis[hiredis]~=5.0"]},
                },
                "dependency-groups": {"dev": ["psycopg[binary,pool]==3.2.1"]},
            },
            [
                ("asyncpg", "0.29", True, LOWEST),
                ("django", None, False, "the constraint has no lower bound"),
                ("redis", "5.0", True, LOWEST),
                ("psycopg", "3.2.1", False, EXACT),
            ],
            id="project",
        ),
        pytest.param(
            "pyproject.toml",
            {
                "tool": {
                    "poetry": {"dependencies": {"psycopg2-binary": "^2.9", "redis": {"version": "5.0.8", "extras": ["hiredis"]}}}
                }
            },
            [("psycopg2-binary", "2.9", True, LOWEST), ("redis", "5.0.8", False, EXACT)],
            id="poetry-table",
        ),
        pytest.param(
            "Pipfile",
            {"packages": {"asyncpg": "*", "peewee": "==3.17"}},
            [("asyncpg", None, False, "the constraint has no lower bound"), ("peewee", "3.17", False, EXACT)],
            id="pipfile",
        ),
    ],
)
def test_toml_files(path: str, content: dict[str, object], expected: list[tuple[str, str | None, bool, str]]) -> None:
    """Packages of the catalog are pinned as each file's own rules say."""
    document = SettingsDocument("toml", (tree(content),))

    assert expected == shown(list(lockfiles.extract(Source(path, ""), document)))


def test_pipfile_lock() -> None:
    """Pipfile.lock pins in both of its sections."""
    document = SettingsDocument(
        "json", (tree({"default": {"asyncpg": {"version": "==0.29.0"}}, "develop": {"rich": {"version": "==1"}}}),)
    )

    assert [("asyncpg", "0.29.0", False, EXACT)] == shown(list(pipfile_lock.extract(Source("Pipfile.lock", ""), document)))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("asyncpg==0.29.0", [("asyncpg", "0.29.0", False, EXACT)], id="exact"),
        pytest.param("SQLAlchemy[asyncio] >= 2.0, < 3  # engine", [("sqlalchemy", "2.0", True, LOWEST)], id="range"),
        pytest.param("psycopg2_binary~=2.9 ; python_version < '3.12'", [("psycopg2-binary", "2.9", True, LOWEST)], id="marker"),
        pytest.param("redis==5.*", [("redis", "5", True, LOWEST)], id="wildcard"),
        pytest.param(
            "asyncpg==0.29.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb",
            [("asyncpg", "0.29.0", False, EXACT)],
            id="hashes",
        ),
        pytest.param("asyncpg<1", [("asyncpg", None, False, "the constraint has no lower bound")], id="no-lower-bound"),
        pytest.param("asyncpg (>=0.29)", [("asyncpg", "0.29", True, LOWEST)], id="parentheses"),
        pytest.param("asyncpg @ https://example.org/asyncpg.whl", [], id="url"),
        pytest.param("-r base.txt\n-e ./asyncpg\n# asyncpg==1\nrich==13", [], id="no-requirement"),
        pytest.param("", [], id="empty"),
    ],
)
def test_requirements(line: str, expected: list[tuple[str, str | None, bool, str]]) -> None:
    """Each line of a requirements file means what pip makes of it."""
    source = Source.decode("requirements.txt", line.encode())

    assert expected == shown(list(requirements.extract(source, requirements_format.read(source))))


def test_requirement_places() -> None:
    """A version points at its specifier, a package at its name."""
    source = Source.decode("requirements.txt", b"rich\r\n  asyncpg == 0.29.0  # pinned\r\n")
    (found,) = requirements.extract(source, requirements_format.read(source))

    assert ("== 0.29.0", "asyncpg") == (source.at(found.version.span) if found.version.span else "", source.at(found.span))
