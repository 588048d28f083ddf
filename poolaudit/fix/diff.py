"""Shows patches as a unified diff. In: patches. Out: text that `git apply` accepts, without any password.

No line with a password is shown as context: a file keeps the widest context of 3, 2, 1 or 0 lines that shows none (with 0 lines
`git apply` needs `--unidiff-zero`). A changed line that holds one is shown masked, below a note that says so; that file's part
then does not apply.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import chain
from typing import TYPE_CHECKING

from poolaudit.fix.unshown import hidden, literals, may_hold_password

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from poolaudit.fix.apply import Patch

_Code = tuple[str, int, int, int, int]


def unified_diff(patches: Iterable[Patch]) -> str:
    """One diff over all patches; empty when there are none."""
    return "".join(line for patch in patches for line in _file(patch))


def _file(patch: Patch) -> Iterator[str]:
    before, after = _lines(patch.before), _lines(patch.after)
    codes = _codes(before, after)
    hunks: list[list[_Code]] = []
    for context in (3, 2, 1, 0):
        hunks = _grouped(codes, context)
        if not any(
            may_hold_password(before[at], patch.path) for tag, a, b, *_ in chain(*hunks) if tag == "equal" for at in range(a, b)
        ):
            break
    shown = [_changed(before[a:b], after[c:d], patch.path) for tag, a, b, c, d in chain(*hunks) if tag != "equal"]
    changed = [(before[a:b], after[c:d]) for tag, a, b, c, d in chain(*hunks) if tag != "equal"]
    if shown != changed:
        yield f"# {_quoted('', patch.path)}: a changed line holds a password, which is masked here, so this part does not apply\n"
    yield f"--- {_quoted('a/', patch.path)}\n"
    yield f"+++ {_quoted('b/', patch.path)}\n"
    for hunk in hunks:
        yield from _hunk(before, after, hunk, patch.path)


def _lines(text: str) -> list[str]:
    """Lines as git counts them: a carriage return ends none."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _codes(before: Sequence[str], after: Sequence[str]) -> list[_Code]:
    """What became of which lines; equal lines at both ends are not compared again."""
    shorter = min(len(before), len(after))
    head = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    tail = next((at for at in range(shorter - head) if before[-1 - at] != after[-1 - at]), shorter - head)
    stop, other = len(before) - tail, len(after) - tail
    matcher = SequenceMatcher(None, before[head:stop], after[head:other], autojunk=False)
    codes: list[_Code] = [(tag, a + head, b + head, c + head, d + head) for tag, a, b, c, d in matcher.get_opcodes()]
    return [("equal", 0, head, 0, head), *codes, ("equal", stop, len(before), other, len(after))]


def _grouped(codes: Sequence[_Code], context: int) -> list[list[_Code]]:
    """Changes with the lines around them; changes nearer than twice the context share a hunk."""
    hunks: list[list[_Code]] = []
    current: list[_Code] = []
    for at, (tag, a, b, c, d) in enumerate(codes):
        if tag != "equal":
            current.append((tag, a, b, c, d))
            continue
        last = not any(code[0] != "equal" for code in codes[at + 1 :])
        if current and (last or b - a > 2 * context):
            current.append((tag, a, min(b, a + context), c, min(d, c + context)))
            hunks.append(current)
            current = []
        if not last:
            lead = 0 if current else max(a, b - context)
            current.append((tag, a, b, c, d) if current else (tag, lead, b, d - (b - lead), d))
    return [hunk for hunk in hunks if any(code[0] != "equal" for code in hunk)]


def _changed(before: list[str], after: list[str], path: str) -> tuple[list[str], list[str]]:
    """Both sides of a change as they may be shown: texts on only one of two sides are what it is about."""
    edited = literals(before) ^ literals(after) if before and after else literals(after)
    return hidden(before, path, edited), hidden(after, path, edited)


def _hunk(before: list[str], after: list[str], hunk: Sequence[_Code], path: str) -> Iterator[str]:
    first, last = hunk[0], hunk[-1]
    yield f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n"
    for tag, a, b, c, d in hunk:
        if tag == "equal":
            yield from (_line(" ", line) for line in before[a:b])
        else:
            removed, added = _changed(before[a:b], after[c:d], path)
            yield from (_line("-", line) for line in removed)
            yield from (_line("+", line) for line in added)


def _range(start: int, end: int) -> str:
    """First line, from 1, and number of lines; an empty range names the line before it."""
    return f"{start + 1},{end - start}" if end > start else f"{start},0"


def _line(sign: str, line: str) -> str:
    return f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"


def _quoted(prefix: str, path: str) -> str:
    """The path, in double quotes with C escapes where git needs them."""
    name = prefix + path
    if all(character.isprintable() and character not in '"\\' for character in name):
        return f"{name}\t" if " " in name else name
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    written = "".join(
        escapes.get(each) or (each if each.isprintable() else "".join(f"\\{byte:03o}" for byte in each.encode())) for each in name
    )
    return f'"{written}"'
