"""poolaudit finds connection and pooling faults that only show when the files of a repository are read together."""

from __future__ import annotations

__version__ = "0.1.0"
