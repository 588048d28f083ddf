"""Renders templates of a chart. In: nodes of a template and its context. Out: a `Rope`.

Where a condition is not known, all of its branches are written, marked as doubtful. Loops over what is not known are holes.
Everything is bounded: steps, calls inside of each other, characters.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolaudit.extract.base import UnreadError
from poolaudit.extract.charts import functions
from poolaudit.extract.charts.nodes import (
    Chain,
    Condition,
    Function,
    Insertion,
    Jump,
    Literal,
    Loop,
    Output,
    Pipeline,
    Text,
    Variable,
)
from poolaudit.extract.charts.parse import parse
from poolaudit.extract.charts.rope import Piece, Rope
from poolaudit.extract.charts.scope import JumpError, Scope, members_of
from poolaudit.extract.charts.value import NOTHING, Known, Unknown, merged, rope_of, text, truth, why_not, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from poolaudit.discover.source import Source
    from poolaudit.extract.charts.nodes import Branch, Call, Node, Term
    from poolaudit.extract.charts.value import Value

MOST_STEPS = 150_000
"""Nodes and terms that one release may evaluate; the largest of the charts that were tried (Airflow's) needs 19,000."""
MOST_CHARACTERS = 4_000_000
"""Characters that one release may write, in helpers and files together; Airflow's writes 440,000."""
_CHARACTERS = 10
"""Characters of a template in a value that cost as much as one node."""
_DEEPEST = 40
"""Templates that include each other."""


class BudgetError(UnreadError):
    """The templates come to more than any chart does."""


class Engine:
    """Renders the templates of one release."""

    def __init__(self, defined: Mapping[str, tuple[Source, tuple[Node, ...]]]) -> None:
        self._defined = defined
        self._steps = 0
        self._characters = 0
        self._depth = 0
        self._doubt = ""

    def render(self, source: Source | None, body: tuple[Node, ...], context: Value, whole: str = "") -> Rope:
        """What a template comes to; `whole` is its text where it stands in no file. Raises `BudgetError`."""
        if self._depth >= _DEEPEST:
            raise BudgetError("templates include each other without an end")
        self._depth += 1
        out: list[Piece] = []
        try:
            _Rendering(self, source, source.text if source is not None else whole, out, Scope(context)).run(body, context)
        except JumpError:
            pass  # outside of a loop, which Go refuses
        finally:
            self._depth -= 1
        return Rope(tuple(out))

    def include(self, name: str, context: Value) -> Value:
        """What a defined template comes to."""
        if name not in self._defined:
            return Unknown(f"the template {name} is not in the tree")
        source, body = self._defined[name]
        return Known(self.render(source, body, context))

    def spend(self, steps: int, characters: int = 0) -> None:
        """Note what has been done."""
        self._steps += steps
        self._characters += characters
        if self._steps > MOST_STEPS or self._characters > MOST_CHARACTERS:
            raise BudgetError("its templates come to more than any chart does")

    @property
    def share(self) -> float:
        """How much of what one release may use has been used, from 0 to 1."""
        return max(self._steps / MOST_STEPS, self._characters / MOST_CHARACTERS)

    @property
    def doubt(self) -> str:
        """The condition that is not known and decides about what is written now."""
        return self._doubt

    def doubted(self, why: str) -> str:
        """Doubt what follows; returns what was doubted before, to be given back."""
        before, self._doubt = self._doubt, self._doubt or why
        return before

    def trusted(self, before: str) -> None:
        """Go back to an earlier doubt."""
        self._doubt = before


class _Rendering:
    """One template on its way."""

    def __init__(self, engine: Engine, source: Source | None, whole: str, out: list[Piece], scope: Scope) -> None:
        self._engine = engine
        self._source = source
        self._whole = whole
        self._out = out
        self._scope = scope

    def run(self, body: Iterable[Node], dot: Value) -> None:
        """Write some nodes."""
        for node in body:
            self._engine.spend(1)
            if isinstance(node, Text):
                self._write(
                    (Piece(self._whole[node.start : node.end], self._source, node.start, node.end, self._source is not None),)
                )
            elif isinstance(node, Output):
                value = self._pipeline(node.pipeline, dot)
                if not node.pipeline.names:
                    self._put(value, node.start, node.end)
            elif isinstance(node, Insertion):
                context = self._pipeline(node.pipeline, dot) if node.pipeline is not None else NOTHING
                self._put(self._engine.include(node.name, context), node.start, node.end)
            elif isinstance(node, Condition):
                self._condition(node.branches, dot)
            elif isinstance(node, Loop):
                self._loop(node, dot)
            elif isinstance(node, Jump):
                raise JumpError(leaves=node.leaves)

    def _write(self, pieces: Iterable[Piece]) -> None:
        doubt = self._engine.doubt
        for each in pieces:
            self._engine.spend(0, len(each.text))
            self._out.append(replace(each, doubt=each.doubt or doubt) if doubt else each)

    def _put(self, value: Value, start: int, end: int) -> None:
        """A value at an action: a text of one line stands there, one of several lines where its pieces stand."""
        rope = rope_of(value)
        if "\n" not in rope.text.strip("\n"):
            self._write(
                replace(each, source=self._source, start=start, end=end, exact=False) if each.text.strip("\n") else each
                for each in rope.pieces
            )
            return
        self._write(
            each if each.source is not None or not each.text.strip() else replace(each, source=self._source, start=start, end=end)
            for each in rope.pieces
        )

    def _block(self, body: Iterable[Node], dot: Value) -> None:
        self._scope.open()
        try:
            self.run(body, dot)
        finally:
            self._scope.close()

    def _condition(self, branches: tuple[Branch, ...], dot: Value) -> None:
        before = self._engine.doubt
        self._scope.open()
        try:
            for each in branches:
                if each.pipeline is None:
                    self._block(each.body, dot)
                    return
                value = self._pipeline(each.pipeline, dot)
                holds = truth(value)
                if holds is None:
                    self._engine.doubted(f"a condition is not known: {why_not(value) or 'a value is not known'}")
                if holds is not False:
                    self._block(each.body, value if each.inside else dot)
                if holds:
                    return
        finally:
            self._engine.trusted(before)
            self._scope.close()

    def _loop(self, node: Loop, dot: Value) -> None:
        value = self._pipeline(replace(node.pipeline, names=()), dot)
        members = members_of(value)
        if members is None:
            first = node.body[0] if node.body else None
            if isinstance(first, Text) and self._whole.startswith(("\n", "\r"), first.start):
                self._write((Piece("\n"),))  # what it makes stands on lines of its own
            self._put(Unknown(why_not(value) or "a loop over what is not known"), node.start, node.end)
            return
        if not members:
            self._block(node.otherwise, dot)
        for key, each in members:
            self._scope.open()
            try:
                for name, one in zip(node.pipeline.names[::-1], (each, key), strict=False):
                    self._scope.give(name, one, declares=True)
                self.run(node.body, each)
            except JumpError as jump:
                if jump.leaves:
                    return
            finally:
                self._scope.close()

    def _pipeline(self, pipeline: Pipeline, dot: Value) -> Value:
        value: Value | None = None
        for each in pipeline.calls:
            value = self._call(each, dot, () if value is None else (value,))
        found = value if value is not None else NOTHING
        for name in pipeline.names:
            doubted = self._engine.doubt and not pipeline.declares
            self._scope.give(name, Unknown(self._engine.doubt) if doubted else found, declares=pipeline.declares)
        return found

    def _call(self, call: Call, dot: Value, last: tuple[Value, ...]) -> Value:
        self._engine.spend(1)
        first, *rest = call.terms
        if not isinstance(first, Function):
            value = self._term(first, dot)
            return value if isinstance(value, Unknown) or not (rest or last) else Unknown("a value is called like a function")
        return self._function(first.name, (*(self._term(each, dot) for each in rest), *last))

    def _function(self, name: str, given: tuple[Value, ...]) -> Value:
        if name in ("include", "tpl") and len(given) == 2:  # noqa: PLR2004  # a name or text, and a context
            words = words_of(given[0])
            if words is None:
                return Unknown(why_not(given[0]) or "no text", None, given[0].steps)
            return self._engine.include(words, given[1]) if name == "include" else self._expanded(given[0], words, given[1])
        value = functions.call(name, given)
        if isinstance(value, Known) and isinstance(value.data, Rope):
            self._engine.spend(0, sum(len(each.text) for each in value.data.pieces) + len(value.data.pieces))
        return value

    def _expanded(self, value: Value, words: str, context: Value) -> Value:
        """A value that is a template itself."""
        if "{{" not in words:
            return value
        self._engine.spend(len(words) // _CHARACTERS, len(words))
        rope = self._engine.render(None, parse(words)[0], context, words)
        steps = rope_of(value).steps
        return Known(Rope(tuple(replace(each, steps=merged(each.steps, steps)) for each in rope.pieces)))

    def _term(self, term: Term, dot: Value) -> Value:
        self._engine.spend(1)
        if isinstance(term, Literal):
            return text(term.value) if isinstance(term.value, str) else Known(term.value)
        if isinstance(term, Variable):
            return self._scope.find(term.name)
        if isinstance(term, Pipeline):
            return self._pipeline(term, dot)
        if isinstance(term, Function):
            return self._function(term.name, ())
        value = dot if term.base is None else self._term(term.base, dot)
        return _field(value, term)


def _field(value: Value, term: Chain) -> Value:
    for number, name in enumerate(term.fields):
        if isinstance(value, Unknown):
            return value
        data = value.data
        if not isinstance(data, dict):
            what = ".".join(("", *term.fields[:number])) or "a value"
            # Helm refuses it; whoever deploys the chart sets it or has no use for it
            return Unknown(f"{what} is not set", truth=False) if data is None else Unknown(f"{what} has no fields")
        value = data.get(name, NOTHING)
    return value
