"""The narrative's claims as data: what each rests on, how it is measured, and what the evidence says."""
