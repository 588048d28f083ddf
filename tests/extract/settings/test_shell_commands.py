"""Which files are shell scripts is told by their first line, else by their name."""

from __future__ import annotations

import pytest

from poolaudit.discover.source import Source
from poolaudit.extract.base import UnreadError
from poolaudit.extract.settings.shell_commands import is_shell, read


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("bin/start", "#!/bin/sh\na", True, id="sh"),
        pytest.param("bin/start", "#!/usr/bin/env -S bash -e\na", True, id="bash by env"),
        pytest.param("bin/start", "#! /bin/dash\r\na", True, id="carriage return"),
        pytest.param("bin/rails", "#!/usr/bin/env ruby\na", False, id="ruby"),
        pytest.param("start.sh", "#!/usr/bin/env python3\na", False, id="python in spite of its name"),
        pytest.param("start.sh", "a", True, id="by its name"),
        pytest.param("bin/start", "a", False, id="neither"),
    ],
)
def test_shells(path: str, text: str, *, expected: bool) -> None:
    """A program that is no shell makes the file something else."""
    assert expected == is_shell(Source(path, text))


def test_a_program_of_another_language_says_nothing() -> None:
    """It is read without a word, for a command may name it as it names scripts."""
    assert () == read(Source("bin/rails", "#!/usr/bin/env ruby\nputs 'a")).steps


def test_a_text_that_is_no_script() -> None:
    """A script that does not begin is unread, without a word of what it holds."""
    with pytest.raises(UnreadError, match=r"^not a shell script: a single quote is not closed$"):
        read(Source("start.sh", "echo 'hidden"))
