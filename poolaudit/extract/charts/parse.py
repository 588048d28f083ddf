"""Go templates. In: template text. Out: `Node`s and the templates that it defines.

Grammar: https://pkg.go.dev/text/template (Go 1.25, read 2026-11-21).
"""

from __future__ import annotations

from poolaudit.extract.base import UnreadError
from poolaudit.extract.charts.lexer import Stretch, stretches, tokens
from poolaudit.extract.charts.nodes import (
    Branch,
    Call,
    Chain,
    Condition,
    Function,
    Insertion,
    Jump,
    Literal,
    Loop,
    Node,
    Output,
    Pipeline,
    Term,
    Text,
    Variable,
)

_DEEPEST = 60
"""Blocks, or parentheses, inside of each other."""
_WORDS = {"true": True, "false": False, "nil": None}
_OPENERS = ("if", "with", "range", "define", "block")


def parse(text: str) -> tuple[tuple[Node, ...], dict[str, tuple[Node, ...]]]:
    """The nodes of a text, and the definitions in it by name. Raises `UnreadError` for text that is no Go template."""
    parser = _Parser(list(stretches(text)))
    body, last = parser.body(0)
    if last is not None:
        raise UnreadError(f"no Go template: {last.word} without what it belongs to")
    return body, parser.defined


class _Statement:
    """An action as its first word and the expression behind it."""

    def __init__(self, stretch: Stretch) -> None:
        self.stretch = stretch
        words = tokens(stretch.action or "")
        first = words[0].text if words and words[0].kind == "word" else ""
        self.word = first if first in (*_OPENERS, "else", "end", "template", "break", "continue") else ""
        self.words = words[1:] if self.word else words


class _Parser:
    def __init__(self, found: list[Stretch]) -> None:
        self._found = found
        self._at = 0
        self.defined: dict[str, tuple[Node, ...]] = {}

    def body(self, depth: int) -> tuple[tuple[Node, ...], _Statement | None]:
        """The nodes up to the `else` or `end` that closes them, and that."""
        if depth > _DEEPEST:
            raise UnreadError(f"nested deeper than {_DEEPEST} levels")
        nodes: list[Node] = []
        while self._at < len(self._found):
            each = self._found[self._at]
            self._at += 1
            if each.action is None:
                nodes.append(Text(each.start, each.end))
                continue
            statement = _Statement(each)
            if statement.word in ("else", "end"):
                return tuple(nodes), statement
            nodes += self._node(statement, depth)
        return tuple(nodes), None

    def _node(self, statement: _Statement, depth: int) -> list[Node]:
        start, end = statement.stretch.start, statement.stretch.end
        word = statement.word
        if word in ("if", "with"):
            return [Condition(start, end, tuple(self._branches(statement, depth)))]
        if word == "range":
            pipeline = _Expression(statement).pipeline()
            body, last = self.body(depth + 1)
            otherwise: tuple[Node, ...] = ()
            if last is not None and last.word == "else":
                otherwise, last = self.body(depth + 1)
            _ended(last)
            return [Loop(start, end, pipeline, body, otherwise)]
        if word in ("define", "block"):
            expression = _Expression(statement)
            name = expression.name()
            pipeline_ = expression.pipeline() if word == "block" else None
            body, last = self.body(depth + 1)
            _ended(last)
            self.defined[name] = body
            return [Insertion(start, end, name, pipeline_)] if word == "block" else []
        if word == "template":
            expression = _Expression(statement)
            name = expression.name()
            return [Insertion(start, end, name, expression.pipeline() if expression.more() else None)]
        if word in ("break", "continue"):
            return [Jump(word == "break")]
        return [Output(start, end, _Expression(statement).pipeline())]

    def _branches(self, statement: _Statement, depth: int) -> list[Branch]:
        found: list[Branch] = []
        pipeline: Pipeline | None = _Expression(statement).pipeline()
        inside = statement.word == "with"
        while True:
            body, last = self.body(depth + 1)
            found.append(Branch(pipeline, body, inside))
            if last is None or last.word == "end":
                _ended(last)
                return found
            first = last.words[0].text if last.words else ""
            if first in ("if", "with"):
                last.words = last.words[1:]
                pipeline, inside = _Expression(last).pipeline(), first == "with"
            else:
                pipeline, inside = None, False


def _ended(last: _Statement | None) -> None:
    if last is None or last.word != "end":
        raise UnreadError("no Go template: a block does not end")


class _Expression:
    """Reads the words of one action."""

    def __init__(self, statement: _Statement) -> None:
        self._words = statement.words
        self._at = 0

    def more(self) -> bool:
        """Whether words are left."""
        return self._at < len(self._words)

    def name(self) -> str:
        """A text: the name of a template."""
        if not self.more() or self._words[self._at].kind != "text":
            raise UnreadError("no Go template: a template has no name")
        self._at += 1
        return self._words[self._at - 1].text

    def pipeline(self, depth: int = 0) -> Pipeline:
        """Everything up to the end or a closing parenthesis."""
        if depth > _DEEPEST:
            raise UnreadError(f"nested deeper than {_DEEPEST} levels")
        names, declares = self._names()
        calls = [self._call(depth)]
        while self._is("|"):
            self._at += 1
            calls.append(self._call(depth))
        if depth == 0 and self.more():
            raise UnreadError("no Go template: an action cannot be read")
        return Pipeline(tuple(calls), names, declares)

    def _names(self) -> tuple[tuple[str, ...], bool]:
        at, names = self._at, []
        while at < len(self._words) and self._words[at].kind == "variable":
            names.append(self._words[at].text)
            at += 1
            sign = self._words[at].text if at < len(self._words) and self._words[at].kind == "mark" else ""
            if sign in (":=", "="):
                self._at = at + 1
                return tuple(names), sign == ":="
            if sign != ",":
                break
            at += 1
        return (), False

    def _call(self, depth: int) -> Call:
        terms: list[Term] = []
        while self.more() and not self._is("|") and not self._is(")"):
            terms.append(self._term(depth))
        if not terms:
            raise UnreadError("no Go template: an action is empty")
        return Call(tuple(terms))

    def _term(self, depth: int) -> Term:
        token = self._words[self._at]
        self._at += 1
        if token.kind == "text":
            found: Term = Literal(token.text)
        elif token.kind == "number":
            found = Literal(_number(token.text))
        elif token.kind == "field":
            found = Chain(None, (token.text,))
        elif token.kind == "dot":
            found = Chain(None, ())
        elif token.kind == "variable":
            found = Variable(token.text)
        elif token.kind == "word":
            found = Literal(_WORDS[token.text]) if token.text in _WORDS else Function(token.text)
        elif token.text == "(":
            found = self.pipeline(depth + 1)
            if not self._is(")"):
                raise UnreadError("no Go template: a parenthesis does not close")
            self._at += 1
        else:
            raise UnreadError("no Go template: an action cannot be read")
        fields: list[str] = []
        while self.more() and self._words[self._at].kind == "field" and self._words[self._at].close:
            fields.append(self._words[self._at].text)
            self._at += 1
        if not fields:
            return found
        return Chain(found.base, (*found.fields, *fields)) if isinstance(found, Chain) else Chain(found, tuple(fields))

    def _is(self, mark: str) -> bool:
        return self.more() and self._words[self._at].kind == "mark" and self._words[self._at].text == mark


def _number(text: str) -> int | float:
    body = text.replace("_", "")
    if "x" in body.lower():
        return int(body, 16)
    return float(body) if any(mark in body for mark in ".eE") else int(body)
