"""Connection strings: text in, `Dsn` out, one module per grammar."""
