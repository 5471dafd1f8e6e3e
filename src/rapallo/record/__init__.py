"""What is claimed to have happened: tables, schema, checks, dates."""
