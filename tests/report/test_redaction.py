"""No password leaves through any report: random ones go through the real readers first."""

from __future__ import annotations

import json
from dataclasses import replace
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from poolaudit._parts import parts
from poolaudit.discover.source import Source
from poolaudit.extract.dsn.mask import mask
from poolaudit.extract.dsn.parse import parse_dsn
from poolaudit.facts.deployment import Deployment, EnvEntry
from poolaudit.facts.expression import Literal
from poolaudit.facts.name import NamedValue
from poolaudit.facts.secret import Secret
from poolaudit.facts.setting import Evidence, Origin, Setting
from poolaudit.lint.finding import Confidence, Finding, Result, Severity, Undecided, Unread
from poolaudit.report.base import Context
from poolaudit.report.plain import as_json
from poolaudit.report.terminal import Terminal

if TYPE_CHECKING:
    from poolaudit.facts.dsn import Dsn
    from poolaudit.facts.span import Span

# A letter and a digit keep it from being a placeholder, and its length from occurring by accident.
PASSWORDS = st.text(ascii_letters + digits + "!$*()-_+.,;~^{}|<> äß数", min_size=5, max_size=20).map(
    lambda tail: f"q7Z{tail.rstrip()}x4"
)
FORMS = {
    "url": "postgresql://app:{url}@db.example.com:5432/shop?sslmode=require",
    "driver": "postgresql+asyncpg://app:{url}@pgbouncer:6432/shop",
    "multi": "postgres://app:{url}@a:1,b:2/shop",
    "jdbc": "jdbc:postgresql://db/shop?user=app&password={url}",
    "redis": "redis://:{url}@cache:6379/0",
    "keyword": "host=db user=app password='{keyword}' dbname=shop",
}
LINES = {
    "app/db.py": "engine = create_engine({text!r}, pool_size=5)",
    "compose.yml": "      DATABASE_URL: {text}",
    ".env": "DATABASE_URL={text}",
    "db.tf": '  value = "{text}"',
    "split.py": "dsn = ('postgresql://app:'\n  '{password}@db/shop')",
    "settings.py": "DATABASES = {{'default': {{'PASSWORD': {password!r}, 'NAME': 'x'}}}}",
}


@st.composite
def _cases(draw: st.DrawFn) -> tuple[str, str, Source, Span]:
    password = draw(PASSWORDS)
    form = draw(st.sampled_from(sorted(FORMS)))
    text = FORMS[form].format(url=quote(password, safe=""), keyword=password)
    path = draw(st.sampled_from(sorted(LINES)))
    source = Source(path, LINES[path].format(text=text, password=password) + "\n")
    start = draw(st.integers(0, len(source.text) - 1))
    return password, text, source, source.span(start, draw(st.integers(start, len(source.text))))


def _result(dsn: Dsn, place: Span) -> Result:
    evidence = (
        Evidence(place, Origin.WRITTEN, f"DATABASE_URL = {dsn.masked}"),
        Evidence(None, Origin.DEFAULT, Setting.default(dsn.password, "password").text),
        *Setting.written(Secret(dsn.masked, dsn.masked), place, "url").evidence(),
    )
    finding = Finding(
        "some-rule",
        "PA999",
        Severity.ERROR,
        Confidence.HIGH,
        f"{dsn.masked} is wrong",
        place,
        evidence,
        f"mend {dsn.masked}",
        "f",
    )
    undecided = Undecided("some-rule", "PA999", place, (f"the mode of {dsn.masked}",))
    milder = replace(finding, severity=Severity.INFO)
    return Result((finding, milder), (undecided,), (Unread(place.path, "is no YAML"),), 1, 1, (), 0, 0.1, (finding,))


def _shown(password: str, output: str) -> list[str]:
    """Spellings of the password that occur in an output."""
    spellings = {password, quote(password, safe=""), quote(password), json.dumps(password)[1:-1], repr(password)[1:-1]}
    return sorted(each for each in spellings if each in output)


@given(_cases())
def test_reports_show_no_password(case: tuple[str, str, Source, Span]) -> None:
    """Whatever is wrong with a line that holds a password, wherever the finding points, no report shows it."""
    password, text, source, place = case
    dsn = parse_dsn(text, source.span)
    result = _result(dsn, place)

    outputs = [
        report.render(result, Context(read={source.path: source.text}.get, show_unknown=True, quiet=quiet, terminal=terminal))
        for report in parts("poolaudit.report", "REPORT")
        for terminal in (Terminal(), Terminal(40, color=True, unicode=False))
        for quiet in (False, True)
    ]

    assert not [found for output in outputs for found in _shown(password, output)]


@given(_cases())
def test_facts_show_no_password(case: tuple[str, str, Source, Span]) -> None:
    """Facts as JSON show masked connection strings and nothing of their passwords."""
    password, text, source, place = case
    dsn = parse_dsn(text, source.span)
    secret = Secret(text, mask(text))
    facts: list[Any] = [
        dsn,
        NamedValue("app.URL", Literal(secret, place), place),
        Deployment("web", "compose", place, "", "", env=(EnvEntry("DATABASE_URL", Setting.written(secret, place), place),)),
    ]

    assert not _shown(password, json.dumps([as_json(each) for each in facts], ensure_ascii=False))
