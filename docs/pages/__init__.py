"""One file for each generated page."""
