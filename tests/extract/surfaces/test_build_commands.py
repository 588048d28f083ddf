"""Commands that platforms and editors run once become facts."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings import json, toml, yaml
from poolaudit.extract.surfaces.build_commands import SURFACE
from poolaudit.facts.build_command import BuildCommand


def commands(path: str, text: str) -> list[tuple[object, ...]]:
    """Name, words, folder, surface, project and service of each command, each of which stands where its place says."""
    reader = {"json": json.read, "toml": toml.read}.get(path.rpartition(".")[2], yaml.read)
    source = Source(path, text)
    found = [each for each in SURFACE.extract(source, reader(source)) if isinstance(each, BuildCommand)]

    assert all((each.command.value or ("?",))[0] in source.at(each.span) for each in found)
    return [
        (each.name, " ".join(each.command.value or ()), each.folder, each.surface, each.project, each.service) for each in found
    ]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("web/vercel.json", '{"buildCommand": "a && b"}', [("buildCommand", "a && b", "web", "vercel", "web", "")],
                     id="vercel"),
        pytest.param("vercel.toml", '[services.api]\nroot = "server"\nbuildCommand = "a"\n',
                     [("buildCommand", "a", "server", "vercel", "", "api")], id="service of vercel"),
        pytest.param("railway.toml", '[build]\nbuildCommand = "a"\n[deploy]\npreDeployCommand = ["b c", "d"]\n',
                     [("buildCommand", "a", "", "railway", "", ""), ("preDeployCommand", "b c d", "", "railway", "", "")],
                     id="railway"),
        pytest.param("railway.json", '{"deploy": {"preDeployCommand": ["b c", "d e"]}}',
                     [("preDeployCommand", "b c", "", "railway", "", ""), ("preDeployCommand", "d e", "", "railway", "", "")],
                     id="railway list"),
        pytest.param("render.yaml", "services:\n- name: web\n  rootDir: app\n  buildCommand: a\n  preDeployCommand: b\n",
                     [("buildCommand", "a", "app", "render", "", "web"), ("preDeployCommand", "b", "app", "render", "", "web")],
                     id="render"),
        pytest.param("netlify.toml", '[build]\nbase = "site/"\ncommand = "a"\n', [("command", "a", "site", "netlify", "", "")],
                     id="netlify"),
        pytest.param("app.json", '{"scripts": {"postdeploy": "a"}}', [("postdeploy", "a", "", "procfile", "", "")], id="heroku"),
        pytest.param(".devcontainer/devcontainer.json",
                     '{"dockerComposeFile": ["../docker-compose.yml", "x.yml"], "service": "app", "postCreateCommand": "a"}',
                     [("postCreateCommand", "a", "", "compose", "", "app")], id="development container of a compose file"),
        pytest.param(".devcontainer/devcontainer.json", '{"postCreateCommand": {"db": "a", "ui": ["b", "c"]}}',
                     [("db", "a", "", "devcontainer", ".devcontainer", ""),
                      ("ui", "b c", "", "devcontainer", ".devcontainer", "")],
                     id="several at once"),
        pytest.param("vercel.json", '{"buildCommand": null}', [], id="none"),
        pytest.param("vercel.json", "[]", [], id="no mapping"),
    ],
)  # fmt: skip
def test_commands(path: str, text: str, expected: list[tuple[object, ...]]) -> None:
    """Each has the folder in which it runs and the deployments whose variables it sees."""
    assert expected == commands(path, text)
