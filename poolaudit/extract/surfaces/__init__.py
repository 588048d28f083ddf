"""What settings and calls mean: neutral shapes in, facts out; each module holds `SURFACE`."""
