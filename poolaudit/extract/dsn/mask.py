"""Text made fit to print.

In: any text that may hold connection strings or `password=…` pairs. Out: the same with `***` for passwords.
Malformed strings hide more, never less: a password may hold every character that should have been encoded.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from poolaudit.catalog.libpq_keywords import LIBPQ_KEYWORDS
from poolaudit.extract.dsn.harmless import is_harmless, is_opaque
from poolaudit.extract.dsn.placeholder import is_placeholder
from poolaudit.extract.dsn.secret_key import is_secret_key
from poolaudit.extract.dsn.text import Range, unquote
from poolaudit.facts.secret import MASK

_LOOK_AHEAD = 8  # further URLs of a line that are searched for the end of a password; bounds the work


def mask(text: str) -> str:
    """`text` with the passwords of URLs, go-sql-driver addresses and `password=…` pairs replaced by `***`."""
    if ":" not in text and "=" not in text and "'" not in text:
        return text
    return "".join(map(_mask_line, text.splitlines(keepends=True)))


def mask_ranges(text: str, ranges: list[Range]) -> str:
    """`text` with the given ranges replaced by `***`, and whatever `mask` finds besides."""
    return mask(_replace(text, ranges))


def _mask_line(line: str) -> str:
    line = _replace(line, [*_in_urls(line), *_behind_urls(line)])
    line = _replace(line, _in_addresses(line))
    line = _replace(line, [found.span(1) for found in _bare().finditer(line) if not _done(found)]) if "@" in line else line
    line = _replace(line, _in_queries(line)) if "=" in line and "://" in line else line
    line = _replace(line, _in_statements(line)) if "'" in line or "-c" in line else line
    return _replace(line, _in_pairs(line))


def _done(found: re.Match[str]) -> bool:
    """Whether what looks like a user and a password is a variable for the user, before a password that is hidden by now."""
    given = found.string[max(0, found.start() - 2) : found.start()] == "${"
    return given and _user().match(f"${{{found.group()}") is not None and found.group(1).endswith(f"}}:{MASK}")


def _replace(text: str, ranges: list[Range]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in sorted(ranges):
        if end > at:
            parts += [text[at : max(start, at)], "" if parts and start <= at else MASK]
            at = end
    return "".join((*parts, text[at:]))


def _in_urls(line: str) -> list[Range]:
    """From the first colon of each URL up to the last `@` that can still belong to it."""
    starts = [found.span() for found in _schemes().finditer(line)] if "://" in line else []
    ranges: list[Range] = []
    for index, (scheme_at, start) in enumerate(starts):
        if ranges and start <= ranges[-1][1]:
            continue
        quote = line[scheme_at - 1] if scheme_at and line[scheme_at - 1] in "'\"`" else ""
        following = starts[index + 1 : index + 1 + _LOOK_AHEAD]
        ends = [at for at, _ in following if not _inside(line, at)] or [len(line)]
        if (found := _credentials(line, start, _closed(line, quote, start, ends[0]))) is not None:
            ranges.append(found)
        elif (colon := _open_password(line, start, ends[0])) >= 0:
            last = _closed(line, quote, start, len(line) if len(ends) < _LOOK_AHEAD else ends[-1])
            at = line.rfind("@", colon, last)
            ranges.append((colon + 1, at if at >= 0 else _authority_end(line, start, ends[0])))
    return ranges


def _behind_urls(line: str) -> list[Range]:
    """Passwords among the parameters of a URL: an `@` in one of them is no end of a user's."""
    mark = line.find("?", line.find("://") + 1) if "://" in line and "@" in line else -1
    return [found for found in _in_pairs(line) if found[0] > mark] if mark >= 0 else []


def _inside(line: str, at: int) -> bool:
    """Whether what looks like a scheme is part of a password: it has no name, or stands where the host should."""
    return line[at] == ":" or line[max(0, at - _LOOK_AHEAD) : at].rstrip(" '()[]{}%+&?#/:;=,").endswith("@")


def _closed(line: str, quote: str, start: int, end: int) -> int:
    closing = line.find(quote, start, end) if quote else -1
    return end if closing < 0 else closing


def _credentials(line: str, start: int, end: int) -> Range | None:
    at = line.rfind("@", start, end)
    user = _user().match(line, start, at) if at >= 0 else None
    first = user.end() if user is not None and not is_secret_key(user.group(1)) else start
    colon = line.find(":", first, at) if at >= 0 else -1
    return (colon + 1, at) if colon >= 0 else None


def _open_password(line: str, start: int, end: int) -> int:
    """Offset of the colon before what is no port: the string is cut off before its `@`, or the password holds `://`."""
    stop = _authority_end(line, start, end)
    colon = line.rfind(":", start, stop) if line[start : start + 1] != "[" else -1
    port = line[colon + 1 : stop]
    if port.endswith("}") and (given := _port().fullmatch(line, line.rfind("${", start, colon), stop)) is not None:
        if "PORT" in given.group(1).upper() and line[given.start() - 1] == ":":
            return -1
        before = line.find(":", start, given.start())
        return before if before >= 0 else given.start() - 1
    if stop == end < len(line) and line[end - 1] not in " \t":
        return line.find(":", start, stop) if colon >= 0 else colon  # the next scheme begins inside of this authority
    return -1 if not port or port.isdigit() or is_placeholder(port) else colon


def _authority_end(line: str, start: int, end: int) -> int:
    while start < end and line[start] not in "/?# \t\r\n'\"`,)]":
        start += 1
    return start


