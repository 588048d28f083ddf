"""supabase-js: requests to PostgREST over HTTP; it never opens a connection to the server."""

from __future__ import annotations

from poolaudit.catalog.model import Client, Prepares, Reference

CLIENT = Client(
    name="supabase_js",
    title="supabase-js",
    language="javascript",
    engines=("postgresql",),
    packages=("npm:@supabase/supabase-js",),
    prepares=Prepares.NEVER,
    triggers=("@supabase/supabase-js",),
    notes=("Nothing that it makes holds a connection, so no constructor is listed.",),
    sources=(Reference("https://supabase.com/docs/reference/javascript/initializing", "2", "2026-11-20", "memory"),),
)
