"""The system at one instant, and its only writer."""
