"""Scores on disk: what is there is not made again, what is damaged is."""

import datetime as dt
import json

import pytest

import rapallo.io.scores as module
from rapallo.errors import UsageError
from rapallo.io.scores import kept_score
from rapallo.model.hypothesis import Model
from rapallo.scoring.pair_rates import PairRates
from rapallo.scoring.score import score

ORIGIN = dt.date(1621, 6, 1)


def same(one, other):
    tables = ("events", "expected", "horizons")
    return all(getattr(one, t).equals(getattr(other, t)) for t in tables) and one.missed == other.missed


@pytest.mark.parametrize("model", [Model({"league": (), "amity": ()}), PairRates()])
def test_what_was_scored_is_not_scored_again(small, tmp_path, monkeypatch, model):
    folder, calls = tmp_path / "scores", []
    monkeypatch.setattr(module, "score", lambda *a, **k: (calls.append(a), score(*a, **k))[1])
    first = kept_score(folder, small, model, ORIGIN, 1.0)
    assert same(first, kept_score(folder, small, model, ORIGIN, 1.0))
    assert same(first, score(small, model, [ORIGIN], 1.0))
    assert len(calls) == 1
    kept_score(folder, small, model, ORIGIN, 0.5)
    kept_score(None, small, model, ORIGIN, 1.0)
    assert len(calls) == 3
    # a table that is not what was written, and a run that was stopped before its end
    (own,) = folder.glob("*-1621-06-01-1")
    (own / "events.parquet").write_bytes(b"nothing")
    assert same(first, kept_score(folder, small, model, ORIGIN, 1.0))
    (own / "done.json").unlink()
    assert same(first, kept_score(folder, small, model, ORIGIN, 1.0))
    assert len(calls) == 5


def test_a_folder_holds_scores_of_one_record_and_version(small, tmp_path):
    model = Model({"league": ()})
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(UsageError, match="is in use and holds no scores"):
        kept_score(tmp_path, small, model, ORIGIN, 1.0)
    folder = tmp_path / "scores"
    kept_score(folder, small, model, ORIGIN, 0.25)
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"record_digest": "other"}))
    with pytest.raises(UsageError, match=r"scores made otherwise \(different record_digest\)"):
        kept_score(folder, small, model, ORIGIN, 0.25)
    path.write_text("{}")
    with pytest.raises(UsageError, match="holds no scores"):
        kept_score(folder, small, model, ORIGIN, 0.25)
