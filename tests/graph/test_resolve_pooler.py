"""What a pooler does for one database and user: which of file, variables, image and release decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolaudit.graph.pooler import Pooler
    from poolaudit.graph.topology import Graph

CALL = "import asyncpg\n\n\nasync def pool():\n    return await asyncpg.create_pool({arguments})\n"
URL = "'postgresql://app@pgbouncer:6432/shop'"
SERVICE = """services:
  web:
    build: .
    command: uvicorn app:app
  pgbouncer:
    image: {image}
"""
IMAGE = "edoburu/pgbouncer:1.24.1"
SESSION = "pool_mode = session (default of PgBouncer 1.24.1)"
ELSEWHERE = "'postgresql://app@pgbouncer:6432/{}'"
NO_DATABASE = "host='pgbouncer', port=6432"
MOUNT = "    volumes: ['./pgbouncer.ini:/etc/pgbouncer/pgbouncer.ini']\n"
INI = "[databases]\n{databases}\n\n[users]\n{users}\n\n[pgbouncer]\nlisten_port = 6432\n{more}\n"


def ini(databases: str = "* = host=db", users: str = "", more: str = "") -> str:
    """A configuration file."""
    return INI.format(databases=databases, users=users, more=more)


def through(graph: Graph) -> Pooler:
    """The pooler on the only route."""
    (route,) = graph.routes
    assert route.pooler is not None
    return route.pooler


def run(
    graph_of: Callable[..., Graph], files: dict[str, str], *, image: str = IMAGE, service: str = "", arguments: str = URL
) -> Pooler:
    """The pooler that code meets, with these lines below its service and these files."""
    compose = SERVICE.format(image=image) + service
    return through(graph_of({"app/db.py": CALL.format(arguments=arguments), "docker-compose.yml": compose, **files}))


def environment(**variables: str) -> str:
    """Lines of a service."""
    return "    environment:\n" + "".join(f'      {name}: "{value}"\n' for name, value in variables.items())


@pytest.mark.parametrize(
    ("service", "files", "expected"),
    [
        pytest.param(MOUNT + environment(POOL_MODE="statement"), {"pgbouncer.ini": ini(more="pool_mode = transaction")},
                     ("transaction", "pool_mode = transaction"), id="a mounted file beats variables"),
        pytest.param(MOUNT + environment(POOL_MODE="statement"), {"pgbouncer.ini": ini()},
                     ("session", SESSION), id="a mounted file that is silent beats variables"),
        pytest.param(environment(POOL_MODE="Transaction"), {}, ("transaction", "POOL_MODE = transaction"), id="variable"),
        pytest.param("", {}, ("session", SESSION), id="default"),
    ],
)  # fmt: skip
def test_the_mode_comes_from_the_closest_place(
    graph_of: Callable[..., Graph], service: str, files: dict[str, str], expected: tuple[str, str]
) -> None:
    """File, then variables, then the default of the release."""
    found = run(graph_of, files, service=service)

    assert expected == (found.mode.value, found.mode.text)


@pytest.mark.parametrize(("image", "port"), [("bitnami/pgbouncer", 6432), ("edoburu/pgbouncer", 5432)])
def test_an_image_writes_settings_of_its_own(graph_of: Callable[..., Graph], image: str, port: int) -> None:
    """What the image's entry point writes beats the default of PgBouncer."""
    found = run(graph_of, {}, image=f"{image}:1.24.1")

    assert (f"listen_port = {port} (written by the image {image})", port) == (found.listen_port.text, found.listen_port.value)


def test_a_file_that_is_not_in_the_tree_hides_everything(graph_of: Callable[..., Graph]) -> None:
    """Neither variables nor defaults count when the image reads a file that nobody shows."""
    found = run(graph_of, {}, service=MOUNT + environment(POOL_MODE="transaction"))

    assert (None, "pgbouncer reads settings that the repository does not show") == (found.mode.value, found.mode.note)


MODES = "shop = host=db pool_mode=session\nbulk = host=db pool_mode=statement\n* = host=db"


