"""What a file is for, from its path: product code, a test, an example or documentation.

In: a path relative to the scan root. Out: a `Setting` that says which part of the path decided.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from poolaudit.catalog.path_roles import (
    DOC_FILES,
    DOC_FOLDERS,
    ENVIRONMENT_ALIASES,
    EXAMPLE_FILES,
    EXAMPLE_FOLDERS,
    MIGRATION_FOLDERS,
    PACKAGE_ROOTS,
    SCRIPT_FILES,
    SCRIPT_FOLDERS,
    SETTINGS_MODULES,
    TEST_FILES,
    TEST_FOLDERS,
)
from poolaudit.discover.patterns import fits
from poolaudit.facts.setting import Setting
from poolaudit.graph.source_sets import test_source_set

if TYPE_CHECKING:
    from poolaudit.facts.deployment import Deployment

_PLUGIN = ("pytest-", "pytest_")
"""How packages of fixtures are called: https://docs.pytest.org/en/stable/how-to/writing_plugins.html (read 2026-11-21)."""
_KINDS = (("test", TEST_FOLDERS, TEST_FILES), ("example", EXAMPLE_FOLDERS, EXAMPLE_FILES), ("docs", DOC_FOLDERS, DOC_FILES))


@lru_cache(maxsize=8192)
def context_of(path: str) -> Setting[str]:
    """`code`, `test`, `example` or `docs`."""
    *folders, name = path.lower().split("/")
    folders = without_packages(folders)  # projects of .NET have dots in their names: Shop.IntegrationTests
    if any(each.startswith(_PLUGIN) for each in folders):
        return Setting.derived("test", "context", "a plugin of pytest")
    for kind, folder_names, patterns in _KINDS:
        folder = next((folder for folder in folders if folder.rpartition(".")[2] in folder_names), None)
        if folder is not None:
            return Setting.derived(kind, "context", f"{folder}/ in its path")
        if any(fits(name, pattern) for pattern in patterns):
            return Setting.derived(kind, "context", f"the file name {name}")
    if source_set := test_source_set(path):
        return Setting.derived("test", "context", f"{source_set}/ in its path")
    stem = name.removesuffix(".py")
    if folders[-1:] == [SETTINGS_MODULES] and (stem in TEST_FOLDERS or ENVIRONMENT_ALIASES.get(stem) == "test"):
        return Setting.derived("test", "context", f"settings named {stem}")
    return Setting.derived("code", "context", "nothing in its path says otherwise")


def context_in(deployment: Deployment) -> Setting[str]:
    """What a deployment is for, from the path of what applies it."""
    if deployment.example:
        return Setting.derived("example", "context", deployment.example)
    return context_of(deployment.applied_by or deployment.span.path)


def without_packages(folders: list[str]) -> list[str]:
    """Folders without those of a package below a source root: the code of `src/main/java/com/example/shop` is a product's."""
    for number in range(len(folders) - 2):
        if folders[number] == "src" and folders[number + 2] in PACKAGE_ROOTS:
            return folders[: number + 3]
    return folders


@lru_cache(maxsize=8192)
def path_role(path: str) -> str:
    """`migration`, `script` or empty: what a source file does, from its path alone."""
    *folders, name = path.lower().split("/")
    if any(folder in MIGRATION_FOLDERS for folder in folders):
        return "migration"
    if any(folder in SCRIPT_FOLDERS for folder in folders) or any(fits(name, pattern) for pattern in SCRIPT_FILES):
        return "script"
    return ""


def environment_name(word: str) -> str:
    """One name for the many spellings of an environment: `prod` → `production`; other words as they are, in lower case."""
    return ENVIRONMENT_ALIASES.get(word.lower(), word.lower())


def file_environment(name: str) -> str:
    """The environment in the name of an env file: `.env.prod` → `production`, `staging.env` → `staging`, `.env` → empty."""
    plain = name.lower().replace("-", ".").replace("_", ".")
    words = [word for word in plain.split(".") if word and word not in {"env", "dotenv", "local", "vars", "defaults"}]
    return environment_name(words[-1]) if words else ""
