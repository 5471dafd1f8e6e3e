"""Write the reference pages that follow from the code and the record; prose is in templates/.

`make docs` runs it; a test holds the pages to what it would write.
"""

from __future__ import annotations

from collections import Counter
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
from rapallo.record.schema import schema
from rapallo.record.tables import Event, Record
from rapallo.record.tallies import bases, by_kind, decades, silences
from rapallo.record.values import ATTRIBUTES
from rapallo.state.fields import PROPERTIES, Reach, Reads
from rapallo.theory.intervals import wilson
from rapallo.vocabulary.words import COVARIATE_ROLES, TIE_ROLES, VALUE_ROLES

HERE = Path(__file__).parent
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
    return "\n".join(lines) + "\n"


def _silences(record: Record) -> str:
    names = {a.id: a.name for a in record.actors}
    return "\n".join(f"- {names[s.actor]} ({s.actor}): {s.begin} to {s.end}" for s in silences(record))


def _error_rate(record: Record) -> str:
    counts = Counter(r.verdict for r in record.rechecks)
    found = len(record.rechecks) - counts["not_found"]
    if not found:
        return ""
    low, high = wilson(counts["differs"], found)
    lines = [
        "## How often a row is wrong\n",
        f"{len(record.rechecks)} events were drawn at random (Philox: 50 with seed 1953 among the 2,754 events of the "
        "time, 40 with seed 1954 among the 1,042 added after that, the coded day not shown) and looked up again in a "
        f"source other than the row's own. {found} were found: {counts['agrees']} on the same day, "
        f"{counts['near']} within three days, {counts['differs']} further off. The rate of error is "
        f"{counts['differs'] / found:.0%} (95 % interval {low:.0%} to {high:.0%}); {counts['not_found']} were not "
        "found in a second source, which is no evidence either way. An error found is mended: the first day is the one "
        "that the row gave when it was drawn.\n",
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
}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