@pytest.mark.parametrize(
    ("arguments", "databases", "expected"),
    [
        pytest.param(URL, MODES, "session", id="its own line"),
        pytest.param(ELSEWHERE.format("bulk"), MODES, "statement", id="another line"),
        pytest.param(ELSEWHERE.format("other"), MODES, "transaction", id="the fallback line"),
        pytest.param("'postgresql://app@pgbouncer:6432/'", MODES.replace("shop", "app"), "session", id="named like the user"),
        pytest.param(NO_DATABASE, MODES, None, id="unknown database, lines that differ"),
        pytest.param(NO_DATABASE, "shop = host=db pool_mode=session", "session", id="unknown database, one line"),
        pytest.param(NO_DATABASE, "a = pool_mode=session\nb = pool_mode=session", "session",
                     id="unknown database, lines that agree"),
        pytest.param("host='pgbouncer', port=6432, database=name()", MODES, None, id="computed database, lines that differ"),
        pytest.param(URL, "shop = pool_mode=statement pool_mode=session", "session", id="the last of two values"),
        pytest.param(ELSEWHERE.format("none"), "shop = host=db pool_mode=session", None, id="no line at all"),
    ],
)  # fmt: skip
def test_a_database_has_a_mode_of_its_own(
    graph_of: Callable[..., Graph], arguments: str, databases: str, expected: str | None
) -> None:
    """The line that serves the database decides; where it cannot be told, only what all lines agree on is known."""
    files = {"pgbouncer.ini": ini(databases, more="pool_mode = transaction")}
    found = run(graph_of, files, service=MOUNT, arguments=arguments)

    assert expected == found.mode.value


@pytest.mark.parametrize(
    ("arguments", "users", "expected"),
    [
        pytest.param(URL, "app = pool_mode=session", "session", id="its own line"),
        pytest.param(URL, "report = pool_mode=session", "transaction", id="a line of somebody else"),
        pytest.param(NO_DATABASE + ", database='shop'", "report = pool_mode=session", None, id="unknown user"),
        pytest.param(NO_DATABASE + ", database='shop'", "report = pool_mode=transaction", "transaction",
                     id="unknown user, no difference"),
        pytest.param(ELSEWHERE.format("forced"), "app = pool_mode=session", "transaction", id="forced user"),
        pytest.param(ELSEWHERE.format("forced"), "owner = pool_mode=session", "session", id="line of the forced user"),
        pytest.param(ELSEWHERE.format("own"), "app = pool_mode=session", "session", id="the user beats the database"),
    ],
)  # fmt: skip
def test_a_user_has_a_mode_of_its_own(graph_of: Callable[..., Graph], arguments: str, users: str, expected: str | None) -> None:
    """The `[users]` line of the user of the server connection beats the database's."""
    databases = "forced = host=db user=owner\nown = host=db pool_mode=statement\n* = host=db"
    files = {"pgbouncer.ini": ini(databases, users, "pool_mode = transaction")}
    found = run(graph_of, files, service=MOUNT, arguments=arguments)

    assert expected == found.mode.value


@pytest.mark.parametrize(
    ("databases", "users", "more", "expected"),
    [
        ("* = host=db", "", "", 20),
        ("* = host=db", "", "default_pool_size = 7", 7),
        ("shop = pool_size=5", "", "default_pool_size = 7", 5),
        ("shop = pool_size=5", "app = pool_size=3", "default_pool_size = 7", 3),
        ("shop = pool_size=5", "other = pool_size=3", "default_pool_size = 7", 5),
    ],
)
def test_the_size_of_a_pool(graph_of: Callable[..., Graph], databases: str, users: str, more: str, expected: int) -> None:
    """User, database, global setting, default."""
    found = run(graph_of, {"pgbouncer.ini": ini(databases, users, more)}, service=MOUNT)

    assert expected == found.pool_size.value


