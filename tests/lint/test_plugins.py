"""Rules in Python that are named or installed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from poolaudit.lint.plugins import PluginError, installed_rules, plugin_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

RULES = (
    "import poolaudit\nfrom poolaudit import Route\n\n"
    "@poolaudit.rule('b-rule', on=Route)\ndef b(route):\n    yield from ()\n\n"
    "@poolaudit.rule('a-rule', on=Route)\ndef a(route):\n    yield from ()\n\nagain = a\nseveral = [a, b]\n"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The scanned folder."""
    (tmp_path / "root").mkdir()
    return tmp_path / "root"


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Path]]:
    """Put files, and entry points of a made-up distribution, in a folder of `sys.path`."""
    before = set(sys.modules)

    def make(files: dict[str, str], points: str = "", folder: Path = tmp_path / "site") -> Path:
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        if points:
            info = folder / "acme-1.0.dist-info"
            info.mkdir(parents=True)
            (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n", encoding="utf-8")
            (info / "entry_points.txt").write_text(f"[poolaudit.rules]\n{points}\n", encoding="utf-8")
        monkeypatch.syspath_prepend(folder)
        return folder

    yield make
    for name in set(sys.modules) - before:
        if name.startswith(("acme", "poolaudit_plugin_")):
            del sys.modules[name]


def test_a_file(tmp_path: Path, root: Path) -> None:
    """A file gives its rules in written order, each once."""
    (tmp_path / "ours.py").write_text(RULES, encoding="utf-8")

    assert ["b-rule", "a-rule"] == [rule.name for rule in plugin_rules(str(tmp_path / "ours.py"), root)]


def test_a_module(root: Path, install: Callable[..., Path]) -> None:
    """A module is imported by its name."""
    install({"acme/__init__.py": "", "acme/pools.py": RULES})

    assert ["b-rule", "a-rule"] == [rule.name for rule in plugin_rules("acme.pools", root)]


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        pytest.param("acme.pools", ["b-rule", "a-rule"], id="module"),
        pytest.param("acme.pools:a", ["a-rule"], id="rule"),
        pytest.param("acme.pools:several", ["a-rule", "b-rule"], id="list"),
    ],
)
def test_entry_points(point: str, expected: list[str], root: Path, install: Callable[..., Path]) -> None:
    """An entry point names a module, a rule or a list of rules."""
    install({"acme/__init__.py": "", "acme/pools.py": RULES}, f"acme = {point}")

    assert expected == [rule.name for rule in installed_rules(root)]


def test_nothing_installed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no distribution names the group, there are no rules, and nobody loads the slow reader of entry points."""
    monkeypatch.setattr(sys, "path", [str(root), str(root / "missing")])
    monkeypatch.setitem(sys.modules, "importlib.metadata", None)

    assert () == installed_rules(root)


def test_a_file_of_the_scanned_folder_is_not_run(root: Path) -> None:
    """A file below the root is refused, also by a link from outside."""
    inside = root / "tools" / "ours.py"
    inside.parent.mkdir()
    inside.write_text("raise SystemExit('executed')", encoding="utf-8")
    link = root.parent / "link.py"
    link.symlink_to(inside)
    for path in (inside, link):
        with pytest.raises(PluginError) as refused:
            plugin_rules(str(path), root)

        assert f"plugin {path}: stands in the scanned folder, of which nothing is executed" == str(refused.value)


@pytest.mark.parametrize("file", ["acme.py", "acme/__init__.py", "acme/pools.py"])
def test_a_module_of_the_scanned_folder_is_not_imported(file: str, root: Path, install: Callable[..., Path]) -> None:
    """A module that `sys.path` finds below the root is refused before any of it runs, package or not."""
    install({file: "raise SystemExit('executed')"}, folder=root)
    with pytest.raises(PluginError) as refused:
        plugin_rules("acme.pools", root)

    assert "plugin acme.pools: stands in the scanned folder, of which nothing is executed" == str(refused.value)


def test_an_entry_point_into_the_scanned_folder_is_not_imported(root: Path, install: Callable[..., Path]) -> None:
    """A distribution that the scanned folder brings along is refused as well."""
    install({"acme.py": "raise SystemExit('executed')"}, "ours = acme", folder=root)
    with pytest.raises(PluginError) as refused:
        installed_rules(root)

    assert "plugin ours: stands in the scanned folder, of which nothing is executed" == str(refused.value)


def test_the_environment_inside_of_the_scanned_folder_counts_as_installed(
    root: Path, install: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A virtual environment in the root that runs poolaudit holds what its user installed."""
    monkeypatch.setattr(sys, "prefix", str(root / ".venv"))
    install({"acme.py": RULES}, folder=root / ".venv" / "site-packages")

    assert ["b-rule", "a-rule"] == [rule.name for rule in plugin_rules("acme", root)]


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        pytest.param("acme_missing", "", "plugin acme_missing: there is no module acme_missing", id="no-module"),
        pytest.param(".", "", "plugin .: there is no module ", id="no-name"),
        pytest.param("FILE", None, "plugin FILE: there is no such Python file", id="no-file"),
        pytest.param("FILE", "x = 1\n", "plugin FILE: holds no rule; make one with @poolaudit.rule", id="no-rule"),
        pytest.param("FILE", "1 / 0\n", "plugin FILE: cannot be loaded: ZeroDivisionError: division by zero", id="error"),
        pytest.param(
            "FILE",
            "import acme_no\n",
            "plugin FILE: cannot be loaded: ModuleNotFoundError: No module named 'acme_no'",
            id="import",
        ),
    ],
)
def test_errors(word: str, text: str | None, expected: str, root: Path) -> None:
    """What cannot be used is told in one line."""
    file = root.parent / "ours.py"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(PluginError) as refused:
        plugin_rules(word.replace("FILE", str(file)), root)

    assert expected.replace("FILE", str(file)) == str(refused.value)


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        pytest.param("acme:nobody", "plugin ours: acme has no nobody", id="no-attribute"),
        pytest.param("acme:number", "plugin ours: holds no rule; make one with @poolaudit.rule", id="no-rule"),
    ],
)
def test_errors_of_entry_points(point: str, expected: str, root: Path, install: Callable[..., Path]) -> None:
    """An entry point that leads nowhere stops the run; silence would look like a clean scan."""
    install({"acme.py": "number = 1\n"}, f"ours = {point}")
    with pytest.raises(PluginError) as refused:
        installed_rules(root)

    assert expected == str(refused.value)
