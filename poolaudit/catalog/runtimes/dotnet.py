"""A program of .NET by itself: one process, whatever it does."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Reference, Runtime

RUNTIME = Runtime(
    name="dotnet",
    role="program",
    programs=("dotnet",),
    processes=Default(1),
    threads=None,
    sources=(Reference("https://learn.microsoft.com/dotnet/core/tools/dotnet#runtime-options", "9.0", "2026-11-21"),),
)
