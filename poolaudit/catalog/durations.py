"""How programming languages and configuration files write durations: units of text, constants and functions.

Sources, read 2026-11-21: https://pkg.go.dev/time#ParseDuration, https://pkg.go.dev/time#Duration,
https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/time/Duration.html,
https://kotlinlang.org/api/core/kotlin-stdlib/kotlin.time/-duration/, https://doc.rust-lang.org/std/time/struct.Duration.html,
https://learn.microsoft.com/dotnet/api/system.timespan, https://www.erlang.org/doc/apps/stdlib/timer.html,
https://docs.spring.io/spring-boot/reference/features/external-config.html#features.external-config.typesafe-configuration-properties.conversion.durations.
"""

from __future__ import annotations

TEXT_UNITS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
"""Letters after a number, as Go (without `d`), Spring and Quarkus write them, in seconds."""

CONSTANTS = {
    "time.Nanosecond": 1e-9,
    "time.Microsecond": 1e-6,
    "time.Millisecond": 1e-3,
    "time.Second": 1.0,
    "time.Minute": 60.0,
    "time.Hour": 3600.0,
}
"""Constants that a number is multiplied by, in seconds."""

FUNCTIONS = {
    "Duration.ofMillis": 1e-3,
    "Duration.ofSeconds": 1.0,
    "Duration.ofMinutes": 60.0,
    "Duration.ofHours": 3600.0,
    "Duration.ofDays": 86400.0,
    "Duration::from_millis": 1e-3,
    "Duration::from_secs": 1.0,
    "Duration::from_mins": 60.0,
    "Duration::from_hours": 3600.0,
    "TimeUnit.SECONDS.toMillis": 1.0,
    "TimeUnit.MINUTES.toMillis": 60.0,
    "TimeUnit.HOURS.toMillis": 3600.0,
    "TimeUnit.DAYS.toMillis": 86400.0,
    "TimeSpan.FromMilliseconds": 1e-3,
    "TimeSpan.FromSeconds": 1.0,
    "TimeSpan.FromMinutes": 60.0,
    "TimeSpan.FromHours": 3600.0,
    "TimeSpan.FromDays": 86400.0,
    ":timer.seconds": 1.0,
    ":timer.minutes": 60.0,
    ":timer.hours": 3600.0,
}
"""Functions of one number, by the end of their name, in seconds."""

NUMBERS = frozenset({"time.Duration"})
"""Conversions that leave their number as it is."""
