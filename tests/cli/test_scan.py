"""`poolaudit scan`, run inside of the test."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from poolaudit.cli import pipeline
from poolaudit.cli.app import run

if TYPE_CHECKING:
    from pathlib import Path

LINE = (
    "app/db.py:7:18: error: asyncpg sends named prepared statements (statement_cache_size = 100), but PgBouncer shares server"
    " connections per transaction and does not follow their names [PA201 txn-pool-prepared-statement]\n"
)
SELECT = ("--select", "PA201")
pytestmark = pytest.mark.usefixtures("tree")


def _scan(*words: str) -> int:
    return run(["scan", *SELECT, *words])


def test_finding(capsys: pytest.CaptureFixture[str]) -> None:
    """A fault over three files is found, and the exit code says so."""
    code = _scan("-q")

    assert (1, (LINE, "")) == (code, capsys.readouterr())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(["app/db.py"], LINE, id="file-with-the-finding"),
        pytest.param(["pgbouncer.ini"], LINE, id="file-with-evidence"),
        pytest.param(["app/other.py"], "", id="file-without"),
        pytest.param(["app/other.py", "app/db.py"], LINE, id="two-files"),
        pytest.param([".", "app/other.py"], "", id="root-and-file"),
        pytest.param(["app", "docker-compose.yml"], LINE, id="folder-and-file"),
        pytest.param(["app"], "", id="folder-alone-is-the-root"),
    ],
)
def test_paths(words: list[str], expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Folders are roots, files are a filter, and the whole root is read in any case."""
    code = _scan("-q", *words)

    assert (int(bool(expected)), (expected, "")) == (code, capsys.readouterr())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(["--fail-on", "error"], 1, id="error"),
        pytest.param(["--fail-on", "never"], 0, id="never"),
        pytest.param(["--ignore", "PA201"], 0, id="ignored"),
        pytest.param(["--ignore", "transaction-mode,sizing"], 0, id="ignored-family"),
        pytest.param(["--min-severity", "error"], 1, id="min-severity"),
        pytest.param(["--exclude", "pgbouncer.ini", "--exclude", "docker*"], 0, id="excluded"),
    ],
)
def test_thresholds(words: list[str], expected: int) -> None:
    """The exit code depends on what is reported and on the threshold, not on the format."""
    codes = {form: _scan("-f", form, *words) for form in ("text", "json", "sarif", "github")}

    assert dict.fromkeys(codes, expected) == codes


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(["nix"], "path does not exist: nix", id="path"),
        pytest.param(["--select", "PA999"], "family is called `PA999`; `poolaudit rules` lists them\n", id="rule"),
        pytest.param(["--select", "PA2999"], "called `PA2999`; `poolaudit rules` lists them\n", id="code"),
        pytest.param([""], "a path is empty; `.` is the current folder", id="empty-path"),
        pytest.param(["--diff", "--fix"], "--diff and --fix contradict each other", id="diff-and-fix"),
        pytest.param(["--diff", "-f", "sarif=x"], "--diff and --format contradict each other", id="diff-and-report"),
        pytest.param(["--ignore", "txn-pool-listn"], "did you mean `txn-pool-listen`?", id="rule-with-suggestion"),
        pytest.param(["--fail-on", "warn"], "unknown severity 'warn'; did you mean 'warning'?", id="severity"),
        pytest.param(["-f", "jsn"], "unknown format 'jsn'; did you mean 'json'?", id="format"),
        pytest.param(["-f", "json", "-f", "text"], "only one format can go to standard output", id="two-formats"),
        pytest.param(["--selct", "x"], "no such option: --selct; did you mean '--select'?", id="option"),
        pytest.param(["--config", "nix.toml"], "configuration does not exist: nix.toml", id="config"),
        pytest.param(["--config", "x", "--no-config"], "--config and --no-config contradict each other", id="two-configs"),
        pytest.param(
            ["--baseline", "nix.json"], "baseline does not exist: nix.json; --update-baseline writes one", id="baseline"
        ),
        pytest.param(["--update-baseline"], "--update-baseline needs --baseline FILE", id="no-baseline"),
        pytest.param(["--baseline", "b", "--update-baseline"], "leave out --select and --ignore", id="partial-baseline"),
        pytest.param(["-f", "json=no/such/folder/x"], "cannot write no/such/folder/x: no such file or directory", id="output"),
        pytest.param(["-f", "json=x.json", "-f", "sarif=app/../x.json"], "two outputs go to one file: ", id="one-file-twice"),
        pytest.param(
            ["--baseline", "x", "--update-baseline", "-f", "json=x"], "two outputs go to one file: ", id="baseline-twice"
        ),
        pytest.param(["--baseline", "app"], "/app as a baseline: it is no file", id="baseline-folder"),
        pytest.param(["--baseline", "app", "--update-baseline"], "/app as a baseline: it is no file", id="new-baseline-folder"),
        pytest.param(["--fail-on"], "requires an argument", id="missing-argument"),
    ],
)
def test_wrong_use(words: list[str], expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be done is one line on standard error that helps, and exit code 2."""
    code = _scan(*words)
    out, err = capsys.readouterr()

    assert (2, "", 1, True) == (code, out, err.count("\n"), err.startswith("poolaudit: error: "))
    assert expected in err


def test_configuration(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The nearest configuration governs; options go before it; --no-config leaves it out."""
    (tree / "poolaudit.toml").write_text('select = ["PA201"]\nignore = ["transaction-mode"]\n', encoding="utf-8")
    codes = [run(["scan", "-q"]), run(["scan", "-q", "--no-config", *SELECT])]

    assert ([0, 1], (LINE, "")) == (codes, capsys.readouterr())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('ignor = ["PA201"]', "poolaudit.toml:1:1: unknown key 'ignor'; did you mean 'ignore'?"),
        (
            '[severity]\ntxn-pool-listn = "info"',
            "poolaudit.toml:2:1: no rule is called `txn-pool-listn`; did you mean `txn-pool-listen`?",
        ),
        (
            'select = [\n  "PA2",\n  "nix"]',
            "poolaudit.toml:3:3: no rule, code or family is called `nix`; `poolaudit rules` lists them",
        ),
        ('ignore = ["nix"]', "poolaudit.toml:1:11: no rule, code or family is called `nix`; `poolaudit rules` lists them"),
        ("[options]\nnix.x = 1", "poolaudit.toml:2:1: no rule is called `nix`; `poolaudit rules` lists them"),
        ('rules = ["app",\n "nope"]', "poolaudit.toml:2:2: 'rules[1]' names no folder: nope"),
        ("[options.txn-pool-listen]\nx = 1", "poolaudit.toml:2:1: txn-pool-listen has no option `x`"),
    ],
    ids=["key", "severity", "select", "ignore", "options", "rules", "option"],
)
def test_wrong_configuration(tree: Path, capsys: pytest.CaptureFixture[str], text: str, expected: str) -> None:
    """A configuration that cannot be used stops the scan with one line."""
    (tree / "poolaudit.toml").write_text(text, encoding="utf-8")

    code = run(["scan"])

    assert (2, ("", f"poolaudit: error: {expected}\n")) == (code, capsys.readouterr())


