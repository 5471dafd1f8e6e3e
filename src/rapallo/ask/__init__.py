"""Interventions, outcomes, and answers to what-if questions."""
