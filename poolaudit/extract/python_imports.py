"""Which modules a file of Python imports, told without parsing it. In: its bytes. Out: dotted names, and whether that is all.

Only what is written counts: `import a.b`, `from .a import b`, and texts that are a dotted name, as frameworks are given modules
(`uvicorn.run("shop.main:app")`). Too many names do no harm, as those that no file of the repository has are left out later.
"""

from __future__ import annotations

import re
from functools import cache

_LONGEST = 200
"""Characters of a name."""


def imported(data: bytes) -> tuple[str, ...]:
    """Names in order; dots at the beginning lead up from the folder of the file."""
    found: dict[str, None] = {}
    froms, plain, texts, _ = _patterns()
    for match in froms.finditer(data):
        base = match[1].decode()
        found[base] = None
        listed = (match[2] if match[2] is not None else match[3]).decode("utf-8", "replace")
        for part in _without_comments(listed).split(","):
            name = part.split()[0] if part.split() else ""
            if name.isidentifier():
                found[f"{base}{name}" if base.endswith(".") else f"{base}.{name}"] = None
    for match in plain.finditer(data):
        for part in _without_comments(match[1].decode("utf-8", "replace")).split(","):
            name = part.split()[0] if part.split() else ""
            if name and all(each.isidentifier() for each in name.split(".")):
                found[name] = None
    found.update(dict.fromkeys(match[1].decode() for match in texts.finditer(data)))
    return tuple(name for name in found if len(name) <= _LONGEST)


def is_open(data: bytes) -> bool:
    """Whether the file loads code by names that it makes up, or starts other programs."""
    return _patterns()[3].search(data) is not None


def named_modules(text: str) -> tuple[str, ...]:
    """Modules that an inline program imports, wherever in a line: `python -c "import a.b; …"`; with what is taken from them."""
    found: dict[str, None] = {}
    for match in re.finditer(r"(?:^|[\s;\"'])(?:from[ \t]+([\w.]{1,200})[ \t]+)?import[ \t]+([\w., \t]{1,400})", text):
        found.update({match[1]: None} if match[1] else {})
        for part in match[2].split(","):
            name = part.split()[0] if part.split() else ""
            if name:
                found[f"{match[1]}.{name}" if match[1] else name] = None
    return tuple(found)


def starts_itself(data: bytes) -> bool:
    """Whether the file is meant to be run: `if __name__ == "__main__":`."""
    return re.search(rb"^if\s+__name__\s*==\s*[\"']__main__[\"']", data, re.MULTILINE) is not None


def _without_comments(text: str) -> str:
    return "".join(line.partition("#")[0].replace("\\", " ").strip("()") + " " for line in text.splitlines())


@cache
def _patterns() -> tuple[re.Pattern[bytes], re.Pattern[bytes], re.Pattern[bytes], re.Pattern[bytes]]:
    """`from … import …`, `import …`, dotted names as texts, and what loads code in other ways."""
    return (
        re.compile(
            rb"^[ \t]*from[ \t]+(\.{0,9}[\w.]{0,200})[ \t]+import[ \t]*(?:\(([^()]{0,4000})\)|([^\n(]{1,1000}))", re.MULTILINE
        ),
        re.compile(rb"^[ \t]*import[ \t]+([^\n;]{1,500})", re.MULTILINE),
        re.compile(rb"[\"']((?:[A-Za-z_]\w{0,80}\.){1,9}[A-Za-z_]\w{0,80})(?::\w{1,80}(?:\(\))?)?[\"']"),
        re.compile(
            rb"import_module|import_string|__import__[ \t]*\(|importlib\.(?:util|machinery)|spec_from_file|pkgutil|runpy"
            rb"|entry_points|autodiscover|subprocess\.[A-Za-z_]|create_subprocess|os\.(?:exec|spawn|system|popen)|\bexec\(|\bPopen\b"
            rb"|^[ \t]*(?:from|import)[ \t]+(?:django|alembic|celery|airflow|subprocess"
            rb"|importlib(?!\.(?:resources|metadata)\b))\b",
            re.MULTILINE,
        ),
    )
