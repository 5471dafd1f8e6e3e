"""Part of Rapallo."""
