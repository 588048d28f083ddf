"""Compose services become deployments, and variables and merges follow compose."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.yaml import read
from poolaudit.extract.surfaces.compose import SURFACE, environment_of
from poolaudit.extract.surfaces.compose_text import ports_from
from poolaudit.extract.surfaces.compose_variables import fill
from poolaudit.facts.deployment import Deployment
from poolaudit.facts.deployment_merge import merge_deployments
from poolaudit.facts.setting import Origin


def _source(text: str, path: str = "deploy/compose.yaml") -> Source:
    return Source(path, text)


def _services(text: str, path: str = "deploy/compose.yaml") -> dict[str, Deployment]:
    source = _source(text, path)
    found = [fact for fact in SURFACE.extract(source, read(source)) if isinstance(fact, Deployment)]
    return {each.name: each for each in found}


def _one(body: str) -> Deployment:
    return _services("services:\n  web:\n" + "".join(f"    {line}\n" for line in body.splitlines()))["web"]


def _env(deployment: Deployment) -> dict[str, str | None]:
    return {entry.name: entry.value.value.reveal() if entry.value.value else None for entry in deployment.env}


def test_the_first_format() -> None:
    """Services may stand at the top of a file, when each entry is one."""
    found = _services("cache:\n  image: redis\nweb:\n  build: .\n  links: ['cache:store']\n")

    assert {"cache": ("cache", "store"), "web": ("web",)} == {name: each.hostnames for name, each in found.items()}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("image: redis\n", id="a text"),
        pytest.param("x-cache:\n  image: redis\nnetworks:\n  shop: {}\n", id="an entry that is no service"),
        pytest.param("[]\n", id="a list"),
        pytest.param("{}\n", id="nothing"),
    ],
)
def test_no_file_of_compose(text: str) -> None:
    """Other YAML has no services."""
    assert {} == _services(text)


@pytest.mark.parametrize(
    ("path", "environment"),
    [
        ("docker-compose.yml", ""),
        ("a/compose.override.yaml", ""),
        ("docker-compose.prod.yml", "prod"),
        ("docker-compose-dev.yaml", "dev"),
        ("compose.test.yml.example", "test"),
        ("local.compose.yml", "local"),
        ("docker-compose_ci.yml", "ci"),
        (".devcontainer/docker-compose.yml", "development"),
        ("apps/.devcontainer/db/compose.yaml", "development"),
    ],
)
def test_file_name_tells_the_environment(path: str, environment: str) -> None:
    """The part of the name that is neither compose nor override nor sample is the environment; a folder may tell it too."""
    assert environment == environment_of(path)


def test_names_that_reach_a_service() -> None:
    """Service name, container name, host name and aliases reach it."""
    web = _one("container_name: c\nhostname: h\nnetworks:\n  front:\n    aliases: [a, web]\n  back:\n")

    assert ("web", "c", "h", "a") == web.hostnames


def test_links_give_aliases() -> None:
    """The alias of a link reaches the linked service."""
    found = _services("services:\n  web:\n    links: ['db:database', cache]\n  db:\n    image: x\n  cache:\n    image: y\n")

    assert {"web": ("web",), "db": ("db", "database"), "cache": ("cache",)} == {
        name: each.hostnames for name, each in found.items()
    }


@pytest.mark.parametrize(
    ("body", "build"),
    [
        ("build: .", "deploy"),
        ("build: ../app/", "app"),
        ("build:\n  context: ..", ""),
        ("build:\n  dockerfile: D", "deploy"),
        ("image: x", None),
    ],
)
def test_build_context_is_relative_to_the_scan_root(body: str, build: str | None) -> None:
    """A build context is a path from the scan root, whichever form gives it."""
    assert build == _one(body).build.value


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("command: gunicorn -w 4 'a b'", ("gunicorn", "-w", "4", "a b")),
        ("command: [gunicorn, -w, 4]", ("gunicorn", "-w", "4")),
        ("command: a && exec b", ("a", "&&", "exec", "b")),
        ("command: >\n  a\n  -b", ("a", "-b")),
        ("command:", None),
        ('command: "a \'b"', None),
    ],
)
def test_command_words(body: str, words: tuple[str, ...] | None) -> None:
    """List form is taken as it is, shell form is split by shell rules."""
    assert words == _one(body).command.value


@pytest.mark.parametrize(
    ("body", "value", "origin", "note"),
    [
        ("image: x", 1, Origin.DEFAULT, "compose"),
        ("scale: 3", 3, Origin.WRITTEN, ""),
        ("deploy: {replicas: '2'}", 2, Origin.WRITTEN, ""),
        ("deploy: {mode: global}", None, Origin.UNRESOLVED, "one on each node (mode: global)"),
        ("deploy: {replicas: many}", None, Origin.UNRESOLVED, "not a number"),
        ("deploy: {replicas: '{{ n }}'}", None, Origin.UNRESOLVED, "a template renders it"),
    ],
)
def test_replicas(body: str, value: int | None, origin: Origin, note: str) -> None:
    """Copies are what scale or deploy says, one by default, unknown when they cannot be told."""
    replicas = _one(body).replicas

    assert (value, origin, note) == (replicas.value, replicas.origin, replicas.note)


@pytest.mark.parametrize(
    ("text", "ports"),
    [
        ("5432", [(5432, 0, "", "tcp")]),
        ("6432:5432", [(5432, 6432, "", "tcp")]),
        ("127.0.0.1:6432:5432", [(5432, 6432, "127.0.0.1", "tcp")]),
        ("[::1]:6432:5432", [(5432, 6432, "::1", "tcp")]),
        ("127.0.0.1::5432", [(5432, 0, "127.0.0.1", "tcp")]),
        ("53:53/udp", [(53, 53, "", "udp")]),
        ("8000-8001:9000-9001", [(9000, 8000, "", "tcp"), (9001, 8001, "", "tcp")]),
        ("8000-8009:9000", [(9000, 8000, "", "tcp")]),
        ("3000-3001", [(3000, 0, "", "tcp"), (3001, 0, "", "tcp")]),
        ("1-2:3-5", []),
        ("70000", []),
        ("x:y", []),
    ],
)
def test_short_ports(text: str, ports: list[tuple[int, int, str, str]]) -> None:
    """A short port gives container port, host port, address and protocol, one fact per port of a range."""
    span = Source("a", "x").span(0, 1)

    assert ports == [(port.container, port.published, port.host_address, port.protocol) for port in ports_from(text, span)]


def test_long_ports_and_exposed_ones() -> None:
    """The long form says the same; an exposed port is not published."""
    web = _one("ports:\n  - {target: 80, published: '8080', host_ip: 127.0.0.1}\n  - 443:443\nexpose: ['9000']")

    assert [(80, 8080, "127.0.0.1"), (443, 443, ""), (9000, None, "")] == [
        (p.container, p.published, p.host_address) for p in web.ports
    ]


def test_mounts_of_the_repository() -> None:
    """Bound files have a path from the scan root; named volumes and absolute paths have none; configs and secrets are files."""
    text = (
        "services:\n  web:\n    volumes:\n      - ./pg.ini:/etc/pg.ini:ro\n      - data:/data\n"
        "      - /var/run/x:/x\n      - /anonymous\n"
        "      - {type: bind, source: ../a, target: /a}\n    configs:\n      - source: c\n        target: /etc/c\n      - d\n"
        "    secrets: [pw]\nconfigs:\n  c: {file: ./c.ini}\n  d: {external: true}\nsecrets:\n  pw: {file: pw.txt}\n"
    )

    assert [
        ("deploy/pg.ini", "/etc/pg.ini"),
        ("", "/data"),
        ("", "/x"),
        ("a", "/a"),
        ("deploy/c.ini", "/etc/c"),
        ("deploy/pw.txt", "/run/secrets/pw"),
    ] == [(mount.source, mount.target) for mount in _services(text)["web"].mounts]


def test_environment_as_mapping() -> None:
    """Values are the text that compose makes of them; null comes from the shell; places are exact."""
    source = _source("services:\n  web:\n    environment:\n      A: 'x y'\n      B: 1.0\n      C: true\n      D:\n      E: yes\n")
    web = next(iter(SURFACE.extract(source, read(source))))

    assert isinstance(web, Deployment)
    assert {"A": "x y", "B": "1", "C": "true", "D": None, "E": "yes"} == _env(web)
    assert ["x y", "1.0", "true", "", "yes"] == [source.at(e.value.span) for e in web.env if e.value.span]
    assert web.env[3].value.note == "taken from the shell that runs compose"


def test_environment_as_list() -> None:
    """Everything behind the first equals sign is the value; a bare name comes from the shell."""
    source = _source("services:\n  web:\n    environment:\n      - A=b=c\n      - 'D=e'\n      - F\n")
    web = next(iter(SURFACE.extract(source, read(source))))

    assert isinstance(web, Deployment)
    assert {"A": "b=c", "D": "e", "F": None} == _env(web)
    assert ["b=c", "e", ""] == [source.at(e.value.span) for e in web.env if e.value.span]


def test_secrets_are_masked() -> None:
    """What may be shown of a value has no password, and neither has the fact's own text."""
    web = _one("environment:\n  DB_PASSWORD: hunter2\n  URL: postgres://u:hunter2@db/x\n  API_KEY: hunter2\ncommand: x --url $U")

    assert ["***", "postgres://u:***@db/x", "***"] == [entry.value.value.masked for entry in web.env if entry.value.value]
    assert "hunter2" not in repr(web)


