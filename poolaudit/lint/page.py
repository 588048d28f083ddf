"""A Markdown page as a rule: `rules/<family>/<name>.md`.

In: a file. Out: a `Rule` whose conditions and sentences have been checked against the graph's dataclasses, or a `RulePageError`
with file, line and what to write instead. The body is kept as text; `Rule.manual` reads it when somebody asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, Union

from poolaudit.lint.assignment import compile_assignment
from poolaudit.lint.cases import RulePageError
from poolaudit.lint.finding import Confidence, Severity
from poolaudit.lint.frontmatter import FrontMatterError, read_front_matter
from poolaudit.lint.predicate import compile_predicate
from poolaudit.lint.rule import CODE, CONTEXTS, Doubt, Rule, Violation
from poolaudit.lint.template import compile_template
from poolaudit.lint.values import PredicateError, constant
from poolaudit.lint.words import WordError, closest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from poolaudit.lint.assignment import Assignment
    from poolaudit.lint.predicate import Predicate
    from poolaudit.lint.template import Template

MAX_PAGE = 256 * 1024
"""Bytes of one page."""
MAX_HEAD = 16 * 1024
"""Characters of its front matter."""
CHECK_KEYS = ("on", "when", "message", "severity", "confidence", "remedy", "fix")
RULE_KEYS = ("code", "title", *CHECK_KEYS, "checks", "options", "contexts", "default", "since", "sources")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*$")
_CODE = re.compile(r"[A-Z]{2,8}[0-9]{3,5}$")
E = TypeVar("E", Severity, Confidence)
Compiled = TypeVar("Compiled")


@dataclass(frozen=True, slots=True)
class PageCheck:
    """One condition of a page, compiled."""

    on: str
    predicate: Predicate
    message: Template
    severity: Severity
    confidence: Confidence
    remedy_template: Template
    assignments: tuple[Assignment, ...]
    rebuild: Callable[[Mapping[str, object]], PageCheck] = field(repr=False, compare=False)
    """The same check under other options."""

    @property
    def remedy(self) -> str:
        """How to mend it, with its placeholders."""
        return self.remedy_template.text

    def judge(self, subject: Any) -> Iterator[Union[Violation, Doubt]]:
        """One violation when the condition is true, one doubt when a fact is missing, else nothing."""
        truth, settings, missing = self.predicate.evaluate(subject)
        if truth:
            remedy = self.remedy_template.render(subject)
            message = self.message.render(subject)
            yield Violation(message, settings, self.severity, self.confidence, remedy, assignments=self.assignments)
        elif truth is None and missing:
            yield Doubt(missing)

    def with_options(self, options: Mapping[str, object]) -> PageCheck:
        """The same check under other options."""
        return self.rebuild(options)


def read_page(path: Path, *, family: str = "", shown: str = "") -> Rule:
    """The rule on a page; `family` is its folder's name when not given, `shown` the path that errors print."""
    shown = shown or str(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_PAGE + 1)
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise RulePageError(shown, 1, "not UTF-8") from None
    except OSError as error:
        raise RulePageError(shown, 1, f"cannot be read: {error.strerror}") from None
    if len(data) > MAX_PAGE:
        raise RulePageError(shown, 1, f"larger than {MAX_PAGE // 1024} KiB")
    return parse_page(text, name=path.stem, family=family or path.parent.name, shown=shown)


def parse_page(text: str, *, name: str, family: str, shown: str) -> Rule:
    """The rule in the text of a page; raise `RulePageError`."""
    text = text.replace("\r\n", "\n").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    if not _NAME.match(name):
        raise RulePageError(shown, 1, f"the file name `{name}` is not words in lower case with hyphens between them")
    end = text.find("\n---\n", 3)
    if not text.startswith("---\n") or end < 0:
        raise RulePageError(shown, 1, "no front matter; a page starts with a line `---`, its keys and another line `---`")
    head = text[4 : end + 1]
    if len(head) > MAX_HEAD:
        raise RulePageError(shown, 1, f"a front matter of more than {MAX_HEAD // 1024} KiB")
    try:
        data = read_front_matter(head.rstrip("\n"))
    except FrontMatterError as error:
        raise RulePageError(shown, error.line + 1, str(error)) from None
    if not isinstance(data, dict):
        raise RulePageError(shown, 2, "the front matter is not a list of `key: value`")
    page = _Keys(data, RULE_KEYS, shown, head.split("\n"), 2)
    body_start = end + len("\n---\n")
    return _rule(page, name, family, text[body_start:], text.count("\n", 0, body_start) + 1)


