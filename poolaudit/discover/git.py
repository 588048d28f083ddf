"""Asks git which files a folder has. In: a folder of a work tree. Out: tracked files, others that are not ignored, links.

The repository is hostile: nothing that its configuration names is run, nothing is fetched, nothing is locked or written.
"""

from __future__ import annotations

import os
import shutil
import subprocess

from poolaudit.discover.found import Found, Unread

_DEEPEST = 8
"""Work trees inside of work trees that are followed."""
_PATIENCE = 120.0
"""Seconds that one listing may take before the folder is walked instead."""
_LINK, _WORK_TREE = b"120000", b"160000"
_LOCAL = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_CONFIG", "GIT_DIR", "GIT_GRAFT_FILE", "GIT_INDEX_FILE",
    "GIT_IMPLICIT_WORK_TREE", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_SHALLOW_FILE", "GIT_WORK_TREE",
    "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
)  # fmt: skip
"""Variables that would point git at another repository; a hook sets some of them (`git rev-parse --local-env-vars`)."""


def git_files(top: str, *, others: bool, _depth: int = 0) -> Found:
    """List the work tree folder `top`, with submodules and nested work trees, each as its own git lists it."""
    found = Found()
    program = _program(top)
    if not program:
        found.failure = "git is not installed"
        return found
    jobs = [_start(program, top, "--stage")]
    if others:
        jobs.append(_start(program, top, "--others", "--exclude-standard"))
    answers = [_finish(job) for job in jobs]
    found.failure = next((failure for _, failure in answers if failure), "")
    if found.failure:
        return found
    inner: list[str] = []
    for entry in answers[0][0]:
        mode, _, name = entry.partition(b"\t")
        path = os.fsdecode(name)
        if mode.startswith(_WORK_TREE):
            inner.append(path)
        else:
            (found.links if mode.startswith(_LINK) else found.tracked).add(path)
    for name in answers[1][0] if others else ():
        path = os.fsdecode(name)
        if path.endswith("/"):
            inner.append(path.rstrip("/"))
        else:
            (found.links if os.path.islink(f"{top}/{path}") else found.others).add(path)  # noqa: PTH114
    for path in inner:
        _add_inner(found, top, path, others=others, depth=_depth + 1)
    return found


def _add_inner(found: Found, top: str, path: str, *, others: bool, depth: int) -> None:
    folder = f"{top}/{path}"
    if depth > _DEEPEST or os.path.realpath(folder) != os.path.normpath(folder) or not os.path.lexists(f"{folder}/.git"):
        return  # a submodule that is not checked out has no files
    nested = git_files(folder, others=others, _depth=depth)
    if nested.failure:
        found.unread.append(Unread(path, f"git could not list it: {nested.failure}"))
    found.unread.extend(Unread(f"{path}/{entry.path}", entry.reason) for entry in nested.unread)
    for mine, its in ((found.tracked, nested.tracked), (found.others, nested.others), (found.links, nested.links)):
        mine.update(f"{path}/{name}" for name in its)


def _program(top: str) -> str:
    """Path of git, unless the scanned folder itself supplies it (on Windows the current folder is searched first)."""
    path = shutil.which("git")
    if not path or os.path.realpath(path).startswith(top + os.sep):
        return ""
    return path


def _start(program: str, top: str, *what: str) -> subprocess.Popen[bytes] | str:
    environment = {name: value for name, value in os.environ.items() if name not in _LOCAL}
    environment |= {
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",  # a partial clone would fetch missing trees with a command that its configuration names
        "LC_ALL": "C",
    }
    safe = ("core.fsmonitor=false", f"core.hooksPath={os.devnull}", "core.untrackedCache=false", "core.quotePath=false")
    options = [part for setting in safe for part in ("-c", setting)]
    command = [program, "--no-pager", *options, "-C", top, "ls-files", "-z", *what]
    try:
        return subprocess.Popen(  # noqa: S603  # a fixed command of a program found on PATH
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        )
    except OSError as error:
        return error.strerror or "it does not start"


def _finish(job: subprocess.Popen[bytes] | str) -> tuple[list[bytes], str]:
    if isinstance(job, str):
        return [], job
    try:
        out, err = job.communicate(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        job.kill()
        job.communicate()
        return [], f"it took longer than {_PATIENCE:g} s"
    if job.returncode:
        return [], _reason(err)
    return out.rstrip(b"\0").split(b"\0") if out else [], ""


def _reason(err: bytes) -> str:
    if b"dubious ownership" in err:
        return "the repository belongs to another user"
    if b"not a git repository" in err:
        return "it is no git repository"
    if b"work tree" in err:
        return "it has no work tree"
    return "git reported an error"
