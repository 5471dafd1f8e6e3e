"""How much of other people's lists the record holds: items found within three days, for each list.

Run by `make verify`; prints what is missing. The lists are facts (a day, who took part, what) noted from pages that
were not used to code those events; `lists/sources.csv` says where each stands. An item is found if an event with all
its actors (and of one of its kinds, where the list names kinds) lies within three days of it, by its date or by the
`alternative` date that the record gives where authorities differ.
"""

import csv
import datetime as dt
from pathlib import Path

import pytest

import rapallo

LISTS = Path(__file__).parent / "lists"
# the lists name kinds of the first edition
FIRST = dict(
    line.split(",") for line in (LISTS.parent / "first_edition" / "map.csv").read_text("utf-8").splitlines()[1:]
)
NEAR = dt.timedelta(days=3)


def read(name):
    with (LISTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def events():
    return list(rapallo.load("soviet").record.chronicle())


def days(event):
    yield event.date
    if "alternative" in event.attributes:
        yield dt.date.fromisoformat(event.attributes["alternative"])


def found(item, events):
    day = dt.date.fromisoformat(item["date"])
    actors = set(item["actors"].split(";"))
    kinds = set(filter(None, item["kinds"].split(";")))
    return any(
        actors <= {*event.side_a, *event.side_b}
        and (not kinds or FIRST[event.kind] in kinds)
        and any(abs(d - day) <= NEAR for d in days(event))
        for event in events
    )


@pytest.mark.parametrize("name", ["diplomatic_events", "soviet_treaties", "soviet_relations"])
def test_the_record_holds_the_list(name, events):
    items = read(name)
    missing = [item for item in items if not found(item, events)]
    for item in missing:
        print("not found:", item["date"], item["actors"], item["what"])
    share = 1 - len(missing) / len(items)
    print(f"{name}: {len(items) - len(missing)} of {len(items)} found within three days ({share:.1%})")
    assert share >= 0.95


def test_every_list_names_sources_that_are_listed():
    known = {row["source"] for row in read("sources")}
    for name in ("diplomatic_events", "soviet_treaties", "soviet_relations"):
        assert {item["source"] for item in read(name)} <= known