def _rule(page: _Keys, name: str, family: str, body: str, body_line: int) -> Rule:
    code = page.text("code")
    if not _CODE.match(code):
        raise page.error("code", f"`{code}` is not letters and three or more digits, like `PA201`")
    options = {option: page.option(option, default) for option, default in page.mapping("options").items()}
    contexts = tuple(page.texts("contexts", [CODE]))
    for context in contexts:
        if context not in CONTEXTS:
            raise page.error("contexts", f"no context `{context}`{closest(context, CONTEXTS)}")
    sources = tuple(page.texts("sources", []))
    if not sources or not all(source.startswith(("https://", "http://")) for source in sources):
        raise page.error("sources", "at least one address that proves the rule is needed, each starting with https://")
    if "checks" in page.data and "when" in page.data:
        raise page.error("when", "a page has either `when` or `checks`")
    blocks = page.blocks("checks") if "checks" in page.data else [page]
    checks = tuple(_check(block, options) for block in blocks)
    return Rule(
        name,
        code,
        family,
        page.text("title"),
        checks,
        contexts,
        options,
        page.flag("default", fallback=True),
        page.text("since", ""),
        sources,
        page.shown,
        body,
        body_line,
    )


def _check(block: _Keys, options: Mapping[str, object]) -> PageCheck:
    on = block.text("on")
    lines = block.texts("fix", [])
    return PageCheck(
        on,
        block.compiled("when", lambda: compile_predicate(block.text("when"), on, options)),
        block.compiled("message", lambda: compile_template(block.text("message"), on, options)),
        block.choice("severity", Severity),
        block.choice("confidence", Confidence, Confidence.HIGH),
        block.compiled("remedy", lambda: compile_template(block.text("remedy"), on, options)),
        block.compiled("fix", lambda: tuple(compile_assignment(line, on, options) for line in lines)),
        lambda changed: _check(block, changed),
    )


@dataclass(frozen=True, slots=True)
class _Keys:
    """The keys of a page or of one of its checks, read with their types."""

    data: dict[Any, Any]
    allowed: Sequence[str]
    shown: str
    lines: list[str]
    """The lines that hold them."""
    first_line: int
    outer: _Keys | None = None
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
        """A key that holds text."""
        found = self.get(key, fallback)
        if not isinstance(found, str):
            raise self.error(key, f"`{key}` must be text; put it in quotes")
        return found.strip()

    def texts(self, key: str, fallback: object = ...) -> list[str]:
        """A key that holds a list of texts."""
        found = self.get(key, fallback)
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
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
        """The default of an option, which fixes its type."""
        default = tuple(default) if isinstance(default, list) else default
        try:
            constant(default)
        except PredicateError as error:
            raise self.error("options", f"option `{name}`: {error}") from None
        if default is None or not isinstance(name, str) or not name.isidentifier():
            raise self.error("options", f"option `{name}` must be a word with a default")
        return default

    def blocks(self, key: str) -> list[_Keys]:
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
            _Keys(each, CHECK_KEYS, self.shown, self.lines[at:to], self.first_line + at, self)
            for each, (at, to) in zip(found, places, strict=True)
        ]

    def compiled(self, key: str, compile_it: Callable[[], Compiled]) -> Compiled:
        """What a key compiles to, with its errors at the line of the key."""
        try:
            return compile_it()
        except WordError as error:
            raise self.error("on", str(error)) from None
        except PredicateError as error:
            raise self.error(key, f"{key}: {error}") from None
