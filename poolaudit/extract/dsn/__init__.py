"""Connection strings: which grammar is this string, and what does it say."""

from __future__ import annotations

from poolaudit.extract.dsn.mask import mask
from poolaudit.extract.dsn.options import options_parameters
from poolaudit.extract.dsn.parse import parse_dsn
from poolaudit.extract.dsn.parts import dsn_from_parts
from poolaudit.extract.dsn.scheme import looks_like_dsn
from poolaudit.extract.dsn.text import DsnError

__all__ = ["DsnError", "dsn_from_parts", "looks_like_dsn", "mask", "options_parameters", "parse_dsn"]
