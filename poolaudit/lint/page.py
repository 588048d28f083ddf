"""A Markdown page as a rule: `rules/<family>/<name>.md`.

In: a file. Out: a `Rule` whose conditions and sentences have been checked against the graph's dataclasses, or a `RulePageError`
with file, line and what to write instead. The body is kept as text; `Rule.manual` reads it when somebody asks.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Any, TypeVar, Union

from poolaudit._records import dataclass
from poolaudit.lint.finding import Confidence, Severity
from poolaudit.lint.keys import RULE_KEYS, Keys
from poolaudit.lint.rule import CODE, CONTEXTS, Doubt, Rule, RulePageError, Violation
from poolaudit.lint.words import WordError, closest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from poolaudit.lint.assignment import Assignment
    from poolaudit.lint.predicate import Predicate
    from poolaudit.lint.template import Template
    from poolaudit.lint.words import Word

MAX_PAGE = 256 * 1024
"""Bytes of one page."""
MAX_PAGES = 1000
"""Pages of one folder."""
NOT_PAGES = frozenset({"readme.md", "index.md", "changelog.md"})
MAX_HEAD = 16 * 1024
"""Characters of its front matter."""
_NAME = r"[a-z][a-z0-9]*(-[a-z0-9]+)*$"
_CODE = r"[A-Z]{2,8}[0-9]{3,5}$"
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Compiled:
    """What the text of a check becomes."""

    when: Predicate
    message: Template
    remedy: Template
    assignments: tuple[Assignment, ...]
    at: Word | None
    """The setting whose place is the place of the finding; None for the subject's own place."""


@dataclass(frozen=True, slots=True)
class PageCheck:
    """One condition of a page."""

    on: str
    severity: Severity
    confidence: Confidence
    remedy: str
    """As written, with its placeholders."""
    keys: Keys = field(repr=False, compare=False)
    options: Mapping[str, object]
    checked: bool = field(default=False, compare=False)
    """True for our own pages, which the tests have checked."""
    _conditions: list[Predicate] = field(default_factory=list, repr=False, compare=False)
    _compiled: list[Compiled] = field(default_factory=list, repr=False, compare=False)

    def compiled(self) -> Compiled:
        """The check as closures, made once; raise `RulePageError` for text that does not fit the graph."""
        if not self._compiled:
            self._compiled.append(_compile(self.keys, self.on, self.options, self._condition()))
        return self._compiled[0]

    def _condition(self) -> Predicate:
        """The condition alone: most subjects need no sentence."""
        from poolaudit.lint.predicate import compile_predicate  # noqa: PLC0415

        if not self._conditions:
            self._conditions.append(
                _placed(
                    self.keys,
                    "when",
                    lambda: compile_predicate(self.keys.text("when"), self.on, self.options, checked=self.checked),
                )
            )
        return self._conditions[0]

    def judge(self, subject: Any) -> Iterator[Union[Violation, Doubt]]:
        """One violation when the condition is true, one doubt when a fact is missing, else nothing."""
        when = self._conditions[0] if self._conditions else self._condition()
        truth, settings, missing = when.evaluate(subject)
        if truth:
            check = self.compiled()
            message, remedy = check.message.render(subject), check.remedy.render(subject)
            place = check.at.read(subject).span if check.at is not None else None
            yield Violation(message, settings, self.severity, self.confidence, remedy, span=place, assignments=check.assignments)
        elif truth is None and missing:
            yield Doubt(missing)

    def with_options(self, options: Mapping[str, object]) -> PageCheck:
        """The same check under other options."""
        return PageCheck(self.on, self.severity, self.confidence, self.remedy, self.keys, options, self.checked)


