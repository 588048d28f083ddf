"""Findings that a repository accepts for now.

In: findings, or the JSON text of a baseline file. Out: the text, or the fingerprints that it accepts. Rule and path stand in the
file for its readers only; the fingerprint decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolaudit.lint.finding import Finding

VERSION = 1


class BaselineError(ValueError):
    """Text that is no baseline; `str()` is one line."""


def dump_baseline(findings: Iterable[Finding]) -> str:
    """The text of a baseline file that accepts these findings, the same for the same findings in any order."""
    import json  # noqa: PLC0415

    rows = sorted({(finding.span.path, finding.rule, finding.fingerprint) for finding in findings})
    entries = [{"fingerprint": fingerprint, "path": path, "rule": rule} for path, rule, fingerprint in rows]
    return json.dumps({"version": VERSION, "findings": entries}, indent=2, ensure_ascii=False) + "\n"


def load_baseline(text: str) -> frozenset[str]:
    """The fingerprints that a baseline file accepts; raise `BaselineError`."""
    import json  # noqa: PLC0415

    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise BaselineError("not JSON") from None
    if not isinstance(data, dict) or data.get("version") != VERSION or not isinstance(data.get("findings"), list):
        raise BaselineError(f"not a baseline of version {VERSION}; write it again with --update-baseline")
    fingerprints: set[str] = set()
    for entry in data["findings"]:
        fingerprint = entry.get("fingerprint") if isinstance(entry, dict) else None
        if not isinstance(fingerprint, str):
            raise BaselineError("an entry without a fingerprint; write it again with --update-baseline")
        fingerprints.add(fingerprint)
    return frozenset(fingerprints)


def split(findings: Iterable[Finding], accepted: frozenset[str]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """New findings and accepted ones, each in their order."""
    every = tuple(findings)
    return (
        tuple(finding for finding in every if finding.fingerprint not in accepted),
        tuple(finding for finding in every if finding.fingerprint in accepted),
    )
