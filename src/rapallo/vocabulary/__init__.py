"""What a scenario declares: types of actor, ties, values of pairs, covariates, families of kinds, and their roles."""
