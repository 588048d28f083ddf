"""Poolers, one file each; each module holds `POOLER`."""
