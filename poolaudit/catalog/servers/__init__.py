"""Database servers, one file each; each module holds `SERVER`."""
