"""What a Dockerfile copies where, and in which folder its command runs."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.dockerfile import read
from poolaudit.extract.surfaces.dockerfile import SURFACE
from poolaudit.facts.deployment import Deployment


def image(text: str) -> Deployment:
    """The image that a Dockerfile makes."""
    source = Source("app/Dockerfile", text)
    found = next(iter(SURFACE.extract(source, read(source))))
    assert isinstance(found, Deployment)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("COPY a.sh /bin/a", [("a.sh", "/bin/a")], id="file"),
        pytest.param("COPY ./a.sh b.sh /bin/", [("a.sh", "/bin"), ("b.sh", "/bin")], id="into a folder"),
        pytest.param("WORKDIR /app\nCOPY . .", [("", "/app")], id="everything"),
        pytest.param("WORKDIR /app\nWORKDIR bin\nCOPY a .\nADD b ../c", [("a", "/app/bin"), ("b", "/app/c")], id="beside"),
        pytest.param('COPY --chown=a:b --chmod=755 ["a b", "/c"]', [("a b", "/c")], id="list and options"),
        pytest.param("COPY a.json .npmrc* ./", [("a.json", "/")], id="a pattern"),
        pytest.param("COPY $A /b\nADD https://a/b /c\nCOPY <<E /d\nx\nE\n", [], id="not known"),
    ],
)  # fmt: skip
def test_copies(text: str, expected: list[tuple[str, str]]) -> None:
    """Sources are relative to the context, targets are absolute."""
    assert expected == [(each.source, each.target) for each in image(f"FROM a\n{text}\n").copies]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("COPY --from=build /src /app", [("", "/app"), ("x.sh", "/app/x")], id="folder"),
        pytest.param("COPY --from=build /src/bin /app/bin", [("bin", "/app/bin")], id="folder in it"),
        pytest.param("COPY --from=build / /all", [("", "/all/src"), ("x.sh", "/all/src/x")], id="folder around it"),
        pytest.param("COPY --from=nginx:1 /etc /etc", [], id="from another image"),
    ],
)
def test_copies_from_an_earlier_stage(text: str, expected: list[tuple[str, str]]) -> None:
    """What came from the context is followed through the stages."""
    found = image(f"FROM a AS build\nWORKDIR /src\nCOPY . .\nCOPY x.sh x\nFROM b\n{text}\n")

    assert expected == [(each.source, each.target) for each in found.copies]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("RUN go build -o /bin/api ./cmd/api", ("./cmd/api",), id="a package"),
        pytest.param("RUN CGO_ENABLED=0 go build -ldflags '-s -w' ./cmd/api/main.go", ("./cmd/api",), id="a file"),
        pytest.param(
            "RUN --mount=type=cache,target=/c go mod download && go install ./cmd/a ./cmd/b", ("./cmd/a", "./cmd/b"), id="two"
        ),
        pytest.param("RUN go build -tags=x . ; ./cmd/api", (".",), id="the folder itself"),
        pytest.param("RUN go install golang.org/x/tools/cmd/stringer@latest", (), id="of other people"),
        pytest.param("RUN go build -o './cmd", (), id="an open quote"),
        pytest.param("RUN make ./cmd/api", (), id="something else"),
    ],
)
def test_packages_that_are_compiled(text: str, expected: tuple[str, ...]) -> None:
    """What `go build` and `go install` are given are packages of the program."""
    assert expected == image(f"FROM golang\n{text}\n").compiles


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('LABEL org.opencontainers.image.source="https://github.com/Acme/Shop"', "acme/shop", id="quoted"),
        pytest.param(
            "LABEL a=b \\\n  org.opencontainers.image.source=https://github.com/acme/shop.git", "acme/shop", id="of several"
        ),
        pytest.param("LABEL org.opencontainers.image.source=https://github.com/$OWNER/shop", "", id="a variable"),
        pytest.param("LABEL org.opencontainers.image.source=https://github.com/acme", "", id="no repository"),
        pytest.param("LABEL org.opencontainers.image.title=acme/shop", "", id="a title"),
    ],
)
def test_source_of_an_image(text: str, expected: str) -> None:
    """A label names the repository that the image is made from."""
    assert expected == image(f"FROM a\n{text}\n").source


def test_where_the_command_runs() -> None:
    """The last folder counts; a stage inherits that of the stage it is built from."""
    assert "/srv/app" == image("FROM a AS base\nWORKDIR /srv\nWORKDIR app\nFROM base\n").workdir
    assert "" == image("FROM a AS base\nWORKDIR /srv\nFROM b\n").workdir


def test_stages_that_copy_each_other() -> None:
    """What is copied twice in each stage does not double for ever."""
    stages = "".join(f"FROM a AS s{each + 1}\nCOPY --from=s{each} / /a\nCOPY --from=s{each} / /b\n" for each in range(30))

    assert 200 == len(image(f"FROM a AS s0\nCOPY . .\n{stages}").copies)
