"""Which parts see a file."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolaudit._parts import parts
from poolaudit.discover.triggers import MANY, Selector

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is only its conditions."""

    name: str
    globs: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()


def names_of(selector: Selector[Part], path: str, data: bytes | None = None) -> list[str]:
    """What a selector answers, by name alone or with the content."""
    return [part.name for part in (selector.by_name(path) if data is None else selector.select(path, data))]


@pytest.mark.parametrize(
    ("glob", "fits", "misfits"),
    [
        ("*.py", ["a.py", "x/A.PY", ".py"], ["a.pyi", "py", "a.py/x", "a.py~"]),
        ("compose.yml", ["compose.yml", "deep/Compose.YML"], ["x-compose.yml", "compose.yml.bak", "compose_yml"]),
        ("docker-compose*.yml", ["docker-compose.yml", "docker-compose.dev.yml"], ["docker-compose.yaml", "xdocker-compose.yml"]),
        (".env*", [".env", ".env.local", "a/.ENV"], ["env", "x.env", ".env/x"]),
        ("[Dd]ockerfile", ["Dockerfile", "dockerfile"], ["ockerfile", "Dockerfile.x"]),
        ("a[!b]?.txt", ["acd.txt"], ["abd.txt", "ac.txt"]),
        (
            ".github/workflows/*.yml",
            [".github/workflows/ci.yml", "x/.github/workflows/ci.yml"],
            ["workflows/ci.yml", "x.github/workflows/ci.yml"],
        ),
        ("config/**/db.yml", ["config/db.yml", "app/config/x/y/db.yml"], ["db.yml", "myconfig/db.yml", "config/xdb.yml"]),
        ("**/values.yaml", ["values.yaml", "a/b/values.yaml"], ["avalues.yaml"]),
        ("k8s/*.json", ["k8s/a.json"], ["k8s/x/a.json"]),
    ],
)
def test_a_glob_fits_base_names_or_ends_of_paths(glob: str, fits: list[str], misfits: list[str]) -> None:
    """Patterns are matched without regard to case; `*` stays inside of one name."""
    selector = Selector([Part("p", (glob,))])

    assert (fits, []) == (
        [path for path in fits + misfits if selector.by_name(path)],
        [path for path in misfits if selector.by_name(path)],
    )


def test_parts_keep_their_order_and_names_come_first() -> None:
    """Only the literals of parts whose names fit are looked for."""
    selector = Selector(
        [
            Part("engine", ("*.py",), ("create_engine", "create_async_engine")),
            Part("any", ("*.py", "*.yml"), ()),
            Part("compose", ("*.yml",), ("services:",)),
            Part("url", ("*.py", "*.yml"), ("://", "CREATE_ENGINE(")),
        ]
    )

    assert (["engine", "any", "url"], ["any"], ["any", "compose", "url"], []) == (
        names_of(selector, "a.py", b"e = sa.Create_Engine('x')"),
        names_of(selector, "a.py", b"services: nothing"),
        names_of(selector, "a.yml", b"SERVICES:\n a: redis://b"),
        names_of(selector, "a.txt", b"://"),
    )


