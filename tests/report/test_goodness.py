"""Goodness of fit as plain data: complete, and writable as JSON."""

import json
import math

import pytest

from rapallo.model.hypothesis import Model
from rapallo.report.goodness import goodness_data
from rapallo.scoring.goodness import goodness


@pytest.fixture(scope="module")
def found(small):
    return goodness(small, Model({"league": (), "amity": (), "embassy": ()}), ["1621-06-01"], 2.0, runs=3)


def test_every_frame_is_there_row_by_row(found):
    data = goodness_data(found)
    for name in ("origins", "kinds", "features", "residuals", "quantiles"):
        assert len(data[name]) == len(getattr(found, name)), name
        assert all(row["origin"] == "1621-06-01" for row in data[name])
    (brought,) = data["offspring"]
    assert len(brought["matrix"]) == len(brought["families"]) == len(brought["drawn"])
    assert sum(brought["drawn"]) == 200
    assert (data["verdict"], data["inside"]) == (found.verdict, found.inside)


def test_what_has_no_bounds_is_null(found):
    origins = found.origins.with_columns(radius=math.inf, above=0.0)
    data = goodness_data(type(found)(**{**vars(found), "origins": origins}))
    assert data["origins"][0]["radius"] is None
    assert data["verdict"].startswith("explodes: the spectral radius at 1621-06-01 is inf")
    json.dumps(data, allow_nan=False)
