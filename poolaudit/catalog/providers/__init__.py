"""Managed services, one file each; each module holds `ENDPOINTS`."""
