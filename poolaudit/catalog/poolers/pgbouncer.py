"""PgBouncer: what it does with shared connections, its settings and its images."""

from __future__ import annotations

from poolaudit.catalog.model import PoolerSoftware, Reference
from poolaudit.catalog.poolers.pgbouncer_images import IMAGES
from poolaudit.catalog.poolers.pgbouncer_parameters import PARAMETERS

POOLER = PoolerSoftware(
    name="pgbouncer",
    title="PgBouncer",
    engine="postgresql",
    port=6432,
    current="1.26.1",
    oldest="1.18.0",
    sharing_modes=("transaction", "statement"),
    parameters=PARAMETERS,
    images=IMAGES,
    tracked_parameters=(
        ("client_encoding", "1.1"),
        ("datestyle", "1.1"),
        ("timezone", "1.1"),
        ("standard_conforming_strings", "1.1"),
        ("application_name", "1.4"),
        ("intervalstyle", "1.20.0"),
    ),
    reads_options_since="1.20.0",
    restores_empty_since="1.22.0",
    deallocate_all_since="1.22.0",
    fills_forced_pools_since="1.21.0",
    sources=(
        Reference("https://www.pgbouncer.org/config.html", "1.25.2", "2026-11-20"),
        Reference("https://www.pgbouncer.org/features.html", "1.25.2", "2026-11-20"),
        Reference("https://github.com/pgbouncer/pgbouncer/blob/13a344f2/src/varcache.c", "13a344f2", "2026-11-20"),
        Reference("https://access.crunchydata.com/documentation/pgbouncer/1.26.1/news/", "1.26.1", "2026-11-20"),
        Reference("https://www.pgbouncer.org/changelog.html#pgbouncer-122x", "1.22.0", "2026-11-21"),
        Reference("https://github.com/pgbouncer/pgbouncer/pull/878", "1.20.0", "2026-11-21"),
        Reference("https://github.com/pgbouncer/pgbouncer/pull/947", "1.21.0", "2026-11-21"),
        Reference("https://github.com/pgbouncer/pgbouncer/pull/999", "1.22.0", "2026-11-21"),
        Reference("https://github.com/pgbouncer/pgbouncer", "1.18.0, 1.24.1", "2026-11-20", "run"),
    ),
)
