"""Files: importers and exporters, one format per file."""
