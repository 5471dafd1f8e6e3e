"""The claims: the shipped table holds to its record, and a spoilt one is refused with its place."""

import datetime as dt
import re

import pytest

import rapallo
from rapallo.errors import RecordError, UsageError
from rapallo.ledger.claims import COLUMNS, by_system, read_claims
from rapallo.record.read import read_record

ROW = {
    "id": "C01",
    "system": "outcasts",
    "title": "Two meet",
    "claim": "Avaland and Borland meet.",
    "rows": "1621-friends; 1620-relations",
    "test": "estimate",
    "premise": "holds",
    "premise_note": "The amity is of 1621-02-10.",
    "measure": "Contrast of trust in amity, 1620-01-01 to 1625-12-31. Claim: at least 1.5.",
    "against": "A contrast below 1.5.",
    "verdict": "",
    "effect": "",
    "low": "",
    "high": "",
}


def write(folder, *rows, header=tuple(ROW)):
    lines = [",".join(header)]
    lines += [",".join(f'"{row[name]}"' for name in header) for row in rows]
    (folder / "claims.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def read(folder, *rows):
    write(folder, *rows)
    return read_claims(folder, read_record(folder))


def refusal(folder, *rows):
    with pytest.raises(RecordError) as caught:
        read(folder, *rows)
    return str(caught.value)


@pytest.fixture(scope="module")
def soviet():
    scenario = rapallo.load("soviet")
    return scenario.record, read_claims(scenario.folder, scenario.record)


def test_every_claim_of_the_narrative_is_there(soviet):
    _, claims = soviet
    assert [c.id for c in claims] == [f"C{n:02d}" for n in range(1, 69)]
    assert len(by_system(claims)) == 20
    by_rule = {c.id for c in claims if c.test == "rule"}
    assert by_rule == {"C01", "C08", "C10", "C26", "C27", "C44", "C55"}


def test_every_claim_rests_on_rows_and_can_fail(soviet):
    record, claims = soviet
    for c in claims:
        assert len(c.rows) >= 3, c.id
        assert [e.id for e in c.events(record)] == sorted(c.rows, key=lambda name: record.by_id[name].time), c.id
        assert re.search(r"\b19[1-5]\d\b", c.measure), f"{c.id}: no window"
        if c.test == "rule":
            assert c.measure.startswith("By rule:"), c.id
        else:
            assert re.search(r"[Cc]laim\b.*(\d|none|above|below|no row)", c.measure), f"{c.id}: no threshold"
        assert len(c.against) > 30, c.id
        named = set(re.findall(r"\b[a-z_]{4,}\b", c.measure))
        words = {k.name for k in record.kinds} | {v.name for v in record.covariates} | {"trust", "perceived_threat"}
        assert named & words, f"{c.id}: names nothing of the package"


def test_actors_of_the_measures_are_in_the_record(soviet):
    record, claims = soviet
    for c in claims:
        for name in re.findall(r"\b[A-Z]{2,3}\b", f"{c.measure} {c.against}"):
            assert name in record.index, f"{c.id}: {name}"


def test_a_premise_quotes_days_of_its_rows(soviet):
    record, claims = soviet
    for c in claims:
        events = c.events(record)
        days = {e.date.isoformat() for e in events}
        days |= {d for e in events for value in e.attributes.values() for d in re.findall(r"\d{4}-\d\d-\d\d", value)}
        quoted = set(re.findall(r"\b\d{4}-\d\d-\d\d\b", c.premise_note))
        assert quoted <= days, (c.id, quoted - days)
        named = set(re.findall(r"\b\d{4}-[a-z][a-z0-9-]+", c.premise_note))
        assert named <= set(c.rows), (c.id, named - set(c.rows))


def test_rows_called_unverified_are(soviet):
    record, claims = soviet
    told = {(c.id, what) for c in claims for what in re.findall(r"([\w-]+)(?: \(|, )row unverified", c.premise_note)}
    assert len(told) == 7
    for name, what in told:
        (claim,) = (c for c in claims if c.id == name)
        sources = {e.source for e in claim.events(record) if what in (e.id, e.date.isoformat())}
        assert sources == {"unverified"}, (name, what)


def test_misdated_premises_against_the_record(soviet):
    """The order of days on which the word rests, read from the record."""
    record, claims = soviet
    day = {e.id: e.date for e in record.chronicle()}
    assert {c.id for c in claims if c.premise == "misdated"} == {"C16", "C21", "C31", "C37", "C53"}
    assert day["1926-pilsudski-coup"].year == 1926
    assert day["1928-third-period-line"] < day["1929-bukharin-removed-comintern"] < day["1929-social-fascism-line"]
    assert day["1937-italy-anti-comintern"] - day["1936-anti-comintern"] > dt.timedelta(days=300)
    assert day["1939-boundary-treaty"] == dt.date(1939, 9, 28)
    east = {"RUS", "POL", "LUB", "CZE", "ROM", "BUL", "HUN", "YUG", "ALB"}
    pacts = [e for e in record.events if e.kind == "defence" and set(e.actors) <= east and e.date.year > 1943]
    before = [e for e in pacts if e.date < day["1949-north-atlantic-treaty"]]
    # the Soviet-Czech treaty of 1943 renews one of 1935
    assert (len(before) + 1, len(pacts) - len(before)) == (22, 1)


def test_offers_before_and_after_the_anti_comintern_pact(soviet):
    record, _ = soviet
    offers = [
        e.date
        for e in record.events
        if e.kind == "proposal" and "RUS" in e.side_a and dt.date(1933, 1, 1) <= e.date <= dt.date(1939, 8, 22)
    ]
    pact = record.event("1936-anti-comintern").date
    after = [d for d in offers if d > pact]
    assert (len(offers) - len(after), len(after), min(after)) == (17, 28, dt.date(1937, 1, 29))
    assert sum(d.year == 1939 for d in after) == 18


def test_a_claim_is_read(small_folder):
    (claim,) = read(small_folder, ROW)
    assert claim.rows == ("1621-friends", "1620-relations")
    assert (claim.verdict, claim.effect, claim.low, claim.high) == ("not measured", None, None, None)
    assert [e.id for e in claim.events(read_record(small_folder))] == ["1620-relations", "1621-friends"]
    measured = {**ROW, "verdict": "supported", "effect": "1.8", "low": "1.1", "high": "2.9"}
    (claim,) = read(small_folder, measured)
    assert (claim.verdict, claim.effect, claim.low, claim.high) == ("supported", 1.8, 1.1, 2.9)


def test_systems_in_order_of_first_appearance(small_folder):
    rows = [{**ROW, "id": f"C0{n}", "system": system} for n, system in enumerate("bab", start=1)]
    found = by_system(read(small_folder, *rows))
    assert {name: [c.id for c in members] for name, members in found.items()} == {"b": ["C01", "C03"], "a": ["C02"]}
    assert list(found) == ["b", "a"]


def test_a_folder_without_claims(small_folder):
    with pytest.raises(UsageError, match="template has no claims: its folder holds no"):
        read_claims(small_folder, read_record(small_folder))


REFUSED = [
    ({"rows": "1621-freinds"}, "row 2, column rows: There is no event '1621-freinds'. Did you mean 1621-friends"),
    ({"rows": "1621-friends;1621-friends"}, "column rows: names '1621-friends' twice"),
    ({"rows": ""}, "column rows: is empty"),
    ({"measure": ""}, "column measure: is empty"),
    ({"against": ""}, "column against: is empty"),
    ({"test": "vote"}, "column test: 'vote' is no test. Use one of: rule, estimate"),
    ({"premise": "true"}, "column premise: 'true' is no premise. Use one of: holds, misdated"),
    ({"verdict": "proven"}, "column verdict: 'proven' is no verdict. Use one of: not measured, shown"),
    ({"verdict": "supported"}, "column effect: is empty where the verdict is supported"),
    ({"effect": "1.8", "low": "1.1", "high": "2.9"}, "column effect: is given where nothing is measured"),
    ({"verdict": "supported", "effect": "1.8", "low": "1.1"}, "column effect: stands without its whole interval"),
    (
        {"verdict": "supported", "effect": "3", "low": "1.1", "high": "2.9"},
        "column effect: 3 does not lie within 1.1 to 2.9",
    ),
    ({"verdict": "supported", "effect": "high", "low": "1", "high": "2"}, "column effect: 'high' is not a number"),
]


@pytest.mark.parametrize(("change", "message"), REFUSED)
def test_a_spoilt_claim_is_refused_with_its_place(small_folder, change, message):
    text = refusal(small_folder, {**ROW, **change})
    assert text.startswith("claims.csv, row 2, column ")
    assert message in text


def test_a_rule_gives_a_verdict_without_numbers(small_folder):
    (claim,) = read(small_folder, {**ROW, "test": "rule", "verdict": "shown"})
    assert claim.effect is None


def test_an_id_given_twice(small_folder):
    text = refusal(small_folder, ROW, ROW)
    assert "claims.csv, row 3, column id: the id 'C01' stands in row 2 already" in text


def test_a_column_too_few_or_unknown(small_folder):
    write(small_folder, ROW, header=[name for name in ROW if name != "against"])
    with pytest.raises(RecordError, match="column against: the column is missing"):
        read_claims(small_folder, read_record(small_folder))
    write(small_folder, {**ROW, "colour": "red"}, header=[*ROW, "colour"])
    with pytest.raises(RecordError, match="unknown column 'colour'"):
        read_claims(small_folder, read_record(small_folder))
    assert [c.name for c in COLUMNS] == list(ROW)
