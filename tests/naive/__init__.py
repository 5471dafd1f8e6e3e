"""The package written once more, from the formulas, slowly and plainly: what the tests compare it with."""
