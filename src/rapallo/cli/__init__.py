"""Command line."""

from rapallo.cli.app import app, main

__all__ = ["app", "main"]
