"""Findings that a repository accepts for now.

In: findings, or the JSON text of a baseline file. Out: the text, or the fingerprints that it accepts. Rule and path stand in the
file for its readers only; the fingerprint decides.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

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


def read_baseline(path: Path) -> frozenset[str]:
    """The fingerprints that the file accepts; raise `BaselineError`, which names it."""
    try:
        return load_baseline(path.read_text(encoding="utf-8"))
    except BaselineError as error:
        reason = str(error)
    except UnicodeDecodeError:
        reason = "not UTF-8"
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
    raise BaselineError(f"cannot use {_shown(path)} as a baseline: {reason}")


def load_baseline(text: str) -> frozenset[str]:
    """The fingerprints that a baseline file accepts; raise `BaselineError`."""
    import json  # noqa: PLC0415

    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise BaselineError("not JSON") from None
    if not isinstance(data, dict) or data.get("version") != VERSION or not isinstance(data.get("findings"), list):
        raise BaselineError(f"not a baseline of version {VERSION}")
    fingerprints: set[str] = set()
    for entry in data["findings"]:
        fingerprint = entry.get("fingerprint") if isinstance(entry, dict) else None
        if not isinstance(fingerprint, str):
            raise BaselineError("an entry without a fingerprint")
        fingerprints.add(fingerprint)
    return frozenset(fingerprints)


def _shown(path: Path) -> str:
    """The path from the current folder where the file stands below it."""
    here = os.getcwd()  # noqa: PTH109
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)


def split(findings: Iterable[Finding], accepted: frozenset[str]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """New findings and accepted ones, each in their order."""
    every = tuple(findings)
    return (
        tuple(finding for finding in every if finding.fingerprint not in accepted),
        tuple(finding for finding in every if finding.fingerprint in accepted),
    )