@pytest.mark.parametrize(
    ("image", "more", "expected"),
    [
        ("edoburu/pgbouncer:1.18.0", "", ("1.18.0", 0, False, False)),
        ("edoburu/pgbouncer:1.21.0", "", ("1.21.0", 0, False, False)),
        ("edoburu/pgbouncer:v1.23.1-p3", "", ("1.23.1", 0, False, False)),
        ("edoburu/pgbouncer:1.24.0", "", ("1.24.0", 200, True, False)),
        ("edoburu/pgbouncer:1.24.1", "max_prepared_statements = 0", ("1.24.1", 0, False, False)),
        ("edoburu/pgbouncer:1.21.0", "max_prepared_statements = 50", ("1.21.0", 50, True, False)),
        ("edoburu/pgbouncer", "", ("1.26.1", 200, True, True)),
        ("edoburu/pgbouncer:latest", "", ("1.26.1", 200, True, True)),
        ("edoburu/pgbouncer:${TAG}", "", (None, None, None, False)),
        ("edoburu/pgbouncer@sha256:0123456789abcdef", "", (None, None, None, False)),
    ],
)
def test_the_release_decides_whether_names_are_followed(
    graph_of: Callable[..., Graph], image: str, more: str, expected: tuple[str | None, int | None, bool | None, bool]
) -> None:
    """From 1.21 on statement names can be followed, from 1.24 on they are; an image without a tag is taken for the newest."""
    found = run(graph_of, {"pgbouncer.ini": ini(more=f"pool_mode = transaction\n{more}")}, image=f"'{image}'", service=MOUNT)

    assert expected == (
        found.version.value, found.max_prepared.value, found.tracks_statements.value, found.tracks_statements.assumed,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("extra_float_digits", ("extra_float_digits",)),
        ("extra_float_digits, Search_Path", ("extra_float_digits", "search_path")),
        ("extra_float_digits search_path", ("extra_float_digits", "search_path")),
        ("extra_float_digits,,options", ("extra_float_digits", "options")),
    ],
)
def test_ignored_parameters_are_a_list(graph_of: Callable[..., Graph], text: str, expected: tuple[str, ...]) -> None:
    """Commas and blanks separate; case does not matter."""
    more = f"ignore_startup_parameters = {text}" if text else ""

    assert expected == run(graph_of, {"pgbouncer.ini": ini(more=more)}, service=MOUNT).ignored_parameters.value


@pytest.mark.parametrize(
    ("image", "more", "expected"),
    [
        ("edoburu/pgbouncer:1.18.0", "", False),
        ("edoburu/pgbouncer:1.24.1", "", True),
        ("edoburu/pgbouncer:1.24.1", "track_extra_parameters = Search_Path", True),
    ],
)
def test_tracked_parameters_grow_with_the_release(
    graph_of: Callable[..., Graph],
    image: str,
    more: str,
    expected: bool,  # noqa: FBT001  # a row of the table
) -> None:
    """IntervalStyle is followed from 1.20 on; further ones can be listed."""
    found = run(graph_of, {"pgbouncer.ini": ini(more=more)}, image=image, service=MOUNT).tracked_parameters.value or ()

    assert (expected, "search_path" in more.lower()) == ("intervalstyle" in found, "search_path" in found)


@pytest.mark.parametrize(("image", "expected"), [("edoburu/pgbouncer:1.21.0", False), ("edoburu/pgbouncer:1.22.0", True)])
def test_empty_parameters_are_restored_by_later_releases(
    graph_of: Callable[..., Graph],
    image: str,
    expected: bool,  # noqa: FBT001  # a row of the table
) -> None:
    """A client without an application_name is given that of another one before 1.22."""
    assert expected == run(graph_of, {"pgbouncer.ini": ini()}, image=image, service=MOUNT).restores_empty.value


@pytest.mark.parametrize(
    ("service", "address", "expected"),
    [
        ("    ports: ['6432:6432']\n", "0.0.0.0", (True, True)),  # noqa: S104  # an address to judge
        ("    ports: ['127.0.0.1:6432:6432']\n", "*", (False, True)),
        ("    expose: ['6432']\n", "127.0.0.1", (False, False)),
        ("", "127.0.0.1, 10.0.0.1", (False, True)),
    ],
)
def test_who_can_reach_it(graph_of: Callable[..., Graph], service: str, address: str, expected: tuple[bool, bool]) -> None:
    """A port published on every address is open to others, and so is an address beyond loopback."""
    found = run(graph_of, {"pgbouncer.ini": ini(more=f"listen_addr = {address}")}, service=MOUNT + service)

    assert expected == (found.published.value, found.listens_beyond_loopback.value)


