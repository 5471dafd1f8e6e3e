"""Forward: from parameters to histories."""
