"""A rule's page on a screen. In: the page's Markdown. Out: lines with headings, wrapped paragraphs and indented code.

Of CommonMark (https://spec.commonmark.org/0.31.2/) it reads what pages use: ATX headings, paragraphs, fenced code, lists,
block quotes, tables (left as they are), code spans, strong emphasis and links.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poolaudit.report.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolaudit.report.base import RulePage
    from poolaudit.report.terminal import Terminal

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_ITEM = re.compile(r"^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$")
_LINK = re.compile(r"\[([^\]\[]{1,300})\]\(([^()\s]{1,500})\)")
_UNDERLINES = {"#": "=", "##": "-"}
_SPAN = re.compile(r"(`[^`]{1,300}`|\*\*[^*]{1,300}\*\*)")


def page_text(page: RulePage, screen: Terminal) -> str:
    """The page under a line that says how the rule is called and how bad it is."""
    facts = " · ".join((page.family, page.severity.value, *(() if page.default else ("off by default",))))
    head = f"{screen.paint(page.code, 'cyan', 'bold')} {screen.paint(page.name, 'bold')}  {screen.paint(printable(facts), 'dim')}"
    lines = page.body.splitlines()
    if not any(line.startswith("# ") for line in lines):
        lines = [f"# {page.title}", *lines]
    sources = ["", screen.paint("Sources", "bold"), *(f"  {printable(each)}" for each in page.sources)] if page.sources else []
    return "".join(f"{screen.spell(line)}\n" for line in (head, *_blocks(lines, screen), *sources))


def _blocks(lines: list[str], screen: Terminal) -> Iterator[str]:
    """Each block with an empty line before it."""
    at = 0
    while at < len(lines):
        line = lines[at]
        fence = _FENCE.match(line)
        if fence:
            at, code = _code(lines, at, fence.group(1))
            yield ""
            yield from (f"    {screen.paint(printable(each.expandtabs(4)), 'cyan')}".rstrip() for each in code)
        elif line.startswith("#"):
            level, _, title = line.partition(" ")
            yield ""
            yield screen.paint(_inline(title.strip(" #"), screen, plain=True), "bold")
            if not screen.color:
                yield _UNDERLINES.get(level, "~") * min(len(title), screen.width)
            at += 1
        elif line.lstrip().startswith("|"):
            yield ""
            while at < len(lines) and lines[at].lstrip().startswith("|"):
                yield f"  {printable(lines[at].strip())}"
                at += 1
        elif _ITEM.match(line):
            yield ""
            while at < len(lines) and (item := _ITEM.match(lines[at])):
                at, text = _continued(lines, at + 1, item.group(3))
                indent = f"  {' ' * len(item.group(1).expandtabs(4))}"
                mark = "•" if item.group(2) in "-*+" else item.group(2)
                yield from _wrapped(text, f"{indent}{mark} ", f"{indent}{' ' * (len(mark) + 1)}", screen)
        elif line.strip():
            at, text = _continued(lines, at + 1, line.lstrip("> ").strip())
            indent = "  │ " if line.startswith(">") else "  "
            yield ""
            yield from _wrapped(text, indent, indent, screen)
        else:
            at += 1


def _code(lines: list[str], at: int, fence: str) -> tuple[int, list[str]]:
    """The lines inside of a fence, and the line after it; an open fence reaches to the end."""
    end = at + 1
    while end < len(lines) and not lines[end].strip().startswith(fence):
        end += 1
    return end + 1, lines[at + 1 : end]


def _continued(lines: list[str], at: int, text: str) -> tuple[int, str]:
    """The rest of a paragraph or item, up to an empty line or the start of another block."""
    parts = [text]
    while at < len(lines) and lines[at].strip():
        line = lines[at]
        if line.startswith("#") or _FENCE.match(line) or _ITEM.match(line) or line.lstrip().startswith("|"):
            break
        parts.append(line.strip().lstrip("> "))
        at += 1
    return at, " ".join(parts)


def _wrapped(text: str, indent: str, hanging: str, screen: Terminal) -> Iterator[str]:
    """Wrapped first and coloured after, because escape sequences have no width."""
    for line in screen.wrap(_inline(text, screen, plain=True), indent, hanging):
        yield _inline(line, screen, plain=False)


def _inline(text: str, screen: Terminal, *, plain: bool) -> str:
    """Links spelled out (`plain`), or code and emphasis coloured; without colour the marks of code stay."""
    if plain:
        return _LINK.sub(lambda found: found[1] if found[1] == found[2] else f"{found[1]} ({found[2]})", printable(text))
    if not screen.color:
        return text.replace("**", "")
    return _SPAN.sub(
        lambda found: (
            screen.paint(found[1].strip("`*"), "cyan") if found[1][0] == "`" else screen.paint(found[1].strip("*"), "bold")
        ),
        text,
    )
