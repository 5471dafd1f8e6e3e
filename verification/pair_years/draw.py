"""Draw pair-years without a pact, to be searched for talks that failed: drawn.csv beside this file.

    python verification/pair_years/draw.py

Working back from treaties finds the talks that led to one. So 60 pair-years were drawn at random among those in which
no pact of the pair was signed or in force, and searched for offers, talks and refusals; found.csv says what was found.
The pairs are those on which pacts are scored (`verification/first_edition`), the years those in which both exist
throughout.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

import rapallo

HERE = Path(__file__).parent
SEED, DRAWN, YEARS = 1939, 60, range(1919, 1954)


def main() -> None:
    """Write drawn.csv."""
    record = rapallo.load("soviet").record
    pacts = {tie.name for tie in record.vocabulary.ties if tie.pact}
    system = rapallo.load("soviet").system
    bound: set[tuple[frozenset[str], int]] = set()
    for treaty in system.history.treaties(record.end, ended=True):
        for bond in treaty.bonds:
            if bond.tie in pacts:
                last = (bond.ended or record.end).year
                bound |= {(frozenset((bond.a, bond.b)), year) for year in range(bond.since.year, last + 1)}
    states = {a.id for a in record.actors if a.type == "state"}
    lists = dict(_rows("kinds.csv"))
    free = []
    for number, a, b, begin, end in _rows("pairs.csv"):
        if number == lists["defence"] and {a, b} <= states:
            free += [
                (a, b, y) for y in YEARS
                if begin < f"{y}-01-02" and end >= f"{y}-12-31" and (frozenset((a, b)), y) not in bound
            ]  # fmt: skip
    chosen = np.random.Generator(np.random.Philox(SEED)).choice(len(free), DRAWN, replace=False)
    with (HERE / "drawn.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("actor_a", "actor_b", "year"))
        writer.writerows(free[n] for n in sorted(chosen))
    print(f"{len(free)} pair-years without a pact, {DRAWN} drawn with seed {SEED}")


def _rows(name: str) -> list[list[str]]:
    path = HERE.parent / "first_edition" / name
    return [line.split(",") for line in path.read_text("utf-8").splitlines()[1:]]


if __name__ == "__main__":
    main()
