"""Commands of the Google Cloud CLI that deploy code.

Sources, read 2026-11-21: https://cloud.google.com/sdk/gcloud/reference/run/deploy,
https://cloud.google.com/sdk/gcloud/reference/functions/deploy (549), https://cloud.google.com/sdk/gcloud/reference/topic/escaping.
"""

from __future__ import annotations

PLATFORMS = {"run": "cloud-run", "functions": "cloud-functions"}
"""Group of commands → `Deployment.platform`."""
VARIABLES = ("--set-env-vars", "--update-env-vars")
SECRETS = ("--set-secrets", "--update-secrets")
SWITCHES = frozenset(
    "--allow-unauthenticated --no-allow-unauthenticated --gen2 --no-gen2 --quiet -q --trigger-http --async --no-traffic "
    "--cpu-boost --no-cpu-boost --cpu-throttling --no-cpu-throttling --use-http2 --no-use-http2 --session-affinity".split()
)
"""Options without a value; any other without `=` takes the next word."""
