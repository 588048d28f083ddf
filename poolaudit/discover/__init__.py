"""Which files are worth reading: paths in, `Source` out."""
