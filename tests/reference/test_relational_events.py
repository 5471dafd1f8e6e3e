"""Three relational event models with known answers: data and figures lie beside this file."""

import json
import math
from pathlib import Path

import pytest

from rapallo.estimation.fitting import fit
from rapallo.io.relational_events import read_relational_events
from rapallo.model.hypothesis import Model
from rapallo.model.system import System
from rapallo.state.settings import Settings

HERE = Path(__file__).parent
EXPECTED = json.loads((HERE / "expected.json").read_text())
TERMS = {
    "intercept": "constant",
    "inertia": "inertia(event, binary)",
    "recip": "reciprocity(event, binary)",
    "trans": "transitivity(event)",
    "same_bloc": "same(bloc)",
    "alter_capability": "covariate(capability, receiver)",
}
COUNTS = {**TERMS, "inertia": "inertia(event, count)", "recip": "reciprocity(event, count)"}


@pytest.mark.parametrize(
    ("name", "likelihood", "terms"),
    [
        ("rem_exact", "exact", TERMS),
        ("rem_ordered", "ordered", TERMS),
        ("rem_exact_weighted", "exact", COUNTS),
    ],
)
def test_estimates_errors_and_likelihood_to_six_digits(name, likelihood, terms):
    expected = dict(EXPECTED[name])
    loglik = expected.pop("loglik")
    record = read_relational_events(HERE / "actors.csv", HERE / "events.csv")
    labels = tuple(terms[key] for key in expected if key != "intercept")
    system = System(record, Model({"event": labels}, Settings.still()))
    found = fit(system, likelihood=likelihood).kinds["event"]
    assert found.converged
    assert math.isclose(found.loglik, loglik, abs_tol=1e-6)
    for key, (estimate, error) in expected.items():
        place = found.terms.index(terms[key])
        assert math.isclose(found.estimate[place], estimate, abs_tol=5e-7), key
        assert math.isclose(found.standard_error[place], error, abs_tol=5e-7), key