def _in_addresses(line: str) -> list[Range]:
    """`user:password@tcp(host)/db`, and Oracle's `thin:user/password@host`."""
    ranges: list[Range] = []
    last: dict[int, int] = {}
    quotes = [-1, *(index for index, letter in enumerate(line) if letter in "'\"`")] if "@" in line else []
    for found in _addresses().finditer(line):
        last[quotes[bisect_left(quotes, found.start()) - 1] + 1] = found.start()
    for start, at in last.items():
        colon = line.find(":", start, at)
        colon = line.find(":", 0, at) if colon < 0 else colon
        if 0 <= colon < at - 1 and line.find("://", start, at) < 0:
            ranges.append((colon + 1, at))
    oracle = line.find("oracle:")
    if oracle >= 0 and (at := line.rfind("@")) > oracle and (slash := line.find("/", oracle, at)) >= 0:
        ranges.append((slash + 1, at))
    return ranges


def _in_queries(line: str) -> list[Range]:
    """Values that look made up, of parameters that libpq does not know: who mistypes `password` cannot be guessed at."""
    return [
        found.span(2)
        for found in _parameters().finditer(line)
        if found.group(1).lower() not in LIBPQ_KEYWORDS and is_opaque(unquote(found.group(2)))
    ]


def _in_statements(line: str) -> list[Range]:
    """`PASSWORD '…'` of SQL, and values of customised settings in options: `-c app.code=…`."""
    ranges = [found.span(1) for found in _quoted().finditer(line)]
    return ranges + [found.span(1) for found in _options().finditer(line) if not is_harmless(found.group(1))]


def _in_pairs(line: str) -> list[Range]:
    """Values of `password=…`, `"password": "…"`, `pass%77ord=…`; up to the next `key=`, else to the end of the line."""
    ranges: list[Range] = []
    for found in _keys().finditer(line):
        key = unquote(found.group(1))
        if not is_secret_key(key) or (ranges and found.start() < ranges[-1][1]):
            continue
        start = found.end()
        quote = line[start : start + 1]
        closing = _closing(line, start) if quote in ("'", '"') else -1
        if closing >= 0 and line[closing + 1 : closing + 2] in ("", *" \t\r\n,;&)}]'\"`"):
            start, end = start + 1, closing
        else:
            following = _next_key(found.group(2)[0], line[found.start() - 1 : found.start()]).search(line, start)
            end = following.start() if following else len(line.rstrip("\r\n"))
        if end > start:
            ranges.append((start, end))
    return ranges


def _closing(line: str, start: int) -> int:
    quote, at = line[start], start + 1
    while at < len(line):
        if line[at] == "\\":
            at += 1
        elif line[at] == quote:
            if line[at + 1 : at + 2] != quote:
                return at
            at += 1
        at += 1
    return -1


@cache
def _schemes() -> re.Pattern[str]:
    return re.compile(r"(?<![A-Za-z0-9+.-])(?:jdbc:)?[A-Za-z][A-Za-z0-9+.-]{0,60}://+|://")


@cache
def _user() -> re.Pattern[str]:
    """A variable in the place of the user that is called so, whose default is one word: `${DB_USER:-app}`."""
    return re.compile(r"(?i)\$\{([A-Z_]\w{0,60}?(?:user|login|role)\w{0,60}):?-[\w.-]{0,80}\}(?=:)")


@cache
def _port() -> re.Pattern[str]:
    """A variable whose default may be a port: `${DB_PORT:-5432}`."""
    return re.compile(r"\$\{([A-Za-z_]\w{0,120}):?-[0-9]{1,5}\}")


@cache
def _addresses() -> re.Pattern[str]:
    return re.compile(r"@(?:[A-Za-z0-9]{0,20}\(|/)")


@cache
def _bare() -> re.Pattern[str]:
    """`user:password@host:port` and `user:password@host/database` without a scheme; no image with its digest."""
    return re.compile(r"(?<![\w/@:.$+-])[\w.-]{1,64}:(?!//|\*)([^\s@/'\"`]{1,200})@(?!sha256:)[A-Za-z0-9._-]{1,253}(?=:[0-9]|/)")


@cache
def _parameters() -> re.Pattern[str]:
    return re.compile(r"[?&]([\w.-]{1,80})=([^&\s'\"`#]{8,400})")


@cache
def _quoted() -> re.Pattern[str]:
    words = r"(?i)(?:password|passwd|passphrase|secret|token)[\w.]{0,40}"
    return re.compile(words + r"(?:\s{1,8}(?:to\s{1,8})?|'{1,4}\s{0,8},\s{0,8})'{1,4}([^'\n]{1,400})'")


@cache
def _options() -> re.Pattern[str]:
    return re.compile(r"-c\s{0,8}[A-Za-z_]\w{0,60}\.\w{1,60}\s{0,2}=\s{0,2}([^\s'\"]{1,400})")


@cache
def _keys() -> re.Pattern[str]:
    return re.compile(r"(?<![A-Za-z0-9_%.-])([A-Za-z0-9_%.-]{2,120}(?: [Kk]ey)?)[\"']?[ \t]{0,8}(=>|=|:=?(?!//))[ \t]{0,8}")


@cache
def _next_key(sign: str, before: str) -> re.Pattern[str]:
    """Where the next pair begins; `before` stands in front of this one and tells what separates pairs here."""
    key = r"\s{0,8}[\"']?[A-Za-z_%][A-Za-z0-9_%.-]{0,60}[\"']?\s{0,8}"
    if sign == ":":
        return re.compile(f",{key}:")
    if before and before in "?&":
        return re.compile(f"&{key}=")
    if before == ";":
        return re.compile(r";\s{0,8}[A-Za-z][A-Za-z0-9_ ]{0,40}=")
    if before and before in "(,":
        return re.compile(f",{key}=")
    return re.compile(rf"\s{key}=|;\s{{0,8}}[A-Z][A-Za-z0-9_ ]{{0,40}}=")