def test_a_file_that_nothing_deploys_is_a_pooler_of_unknown_version(graph_of: Callable[..., Graph]) -> None:
    """Code on the same machine that asks for its port meets it, as an assumption."""
    call = CALL.format(arguments="'postgresql://app@localhost:6432/shop'")
    found = through(graph_of({"app/db.py": call, "deploy/pgbouncer.ini": ini(more="pool_mode = transaction")}))

    assert ("transaction", True, None, None) == (
        found.mode.value,
        found.mode.assumed,
        found.version.value,
        found.tracks_statements.value,
    )
    assert "nothing in the repository says which PgBouncer reads deploy/pgbouncer.ini" == found.version.note


@pytest.mark.parametrize("port", [5432, 6433])
def test_another_port_is_not_that_file(graph_of: Callable[..., Graph], port: int) -> None:
    """Only the port that the file names leads there."""
    call = CALL.format(arguments=f"'postgresql://app@localhost:{port}/shop'")
    graph = graph_of({"app/db.py": call, "deploy/pgbouncer.ini": ini()})

    assert [None] == [route.pooler for route in graph.routes]


def test_a_file_in_the_build_context_is_the_image_s(graph_of: Callable[..., Graph]) -> None:
    """A Dockerfile on a pooler image with its own file beside it."""
    compose = "services:\n  web:\n    build: app\n    command: uvicorn app:app\n  pgbouncer:\n    build: pooler\n"
    files = {
        "pooler/Dockerfile": f"FROM {IMAGE}\nCOPY pgbouncer.ini /etc/pgbouncer/\n",
        "pooler/pgbouncer.ini": ini(more="pool_mode = statement"),
    }
    found = through(graph_of({"app/db.py": CALL.format(arguments=URL), "docker-compose.yml": compose, **files}))

    assert ("statement", "1.24.1") == (found.mode.value, found.version.value)


def test_a_provider_s_pooler_is_what_the_provider_says(graph_of: Callable[..., Graph]) -> None:
    """Neon pools per transaction; what only its console shows is unresolved."""
    host = "ep-cool-name-123456-pooler.us-east-2.aws.neon.tech"
    found = through(graph_of({"app/db.py": CALL.format(arguments=f"'postgresql://app@{host}/shop'")}))

    assert ("Neon's pooler", "transaction", True) == (found.name, found.mode.value, found.shares_connections.value)
    assert (None, "neon does not show it in the repository") == (found.pool_size.value, found.pool_size.note)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        pytest.param("pool_mode = transaction", False, id="unset"),
        pytest.param("server_reset_query_always = 0", False, id="switched off"),
        pytest.param("server_reset_query_always = 1", True, id="always, by default DISCARD ALL"),
        pytest.param("server_reset_query_always = 1\nserver_reset_query = reset all", True, id="always RESET ALL"),
        pytest.param("server_reset_query_always = 1\nserver_reset_query = SELECT 1", False, id="always something else"),
    ],
)
def test_a_reset_after_each_transaction(more: str, *, expected: bool, graph_of: Callable[..., Graph]) -> None:
    """A pooler that clears connections whenever they come back takes every SET back."""
    files = {"docker-compose.yml": SERVICE.format(image=IMAGE) + MOUNT, "pgbouncer.ini": ini(more=more)}
    found = through(graph_of({"app/db.py": CALL.format(arguments=URL), **files}))

    assert expected == found.resets_settings.value


@pytest.mark.parametrize(
    ("databases", "mode"),
    [
        pytest.param("shop = host=db", "transaction", id="its own line"),
        pytest.param("store = host=db\n* = host=db", "transaction", id="a line for any other"),
        pytest.param("store = host=db", None, id="no line"),
        pytest.param("${DATABASE} = host=db", "transaction", id="a line whose name is filled in"),
    ],
)
def test_a_database_without_a_line(databases: str, mode: str | None, graph_of: Callable[..., Graph]) -> None:
    """A client that PgBouncer refuses meets no mode."""
    pooler = run(graph_of, {"pgbouncer.ini": ini(databases, more="pool_mode = transaction")}, service=MOUNT)

    assert mode == pooler.mode.value
    assert mode is not None or pooler.mode.note == "pgbouncer has no database shop, and no `*`"
