"""Tables of results in files, by their ending."""

import numpy as np
import polars as pl
import pytest

from rapallo.errors import UsageError
from rapallo.estimation.comparison import compare
from rapallo.estimation.fitting import fit
from rapallo.io.result_tables import write_comparison
from rapallo.scenarios import load


def test_each_ending_has_its_format(tmp_path):
    found = compare({"own": fit(load("template").system, until="1623-12-31")})
    for ending in ("md", "tex", "csv", "parquet"):
        write_comparison(found, tmp_path / f"fit.{ending}")
    assert (tmp_path / "fit.md").read_text("utf-8") == found.to_markdown()
    assert (tmp_path / "fit.tex").read_text("utf-8") == found.to_latex()
    frame = found.to_polars()
    assert pl.read_parquet(tmp_path / "fit.parquet").equals(frame)
    read = pl.read_csv(tmp_path / "fit.csv")
    assert read.columns == frame.columns
    np.testing.assert_allclose(read["estimate"], frame["estimate"])
    with pytest.raises(UsageError, match=r"fit.doc: the name must end in .md, .tex, .csv, .parquet"):
        write_comparison(found, tmp_path / "fit.doc")
    with pytest.raises(UsageError, match="cannot be written"):
        write_comparison(found, tmp_path / "no" / "fit.md")