def test_patterns_may_come_from_elsewhere() -> None:
    """A part can be given the patterns of the formats that it reads."""
    selector = Selector([Part("p", ("*.never",))], globs=lambda part: ("*.yml", part.name))

    assert (True, True, False) == (
        bool(selector.by_name("a.yml")),
        bool(selector.by_name("P")),
        bool(selector.by_name("a.never")),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_literals_are_found_in_every_encoding_that_is_read(encoding: str) -> None:
    """A file written by a Windows editor is searched as text."""
    selector = Selector([Part("p", ("*.json",), ("connectionstrings",))])

    assert ["p"] == names_of(selector, "appsettings.json", '{"ConnectionStrings": {}}'.encode(encoding))


def test_generated_files_go_only_to_parts_that_name_them() -> None:
    """A lock file is no ordinary settings file."""
    selector = Selector(
        [Part("json", ("*.json", "*.js")), Part("lock", ("package-lock.json",)), Part("start", ("package*.json",))]
    )

    assert (["lock"], [], ["json", "start"]) == (
        names_of(selector, "web/package-lock.json"),
        names_of(selector, "web/app.min.js"),
        names_of(selector, "web/package.json"),
    )


LITERALS = st.text("abAB:/", min_size=1, max_size=4)


@given(
    st.lists(st.tuples(st.sampled_from(["*.py", "*.yml", "a.py"]), st.lists(LITERALS, max_size=4)), max_size=6),
    st.text("abAB:/ ", max_size=30),
)
def test_agrees_with_the_plain_definition(conditions: list[tuple[str, list[str]]], text: str) -> None:
    """Shared, contained and repeated literals do not change the answer."""
    made = [Part(str(number), (glob,), tuple(triggers)) for number, (glob, triggers) in enumerate(conditions)]
    expected = [
        part.name
        for part in made
        if part.globs[0] in {"*.py", "a.py"}
        and (not part.triggers or any(literal.lower() in text.lower() for literal in part.triggers))
    ]

    assert expected == names_of(Selector(made), "a.py", text.encode())


@pytest.mark.parametrize("engine", ["hyperscan", "ahocorasick_rs", "none"])
def test_a_native_engine_answers_alike_after_many_files(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine that is installed takes over where many files are searched, and changes no answer."""
    for module in ("hyperscan", "ahocorasick_rs"):
        monkeypatch.setitem(sys.modules, module, None)
    if engine != "none":
        monkeypatch.setitem(sys.modules, engine, STAND_INS[engine])
    selector = Selector(
        [
            Part("a", ("*.py",), ("One", "three.")),
            Part("b", ("*.py",)),
            Part("c", ("*.yml",), ("one",)),
            Part("d", ("*.py",), ("two",)),
        ]
    )
    texts = {
        b"x one": ["a", "b"],
        b"THREE. TWO": ["a", "b", "d"],
        b"threes": ["b"],
        b"": ["b"],
        "\ufefftwo".encode("utf-16-le"): ["b", "d"],
    }
    answers = [names_of(selector, "a.py", data) for _ in range(MANY) for data in texts]

    assert [names for _ in range(MANY) for names in texts.values()] == answers
    assert names_of(selector, "a.yml", b"one two") == ["c"]
    assert (selector._engine is None) == (engine == "none")


class Database:
    """What hyperscan's database does with caseless single-match literals, as far as it is used."""

    def compile(self, expressions: list[bytes], ids: list[int], flags: list[int]) -> None:
        """Keep the expressions; each has both flags."""
        assert {10} == set(flags)
        self.patterns = [
            (number, re.compile(expression, re.IGNORECASE)) for number, expression in zip(ids, expressions, strict=True)
        ]

    def scan(self, data: bytes, match_event_handler: Callable[..., None]) -> None:
        """Report (id, 0, end, flags, context) once for each literal; empty data is an error, as in the original."""
        assert data
        for number, pattern in self.patterns:
            if found := pattern.search(data):
                match_event_handler(number, 0, found.end(), 0, None)


class BytesAhoCorasick:
    """What ahocorasick_rs does with overlapping matches."""

    def __init__(self, patterns: list[bytes], implementation: str) -> None:
        """Keep the patterns."""
        assert implementation == "dfa"
        self.patterns = patterns

    def find_matches_as_indexes(self, data: bytes, *, overlapping: bool) -> list[tuple[int, int, int]]:
        """Triples of pattern, start and end."""
        assert overlapping
        return [(at, data.find(each), data.find(each) + len(each)) for at, each in enumerate(self.patterns) if each in data]


STAND_INS = {
    "hyperscan": SimpleNamespace(Database=Database, HS_FLAG_SINGLEMATCH=8, HS_FLAG_CASELESS=2),
    "ahocorasick_rs": SimpleNamespace(BytesAhoCorasick=BytesAhoCorasick, Implementation=SimpleNamespace(DFA="dfa")),
}
"""Modules with the calls that `engine` makes; neither is a dependency."""


FORMATS = [*parts("poolaudit.extract.settings", "FORMAT"), *parts("poolaudit.extract.code", "FORMAT")]
SURFACES = parts("poolaudit.extract.surfaces", "SURFACE")
PATTERNS = sorted({glob for part in (*FORMATS, *SURFACES) for glob in part.globs} | {"*.sql"})


@pytest.mark.parametrize("glob", PATTERNS)
def test_each_glob_of_the_project_fits_a_name_and_refuses_one(glob: str) -> None:
    """No part has a pattern that is always or never true."""
    fitting = glob.replace("**/", "x/").replace("*", "x").replace("?", "x")
    selector = Selector([Part("p", (glob,))])

    assert (["p"], []) == (names_of(selector, fitting), names_of(selector, f"{fitting}/other~"))


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_triggers_of_the_project_are_ascii(surface: Part) -> None:
    """A literal is compared with bytes, so it has one form in every encoding."""
    assert all(trigger.isascii() and trigger for trigger in surface.triggers)
