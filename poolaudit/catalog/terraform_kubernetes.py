"""Resources of Terraform's Kubernetes provider, and how their arguments differ from a manifest's. Literals only.

Source: https://registry.terraform.io/providers/hashicorp/kubernetes/2.38.0/docs (read 2026-11-21). Arguments are the manifest's in
lower case with underscores, lists are repeated blocks in the singular, and a secret's `data` is plain text.
"""

from __future__ import annotations

OBJECTS: dict[str, tuple[str, str]] = {
    "kubernetes_deployment": ("apps/v1", "Deployment"),
    "kubernetes_stateful_set": ("apps/v1", "StatefulSet"),
    "kubernetes_daemonset": ("apps/v1", "DaemonSet"),
    "kubernetes_daemon_set": ("apps/v1", "DaemonSet"),
    "kubernetes_job": ("batch/v1", "Job"),
    "kubernetes_cron_job": ("batch/v1", "CronJob"),
    "kubernetes_pod": ("v1", "Pod"),
    "kubernetes_service": ("v1", "Service"),
    "kubernetes_config_map": ("v1", "ConfigMap"),
    "kubernetes_secret": ("v1", "Secret"),
    "kubernetes_horizontal_pod_autoscaler": ("autoscaling/v2", "HorizontalPodAutoscaler"),
}
"""Resource without the version at its end → API version and kind of the object."""
VERSIONS = ("_v1", "_v2", "_v2beta2", "_v1beta1")
MANIFEST = "kubernetes_manifest"
"""Resource whose `manifest` is the object itself."""
KINDS = frozenset((MANIFEST, *OBJECTS, *(f"{name}{version}" for name in OBJECTS for version in VERSIONS)))

LISTS: dict[str, str] = {
    "container": "containers",
    "init_container": "initContainers",
    "port": "ports",
    "env": "env",
    "env_from": "envFrom",
    "volume": "volumes",
    "volume_mount": "volumeMounts",
    "items": "items",
    "sources": "sources",
}
"""Block that may be repeated → key of the list in a manifest."""
MAPS = frozenset({"data", "binary_data", "labels", "annotations", "match_labels", "limits", "requests", "node_selector"})
"""Arguments whose keys are the user's own."""
SPELLED: dict[str, str] = {"host_ip": "hostIP", "cluster_ip": "clusterIP", "external_ips": "externalIPs"}
"""Keys with an abbreviation in them."""
