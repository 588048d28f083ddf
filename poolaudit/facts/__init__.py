"""The words that the rest of the program speaks: frozen dataclasses, no third-party import."""
