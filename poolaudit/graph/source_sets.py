"""Source sets of Gradle and Maven: which of them are tests, and what one sees of another.

In: paths relative to the scan root. Out: whether a file is in a test source set, whether code of one sees what another defines.
Every `src/<name>/<language>` is a source set, whatever its name; of them, `main` alone goes into the archive
(https://docs.gradle.org/current/userguide/building_java_projects.html#sec:java_source_sets, 9.0,
https://maven.apache.org/guides/introduction/introduction-to-the-standard-directory-layout.html, read 2026-11-21).
"""

from __future__ import annotations

from functools import lru_cache

from poolaudit.catalog.path_roles import PACKAGE_ROOTS, TEST_FOLDERS, TEST_SOURCE_SETS

_RESOURCES = "resources"
_MAIN = "main"


@lru_cache(maxsize=8192)
def test_source_set(path: str) -> str:
    """`src/contractTest` of a file in a source set that holds tests; else empty."""
    _, name, _ = _source_set(path)
    if not name or name == _MAIN:
        return ""
    words = _words(name)
    return f"src/{name}" if name.lower() in TEST_SOURCE_SETS or not {words[0], words[-1]}.isdisjoint(TEST_FOLDERS) else ""


def sees(path: str, defined: str) -> bool:
    """Whether code or settings at `path` see what the file at `defined` defines.

    Nothing but tests sees a test source set, and a resource of a test source set hides the one of that name of `main`.
    """
    if path == defined or "src/" not in defined:
        return True
    if test_source_set(defined):
        return bool(test_source_set(path))
    if not test_source_set(path):
        return True
    own, _, rest = _source_set(path)
    module, name, other = _source_set(defined)
    return not (name == _MAIN and own == module and rest == other and rest.startswith(f"{_RESOURCES}/"))


@lru_cache(maxsize=8192)
def _source_set(path: str) -> tuple[str, str, str]:
    """The module's folder, the name of the source set and the path in it; three empty texts outside of any."""
    parts = path.split("/")
    for number in range(len(parts) - 3):
        if parts[number] == "src" and (parts[number + 2] in PACKAGE_ROOTS or parts[number + 2] == _RESOURCES):
            return "/".join(parts[:number]), parts[number + 1], "/".join(parts[number + 2 :])
    return "", "", ""


def _words(name: str) -> list[str]:
    """`contractTest` → `contract`, `test`; dashes and underscores part words, too."""
    spaced = "".join(f" {each.lower()}" if each.isupper() else " " if each in "-_" else each for each in name)
    return spaced.split() or [""]
