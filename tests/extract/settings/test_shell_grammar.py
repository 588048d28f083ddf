"""Scripts are read as the shell's grammar divides them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.settings.shell_grammar import parse
from poolaudit.extract.settings.words import WordsError
from poolaudit.facts.shell import (
    Parameter,
    ShellCase,
    ShellChain,
    ShellCommand,
    ShellFunction,
    ShellGroup,
    ShellIf,
    ShellLoop,
)

if TYPE_CHECKING:
    from poolaudit.facts.shell import ShellStep, ShellWord


def source(text: str) -> Source:
    """A script."""
    return Source("start.sh", text)


def word(item: ShellWord) -> str:
    """A word with its variables in braces."""
    return "".join(f"{{{part.name}{part.operator}}}" if isinstance(part, Parameter) else part.reveal() for part in item.parts)


def shape(step: ShellStep) -> object:
    """A step as nested tuples of texts."""
    if isinstance(step, ShellCommand):
        return " ".join([*(f"{each.name}={word(each.value)}" for each in step.assignments), *map(word, step.words)])
    if isinstance(step, ShellChain):
        return (shape(step.first), step.operator, shape(step.second))
    if isinstance(step, ShellGroup):
        kind = ("!" if step.negated else "") + ("( )" if step.isolated else "{ }")
        return (kind, *map(shape, step.steps))
    if isinstance(step, ShellIf):
        return ("if", [*map(shape, step.condition)], [*map(shape, step.steps)], [*map(shape, step.otherwise)])
    if isinstance(step, ShellCase):
        branches = [([word(each) for each in patterns], [*map(shape, steps)]) for patterns, steps in step.branches]
        return ("case", word(step.subject), branches)
    if isinstance(step, ShellLoop):
        return ("until" if step.until else "loop", [*map(shape, step.condition)], [*map(shape, step.steps)])
    assert isinstance(step, ShellFunction)
    return ("function", step.name, [*map(shape, step.steps)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a b\nc;d", ["a b", "c", "d"], id="commands"),
        pytest.param("# x\n\n  a # y\n", ["a"], id="comments"),
        pytest.param("a \\\n  b\r\nc\r\n", ["a b", "c"], id="joined lines and carriage returns"),
        pytest.param("A=1 B=$C a=d", ["A=1 B={C} a=d"], id="assignments alone"),
        pytest.param("A=1 run x=y", ["A=1 run x=y"], id="assignments before a command"),
        pytest.param("A=(1 2)\nb", ["A={}", "b"], id="array"),
        pytest.param("a && b || c", [(("a", "&&", "b"), "||", "c")], id="chain"),
        pytest.param("a &&\n b", [("a", "&&", "b")], id="chain over lines"),
        pytest.param("a | b |& c", [("( )", "a", "b", "c")], id="pipeline"),
        pytest.param("! a", [("!{ }", "a")], id="negated"),
        pytest.param("a & b", [("( )", "a"), "b"], id="background"),
        pytest.param("(a; b) >x", [("( )", "a", "b")], id="subshell"),
        pytest.param("{ a; b; } 2>&1", [("{ }", "a", "b")], id="group"),
        pytest.param("a >x 2>&1 </y >>z b &>w", ["a b"], id="redirections"),
        pytest.param("if a; then b; fi", [("if", ["a"], ["b"], [])], id="if"),
        pytest.param(
            "if a; then b; elif c; then d; else e; fi; f",
            [("if", ["a"], ["b"], [("if", ["c"], ["d"], ["e"])]), "f"],
            id="elif",
        ),
        pytest.param("while a; do b; done", [("loop", ["a"], ["b"])], id="while"),
        pytest.param("until a\ndo b\ndone", [("until", ["a"], ["b"])], id="until"),
        pytest.param("for x in a b; do c $x; done", [("loop", [], ["c {x}"])], id="for"),
        pytest.param("for ((i=0;i<3;i++)); do a; done", [("loop", [], ["a"])], id="for with arithmetic"),
        pytest.param(
            'case "$1" in\n  web|w) a;;\n  (*) b\nesac',
            [("case", "{1}", [(["web", "w"], ["a"]), (["*"], ["b"])])],
            id="case",
        ),
        pytest.param("f() { a; }\nfunction g { b; }", [("function", "f", ["a"]), ("function", "g", ["b"])], id="functions"),
        pytest.param('[[ $A == b && ! -f "c d" ]] && e', [("[[ {A} == b && ! -f c d ]]", "&&", "e")], id="double brackets"),
        pytest.param("(( a++ )) || b", [("", "||", "b")], id="arithmetic"),
        pytest.param("cat <(a b) c", ["cat {} c"], id="process substitution"),
        pytest.param("a <<<x b", ["a b"], id="here-string"),
        pytest.param("a <<E b\nx y\nE\nc", ["a b", "c"], id="here-document"),
        pytest.param("a <<E <<'F'\n1\nE\n2\nF\nc", ["a", "c"], id="two here-documents"),
        pytest.param("a <<-E\n\t1\n\tE\nc", ["a", "c"], id="here-document with tabs"),
        pytest.param("a }; b", ["a }", "b"], id="a brace that is a word"),
    ],
)
def test_steps(text: str, expected: list[object]) -> None:
    """What belongs together is one step."""
    assert expected == [shape(each) for each in parse(source(text)).steps]


@pytest.mark.parametrize(
    ("text", "steps", "why"),
    [
        pytest.param("a\nb 'c", ["a"], "a single quote is not closed", id="quote"),
        pytest.param("a\nif b; then c", ["a"], "fi is missing, line 2", id="if"),
        pytest.param("a\ncat <<E\nx", ["a"], "a here-document is not closed", id="here-document"),
        pytest.param("a\n(b", ["a"], ") is missing, line 2", id="bracket"),
        pytest.param("a\n[[ b", ["a"], "[[ is not closed", id="double brackets"),
        pytest.param("a\nb >", ["a"], "a redirection leads nowhere", id="redirection"),
        pytest.param("a\n((b", ["a"], "an arithmetic command is not closed", id="arithmetic"),
        pytest.param("a\n" + "b && " * 200 + "c", ["a"], "a chain of commands is too long", id="chain"),
        pytest.param("a\n" + "{ " * 100, ["a"], "commands nested too deeply", id="nested"),
        pytest.param("a\n" + "if b; then c; el" * 100, ["a"], "commands nested too deeply", id="nested alternatives"),
    ],
)
def test_what_stands_before_an_error_counts(text: str, steps: list[object], why: str) -> None:
    """A script is read up to where its grammar breaks."""
    script = parse(source(text))

    assert (steps, why) == ([shape(each) for each in script.steps], script.failure)


@pytest.mark.parametrize("text", ["fi\na", "done; a", ") a", ";; a"])
def test_a_keyword_that_nothing_opened_is_stepped_over(text: str) -> None:
    """What follows it is read all the same."""
    assert ["a"] == [shape(each) for each in parse(source(text)).steps]


def test_a_script_that_does_not_begin() -> None:
    """Where not even the first command can be read, the script is none."""
    with pytest.raises(WordsError, match="a double quote is not closed"):
        parse(source('"a'))


def test_places() -> None:
    """A command and each of its words stand where they are written."""
    text = source("# x\nA='b c' exec  \"$D\" e >f\n")
    step = parse(text).steps[0]

    assert isinstance(step, ShellCommand)
    assert ("A='b c' exec  \"$D\" e >f", ["exec", '"$D"', "e"], ["A='b c'"], ["'b c'"]) == (
        text.at(step.span),
        [text.at(each.span) for each in step.words],
        [text.at(each.span) for each in step.assignments],
        [text.at(each.value.span) for each in step.assignments],
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("cat > /a <<E\nx\n$Y\nE", [("/a", "x\n$Y\n", False, True)], id="cat"),
        pytest.param("cat <<'E' >> a\n$Y\nE", [("a", "$Y\n", True, True)], id="appended"),
        pytest.param("cat <<-E > a\n\tx\n\tE", [("a", "x\n", False, True)], id="without tabs"),
        pytest.param("sudo tee -a a > /dev/null <<E\nx\nE", [("a", "x\n", True, True)], id="tee"),
        pytest.param("cat <<E | tee a\nx\nE", [("a", "x\n", False, True)], id="piped into tee"),
        pytest.param("if b; then cat > a <<E\nx\nE\nfi", [("a", "x\n", False, False)], id="under a condition"),
        pytest.param("b || cat > a <<E\nx\nE", [("a", "x\n", False, False)], id="after a failure"),
        pytest.param("echo 'x = 1' > a", [("a", "x = 1\n", False, True)], id="echo"),
        pytest.param("printf 'x\\ny\\n' > a", [("a", "x\ny\n", False, True)], id="printf"),
        pytest.param('printf "%s" "$A" > a', [], id="a format with arguments"),
        pytest.param("cat > a <<E\n\\$x \\\\ \\y \\\nz\nE", [("a", "$x \\ \\y z\n", False, True)], id="escapes"),
        pytest.param("cat <<E\nx\nE", [], id="shown only"),
        pytest.param("cat > /dev/null <<E\nx\nE", [], id="thrown away"),
    ],
)
def test_files_that_a_script_writes(text: str, expected: list[object]) -> None:
    """Text in the script that a command puts into a file, with its target and whether that surely happens."""
    files = parse(source(text)).files

    assert expected == [(each.target, "".join(one.text for one in each.text.pieces), each.append, each.sure) for each in files]


def test_what_a_script_knows_when_it_writes() -> None:
    """Assignments before the file count, and those under a condition are not known."""
    script = parse(source('A=1\nexport B=2\n: "${C:=3}"\nif x; then D=4; fi\ncat > a <<E\nE\nF=5\n'))
    known = script.files[0].known

    assert {"A": "1", "B": "2", "C": "{C:-}", "D": None} == {name: value and word(value) for name, value in known.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("A=postgresql://u:hidden@h/d", ["postgresql://u:***@h/d"], id="address"),
        pytest.param("A=postgresql://u:hidden@$H/d", ["***", "***"], id="address with a variable"),
        pytest.param("A=postgresql://$U:$P@$H/d", ["postgresql://", ":", "@", "/d"], id="variables only"),
        pytest.param("DB_PASSWORD=hidden", ["***"], id="name"),
        pytest.param("run --password=hidden --token hidden", ["run", "***", "--token", "***"], id="options"),
        pytest.param("run postgresql://u:hidden@h/d", ["run", "***"], id="argument"),
    ],
)
def test_passwords_are_hidden(text: str, expected: list[str]) -> None:
    """No text that may hold a password has a form that shows it."""
    step = parse(source(text)).steps[0]
    assert isinstance(step, ShellCommand)
    words = [*(each.value for each in step.assignments), *step.words]

    assert expected == [part.masked for each in words for part in each.parts if not isinstance(part, Parameter)]
