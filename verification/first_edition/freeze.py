"""Write down which channels the first edition of the record is scored on: kinds.csv and pairs.csv beside this file.

    python verification/first_edition/freeze.py

Scores of later editions are comparable with those of the first when they are taken over these channels: an event of a
later kind counts as the kind that `first_edition` in kinds.csv of the scenario names. A channel is frozen with the days
on which both actors exist. Kinds with the same channels share one list. Run on the first edition only (record digest
below); on any other record the script refuses.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import rapallo

HERE = Path(__file__).parent
DIGEST = "497c633e0806ca62cfd94ca552c89a0ec39ab437b54e0895f1696cee1363107e"


def main() -> None:
    """Write both files."""
    system = rapallo.load("soviet").system
    record, channels = system.record, system.channels
    if record.digest != DIGEST:
        sys.exit(f"This is not the first edition: its digest is {DIGEST[:12]}, not {record.digest[:12]}.")
    lives = {a.id: (max(a.begin, record.begin), min(a.end or record.end, record.end)) for a in record.actors}
    lists: dict[tuple[tuple[str, str], ...], int] = {}
    kinds = []
    for k, kind in enumerate(record.kinds):
        rows = range(channels.start[k], channels.start[k + 1])
        pairs = tuple((record.actors[channels.i[n]].id, record.actors[channels.j[n]].id) for n in rows)
        if pairs:
            kinds.append((kind.name, lists.setdefault(pairs, len(lists) + 1)))
    _write("kinds.csv", ("kind", "list"), kinds)
    spans = []
    for pairs, number in lists.items():
        for a, b in pairs:
            begin, end = max(lives[a][0], lives[b][0]), min(lives[a][1], lives[b][1])
            if begin <= end:
                spans.append((number, a, b, begin, end))
    _write("pairs.csv", ("list", "sender", "receiver", "begin", "end"), spans)


def _write(name: str, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
