"""Names in Cloudflare's wrangler files, and what Hyperdrive is.

Sources, read 2026-11-21: https://developers.cloudflare.com/workers/wrangler/configuration/ (4),
https://developers.cloudflare.com/hyperdrive/concepts/how-hyperdrive-works/ (transaction mode),
https://developers.cloudflare.com/hyperdrive/configuration/connect-to-postgres/.
"""

from __future__ import annotations

PLATFORM = "cloudflare-workers"
LOCAL_PREFIXES = ("CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_", "WRANGLER_HYPERDRIVE_LOCAL_CONNECTION_STRING_")
"""Variables that give a Hyperdrive binding its connection string during development."""
BINDING_FIELDS = ("connectionString", "host", "port", "user", "password", "database")
"""What the code reads from a Hyperdrive binding: `env.HYPERDRIVE.connectionString`."""
IMPORTED = "cloudflare:workers.env"
"""The same bindings for a module that imports them (https://developers.cloudflare.com/workers/runtime-apis/bindings/#importing-env-as-a-global)."""
BINDING_HOST = "{id}.hyperdrive.local"
"""Host that a binding gives; the id is 32 hexadecimal digits."""
