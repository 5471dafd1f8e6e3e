"""What follows from an event beyond what its kind opens, closes and signals: one consequence per file."""
