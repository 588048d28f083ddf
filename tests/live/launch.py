"""How a program is started: its text with the addresses of this machine, beside the part that answers the tests.

In: the path of a program in Python, JavaScript, Java or Go. Out: a command.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from live.installed import cached
from live.place import private

if TYPE_CHECKING:
    from collections.abc import Mapping

_HERE = Path(__file__).parent
_JAVA_OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")


def command(program: Path, places: Mapping[str, str]) -> list[str | Path]:
    """The command of a program in which names of `places` stand for addresses."""
    if program.suffix == ".py":
        return [sys.executable, "-W", "ignore", _HERE / "talk.py", program, json.dumps(places)]
    text = program.read_text("utf-8")
    for name, place in places.items():
        text = text.replace(name, place)
    if program.suffix == ".java":
        return ["java", *_JAVA_OPTIONS, "-cp", f"{_driver()}:{_compiled(text)}", "Talk"]
    if program.suffix == ".go":
        return [_built(text)]
    assert program.suffix in {".mjs", ".js", ".ts"}  # TypeScript without types is JavaScript
    folder = private("node")
    module = folder / f"{program.stem}.mjs"
    module.write_text(text, encoding="utf-8")
    (folder / "node_modules").symlink_to(cached("node", "node_modules"))
    return ["node", _HERE / "talk.mjs", module]


@cache
def _compiled(text: str) -> Path:
    """The folder with the classes of a Java program; each text is compiled once."""
    folder = private("java")
    (folder / "Db.java").write_text(text, encoding="utf-8")
    compiler = ["java", *_JAVA_OPTIONS, "-m", "jdk.compiler/com.sun.tools.javac.Main"]
    subprocess.run([*compiler, "-cp", _driver(), "-d", folder, _HERE / "Talk.java", folder / "Db.java"], check=True)
    return folder


@cache
def _built(text: str) -> Path:
    """A Go program; each text is built once."""
    folder = private("go")
    (folder / "main.go").write_text(text, encoding="utf-8")
    shutil.copy(_HERE / "talk.go", folder)
    return build_go(folder)


def build_go(folder: Path, paths: str = "") -> Path:
    """Build the Go program of a folder, which imports from these paths beside lib/pq."""
    root = cached("go", "usr/lib/go-1.19")
    environment = {
        "GOROOT": str(root),
        "GOPATH": ":".join(each for each in (str(cached("go", "usr/share/gocode")), paths) if each),
        "GO111MODULE": "off",
        "CGO_ENABLED": "0",
        "GOCACHE": str((root if os.access(root, os.W_OK) else folder).parent / "go-cache"),
        "GOFLAGS": "",
    }
    subprocess.run([root / "bin/go", "build", "-o", "program", "."], cwd=folder, env={**os.environ, **environment}, check=True)
    return folder / "program"


def _driver() -> Path:
    return cached("jdbc", "usr/share/java/postgresql.jar")
