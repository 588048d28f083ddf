"""Programming languages: text in, calls, strings and assignments out; each module holds `FORMAT`."""
