"""A Dockerfile becomes what the image of its last stage runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.dockerfile import read
from poolaudit.extract.surfaces.dockerfile import SURFACE
from poolaudit.facts.deployment import Deployment

if TYPE_CHECKING:
    from poolaudit.facts.deployment import EnvEntry


def _image(text: str, path: str = "app/Dockerfile") -> Deployment:
    source = Source(path, text)
    (fact,) = SURFACE.extract(source, read(source))

    assert isinstance(fact, Deployment)
    return fact


def _pair(entry: EnvEntry) -> tuple[str, str | None]:
    return entry.name, entry.value.value.reveal() if entry.value.value else None


def test_last_stage_counts() -> None:
    """A stage built from an earlier one starts with its settings; stages beside it do not matter."""
    image = _image(
        "FROM python:3.12 AS base\nENV A=1\nEXPOSE 1\nCMD x\nFROM node AS js\nENV J=1\n"
        'FROM base\nENV B=2\nEXPOSE 8000/tcp 9000\nENTRYPOINT ["e"]\n'
    )

    assert ("app", "app", "python:3.12", None, ("e",)) == (
        image.name,
        image.build.value,
        image.image.value,
        image.command.value,
        image.entrypoint.value,
    )
    assert [("A", "1"), ("B", "2")] == list(map(_pair, image.env))
    assert [(1, None), (8000, None), (9000, None)] == [(port.container, port.published) for port in image.ports]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('CMD ["gunicorn", "-w", "4"]', ("gunicorn", "-w", "4")),
        ("CMD exec gunicorn -w 4", ("exec", "gunicorn", "-w", "4")),
        ("CMD env A=1 x && y", ("env", "A=1", "x", "&&", "y")),
        ("CMD a \\\n  # c\n  b", ("a", "b")),
        ("cmd x", ("x",)),
        ("CMD 'a", None),
    ],
)
def test_command_forms(line: str, words: tuple[str, ...] | None) -> None:
    """Exec form is a JSON array, shell form is split, an open quote makes it unknown."""
    assert words == _image(f"FROM a\n{line}\n").command.value


def test_environment_forms() -> None:
    """Pairs with shell quoting and the old form give values with their places; variables are unknown."""
    source = Source("Dockerfile", "FROM a\nENV A=1 B=\"x y\" \\\n    C=$A D='$q'\nENV OLD  two words\n")
    (image,) = SURFACE.extract(source, read(source))

    assert isinstance(image, Deployment)
    assert [("A", "1"), ("B", "x y"), ("C", None), ("D", "$q"), ("OLD", "two words")] == list(map(_pair, image.env))
    assert ["1", "x y", "$A", "$q", "two words"] == [source.at(entry.value.span) for entry in image.env if entry.value.span]


def test_unknown_image_and_environment_name() -> None:
    """A base image that a build argument names is unknown; the file's suffix is the environment."""
    image = _image("ARG V\nFROM $V\n", "Dockerfile.prod")

    assert (None, "a build argument names it", "prod", "image") == (
        image.image.value,
        image.image.note,
        image.environment,
        image.name,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("FROM python:$V", ("python:$V", True), id="release"),
        pytest.param("ARG V=3.13\nFROM python:${V}", ("python:${V}", True), id="release-with-default"),
        pytest.param("ARG BASE=python\nARG R=docker.io/$BASE\nFROM ${R}:3", ("docker.io/python:3", True), id="names-in-names"),
        pytest.param("ARG BASE\nFROM ${BASE}/python:3", (None, False), id="registry-without-default"),
        pytest.param("FROM python:3.13", ("python:3.13", False), id="plain"),
    ],
)
def test_build_arguments_of_the_base_image(text: str, expected: tuple[str | None, bool]) -> None:
    """Defaults name the image, and never its release, which is what builds give."""
    image = _image(f"{text}\n", "Dockerfile").image

    assert expected == (image.value, image.assumed)
