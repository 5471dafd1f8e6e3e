"""A hypothesis: which effects move which kind of event; and what it becomes when it is bound to a record."""
