"""Scripts that the init system of an image starts, because they stand in its folders. In: their steps. Out: `ShellScript`s.

No command names them: s6-overlay runs `run` of each service and what stands in `cont-init.d`, runit and phusion's baseimage do
the same with folders of their own. They may be written for another program than a shell (`execlineb`), and then say nothing.
Meaning: https://github.com/just-containers/s6-overlay#usage (3.2), https://smarden.org/runit/runsvdir.8 (2.1),
https://github.com/phusion/baseimage-docker#adding_additional_daemons; all read 2026-11-21.
"""

from __future__ import annotations

from poolaudit.extract.base import Surface
from poolaudit.extract.surfaces.shell_scripts import extract

SURFACE = Surface(
    "service_scripts",
    ("shell_commands",),
    extract,
    globs=(
        "s6-rc.d/*/run",
        "etc/services.d/*/run",
        "etc/cont-init.d/*",
        "etc/service/*/run",
        "etc/sv/*/run",
        "etc/my_init.d/*",
    ),
    self_contained=True,
)
