"""Programs that multiply processes, and migration tools; each module holds `RUNTIME`."""
