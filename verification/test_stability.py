"""The memory model left to itself, within 1927-36: four variants, one year from ten origins and five from three.

Run by `make verify`; prints the table. The shipped one (4 m / (1 + 4 m), with frailty) must keep 80 to 97 % of kinds
and years inside bands of 90 %, no more than 5 % of runs above three times the events that came, and spectral radii
below 1. The variant log(1 + 4 m) forecasts as well one step ahead. It never looks beyond 1936.
"""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

import rapallo
from rapallo.model.hypothesis import Group, Model
from rapallo.scoring.goodness import goodness

ORIGINS = [f"{year}-01-01" for year in range(1927, 1937)]
LONG = [f"{year}-01-01" for year in (1927, 1930, 1932)]
RUNS = 20


def logarithmic(model):
    """Return a model with log(1 + 4 m) for 4 m / (1 + 4 m) in all its groups."""
    groups = {
        name: Group(tuple(f"log(4 * {term.replace(')', ', form=count)')})" for term in group.terms), group.sd)
        for name, group in model.groups.items()
    }
    return replace(model, groups=groups)


def variants():
    memory = Model.from_toml(rapallo.load("soviet").models()["memory"])
    plain = replace(memory, frailty=None)
    return {
        "saturated with frailty": memory,
        "saturated": plain,
        "log with frailty": logarithmic(memory),
        "log": logarithmic(plain),
    }


@pytest.mark.parametrize("name", variants())
def test_the_memory_model_is_stable_and_its_bands_are_honest(name):
    record, model = rapallo.load("soviet").record, variants()[name]
    one = goodness(record, model, ORIGINS, 1.0, runs=RUNS)
    five = goodness(record, model, LONG, 5.0, runs=RUNS)
    shares = {}
    for years, found in ((1, one), (5, five)):
        seen = found.kinds.filter((pl.col("observed") > 0) | (pl.col("high") > 0))
        low = float((seen["observed"] < seen["low"]).mean())
        shares[years] = found.inside
        print(
            f"{name}, {years} y: {found.inside:.1%} of kinds inside 90 % bands, {low:.1%} below; runs above 3 times "
            f"{found.origins['above'].mean():.1%}; medians of simulated over observed "
            f"{np.round(found.origins['median'].to_list(), 2).tolist()}; radius "
            f"{found.origins['radius'].min():.2f} to {found.origins['radius'].max():.2f}",
            flush=True,
        )
    if name == "saturated with frailty":
        assert 0.80 <= shares[1] <= 0.97
        assert max(one.origins["above"].mean(), five.origins["above"].mean()) <= 0.05
        assert max(one.origins["radius"].max(), five.origins["radius"].max()) < 1.0
