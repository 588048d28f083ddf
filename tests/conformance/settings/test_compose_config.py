"""Compose files resolve to what `docker compose config` prints, for the part of the model that facts have."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from poolaudit.discover.source import Source
from poolaudit.extract.settings.dotenv import read_env
from poolaudit.extract.settings.yaml import read
from poolaudit.extract.surfaces.compose import extract
from poolaudit.extract.surfaces.compose_variables import fill
from poolaudit.facts.deployment_merge import merge_deployments

if TYPE_CHECKING:
    from poolaudit.facts.deployment import Deployment

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("compose_config_live.yaml").read_text("utf-8"))["cases"]
NOT_MODELLED = {
    "env_file missing": "whether a file exists is for the graph, which sees all files",
    "profiles: depends_on an inactive service": "facts have no depends_on",
    "duplicate service key": "the later one wins; compose refuses to start",
    "unknown top-level key": "a linter of connections does not validate compose's schema",
    "v1 file without services": "no facts come of it, which is what compose makes of it",
}
"""Cases that end in an error of compose that facts do not repeat, with the reason."""


def _deployments(files: dict[str, str], name: str) -> dict[str, Deployment]:
    source = Source(name, files[name])
    return {each.name: each for each in extract(source, read(source))}


def _project(case: dict[str, Any]) -> dict[str, Deployment]:
    """What a graph does: pick the base file, lay the override over it, add included files, follow variables."""
    files = case["files"]
    base = next(name for name in ("compose.yaml", "compose.yml", "docker-compose.yml") if name in files)
    found = _deployments(files, base)
    for name in sorted({include for each in found.values() for include in each.includes}):
        found |= _deployments(files, name)
    if "compose.override.yaml" in files:
        for name, over in _deployments(files, "compose.override.yaml").items():
            found[name] = merge_deployments(found[name], over)
    arguments = case.get("args", [])
    env_files = [arguments[at + 1] for at, word in enumerate(arguments) if word == "--env-file"] or [".env"]
    known: dict[str, str] = {}
    for name in env_files:
        known |= {line.name: line.value or "" for line in read_env(files.get(name, ""), "compose")}
    known |= case.get("env", {})
    # compose takes what nobody sets for empty; a scan would call it unknown
    return {name: fill(each, lambda variable: known.get(variable, "")) for name, each in found.items() if not each.profiles}


def _environment(case: dict[str, Any], deployment: Deployment) -> dict[str, str | None]:
    out: dict[str, str | None] = {}
    for file in deployment.env_files:
        out |= {line.name: line.value for line in read_env(case["files"].get(file.value, ""), "compose")}
    for entry in deployment.env:
        out[entry.name] = entry.value.value.reveal() if entry.value.value else case.get("env", {}).get(entry.name)
    return out


def _plain(deployment: Deployment, environment: dict[str, str | None]) -> dict[str, Any]:
    return {
        "image": deployment.image.value,
        "command": deployment.command.value,
        "environment": environment,
        "replicas": deployment.replicas.value,
        "ports": [(port.container, port.published) for port in deployment.ports],
        "mounts": [mount.target for mount in deployment.mounts],
    }


def _undoubled(value: str | None) -> str | None:
    """The command prints each literal dollar twice."""
    return value.replace("$$", "$") if value else value


def _expected(service: dict[str, Any]) -> dict[str, Any]:
    command = service.get("command")
    return {
        "image": service["image"],
        "command": tuple(_undoubled(word) for word in command) if command else None,
        "environment": {name: _undoubled(value) for name, value in service.get("environment", {}).items()},
        "replicas": service.get("deploy", {}).get("replicas", service.get("scale", 1)),
        "ports": [(port["target"], int(port["published"])) for port in service.get("ports", ())],
        "mounts": [secret["target"] for secret in service.get("secrets", ())],
    }


@pytest.mark.parametrize("case", [case for case in CASES if "services" in case], ids=lambda case: case["name"])
def test_project_resolves_as_compose_resolves_it(case: dict[str, Any]) -> None:
    """The services, and of each image, command, environment, replicas, ports and mounted files, are compose's."""
    actual = {name: _plain(each, _environment(case, each)) for name, each in _project(case).items()}

    assert {name: _expected(service) for name, service in case["services"].items()} == actual


def test_refused_replicas_are_unresolved() -> None:
    """Where scale and deploy.replicas differ, compose refuses the file and the number is unknown."""
    case = next(case for case in CASES if case["name"] == "scale and deploy.replicas differ")
    actual = _project(case)["a"].replicas

    assert (None, "scale and deploy.replicas differ, which compose refuses") == (actual.value, actual.note)


def test_refused_variables_are_unresolved() -> None:
    """A value that compose refuses to interpolate is unknown."""
    case = next(case for case in CASES if case["name"] == "bad interpolation")
    actual = _project(case)["a"].env[0].value

    assert (None, "compose refuses its variables") == (actual.value, actual.note)


def test_every_case_is_accounted_for() -> None:
    """Each refused case is either tested above or listed with the reason why it is not."""
    refused = {case["name"] for case in CASES if "services" not in case}

    assert set(NOT_MODELLED) | {"scale and deploy.replicas differ", "bad interpolation"} == refused
