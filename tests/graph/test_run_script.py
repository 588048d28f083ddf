"""Scripts are followed from their first step to their end, as far as the repository tells what they meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.shell_commands import read
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Setting
from poolaudit.facts.shell import ShellScript
from poolaudit.graph.read_commands import launched
from poolaudit.graph.run_script import ASSUMED, POSSIBLE, SURE, run, script_call
from poolaudit.graph.world import World

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poolaudit.graph.run_script import Ran

PLATFORM = "set by the platform"


def script(text: str, path: str = "start.sh") -> ShellScript:
    """A script of the tree."""
    source = Source(path, text)
    return ShellScript(path, source.span(0, 0), read(source).steps)


def world(variables: Mapping[str, str | None], why: str = "") -> World:
    """An environment; a variable without a value is set to something that is not known."""
    span = Source("compose.yml", "environment:\n").span(0, 11)
    found = {
        name: Setting.unresolved("given from outside", span, name)
        if value is None
        else Setting.written(Secret(value, value), span, name)
        for name, value in variables.items()
    }
    return World("", None, "compose", None, found, why_incomplete=why)


def ran(
    text: str,
    arguments: tuple[str, ...] = (),
    variables: Mapping[str, str | None] | None = None,
    why: str = "",
    others: Mapping[str, str] | None = None,
) -> tuple[Ran, ...]:
    """The commands of a script."""
    scripts = {path: script(body, path) for path, body in (others or {}).items()}
    return run(script(text), arguments, world(variables or {}, why), lambda path, _: scripts.get(path.removeprefix("./")))


def lines(commands: tuple[Ran, ...]) -> list[tuple[str, int]]:
    """Command lines with how sure they are."""
    return [(" ".join(each.words), each.sureness) for each in commands]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a b\nc", ["a b", "c"], id="in order"),
        pytest.param("a\nexec b\nc", ["a", "b"], id="exec is the end"),
        pytest.param("a\nexit 0\nb", ["a"], id="exit"),
        pytest.param("exec 2>&1\na", ["a"], id="exec that only redirects"),
        pytest.param("set -e; cd x; echo y; a", ["a"], id="what says nothing"),
        pytest.param("exec gosu app tini -- a b", ["a b"], id="launchers"),
        pytest.param('exec "$@"', ["web -p 1"], id="the arguments"),
        pytest.param("shift; a $@", ["a -p 1"], id="shifted"),
        pytest.param('set -- x "$@"; $1 $#', ["x 4"], id="set"),
        pytest.param('a "$2$3"', ["a -p1"], id="positions"),
        pytest.param("A='x y'; a $A \"$A\" '$A'", ["a x y x y $A"], id="variables"),
        pytest.param("a ${B:-c} ${B:+d} ${E}", ["a c"], id="defaults and empty words"),
        pytest.param(': "${B:=c}"; a $B', ["a c"], id="a default that stays"),
        pytest.param('A=x/y.z; a "${A#*/}" "${A%.*}" "${A##*.}"', ["a y.z x/y z"], id="cut"),
        pytest.param("a $(b)", ["a ${COMMAND}"], id="not known"),
        pytest.param("f() { a $1; return; b; }; f x; c", ["a x", "c"], id="function"),
        pytest.param("f() { exec a; }; f; b", ["a"], id="function that ends the script"),
        pytest.param("(A=1; a $A); b $A", ["a 1", "b"], id="subshell"),
        pytest.param("a & b", ["a", "b"], id="background"),
        pytest.param("a | b", ["a", "b"], id="pipeline"),
        pytest.param("a && b || c; d", ["a", "b", "d"], id="programs succeed"),
        pytest.param("a || exit 1; b", ["a", "b"], id="a failure that does not happen"),
        pytest.param("! true || a; false && b; true && c", ["a", "c"], id="known results"),
        pytest.param("unset A; A=1 a; b $A", ["a", "b"], id="an assignment for one command"),
    ],
)
def test_commands(text: str, expected: list[str]) -> None:
    """Replacements are made, launchers are left out, and the end is the end."""
    assert [(each, SURE) for each in expected] == lines(ran(text, ("web", "-p", "1")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('if [ "$1" = web ]; then a; else b; fi', [("a", SURE)], id="argument"),
        pytest.param('if [ "$SET" != yes ]; then a; elif [ -n "$SET" ]; then b; fi', [("b", SURE)], id="elif"),
        pytest.param('[ -z "$NONE" ] && a; [ -n "$NONE" ] && b', [("a", SURE)], id="a variable that nothing sets"),
        pytest.param('if [ "$OPEN" = x ]; then a; else b; fi', [("a", POSSIBLE), ("b", POSSIBLE)], id="not known"),
        pytest.param('if [ -n "$OPEN" ]; then a; fi', [("a", ASSUMED)], id="set to something"),
        pytest.param("if [ -f x ]; then exec a; fi; exec b", [("a", POSSIBLE), ("b", SURE)], id="a file"),
        pytest.param("if a; then b; fi; c", [("a", SURE), ("b", POSSIBLE), ("c", SURE)], id="a program"),
        pytest.param("[[ $1 == w* && -n $SET ]] && a", [("a", SURE)], id="double brackets"),
        pytest.param('[ "$1" = web ] && [ "$NONE" = x ] || a', [("a", SURE)], id="tests in a chain"),
        pytest.param('[ -f x ] || [ "$1" = web ] && a', [("a", SURE)], id="one of two suffices"),
        pytest.param("[ -f x ] && a; b", [("a", POSSIBLE), ("b", SURE)], id="one command under a condition"),
        pytest.param('[ $# -ge 3 ] && a; [ "$3" -gt 1 ] && b', [("a", SURE)], id="numbers"),
        pytest.param('[ ! -z "$SET" -a "$1" = web ] && a', [("a", SURE)], id="old operators"),
        pytest.param('case "$1" in w*) a;; *) b;; esac', [("a", SURE)], id="case"),
        pytest.param('case "$OPEN" in x) a;; *) b;; esac', [("a", POSSIBLE), ("b", POSSIBLE)], id="case that is not known"),
        pytest.param("while ! a; do b; done; c", [("a", SURE), ("b", POSSIBLE), ("c", SURE)], id="waiting"),
        pytest.param("while true; do a; done", [("a", SURE)], id="for ever"),
        pytest.param("for x in 1 2; do a; done", [("a", POSSIBLE)], id="loop"),
        pytest.param("if [ -f x ]; then set -- y; fi; a $1", [("a ${ARGUMENT_1}", SURE)], id="arguments that depend on it"),
        pytest.param("if [ -f x ]; then exit 1; fi; a", [("a", SURE)], id="a way that ends"),
    ],
)
def test_conditions(text: str, expected: list[tuple[str, int]]) -> None:
    """A condition that is known is decided; else both ways are possible."""
    assert expected == lines(ran(text, ("web", "-p", "1"), {"SET": "yes", "OPEN": None}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('if [ "$SKIP" != true ]; then a; fi', [("a", ASSUMED)]),
        ('if [ "$RUN" = true ]; then a; else b; fi', [("b", ASSUMED)]),
        ('[ -z "$URL" ] && a', [("a", ASSUMED)]),
        ("a ${MODE:-x}", [("a x", SURE)]),
    ],
)
def test_a_platform_may_set_more(text: str, expected: list[tuple[str, int]]) -> None:
    """What only a dashboard can set counts as not set, which is assumed."""
    assert expected == lines(ran(text, why=PLATFORM))


@pytest.mark.parametrize(
    ("text", "variables", "expected"),
    [
        pytest.param('export URL="x://$U@h"; a', {"U": "u"}, ("x://u@h", False, ["U = u"]), id="put together"),
        pytest.param('URL="x://$U@h"; export URL; a', {"U": "u"}, ("x://u@h", False, ["U = u"]), id="exported later"),
        pytest.param("URL=x; a", {}, None, id="not exported"),
        pytest.param("URL=x; a", {"URL": "y"}, ("x", False, []), id="of the environment"),
        pytest.param("URL=x a", {}, ("x", False, []), id="for one command"),
        pytest.param('[ -z "$URL" ] && export URL=x; a', {"URL": "y"}, None, id="a default that is not needed"),
        pytest.param("export URL=${URL:-x}; a", {}, ("x", False, []), id="a default"),
        pytest.param("export URL=$(b); a", {"URL": "y"}, ("${COMMAND}", True, []), id="from a command"),
        pytest.param("if [ -f x ]; then export URL=x; fi; a", {}, (None, True, []), id="under a condition"),
        pytest.param("if [ -f x ]; then URL=x; else URL=x; fi; export URL; a", {}, ("x", False, []), id="the same both ways"),
    ],
)
def test_variables_of_programs(text: str, variables: dict[str, str | None], expected: object) -> None:
    """A program sees what the script exports before it, with what it was made of; two ways to a value make it unknown."""
    value = ran(text, (), variables)[-1].variables.get("URL")
    told = value and (
        value.value and value.value.reveal(),
        not value.is_known,
        [each.text for each in value.because],
    )

    assert expected == told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("sh ./b.sh 1\nc", ["x 1", "c"], id="started"),
        pytest.param("exec ./b.sh 1\nc", ["x 1"], id="in its place"),
        pytest.param("export E=2; A=3 ./b.sh 1; c $B", ["x 1 3 2", "c"], id="with variables"),
        pytest.param(". ./b.sh; c $B", ["x", "c 9"], id="in the same shell"),
        pytest.param("bash -euo pipefail b.sh 1", ["x 1"], id="options of the shell"),
        pytest.param("sh -c 'b.sh 1'", ["sh -c b.sh 1"], id="inline"),
        pytest.param("./none.sh 1", ["./none.sh 1"], id="not of the tree"),
    ],
)
def test_scripts_that_scripts_start(text: str, expected: list[str]) -> None:
    """They have their own arguments, and the variables that are exported to them."""
    assert expected == [line for line, _ in lines(ran(text, others={"b.sh": "B=9\nx $1 $A $E\n"}))]


def test_scripts_that_call_themselves() -> None:
    """They are followed for a bounded number of times."""
    assert 13 == len(ran("./b.sh", others={"b.sh": "x\n./b.sh\n"}))


def test_many_steps() -> None:
    """A script that doubles its work with each function is left at some point."""
    text = "".join(f"f{each}() {{ f{each + 1}; f{each + 1}; }}\n" for each in range(11)) + "f11() { a; b; c; }\nf0\n"

    assert len(ran(text)) < 4000


def test_passwords_stay_hidden() -> None:
    """What is put together from a hidden part is hidden there, and nowhere else."""
    span = Source("compose.yml", "x").span(0, 1)
    given = {"P": Setting.written(Secret("pw", "***"), span, "P"), "U": Setting.written(Secret("app", "app"), span, "U")}
    found = run(script('export URL="postgresql://$U:$P@h/d"\na\n'), (), World("", None, "", None, given), lambda _, __: None)
    value = found[0].variables["URL"].value

    assert value is not None
    assert ("postgresql://app:pw@h/d", "postgresql://app:***@h/d") == (value.reveal(), value.masked)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("sh", "start.sh", "a"), ("start.sh", ("a",))),
        (("bash", "-e", "-o", "pipefail", "start.sh"), ("start.sh", ())),
        (("/bin/sh", "-c", "start.sh"), ("", ())),
        (("./start.sh", "a"), ("./start.sh", ("a",))),
        ((".", "env.sh"), ("env.sh", ())),
        (("sh",), ("", ())),
        ((), ("", ())),
    ],
)
def test_paths_of_scripts(words: tuple[str, ...], expected: object) -> None:
    """The shell and its options stand before the path, its arguments behind it."""
    assert expected == script_call(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("exec gunicorn app:app", "gunicorn app:app"),
        ("gosu app:app gunicorn", "gunicorn"),
        ("exec su-exec app env A=1 B=2 gunicorn -w 4", "gunicorn -w 4"),
        ("/sbin/tini -g -- gunicorn", "gunicorn"),
        ("sudo -E -u app gunicorn", "gunicorn"),
        ("timeout -k 5 60 gunicorn", "gunicorn"),
        ("exec s6-setuidgid app s6-setlock -n /run/lock python manage.py migrate", "python manage.py migrate"),
        ("flock -x -w 30 /tmp/lock gunicorn", "gunicorn"),
        ("flock --timeout=5 /tmp/lock gunicorn", "gunicorn"),
        ("gunicorn exec", "gunicorn exec"),
        ("exec", ""),
    ],
)
def test_programs_behind_launchers(words: str, expected: str) -> None:
    """Their own options and arguments are left out with them."""
    assert tuple(expected.split()) == launched(words.split())