def test_env_files() -> None:
    """A text, a list and the long form name files from the scan root; an optional one says so."""
    web = _one("env_file:\n  - .env\n  - path: ../b.env\n    required: false")

    assert [("deploy/.env", ""), ("b.env", "not required")] == [(file.value, file.note) for file in web.env_files]
    assert [file.value for file in _one("env_file: x.env").env_files] == ["deploy/x.env"]


def test_anchors_and_extension_fields() -> None:
    """Anchors, aliases and merge keys work as everywhere in YAML."""
    text = (
        "x-env: &e {A: '1', B: '1'}\nservices:\n  web: &w\n    image: i\n    environment: {<<: *e, B: '2'}\n"
        "  job:\n    <<: *w\n    command: j\n"
    )
    found = _services(text)

    assert {"web": {"A": "1", "B": "2"}, "job": {"A": "1", "B": "2"}} == {name: _env(each) for name, each in found.items()}


def test_extends_in_the_file_is_merged() -> None:
    """A service over another of its file has that one's settings below its own, through several steps."""
    text = (
        "services:\n  a:\n    image: i\n    environment: {A: '1', B: '1'}\n    scale: 3\n"
        "  b:\n    extends: a\n    environment: {B: '2'}\n"
        "  c:\n    extends: {service: b}\n    command: x\n  loop:\n    extends: loop\n"
    )
    found = _services(text)

    assert ("i", {"A": "1", "B": "2"}, 3, ("x",)) == (
        found["c"].image.value,
        _env(found["c"]),
        found["c"].replicas.value,
        found["c"].command.value,
    )
    assert ("c",) == found["c"].hostnames
    assert found["loop"].extends is None


