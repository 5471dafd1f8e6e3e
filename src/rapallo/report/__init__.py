"""Results as plain data, once: what `--json` prints, and what the command line and a laboratory lay out."""
