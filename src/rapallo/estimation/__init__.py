"""Backward: from a record to parameters."""
