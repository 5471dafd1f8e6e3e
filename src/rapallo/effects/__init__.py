"""Named statistics of theory, one idea per file."""
