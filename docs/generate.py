"""Write the reference pages that follow from the code and the record; prose is in templates/.

`make docs` runs it; a test holds the pages to what it would write.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

import rapallo
from rapallo.cli import app
from rapallo.effects.catalogue import CATALOGUE
from rapallo.effects.effect import Effect, Parameter
from rapallo.effects.forms import FORMS
from rapallo.events.consequences.catalogue import CONSEQUENCES
from rapallo.events.rules.catalogue import RULES
from rapallo.ledger.claims import COLUMNS, Claim, by_system, read_claims
from rapallo.model.terms import FUNCTIONS, SIDES
from rapallo.record.courses import FORWARD, Course, acts_linked, by_stage, courses, signatures_prepared
from rapallo.record.schema import schema
from rapallo.record.tables import Event, Record
from rapallo.record.tallies import bases, by_kind, decades, silences
from rapallo.record.values import ATTRIBUTES, CHOICES, UNVERIFIED
from rapallo.report.negotiations import StageRate, stage_rates
from rapallo.state.fields import PROPERTIES, Reach, Reads
from rapallo.theory.agreement import kappa
from rapallo.theory.intervals import wilson
from rapallo.vocabulary.words import COVARIATE_ROLES, TIE_ROLES, VALUE_ROLES

HERE = Path(__file__).parent
VERIFICATION = HERE.parent / "verification"
PACTS = ("non_aggression", "neutrality", "entente", "defence", "guarantee")
PACT_SUBJECTS = ("non_aggression", "friendship", "alliance")
REACH = {
    Reach.PAIR: "",
    Reach.ACTORS: " (of either with anyone)",
    Reach.ALL: " (of anyone)",
}
WHAT = {
    "kind": "a kind of event",
    "tie": "a tie",
    "covariate": "a covariate",
    "value": "a value of pairs",
    "half_life": "years above 0",
    "side": "sender or receiver",
    "form": "a form, see above",
    "number": "a number",
}
READS = {
    "own": "the field that its argument names",
    "exists": "who exists",
    "patron": "who controls whom",
    "trust": "trust",
    "threat": "perceived threat",
    "feared": "perceived threat as of the last tick",
    "fresh": "marks of a new leader",
    "impunity": "unpunished gains",
    "tension": "the tension of the system",
}
NOTE = "<!-- made by docs/generate.py; do not edit -->\n\n"


def effects_page() -> str:
    """Return the language of terms and the catalogue of effects."""
    functions = ", ".join(f"`{name}(x)`" for name in FUNCTIONS)
    prose = (HERE / "templates" / "effects.md").read_text("utf-8")
    lines = [prose.format(note=NOTE, sides=" or ".join(SIDES), forms=", ".join(FORMS), functions=functions)]
    for effect in CATALOGUE.values():
        lines.append(f"### `{_written(effect)}`\n")
        lines.append(f"{effect.meaning[0].upper()}{effect.meaning[1:]}.\n")
        lines.append(f"$$ {effect.formula} $$\n")
        for p in effect.parameters:
            lines.append(f"- `{p.name}`: {WHAT[p.what]}{_default(p)}")
        reads = ", ".join(_read(effect, read) for read in effect.reads) or "nothing that events change"
        lines.append(f"- reads {reads}")
        if effect.roles:
            lines.append(f"- needs a word with the role {' and one with the role '.join(effect.roles)}")
        lines.append(f"- {effect.reference}\n")
    return "\n".join(lines)


def _written(effect: Effect) -> str:
    """Return how a term is written, what may be left out in brackets."""
    parts = [p.name if p.default is None else f"[{p.name}]" for p in effect.parameters]
    return f"{effect.name}({', '.join(parts)})" if parts else effect.name


def _default(parameter: Parameter) -> str:
    if parameter.default is None:
        return "; must be given"
    if parameter.what == "half_life":
        return "; default: the setting `memory` of the model"
    return f"; default: {parameter.default}"


def _read(effect: Effect, read: Reads) -> str:
    name, _, what = read.field.partition(":")
    if name == "own" and effect.trace:
        text = "the memory of what it counts"
    elif name == "tie" and what in PROPERTIES:
        text = f"ties with the property {what}"
    elif what:
        text = f"the {name} with the role {what}"
    else:
        text = READS[name]
    return text + REACH[read.reach]


def data_page() -> str:
    """Return the data dictionary: tables, columns, kinds."""
    record = rapallo.load("soviet").record
    lines = ["# Data dictionary\n", NOTE]
    lines += _vocabulary(record)
    for table, columns in schema().items():
        if table == "schedule":
            lines.append("## schedule.csv\n\nThe same columns as events.csv: what the model takes as given.\n")
            continue
        lines.append(f"## {table}.csv\n")
        lines.append("| column | type | unit | default | required | meaning |\n|---|---|---|---|---|---|")
        for c in columns:
            need = "yes" if c.required else "no"
            lines.append(f"| {c.name} | {c.type} | {c.unit} | {c.default} | {need} | {c.meaning} |")
        lines.append("")
    events = list(record.chronicle())
    given = Counter(name for e in events for name in e.attributes)
    lines.append("## Attributes of events\n")
    lines.append("| attribute | written | meaning | events |\n|---|---|---|---|")
    lines += [f"| {name} | {a.written} | {a.meaning} | {given[name]} |" for name, a in ATTRIBUTES.items()]
    lines.append("")
    lines.append("## Rules of risk\n\nWho can have an event of a kind now; both must exist.\n")
    lines.append("| rule | holds if |\n|---|---|")
    lines += [f"| {rule.name} | {rule.meaning} |" for rule in RULES]
    lines.append(
        "\n## Consequences\n\nWhat a kind does besides opening and closing ties and moving trust and threat.\n"
    )
    lines.append("| consequence | what it does | needs the role |\n|---|---|---|")
    lines += [f"| {c.name} | {c.meaning} | {' '.join(c.roles)} |" for c in CONSEQUENCES]
    lines.append("")
    counts = Counter(e.kind for e in events)
    lines.append("## Kinds of event\n")
    lines.append(
        "| kind | role | consent | at risk | coded for | consequences | term | trust | threat | CAMEO | PLOVER "
        "| Goldstein | events | meaning |"
    )
    lines.append("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|")
    for k in record.kinds:
        coverage, term = " ".join(k.coverage), "" if k.term is None else f"{k.term:g}"
        lines.append(
            f"| {k.name} | {k.role} | {'yes' if k.consent else 'no'} | {k.risk} {k.tie} | {coverage} | "
            f"{' '.join(k.consequences)} | {term} | {k.trust:+g} | {k.threat:+g} | {k.cameo} | {k.plover} | "
            f"{k.goldstein:+g} | {counts[k.name]} | {k.meaning} |"
        )
    lines.append(
        "\nGoldstein weights are those of the CAMEO codes in the scale used with GDELT "
        "(seen in a public code listing of CAMEO 1.1b3 weights; the scale is Goldstein 1992)."
    )
    return "\n".join(lines) + "\n"


def _vocabulary(record: Record) -> list[str]:
    """Return what vocabulary.toml may declare, and what the shipped one does."""
    words = record.vocabulary
    prose = (HERE / "templates" / "vocabulary.md").read_text("utf-8")
    roles = {"tie_roles": TIE_ROLES, "value_roles": VALUE_ROLES, "covariate_roles": COVARIATE_ROLES}
    lines = [prose.format(**{name: ", ".join(found) for name, found in roles.items()})]
    lines.append("| tie | role | properties | meaning |\n|---|---|---|---|")
    for tie in words.ties:
        held = [name for name in ("directed", "pact", "aligns", "defends", "ends_at_war") if getattr(tie, name)]
        lines.append(f"| {tie.name} | {tie.role} | {' '.join(held)} | {tie.meaning} |")
    lines.append("\n| value of pairs | role | range | meaning |\n|---|---|---|---|")
    lines += [f"| {v.name} | {v.role} | {v.low:g} to {v.high:g} | {v.meaning} |" for v in words.values]
    lines.append("\n| covariate | role | range | meaning |\n|---|---|---|---|")
    lines += [f"| {c.name} | {c.role} | {c.low:g} to {c.high:g} | {c.meaning} |" for c in words.covariates]
    return [*lines, ""]


def record_page() -> str:
    """Return what the record claims to hold: completeness, coding rules, gaps, error rate, how to dispute a row."""
    record = rapallo.load("soviet").record
    return (
        (HERE / "templates" / "record.md")
        .read_text("utf-8")
        .format(
            note=NOTE,
            completeness=_completeness(record),
            silences=_silences(record),
            error_rate=_error_rate(record),
            agreement=_agreement(record),
            measures=_measures(record),
            coding_rules=_coding_rules(record),
        )
    )


def _completeness(record: Record) -> str:
    events = list(record.chronicle())
    verified = sum(e.source != "unverified" for e in events)
    lines = [
        f"{len(record.actors)} actors, {len(events)} events from {record.begin} to {record.end}; "
        f"{verified} ({verified / len(events):.0%}) name a document or data set in which the event was found. "
        "The others say `unverified`. Days are of the Gregorian calendar.\n",
        "## What is declared complete\n",
        "`complete` means that every event of the kind within the bounds was looked for, in general chronologies and "
        "in lists of its own kind (treaties, wars, vetoes, recognitions); `principal` that those are coded which "
        "histories record; `given` that the model takes it from outside. The bounds of each kind stand with its rule "
        "below. The declaration is data: coding.csv.\n",
        "| kind | declared | " + " | ".join(f"{d}s" for d in decades(record)) + " | events | sourced |",
        "|---|---|" + "---|" * (len(decades(record)) + 2),
    ]
    for k in by_kind(record):
        share = f"{k.verified / k.events:.0%}" if k.events else ""
        spread = " | ".join(str(n) for n in k.decades.values())
        lines.append(f"| {k.kind} | {k.completeness} | {spread} | {k.events} | {share} |")
    lines += ["", "| table | rows | with a source |", "|---|---|---|"]
    lines += [f"| {b.table} | {b.rows} | {b.verified} ({b.verified / b.rows:.0%}) |" for b in bases(record)]
    grades = {s.id: s.grade for s in record.sources}
    resting = Counter(grades[e.source] for e in events if e.source != UNVERIFIED)
    listed = Counter(grades.values())
    lines += ["", "| grade of the source | sources | events that rest on it |", "|---|---|---|"]
    lines += [f"| {grade} | {listed[grade]} | {resting[grade]} |" for grade in CHOICES["grade"]]
    schemes = Counter(i.scheme for i in record.identities)
    lines += ["", "| numbers of other data sets and registers | rows |", "|---|---|"]
    lines += [f"| {scheme} | {n} |" for scheme, n in schemes.most_common()]
    return "\n".join(lines) + "\n"


def covariates_page() -> str:
    """Return how capability and the judged covariates were made."""
    record = rapallo.load("soviet").record
    held: dict[str, list[tuple[dt.date, float]]] = {}
    for c in sorted(record.covariates, key=lambda c: c.date):
        if c.name == "capability":
            held.setdefault(c.actor, []).append((c.date, c.value))

    def share(actor: str, year: int) -> float:
        return [value for day, value in held[actor] if day <= dt.date(year + 1, 1, 1)][-1]

    published = {
        (row["actor"], row["year"]): float(row["cinc"]) for row in _rows(VERIFICATION / "capability" / "cinc.csv")
    }
    years = sorted({year for _, year in published})
    lines = ["| share here over CINC | " + " | ".join(years) + " |", "|---|" + "---|" * len(years)]
    for actor in dict.fromkeys(actor for actor, _ in published):
        cells = [f"{share(actor, int(y)) / published[actor, y]:.2f}" if (actor, y) in published else "" for y in years]
        lines.append(f"| {actor} | {' | '.join(cells)} |")
    marks = ["| value | rows | with a source | by judgement | with hindsight |", "|---|---|---|---|---|"]
    values = [c for c in record.covariates if c.name != "capability"] + list(record.pairs)
    for name in dict.fromkeys(j.value for j in record.judgements):
        own = [v for v in values if v.name == name]
        sourced = sum(v.source != UNVERIFIED for v in own)
        marks.append(f"| {name} | {len(own)} | {sourced} | {len(own) - sourced} | {sum(v.hindsight for v in own)} |")
    used = Counter(v.rule for v in values)
    rules = [f"- **{j.id}** ({used[j.id]} values). {j.rule}" for j in record.judgements]
    return (
        (HERE / "templates" / "covariates.md")
        .read_text("utf-8")
        .format(
            note=NOTE,
            cinc="\n".join(lines),
            ussr=f"{share('RUS', 1930):.3f}",
            marks="\n".join(marks),
            rules="\n".join(rules),
        )
    )


def negotiations_page() -> str:
    """Return what the negotiations say: outcomes, stages by decade, rate of a pact by stage, pair-years searched."""
    record = rapallo.load("soviet").record
    every = courses(record)
    counts = [
        f"{len(every)} negotiations with {len(record.stages)} acts. {_links(record, 'proposal', 'demand')} "
        "of proposals and demands stand in one, and each has an outcome; "
        f"{_links(record, 'refusal', 'acceptance', 'break_off')} of refusals, acceptances and breakings off do. "
        f"Of the {_prepared(record)} with a source, seven days before or more."
    ]
    rates = stage_rates(record, PACTS, PACT_SUBJECTS, record.complete_until or record.end)
    found = _rows(VERIFICATION / "pair_years" / "found.csv")
    kinds = Counter(row["found"] for row in found)
    shares = ["| found | pair-years | share | 95 % interval |", "|---|---|---|---|"]
    for name, text in (("pact_talks", "talks on a pact"), ("other_talks", "other talks"), ("nothing", "nothing")):
        low, high = wilson(kinds[name], len(found))
        shares.append(f"| {text} | {kinds[name]} | {kinds[name] / len(found):.0%} | {low:.0%} to {high:.0%} |")
    return (
        (HERE / "templates" / "negotiations.md")
        .read_text("utf-8")
        .format(
            note=NOTE,
            counts="\n".join(counts),
            subjects=_by_subject(record, every),
            stages=_by_stage(every),
            begin=record.begin,
            last=record.complete_until,
            rates=_rates(rates),
            free="8,967",
            pair_years="\n".join(shares),
            pair_year_rows="\n".join(
                f"| {row['actor_a']} {row['actor_b']} | {row['year']} | {row['found'].replace('_', ' ')} | "
                f"{row['negotiations'].replace(';', ' ')} |"
                for row in found
                if row["found"] != "nothing"
            ),
        )
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _links(record: Record, *kinds: str) -> str:
    links = acts_linked(record, kinds)
    return f"{links.linked} of {links.rows} ({links.linked / links.rows:.1%})"


def _prepared(record: Record) -> str:
    first, last = dt.date(1919, 1, 1), dt.date(1953, 12, 31)
    every = signatures_prepared(record, PACTS, first, last)
    alone = signatures_prepared(record, PACTS, first, last, joined=False)
    return (
        f"{every.rows} pacts, alliances, guarantees and ententes of 1919-53, accessions counted, {every.linked} "
        f"({every.linked / every.rows:.1%}) have an earlier stage (without accessions {alone.linked} of {alone.rows}, "
        f"{alone.linked / alone.rows:.1%})"
    )


def _by_subject(record: Record, every: list[Course]) -> str:
    outcomes = CHOICES["negotiation_outcome"]
    lines = ["| subject | " + " | ".join(o.replace("_", " ") for o in outcomes) + " | all | failed |"]
    lines.append("|---|" + "---|" * (len(outcomes) + 2))
    for subject, meaning in record.vocabulary.subjects.items():
        own = [c.negotiation for c in every if c.negotiation.subject == subject]
        counts = Counter(n.outcome for n in own)
        failed = sum(n.failed for n in own)
        cells = " | ".join(str(counts[o]) for o in outcomes)
        share = f"{failed / len(own):.0%}" if own else ""
        lines.append(f"| {subject}: {meaning} | {cells} | {len(own)} | {share} |")
    return "\n".join(lines)


def _by_stage(every: list[Course]) -> str:
    tallies = {(t.stage, t.decade): t for t in by_stage(every)}
    found = sorted({decade for _, decade in tallies})
    lines = ["| stage | " + " | ".join(f"{d}s reached | failed there" for d in found) + " |"]
    lines.append("|---|" + "---|" * (2 * len(found)))
    for stage in FORWARD:
        cells = []
        for decade in found:
            tally = tallies.get((stage, decade))
            cells.append("0 | " if tally is None else f"{tally.reached} | {tally.failed / tally.reached:.0%}")
        lines.append(f"| {stage} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _rates(rates: list[StageRate]) -> str:
    base = rates[0].rate
    lines = ["| furthest stage | years of pairs | pacts | per year | 95 % interval | times the rate without talks |"]
    lines.append("|---|---|---|---|---|---|")
    for r in rates:
        times = f"{r.rate / base:.0f}" if r.stage else "1"
        lines.append(
            f"| {r.stage or 'no talks'} | {r.years:,.1f} | {r.pacts:.1f} | {r.rate:.4f} | {r.low:.4f} to {r.high:.4f} "
            f"| {times} |"
        )
    return "\n".join(lines)


def _measures(record: Record) -> str:
    """Return, by kind and for pairs with and without the first state of the record, how much of lists it holds."""
    first = record.actors[0].id
    items = [row for path in sorted((VERIFICATION / "lists" / "measured").glob("*.csv")) for row in _rows(path)]
    lines = [
        f"| kind | declared | with {first} | found at first | found now "
        f"| without {first} | found at first | found now |",
        "|---|---|---|---|---|---|---|---|",
    ]
    declared = {c.kind: c.completeness for c in record.coding}
    for kind in record.kinds:
        cells = [kind.name, declared[kind.name]]
        for inside in (True, False):
            own = [r for r in items if r["kind"] == kind.name and (first in r["actors"].split(";")) == inside]
            if not own:
                cells += ["0", "", ""]
                continue
            now = sum(r["found"] == "found" or holds(record, r) for r in own)
            at_first = sum(r["found"] == "found" for r in own)
            cells += [str(len(own)), f"{at_first / len(own):.0%}", f"{now / len(own):.0%}"]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def holds(record: Record, item: dict[str, str]) -> bool:
    """Return whether an event with all actors of an item lies within three days of it, or in its month."""
    day, actors = dt.date.fromisoformat(item["date"]), set(item["actors"].split(";"))
    near = 16 if item["precision"] == "month" else 3
    for event in record.chronicle():
        if actors <= {*event.side_a, *event.side_b}:
            other = event.attributes.get("alternative")
            days = [event.date, *([dt.date.fromisoformat(other)] if other else [])]
            if any(abs((d - day).days) <= near for d in days):
                return True
    return False


def _agreement(record: Record) -> str:
    rows = _rows(VERIFICATION / "second_coding" / "codings.csv")
    blind = [row for row in rows if row["blind"] == "yes"]
    family = {kind: name for name, kinds in record.vocabulary.families.items() for kind in kinds}

    def of(found: list[dict[str, str]], named: Callable[[str], object]) -> float:
        return kappa([named(r["first"]) for r in found], [named(r["second"]) for r in found])

    alike = sum(r["first"] == r["second"] for r in rows)
    lines = [
        f"{len(rows)} rows were drawn at random (Philox, seed 1956) and given a kind a second time from day, sides, "
        "title, subject and note, without sight of the first coding. Both coders worked for this project with one "
        "codebook, so this is self-agreement, and titles carry words of the first coding. "
        f"{alike} rows ({alike / len(rows):.0%}) were coded alike, kappa {of(rows, str):.2f}; {of(blind, str):.2f} "
        f"over the {len(blind)} rows that are no examples of the codebook and in which the sides gave nothing away.\n",
        "| family or kind | rows | kappa |",
        "|---|---|---|",
    ]
    for name in record.vocabulary.families:
        n = sum(family.get(r["first"]) == name for r in rows)
        lines.append(f"| {name} | {n} | {of(rows, lambda kind, f=name: family.get(kind) == f):.2f} |")  # type: ignore[misc]
    counts = Counter(r["first"] for r in rows)
    for kind, n in counts.most_common():
        if n >= 15:
            lines.append(f"| `{kind}` | {n} | {of(rows, lambda k, own=kind: k == own):.2f} |")  # type: ignore[misc]
    confused = Counter((r["first"], r["second"]) for r in rows if r["first"] != r["second"]).most_common(8)
    pairs = ", ".join(f"{a} as {b} ({n})" for (a, b), n in confused)
    lines.append(f"\nCoded otherwise the second time most often: {pairs}.")
    return "\n".join(lines)


def _silences(record: Record) -> str:
    names = {a.id: a.name for a in record.actors}
    return "\n".join(f"- {names[s.actor]} ({s.actor}): {s.begin} to {s.end}" for s in silences(record))


def _error_rate(record: Record) -> str:
    counts = Counter(r.verdict for r in record.rechecks)
    found = len(record.rechecks) - counts["not_found"]
    if not found:
        return ""
    lines = [
        "## How often a row is wrong\n",
        "Events were drawn at random (Philox) and looked up again in a source other than the row's own, the coded day "
        "not shown: 50 with seed 1953 among the first 2,754 events, 40 with seed 1954 among the 1,042 added next, 60 "
        "with seed 1955 among the 5,553 of the second edition. A source that gives only the month or the year counts "
        "as not found, which is no evidence either way. An error found is mended: the first day is the one that the "
        "row gave when it was drawn.\n",
        "| seed | drawn | found | same day | within three days | further off | rate of error | 95 % interval |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for seed in sorted({r.seed for r in record.rechecks}):
        own = Counter(r.verdict for r in record.rechecks if r.seed == seed)
        n = sum(own.values()) - own["not_found"]
        low, high = wilson(own["differs"], n)
        lines.append(
            f"| {seed} | {sum(own.values())} | {n} | {own['agrees']} | {own['near']} | {own['differs']} | "
            f"{own['differs'] / n:.0%} | {low:.0%} to {high:.0%} |"
        )
    lines += [
        "\nOf the 60, the second reader held three kinds to be wrong by the rules: an annexation that he would call an "
        "installation (Georgia 1921, whose other day the row names), the march into Tibet, for which the roster has no "
        "target, and a vote of the French assembly, which is mended. With these, 3 of 44 rows (7 %, 2 % to 18 %) were "
        "disputed.\n",
        "| event | day in the record | day found | verdict | note |",
        "|---|---|---|---|---|",
    ]
    for r in record.rechecks:
        lines.append(f"| {r.event} | {r.date_coded} | {r.date_found or ''} | {r.verdict} | {r.note} |")
    return "\n".join(lines) + "\n"


def _coding_rules(record: Record) -> str:
    events = record.by_id
    lines = ["## Coding rules\n", "What is coded as each kind, on which day, and what is not.\n"]
    for c in record.coding:
        lines.append(f"### {c.kind}\n")
        lines.append(f"{c.rule} Declared {c.completeness}: {c.bounds}.\n")
        for name in (c.example_1, c.example_2):
            lines.append(f"- {_cited(events[name])}")
        against = events[c.counter_example]
        lines.append(f"- not: {_cited(against)}, coded as {against.kind}: {c.counter_reason}\n")
    return "\n".join(lines)


def _cited(event: Event) -> str:
    return f"{event.date} {event.title} (`{event.id}`)"


def claims_page() -> str:
    """Return the claims: a table, then each with its premise, measure and the rows on which it rests."""
    scenario = rapallo.load("soviet")
    record = scenario.record
    claims = read_claims(scenario.folder, record)
    lines = ["# The claims of the narrative\n", NOTE]
    for label, counts in (
        ("Premises", Counter(c.premise for c in claims)),
        ("Verdicts", Counter(c.verdict for c in claims)),
    ):
        lines.append(f"{label}: {', '.join(f'{n} {word}' for word, n in counts.most_common())}.\n")
    lines.append(
        "What premises and verdicts mean, and how the claims are measured: [the protocol](claims-protocol.md). "
        "The same in the terminal: `rapallo claims`, `rapallo claims C27`.\n"
    )
    lines.append("| system | claim | title | premise | verdict | effect |\n|---|---|---|---|---|---|")
    for system, members in by_system(claims).items():
        lines += [f"| {system} | {c.id} | {c.title} | {c.premise} | {c.verdict} | {_interval(c)} |" for c in members]
    lines.append("")
    for system, members in by_system(claims).items():
        lines.append(f"## {system}\n")
        for c in members:
            lines.append(f"### {c.id} {c.title}\n\n{c.claim}\n")
            lines.append(f"- Premise ({c.premise}): {c.premise_note}")
            lines.append(f"- Measure ({c.test}): {c.measure}")
            lines.append(f"- Against: {c.against}")
            lines.append(f"- Verdict: {c.verdict}")
            lines.append("- Rows:")
            lines += [f"    - {_cited(event)}" for event in c.events(record)]
            lines.append("")
    lines.append("## Columns of claims.csv\n")
    lines.append("| column | type | required | meaning |\n|---|---|---|---|")
    lines += [f"| {k.name} | {k.type} | {'yes' if k.required else 'no'} | {k.meaning} |" for k in COLUMNS]
    return "\n".join(lines) + "\n"


def _interval(claim: Claim) -> str:
    return "" if claim.effect is None else f"{claim.effect:.3g} ({claim.low:.3g} to {claim.high:.3g})"


def cli_page() -> str:
    """Return the help texts of all commands."""
    lines = ["# Command line\n", NOTE]
    root = typer.main.get_command(app)

    def walk(command: Any, path: str) -> None:
        context = typer.Context(command, info_name=path)
        subcommands = getattr(command, "commands", None)
        if subcommands:
            for name, sub in subcommands.items():
                walk(sub, f"{path} {name}")
            return
        lines.append(f"## {path}\n")
        lines.append((command.help or "").replace("\n\n    ", "\n\n") + "\n")
        for parameter in command.params:
            names = ", ".join(parameter.opts)
            text = getattr(parameter, "help", None) or ""
            if names != "--help":
                lines.append(f"- `{names}` {text}")
        lines.append("")
        context.close()

    walk(root, "rapallo")
    return "\n".join(lines)


PAGES = {
    "record.md": record_page,
    "effects.md": effects_page,
    "data-dictionary.md": data_page,
    "command-line.md": cli_page,
    "claims.md": claims_page,
    "negotiations.md": negotiations_page,
    "covariates.md": covariates_page,
}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
