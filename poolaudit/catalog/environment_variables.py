"""Variables that choose a framework's environment or profile.

Sources, read 2026-11-21: https://guides.rubyonrails.org/configuring.html (8.0), https://docs.spring.io/spring-boot/reference/features/profiles.html
(3.4), https://learn.microsoft.com/aspnet/core/fundamentals/environments (9.0), https://laravel.com/docs/11.x/configuration,
https://hexdocs.pm/mix/Mix.html (1.17), https://nodejs.org/en/learn/getting-started/nodejs-the-difference-between-development-and-production.
"""

from __future__ import annotations

CHOOSERS = (
    "RAILS_ENV",
    "RACK_ENV",
    "SPRING_PROFILES_ACTIVE",
    "QUARKUS_PROFILE",
    "MICRONAUT_ENVIRONMENTS",
    "ASPNETCORE_ENVIRONMENT",
    "DOTNET_ENVIRONMENT",
    "APP_ENV",
    "MIX_ENV",
    "NODE_ENV",
)

UNCHOSEN = {"rails": "development", "npgsql": "production"}
"""Client library → environment of a program in which none of those is set: `Rails.env`
(https://api.rubyonrails.org/classes/Rails.html#method-c-env, 8.0), and the generic host of .NET
(https://learn.microsoft.com/aspnet/core/fundamentals/environments, 9.0), both read 2026-11-21."""

SETTINGS_MODULE = "DJANGO_SETTINGS_MODULE"
"""Dotted name of the one settings module of Django that a program loads, with those that it imports
(https://docs.djangoproject.com/en/5.2/topics/settings/#designating-the-settings, read 2026-11-21)."""

DIRECT_NAMES = ("DIRECT", "UNPOOLED", "NON_POOLING", "NONPOOLING", "NO_POOL")
"""Parts of the names of variables that lead round a pooler on purpose, in capitals.

https://www.prisma.io/docs/v6/orm/reference/prisma-schema-reference#datasource (`DIRECT_URL`),
https://neon.com/docs/guides/vercel-managed-integration (`DATABASE_URL_UNPOOLED`, `POSTGRES_URL_NON_POOLING`), read 2026-11-21."""
