"""Scripts that an init system starts are read where they stand, as nothing names them; so are those that plainly migrate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poolaudit.facts.shell import ShellScript
from poolaudit.scan import survey

if TYPE_CHECKING:
    from pathlib import Path

RUN = "#!/command/with-contenv bash\nexport WORKERS=${WEB_WORKERS:-1}\nexec s6-setuidgid app gunicorn app:app\n"
MIGRATE = "#!/bin/bash\nbundle exec rails db:migrate\n"


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("docker/rootfs/etc/s6-overlay/s6-rc.d/web/run", RUN, True),
        ("root/etc/services.d/web/run", RUN, True),
        ("root/etc/cont-init.d/10-migrate", RUN, True),
        ("etc/service/web/run", RUN, True),
        ("docker/etc/my_init.d/migrate", RUN, True),
        ("docker/rootfs/etc/s6-overlay/s6-rc.d/web/run", "#!/command/execlineb -P\nweb\n", False),
        ("bin/run", RUN, False),
        ("docker/rootfs/etc/s6-overlay/s6-rc.d/web/type", "longrun\n", False),
        ("scripts/release.sh", MIGRATE, True),
        ("scripts/release.sh", MIGRATE.replace("db:migrate", "runner x"), False),
    ],
)
def test_scripts_that_nothing_names(tmp_path: Path, path: str, text: str, expected: bool) -> None:  # noqa: FBT001  # a row of the table
    """Only those of the known folders, in the language of a shell, and those with the command of a migration."""
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(text, encoding="utf-8")
    found = [each.path for each in survey(tmp_path).facts if isinstance(each, ShellScript)]

    assert ([path] if expected else []) == found
