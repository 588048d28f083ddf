"""What the reader sees: results in, text out; one file per format, each module holds `REPORT`."""
