"""PM2 in a container: as many processes as `-i` says."""

from __future__ import annotations

from poolaudit.catalog.model import Default, Flag, Reference, Runtime

RUNTIME = Runtime(
    name="pm2",
    role="program",
    programs=("pm2-runtime", "pm2-runtime start", "pm2 start", "pm2-docker"),
    config_endings=(".json", ".config.js", ".config.cjs", ".config.mjs", ".yml", ".yaml"),
    flags=(Flag(("-i", "--instances"), "processes"),),
    processes=Default(1),
    threads=None,
    sources=(Reference("https://pm2.keymetrics.io/docs/usage/docker-pm2-nodejs/", "6", "2026-11-21"),),
)
