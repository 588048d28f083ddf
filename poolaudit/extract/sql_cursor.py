"""A reading position in the tokens of one statement: each step takes what it names, or nothing and stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolaudit.extract.sql_lexer import Token

_RESERVED = frozenset(
    """
    all and any as asc both case cast check collate column constraint create default deferrable desc distinct do else end
    except false fetch for foreign from grant group having in initially intersect into leading limit not null offset on only
    or order placing primary references returning select some table then to trailing true union unique user using variadic
    when where window with
    """.split()
)
"""Words that PostgreSQL takes for no name unless they are quoted (SQL Key Words, appendix C of its manual, 18)."""


class Cursor:
    """Walks over tokens; methods return empty text, None or False when the next tokens are something else."""

    __slots__ = ("_at", "_tokens")

    def __init__(self, found: Sequence[Token]) -> None:
        self._tokens = found
        self._at = 0

    @property
    def next(self) -> Token | None:
        """The token not yet taken."""
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    @property
    def loud(self) -> bool:
        """Whether the statement's first word is written in capitals."""
        return bool(self._tokens) and self._tokens[0].value.isupper()

    @property
    def at_end(self) -> bool:
        """Whether everything is taken."""
        return self._at == len(self._tokens)

    def word(self, *options: str) -> str:
        """Take one of these words; the word in lower case."""
        token = self.next
        if token is None or not token.is_word(*options):
            return ""
        self._at += 1
        return token.value.lower()

    def words(self, *sequence: str) -> bool:
        """Take all of these words in order, or none."""
        ahead = self._tokens[self._at : self._at + len(sequence)]
        if len(ahead) < len(sequence) or not all(token.is_word(word) for token, word in zip(ahead, sequence, strict=True)):
            return False
        self._at += len(sequence)
        return True

    def op(self, *values: str) -> bool:
        """Take one of these operators."""
        token = self.next
        if token is None or not token.is_op(*values):
            return False
        self._at += 1
        return True

    def kind(self, *kinds: str) -> Token | None:
        """Take a token of one of these kinds."""
        token = self.next
        if token is None or token.kind not in kinds:
            return None
        self._at += 1
        return token

    def name(self) -> str | None:
        """Take a name, with dots: in lower case unless quoted; what a placeholder stands for is `{}`."""
        parts: list[str] = []
        before = self._at
        glued = True
        while glued:
            token = self.next
            piece = self._piece(token)
            if token is None or piece is None:
                self._at = before
                return None
            parts.append(piece)
            self._at += 1
            following = self.next
            glued = following is not None and following.start == token.end and following.kind in {"word", "quoted", "placeholder"}
            if self.op("."):
                parts.append(".")
                glued = True
        return "".join(parts)

    def value(self) -> bool:
        """Take the value of a parameter: a literal, a word, a placeholder, or several of them glued together."""
        self.op("+", "-")
        token = self.kind("string", "number", "word", "placeholder", "quoted")
        while token is not None and (following := self.next) is not None and following.start == token.end:
            glued = self.kind("word", "number", "placeholder")
            if glued is None:
                break
            token = glued
        return token is not None

    def parentheses(self) -> bool:
        """Take a balanced group in parentheses."""
        if self.next is None or not self.next.is_op("("):
            return False
        depth, at = 0, self._at
        while at < len(self._tokens):
            depth += self._tokens[at].is_op("(") - self._tokens[at].is_op(")")
            at += 1
            if not depth:
                self._at = at
                return True
        return False

    def rest(self) -> Sequence[Token]:
        """The tokens not yet taken."""
        return self._tokens[self._at :]

    @staticmethod
    def _piece(token: Token | None) -> str | None:
        if token is None:
            return None
        if token.kind == "placeholder":
            return "{}"
        if token.kind == "quoted":
            return token.value
        return token.value.lower() if token.kind == "word" and token.value.lower() not in _RESERVED else None
