"""A program of the Java virtual machine by itself: one process, whatever it does."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Reference, Runtime

RUNTIME = Runtime(
    name="java",
    role="program",
    programs=("java",),
    processes=Default(1),
    threads=None,
    sources=(Reference("https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html", "21", "2026-11-21"),),
)
