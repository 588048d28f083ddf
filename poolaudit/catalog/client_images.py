"""Images of ready-made programs that open connection pools by themselves, told by environment variables.

Repository without registry and tag → catalog name of the client. What the program does with its variables stands in
`catalog/clients/<name>.py`; this list is apart so that a scan without such an image loads none of them.
"""

from __future__ import annotations

IMAGES: dict[str, str] = {
    "postgrest/postgrest": "postgrest",
    "bitnami/postgrest": "postgrest",
    "supabase/postgrest": "postgrest",
    "hasura/graphql-engine": "hasura",
    "apache/airflow": "airflow",
    "prefecthq/prefect": "prefect",
}
"""https://hub.docker.com/r/postgrest/postgrest, https://hub.docker.com/r/bitnami/postgrest,
https://hub.docker.com/r/hasura/graphql-engine, https://hub.docker.com/r/apache/airflow,
https://hub.docker.com/r/prefecthq/prefect; read 2026-11-21."""
