"""Services of a Vercel project become deployments."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings import json, toml
from poolaudit.extract.surfaces.function_code import SCRIPTS
from poolaudit.extract.surfaces.vercel_services import SURFACE
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.setting import Origin


def services(path: str, text: str) -> list[Deployment]:
    """The deployments of a file."""
    source = Source(path, text)
    document = toml.read(source) if path.endswith("toml") else json.read(source)
    return [each for each in SURFACE.extract(source, document) if isinstance(each, Deployment)]


def test_services() -> None:
    """Each has the folder that it is built from and the files of it that run as functions; how many run is not known."""
    found = services(
        "app/vercel.toml", '[services.web]\nroot = "site"\nframework = "nextjs"\n[services.api]\nroot = "./server/"\n'
    )

    assert [
        ("web", "app", "app/site", [("app/site", SCRIPTS)], Origin.UNRESOLVED, "vercel"),
        ("api", "app", "app/server", [("app/server/api", ())], Origin.UNRESOLVED, "vercel"),
    ] == [
        (
            each.name,
            each.project,
            each.build.value,
            [(one.folder, one.endings) for one in each.code],
            each.replicas.origin,
            each.platform,
        )
        for each in found
    ]


@pytest.mark.parametrize(
    ("service", "endings"),
    [
        ('{"root": "a", "framework": "fastapi"}', (".py",)),
        ('{"root": "a", "runtime": "python3.13"}', (".py",)),
        ('{"root": "a", "entrypoint": "pyproject.toml"}', (".py",)),
        ('{"root": "a", "entrypoint": "src/index.ts"}', SCRIPTS),
        ('{"root": "a", "runtime": "nodejs24.x"}', SCRIPTS),
        ('{"root": "a"}', ()),
    ],
)
def test_code_of_a_service(service: str, endings: tuple[str, ...]) -> None:
    """The framework, the runtime or the entry point tells the language."""
    found = services("vercel.json", f'{{"services": {{"x": {service}}}}}')

    assert [endings] == [one.endings for each in found for one in each.code]


@pytest.mark.parametrize("text", ['{"services": {"x": {}}}', '{"services": {"x": 1}}', '{"services": []}', "[]"])
def test_texts_without_services(text: str) -> None:
    """A service without a folder is none."""
    assert [] == services("vercel.json", text)
