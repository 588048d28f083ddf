"""Configuration formats: text in, settings trees with spans out; each module holds `FORMAT`."""