def test_what_needs_other_files_is_kept() -> None:
    """Extends of another file and includes stand in the fact as paths from the scan root."""
    web = _services(
        "include:\n  - ../db.yml\n  - path: [x.yml]\nservices:\n  web:\n    extends: {file: base.yml, service: app}\n"
    )["web"]

    assert (("deploy/base.yml", "app"), ("db.yml", "deploy/x.yml")) == (web.extends, web.includes)


def test_merge_follows_compose() -> None:
    """Mappings merge by key, lists append, commands are replaced, volumes go by target."""
    base = _one(
        "image: i\ncommand: a\nenvironment: {A: '1', B: '1'}\nports: ['1:1']\nvolumes: ['./a:/x']\nenv_file: a.env\nprofiles: [p]"
    )
    over = _one(
        "command: b\nenvironment: {B: '2'}\nports: ['1:1', '2:2']\nvolumes: ['./b:/x']\nenv_file: [a.env, b.env]\nprofiles: [q]"
    )
    merged = merge_deployments(base, over)

    assert ("i", ("b",), {"A": "1", "B": "2"}) == (merged.image.value, merged.command.value, _env(merged))
    assert [1, 2] == [port.container for port in merged.ports]
    assert [("deploy/b", "/x")] == [(mount.source, mount.target) for mount in merged.mounts]
    assert ["deploy/a.env", "deploy/b.env"] == [file.value for file in merged.env_files]
    assert ("p", "q") == merged.profiles


