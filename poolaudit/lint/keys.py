"""The keys of a front matter, read with their types.

In: data and the lines that it stands on. Out: texts, lists, flags and words, or a `RulePageError` at the line of the key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from poolaudit._records import dataclass
from poolaudit.lint.finding import Confidence, Severity
from poolaudit.lint.rule import RulePageError
from poolaudit.lint.words import closest

if TYPE_CHECKING:
    from collections.abc import Sequence

CHECK_KEYS = ("on", "when", "message", "severity", "confidence", "remedy", "fix", "at")
RULE_KEYS = ("code", "title", *CHECK_KEYS, "checks", "options", "contexts", "default", "since", "sources")
E = TypeVar("E", Severity, Confidence)


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a page or of one of its checks, read with their types."""

    data: dict[Any, Any]
    allowed: Sequence[str]
    shown: str
    lines: list[str]
    """The lines that hold them."""
    first_line: int
    outer: Keys | None = None
    """For a check: the page, whose keys it inherits."""

    def __post_init__(self) -> None:
        for key in self.data:
            if key not in self.allowed:
                raise self.error(str(key), f"no key `{key}`{closest(str(key), self.allowed)}")

    def error(self, key: str, text: str) -> RulePageError:
        """An error at the line of a key."""
        for at, line in enumerate(self.lines):
            if line.lstrip("- ").startswith(f"{key}:"):
                return RulePageError(self.shown, self.first_line + at, text)
        return self.outer.error(key, text) if self.outer is not None else RulePageError(self.shown, self.first_line, text)

    def get(self, key: str, fallback: object) -> Any:
        """The value of a key, of the page for a check that does not have it; an error when `fallback` is `...`."""
        if key in self.data:
            return self.data[key]
        if self.outer is not None:
            return self.outer.get(key, fallback)
        if fallback is ...:
            raise self.error(key, f"`{key}` is missing")
        return fallback

    def text(self, key: str, fallback: object = ...) -> str:
        """A key that holds text, as one line."""
        found = self.get(key, fallback)
        if not isinstance(found, str):
            raise self.error(key, f"`{key}` must be text; put it in quotes")
        line = " ".join(found.splitlines()).strip()
        if not line.isprintable():
            raise self.error(key, f"`{key}` holds a character that cannot be printed")
        return line

    def texts(self, key: str, fallback: object = ...) -> list[str]:
        """A key that holds a list of texts."""
        found = self.get(key, fallback)
        if not isinstance(found, list) or not all(isinstance(each, str) and each.isprintable() for each in found):
            raise self.error(key, f"`{key}` must be a list of texts: [one, two]")
        return found

    def flag(self, key: str, *, fallback: bool) -> bool:
        """A key that holds `on` or `off`."""
        found = self.get(key, fallback)
        found = {"on": True, "off": False}.get(found, found) if isinstance(found, str) else found
        if not isinstance(found, bool):
            raise self.error(key, f"`{key}` must be `on` or `off`")
        return found

    def choice(self, key: str, of: type[E], fallback: E | None = None) -> E:
        """A key that holds one of the words of an enumeration."""
        words = [each.value for each in of]
        found = self.get(key, fallback.value if fallback is not None else ...)
        if found not in words:
            raise self.error(key, f"no {key} `{found}`{closest(str(found), words)}")
        return of(found)

    def mapping(self, key: str) -> dict[Any, Any]:
        """A key that holds names with values; none when it is not there."""
        found = self.get(key, {})
        if not isinstance(found, dict):
            raise self.error(key, f"`{key}` must be names with values")
        return found

    def option(self, name: object, default: object) -> object:
        """The default of an option, which fixes its type: a number, a text, a truth value, or a list of numbers or texts."""
        default = tuple(default) if isinstance(default, list) else default
        elements = default if isinstance(default, tuple) else (default,)
        kinds = {str if isinstance(each, str) else bool if isinstance(each, bool) else float for each in elements}
        fits = len(kinds) == 1 and all(isinstance(each, (str, int, float)) for each in elements)
        if not fits or (isinstance(default, tuple) and bool in kinds) or not isinstance(name, str) or not name.isidentifier():
            raise self.error(
                "options", f"option `{name}` must be a word with a number, a text, on or off, or a list as its default"
            )
        return default

    def blocks(self, key: str) -> list[Keys]:
        """A key that holds a list of checks, each with its own lines."""
        found = self.get(key, ...)
        if not isinstance(found, list) or not found or not all(isinstance(each, dict) for each in found):
            raise self.error(key, f"`{key}` must be a list of checks, each with `when`")
        start = next(at for at, line in enumerate(self.lines) if line.startswith(f"{key}:"))
        dashes = [at for at in range(start + 1, len(self.lines)) if self.lines[at].lstrip().startswith("- ")]
        indent = min((len(self.lines[at]) - len(self.lines[at].lstrip()) for at in dashes), default=0)
        starts = [at for at in dashes if self.lines[at].startswith("- ", indent)][: len(found)]
        ends = [*starts[1:], len(self.lines)]
        places = list(zip(starts, ends, strict=True)) if len(starts) == len(found) else [(start, len(self.lines))] * len(found)
        return [
            Keys(each, CHECK_KEYS, self.shown, self.lines[at:to], self.first_line + at, self)
            for each, (at, to) in zip(found, places, strict=True)
        ]
