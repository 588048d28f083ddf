"""Names in Rails' config/database.yml that its client entry does not hold: adapters, variables, what is no environment.

Sources, read 2026-11-21: https://guides.rubyonrails.org/configuring.html#configuring-a-database (8.0),
https://guides.rubyonrails.org/active_record_multiple_databases.html (8.0),
https://github.com/rails/rails/blob/main/activerecord/lib/active_record/database_configurations.rb (8.0.0: `DATABASE_URL`,
`<NAME>_DATABASE_URL`).
"""

from __future__ import annotations

ADAPTERS = (
    ("postgis", "postgresql"),
    ("postgresql_makara", "postgresql"),
    ("jdbcpostgresql", "postgresql"),
    ("mysql2", "mysql"),
    ("trilogy", "mysql"),
    ("jdbcmysql", "mysql"),
    ("sqlite3", "sqlite"),
)
"""Adapter → server family, where the names differ."""
BASES = frozenset({"default", "defaults", "common", "base", "shared"})
"""Blocks that environments merge by convention."""
PRIMARY = "primary"
URL = "DATABASE_URL"
"""Variable that beats the file for the primary database; for one called `queue` it is `QUEUE_DATABASE_URL`."""
PASSING = ("to_i", "to_s", "to_json", "presence", "strip", "to_sym", "chomp", "freeze")
"""Ruby methods after which a value is the same text or number."""
PRESENT = ("present?",)
"""Ruby methods that ask whether a value is there (https://api.rubyonrails.org/classes/Object.html, 8.0, read 2026-11-21)."""
EMPTY = ("blank?", "nil?", "empty?")
"""Ruby methods that ask whether a value is missing."""