def test_severity_override(tree: Path) -> None:
    """The configuration can make a rule milder than the threshold."""
    (tree / "poolaudit.toml").write_text('[severity]\ntxn-pool-prepared-statement = "info"\n', encoding="utf-8")

    assert 0 == _scan()


def test_several_formats(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One scan writes several reports; what is not for standard output is told on standard error."""
    code = _scan("-f", "json=out.json", "-f", "sarif=out.sarif", "-f", "github=-")
    out, err = capsys.readouterr()

    assert (1, "::error file=app/db.py,line=7,") == (code, out[:30])
    assert "1 error in 1 file; 3 files read, 1 fixable with --fix\n" == err
    assert ["txn-pool-prepared-statement"] == [each["rule"] for each in json.loads((tree / "out.json").read_text())["findings"]]
    assert "2.1.0" == json.loads((tree / "out.sarif").read_text())["version"]
    assert {"app", "docker-compose.yml", "out.json", "out.sarif", "pgbouncer.ini"} == {each.name for each in tree.iterdir()}


def test_same_tree_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    """Two scans differ in nothing but the seconds."""
    documents: list[Any] = []
    for _ in range(2):
        run(["scan", "-f", "json"])
        documents.append(json.loads(capsys.readouterr().out))
        del documents[-1]["summary"]["seconds"]

    assert json.dumps(documents[0]) == json.dumps(documents[1])


def test_paths_of_services_start_at_the_repository(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A scan below the root of a work tree tells GitHub paths from the root, and people paths from where they scan."""
    (tree.parent / ".git").mkdir()
    _scan("-f", "github")
    github = capsys.readouterr().out
    _scan("-q")

    assert ("::error file=repository/app/db.py", LINE) == (github[:33], capsys.readouterr().out)


def test_show_unknown(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What would decide an undecided rule is listed on request."""
    text = (tree / "pgbouncer.ini").read_text(encoding="utf-8")
    (tree / "pgbouncer.ini").write_text(text.replace("transaction", "${MODE}"), encoding="utf-8")
    code = _scan("--show-unknown")
    out = capsys.readouterr().out

    assert (0, True) == (code, "undecided  PA201 txn-pool-prepared-statement\n  would decide: " in out)


def test_diff(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--diff shows what --fix would do, and does nothing."""
    before = (tree / "app/db.py").read_text(encoding="utf-8")
    code = _scan("--diff")
    out = capsys.readouterr().out

    assert (1, before) == (code, (tree / "app/db.py").read_text(encoding="utf-8"))
    assert [
        "--- a/app/db.py",
        "+++ b/app/db.py",
        '-    return await asyncpg.create_pool(os.environ["DATABASE_URL"], max_size=20)',
        '+    return await asyncpg.create_pool(os.environ["DATABASE_URL"], max_size=20, statement_cache_size=0)',
    ] == [line for line in out.splitlines() if line[:1] in "+-"]


def test_fix(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--fix mends, scans again, and reports what is left."""
    code = _scan("--fix")

    assert (0, ("no findings; 3 files read\n", "mended: app/db.py\n")) == (code, capsys.readouterr())
    assert "max_size=20, statement_cache_size=0)" in (tree / "app/db.py").read_text(encoding="utf-8")


def test_baseline(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A baseline accepts today's findings, and only those."""
    words = ("scan", "--baseline", "base.json", "--min-severity", "error")
    codes = [run([*words, "--update-baseline", "-q"]), run([*words, "-q"])]
    assert ([0, 0], ("", "")) == (codes, capsys.readouterr())

    (tree / "app/more.py").write_bytes((tree / "app/db.py").read_bytes())
    code = run([*words, "-q"])

    assert (1, LINE.replace("db.py", "more.py")) == (code, capsys.readouterr().out)


def test_verbose(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """-v tells on standard error what was read."""
    _scan("-v", "-f", "json")
    lines = capsys.readouterr().err.splitlines()

    assert [f"root: {tree}", "configuration: none"] == lines[1:3]
    assert ["files", "facts", "routes", "seconds"] == [line.partition(":")[0] for line in lines[3:]]


def test_internal_error(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of ours is one line that names its type and nothing that it was about; -vv lets it through."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("postgres://app:hunter2@db")

    monkeypatch.setattr(pipeline, "scan_tree", fail)
    code = _scan()

    assert (2, ("", "poolaudit: error: internal error: RuntimeError; -vv shows where\n")) == (code, capsys.readouterr())
    with pytest.raises(RuntimeError):
        _scan("-vv")


def test_interrupt(tree: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends with 130 and leaves no output."""

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "scan_tree", interrupt)
    code = _scan("-f", "json=out.json")

    assert (130, "", False) == (code, capsys.readouterr().out, (tree / "out.json").exists())


def test_pre_commit_sees_tracked_files_only(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A hook reads what git tracks."""
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "add", "app", "docker-compose.yml"], check=True)

    assert (0, 1) == (_scan("--pre-commit", "-q"), _scan("-q"))
    assert (LINE, "") == capsys.readouterr()
    assert (tree / "pgbouncer.ini").exists()


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        pytest.param("package.json", '{"name": "shop"}\n', "not a baseline of version 1", id="other-json"),
        pytest.param("notes.md", "# Notes\n", "not JSON", id="prose"),
        pytest.param("base.json", '{"version": 1, "findings": [', "not JSON", id="half-written"),
        pytest.param("latin.txt", "caf\udce9\n", "not UTF-8", id="other-encoding"),
    ],
)
@pytest.mark.parametrize("more", [["--update-baseline"], []], ids=["update", "use"])
def test_a_file_that_is_no_baseline_is_kept(  # noqa: PLR0917
    tree: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, why: str, more: list[str]
) -> None:
    """What is no baseline is neither replaced nor used; the line names it and what is wrong."""
    before = text.encode("utf-8", "surrogateescape")
    (tree / name).write_bytes(before)
    code = run(["scan", "--baseline", name, *more])

    assert (2, ("", f"poolaudit: error: cannot use {name} as a baseline: {why}\n")) == (code, capsys.readouterr())
    assert before == (tree / name).read_bytes()


def test_an_empty_file_becomes_the_baseline(tree: Path) -> None:
    """Nothing is lost with an empty file, so that a baseline may begin with one."""
    (tree / "base.json").touch()
    code = run(["scan", "-q", "--baseline", "base.json", "--update-baseline"])

    assert (0, '{\n  "version": 1,') == (code, (tree / "base.json").read_text(encoding="utf-8")[:17])


@pytest.mark.parametrize(
    "name", ["app/db.py", "pgbouncer.ini", "package.json", "README.md", "pyproject.toml", "pom.xml", "Makefile", "link.txt"]
)
def test_a_report_does_not_replace_a_source(tree: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """A file of the user is no place for a report, whatever the format, and is not mended before that is said."""
    if name == "link.txt":
        (tree / name).symlink_to("app/db.py")
    before = (tree / name).read_bytes() if (tree / name).exists() else b"# mine\n"
    (tree / name).write_bytes(before)
    source = (tree / "app/db.py").read_bytes()
    code = _scan("--fix", "-f", f"json={name}")

    message = f"poolaudit: error: cannot write {name}: it exists and is no earlier report; delete it, or name another file\n"
    assert (2, ("", message)) == (code, capsys.readouterr())
    assert (before, source) == ((tree / name).read_bytes(), (tree / "app/db.py").read_bytes())


@pytest.mark.parametrize("words", [["--ignore", "PA201"], []], ids=["clean", "findings"])
@pytest.mark.parametrize("form", ["json", "sarif", "gitlab", "junit", "markdown", "github", "text"])
def test_a_report_replaces_an_earlier_one(tree: Path, form: str, words: list[str]) -> None:
    """Each format is known again by its beginning, so that a second scan writes to the same file."""
    codes = [_scan("-q", *words, "-f", f"{form}=report.json") for _ in range(2)]
    (tree / "out.txt").write_text("whatever\n", encoding="utf-8")

    assert [int(not words)] * 2 == codes
    assert int(not words) == _scan("-q", *words, "-f", f"{form}=out.txt")


@pytest.mark.parametrize("words", [["scan", "--pre-commit"], ["scan", "--tracked-only"], ["map", "--tracked-only"]])
def test_tracked_files_that_nobody_knows(
    tree: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """A hook that cannot ask git says so instead of reading what is not tracked; outside of a work tree all is read."""
    monkeypatch.setenv("PATH", "")
    codes = [run(words)]
    capsys.readouterr()
    (tree / ".git").mkdir()
    codes.append(run(words))

    assert [words[0] == "scan", 2] == codes
    assert ("", "poolaudit: error: git could not list the tracked files (git is not installed)\n") == capsys.readouterr()


def test_quiet_tells_of_unread_files(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Silence means clean, so that -q still says how many files it could not read."""
    (tree / "docker-compose.yml").write_bytes(b"services:\n  DATABASE_URL: \xff\n")
    code = _scan("-q")

    assert (0, ("", "1 file unread; without -q each is named\n")) == (code, capsys.readouterr())


@pytest.mark.parametrize("kind", ["link", "folder", "loop"])
def test_configuration_that_is_no_file(tree: Path, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    """What bears the name of the configuration and cannot be read is not passed over."""
    (tree / "app" / "poolaudit.toml").symlink_to("nix.toml" if kind == "link" else "poolaudit.toml")
    if kind == "folder":
        (tree / "app" / "poolaudit.toml").unlink()
        (tree / "app" / "poolaudit.toml").mkdir()
    code = run(["scan", "app"])

    message = "poolaudit: error: app/poolaudit.toml: unreadable configuration: it is no file, or a link to none\n"
    assert (2, ("", message)) == (code, capsys.readouterr())


def test_messages_name_files_from_the_current_folder(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever is scanned, a configuration is named as the user finds it from where they are."""
    (tree / "bad.toml").write_text("fail_on = 1\n", encoding="utf-8")
    (tree / "app/poolaudit.toml").write_text('\n[severity]\nnix = "info"\n', encoding="utf-8")
    (tree / "pyproject.toml").write_text("[tool]\npoolaudit = 3\n", encoding="utf-8")
    codes = [run(["scan", "app", "--config", "bad.toml"]), run(["scan", "app"]), run(["scan"])]

    assert [2] * 3 == codes
    assert [
        "poolaudit: error: bad.toml:1:1: 'fail_on' must be one of error, warning, info, never, not 1",
        "poolaudit: error: app/poolaudit.toml:3:1: no rule is called `nix`; `poolaudit rules` lists them",
        "poolaudit: error: pyproject.toml:2:1: 'tool.poolaudit' must be a table, not 3",
    ] == capsys.readouterr().err.splitlines()


def test_names_keep_their_capitals(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A message that begins with the name of a file writes it as it is."""
    (tree / "Bad.toml").write_text("fail_on = 1\n", encoding="utf-8")
    code = run(["scan", "--config", "Bad.toml"])

    assert (2, "poolaudit: error: Bad.toml:1:1: ") == (code, capsys.readouterr().err[:32])


def test_words_of_the_command_line_have_no_place(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong word of an option is not said to stand in the file, and one that an option replaces is not looked at."""
    (tree / "poolaudit.toml").write_text('select = ["nix"]\n', encoding="utf-8")
    codes = [_scan("-q", "--ignore", "PA201"), _scan("--ignore", "nox")]

    message = "poolaudit: error: no rule, code or family is called `nox`; `poolaudit rules` lists them\n"
    assert ([0, 2], ("", message)) == (codes, capsys.readouterr())