def test_reset_and_override_tags() -> None:
    """A reset drops what the base says, an override replaces it whole, and one variable can be reset alone."""
    base = _one("image: i\ncommand: a $X\nenvironment: {A: '1', B: '1'}\nports: ['1:1', '$P:2']\nscale: 4")
    over = _one("command: !reset null\nenvironment: {A: !reset null, C: '3'}\nports: !override ['2:2']\nscale: !reset 0")
    merged = merge_deployments(base, over)

    assert ("command", "env.A", "ports", "replicas") == over.reset
    assert (None, {"B": "1", "C": "3"}, [2], 1, ()) == (
        merged.command.value,
        _env(merged),
        [port.container for port in merged.ports],
        merged.replicas.value,
        merged.raw,
    )


VARIABLES = (
    "image: pg:${TAG:-16}\ncommand: run -w ${W} $$HOME\nentrypoint: [sh, '$E']\nscale: ${N:-3}\n"
    "env_file: ${F}.env\nbuild: ./${D}\n"
    "container_name: $C\nports: ['${P}:5432']\nvolumes: ['${V:-./v}:/v']\nenvironment:\n  A: ${A}\n  B: x$$y\n  C: plain\n"
)


def test_variables_are_kept_as_written() -> None:
    """Before anybody knows the variables, texts are raw and numbers unknown."""
    web = _one(VARIABLES)

    assert ("pg:${TAG:-16}", None, (), ()) == (web.image.value, web.replicas.value, web.ports, web.env_files)
    assert [("A", True), ("B", True), ("C", False)] == [(entry.name, entry.raw) for entry in web.env]


def test_known_variables_fill_every_field() -> None:
    """With every variable known, the fact is that of the file with the values written in."""
    known = {"TAG": "17", "W": "4", "E": "e", "N": "2", "F": "f", "D": "d", "C": "c", "P": "1", "V": "./w", "A": "a"}
    web = fill(_one(VARIABLES), known.get)

    assert ("pg:17", ("run", "-w", "4", "$HOME"), ("sh", "e"), 2) == (
        web.image.value,
        web.command.value,
        web.entrypoint.value,
        web.replicas.value,
    )
    assert ("deploy/d", ["deploy/f.env"], ("web", "c")) == (
        web.build.value,
        [file.value for file in web.env_files],
        web.hostnames,
    )
    assert ([(5432, 1)], [("deploy/w", "/v")]) == (
        [(port.container, port.published) for port in web.ports],
        [(mount.source, mount.target) for mount in web.mounts],
    )
    assert ({"A": "a", "B": "x$y", "C": "plain"}, ()) == (_env(web), web.raw)


def test_missing_variables_take_defaults_or_stay_unknown() -> None:
    """A default counts with a note that says on what it rests; without one the value is unknown and says what it needs."""
    web = fill(_one(VARIABLES), {}.get)

    assert [("pg:16", "unless TAG is set elsewhere"), (3, "unless N is set elsewhere")] == [
        (web.image.value, web.image.note),
        (web.replicas.value, web.replicas.note),
    ]
    assert [(None, "needs W, which no scanned file sets", False), (None, "needs D, which no scanned file sets", False)] == [
        (each.value, each.note, each.is_known) for each in (web.command, web.build)
    ]
    assert ((), [("deploy/v", "/v")]) == (web.ports, [(mount.source, mount.target) for mount in web.mounts])


def test_unknown_value_shows_the_parts_that_are_known() -> None:
    """A variable that is missing leaves its name in an unknown value, so that host and port can still be read."""
    web = fill(_one("environment:\n  URL: postgres://${U:-app}:${P}@${H}:6432/d"), {"H": "pgbouncer"}.get)
    value = web.env[0].value

    assert (False, "needs P, which no scanned file sets") == (value.is_known, value.note)
    assert "pgbouncer:6432/d" in (value.value.reveal() if value.value else "")