def pages(folder: Path, *, follow_links: bool = True) -> Iterator[tuple[Path, str]]:
    """Each page in a folder and in its sub-folders, with its family; raise `RulePageError` for a folder that cannot be listed.

    Without `follow_links`, nothing below a linked folder is listed; it and linked pages are for the caller (`refuse_link`).
    """
    try:
        entries = sorted(folder.iterdir())
        nested = {each: sorted(each.iterdir()) for each in entries if each.is_dir() and (follow_links or not each.is_symlink())}
    except OSError as error:
        raise RulePageError(str(folder), 1, f"cannot be listed: {error.strerror}") from None
    linked = () if follow_links else tuple(each for each in entries if each.is_symlink() and each.is_dir())
    found = [
        (page, page.parent.name)
        for page in (*entries, *(page for inner in nested.values() for page in inner))
        if (page.suffix == ".md" and page.name.lower() not in NOT_PAGES) or (page in linked)
    ]
    if len(found) > MAX_PAGES:
        raise RulePageError(str(folder), 1, f"more than {MAX_PAGES} pages")
    yield from found


def refuse_link(path: Path) -> None:
    """Raise `RulePageError` for a symbolic link: a scanned repository could show any file of the machine by it."""
    if path.is_symlink():
        raise RulePageError(str(path), 1, "is a symbolic link; put the pages themselves there")


def read_page(path: Path, *, family: str = "", shown: str = "", trusted: bool = False) -> Rule:
    """The rule on a page; raise `RulePageError`.

    Args:
        path: The file; its name is the rule's.
        family: The folder's name when it is not given.
        shown: The path that errors print.
        trusted: For our own pages, which the tests have checked: conditions and sentences are compiled when a subject of
            their kind turns up, so a scan pays for the rules that it needs.
    """
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
    return parse_page(text, name=path.stem, family=family or path.parent.name, shown=shown, trusted=trusted)


def parse_page(text: str, *, name: str, family: str, shown: str, trusted: bool = False) -> Rule:
    """The rule in the text of a page, as `read_page`."""
    from poolaudit.lint.frontmatter import FrontMatterError, read_front_matter  # noqa: PLC0415  # of our own pages, it is kept

    text = text.replace("\r\n", "\n").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    if not re.match(_NAME, name):
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
    page = Keys(data, RULE_KEYS, shown, head.split("\n"), 2)
    body_start = end + len("\n---\n")
    rule = _rule(page, name, family, text[body_start:], text.count("\n", 0, body_start) + 1)
    for check in () if trusted else rule.checks:
        if isinstance(check, PageCheck):
            check.compiled()
    return rule


def _rule(page: Keys, name: str, family: str, body: str, body_line: int) -> Rule:
    code = page.text("code")
    if not re.match(_CODE, code):
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


def _check(block: Keys, options: Mapping[str, object]) -> PageCheck:
    for key in ("when", "message"):
        block.text(key)
    return PageCheck(
        block.text("on"),
        block.choice("severity", Severity),
        block.choice("confidence", Confidence, Confidence.HIGH),
        block.text("remedy"),
        block,
        options,
    )


def _compile(block: Keys, on: str, options: Mapping[str, object], when: Predicate) -> Compiled:
    from poolaudit.lint.assignment import compile_assignment  # noqa: PLC0415
    from poolaudit.lint.template import compile_template  # noqa: PLC0415

    lines = block.texts("fix", [])
    return Compiled(
        when,
        _placed(block, "message", lambda: compile_template(block.text("message"), on, options)),
        _placed(block, "remedy", lambda: compile_template(block.text("remedy"), on, options)),
        _placed(block, "fix", lambda: tuple(compile_assignment(line, on, options) for line in lines)),
        _placed(block, "at", lambda: _place_word(block.text("at", ""), on)),
    )


def _place_word(path: str, on: str) -> Word | None:
    """The word of `at:`, which must be a setting that always exists."""
    from poolaudit.lint.glossary import glossary  # noqa: PLC0415
    from poolaudit.lint.values import PredicateError  # noqa: PLC0415

    if not path:
        return None
    word = glossary(on).word(tuple(path.split(".")))
    if not word.is_setting:
        raise PredicateError(f"`{path}` is not a setting, so it has no place")
    return word


def _placed(block: Keys, key: str, compile_it: Callable[[], Part]) -> Part:
    """What a key compiles to, with its errors at the line of the key."""
    from poolaudit.lint.values import PredicateError  # noqa: PLC0415

    try:
        return compile_it()
    except WordError as error:
        raise block.error("on", str(error)) from None
    except PredicateError as error:
        raise block.error(key, f"{key}: {error}") from None
