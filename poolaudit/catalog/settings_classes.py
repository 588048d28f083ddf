"""Classes whose annotated fields are read from environment variables: pydantic's settings.

In: nothing (literals). Out: resolved dotted names of base classes, field functions and configuration keys, with the rules of each.
"""

from __future__ import annotations

from poolaudit.catalog.model import Reference

SOURCES = (
    Reference("https://pypi.org/project/pydantic-settings/2.11.0/", "2.11.0", "2026-11-21"),
    Reference("https://docs.pydantic.dev/latest/concepts/pydantic_settings/#environment-variable-names", "2.11", "2026-11-21"),
    Reference("https://github.com/pydantic/pydantic/blob/1.10.X-fixes/pydantic/env_settings.py", "1.10", "2026-11-21"),
)
"""The rules stand in `pydantic_settings/sources/base.py` (`_extract_field_info`) and in `env_settings.py` (`prepare_field`)."""

DJANGO_SETTINGS = "django.conf.settings."
"""What stands for the settings of a project (https://docs.djangoproject.com/en/5.2/topics/settings/#using-settings-in-python-code)."""

BASES: frozenset[str] = frozenset({"pydantic_settings.BaseSettings", "pydantic_settings.main.BaseSettings"})
"""Base classes whose fields are named by `validation_alias` or `alias`, else by prefix and field name."""

BASES_V1: frozenset[str] = frozenset(
    {
        "pydantic.BaseSettings",
        "pydantic.env_settings.BaseSettings",
        "pydantic.v1.BaseSettings",
        "pydantic.v1.env_settings.BaseSettings",
    }
)
"""Base classes of pydantic 1, whose fields are named by `env`, else by prefix and field name; aliases name no variable."""

FIELDS: frozenset[str] = frozenset({"pydantic.Field", "pydantic.fields.Field", "pydantic.v1.Field", "pydantic.v1.fields.Field"})
"""Functions that describe a field; the first positional argument is the default."""

CHOICES: frozenset[str] = frozenset({"pydantic.AliasChoices", "pydantic.aliases.AliasChoices"})
"""Several names for one field; the first one that is set wins."""

CONFIG_ATTRIBUTE = "model_config"
"""Class attribute with the configuration; pydantic 1 has a nested class `Config`, which version 2 still reads."""
CONFIG_CLASS = "Config"

BY_NAME = "populate_by_name"
"""Configuration key that lets the field's own name count after its alias."""

FIELDS_V1 = "fields"
"""Key of a pydantic 1 `Config`: field → `{"env": …}`, which wins over what the field says."""
