"""Who can do what to whom: one risk rule per file."""
