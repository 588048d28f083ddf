"""Spring's properties in files that start scripts name: `--spring.config.location=config-postgres.properties`.

In: a properties document. Out: as of `application-PROFILE.properties`; the last word of the file's name is the profile, since
such files stand beside each other for one to be chosen
(https://docs.spring.io/spring-boot/reference/features/external-config.html, 3.5, read 2026-11-21).
"""

from __future__ import annotations

from poolaudit.extract.base import Surface
from poolaudit.extract.surfaces.spring import extract

SURFACE = Surface(
    "spring_named",
    ("properties",),
    extract,
    globs=("*-*.properties",),
    triggers=("spring.datasource.", "spring.r2dbc.", "spring.data.redis."),
)
