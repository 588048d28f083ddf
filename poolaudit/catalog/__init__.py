"""What the world is like: literals with a source and a date, no logic."""
