"""The small made-up world that the tests share: seven realms, three guilds, one court (scenario `template`)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rapallo.model.hypothesis import Model, Prior
from rapallo.model.system import System
from rapallo.record.tables import Record
from rapallo.scenarios import load

# made-up coefficients of its model, large enough that much happens in a few years
SMALL_VALUES = {
    "amity": {"constant": -1.5, "trust": 0.2, "common_enemy": 0.5, "third_party_threat": 0.1},
    "league": {"constant": -2.0, "trust": 0.3, "common_ally": 0.4, "common_enemy": 0.3},
    "embassy": {"constant": -1.0, "pair_value(regard)": 0.5},
    "summons": {"constant": -1.0, "pair_value(pretension)": 1.0, "impunity": 0.5, "deterrence": -0.1},
    "raid": {"constant": -1.5, "rivalry": 0.4, "pair_value(border)": 0.5},
    "invasion": {"constant": -2.5, "rivalry": 0.5, "deterrence": -0.2},
    "rally": {"constant": -1.0, "obligation": 1.5},
    "seizure": {"constant": -1.5, "tie(feud)": 2.0},
    "absorption": {"constant": -1.5, "tie(garrison)": 1.0},
    "accord": {"constant": 0.0},
    "unrest": {"constant": 0.0, "inertia(unrest)": 0.3},
    "ban": {"constant": -0.5, "reciprocity(unrest)": 0.5},
}


@pytest.fixture
def small_folder(tmp_path: Path) -> Path:
    """The small world as a folder that a test may spoil."""
    return shutil.copytree(load("template").folder, tmp_path / "small")


def bound(record: Record, effects: dict[str, tuple[str, ...]], prior: float = float("inf")) -> System:
    """A record bound to a model of one's own."""
    return System(record, Model(effects, prior=Prior(prior)))


@pytest.fixture(scope="session")
def small() -> Record:
    """The small world's record."""
    return load("template").record


@pytest.fixture(scope="session")
def system(small: Record) -> System:
    """The small world bound to its model."""
    return System(small, load("template").model)
