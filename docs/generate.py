"""Write the reference pages that follow from the code: effects, kinds, data dictionary, command line.

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
from rapallo.record.schema import schema
from rapallo.record.tables import Event, Record
from rapallo.record.tallies import bases, by_kind, decades, silences
from rapallo.record.values import ATTRIBUTES
from rapallo.theory.intervals import wilson

HERE = Path(__file__).parent
NOTE = "<!-- made by docs/generate.py; do not edit -->\n\n"


def effects_page() -> str:
    """Return the catalogue of effects."""
    lines = ["# Effects\n", NOTE + "Each effect is a statistic x(i, j) of the state just before an event. "]
    lines.append(
        "`i` is the sender or the side whose mind is asked, `j` the other. References name the idea's origin; they "
        "were written from bibliographic knowledge and not read again for this project (unverified).\n"
    )
    for effect in CATALOGUE:
        written = f"{effect.name}({', '.join(effect.arguments)})" if effect.arguments else effect.name
        lines.append(f"## `{written}`\n")
        lines.append(f"{effect.meaning[0].upper()}{effect.meaning[1:]}.\n")
        lines.append(f"$$ {effect.formula} $$\n")
        reach = {0: "covariates or ticks only", 1: "pairs of the actors touched", 2: "every pair"}[int(effect.reach)]
        lines.append(f"An event changes: {reach}. Reference: {effect.reference}.\n")
    return "\n".join(lines)


def data_page() -> str:
    """Return the data dictionary: tables, columns, kinds."""
    record = rapallo.load("soviet").record
    lines = ["# Data dictionary\n", NOTE]
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
    counts = Counter(e.kind for e in events)
    lines.append("## Kinds of event\n")
    lines.append(
        "| kind | role | consent | at risk | coded for | trust | threat | CAMEO | PLOVER | Goldstein | events "
        "| meaning |"
    )
    lines.append("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for k in record.kinds:
        coverage = " ".join(k.coverage)
        lines.append(
            f"| {k.name} | {k.role} | {'yes' if k.consent else 'no'} | {k.risk} {k.tie} | {coverage} | {k.trust:+g} | "
            f"{k.threat:+g} | {k.cameo} | {k.plover} | {k.goldstein:+g} | {counts[k.name]} | {k.meaning} |"
        )
    lines.append(
        "\nGoldstein weights are those of the CAMEO codes in the scale used with GDELT "
        "(seen in a public code listing of CAMEO 1.1b3 weights; the scale is Goldstein 1992)."
    )
    return "\n".join(lines) + "\n"


def record_page() -> str:
    """Return what the record claims to hold: completeness, coding rules, gaps, error rate, how to dispute a row."""
    record = rapallo.load("soviet").record
    parts = [_completeness(record), MEASURED, _gaps(record), _error_rate(record), ADD_OR_DISPUTE, _coding_rules(record)]
    return "# The record of 1917-1953\n\n" + NOTE + "\n".join(parts)


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


def _gaps(record: Record) -> str:
    names = {a.id: a.name for a in record.actors}
    lines = ["## Known gaps\n", "States that exist and take part in no event for ten years or more:\n"]
    lines += [f"- {names[s.actor]} ({s.actor}): {s.begin} to {s.end}" for s in silences(record)]
    return "\n".join([*lines, "", GAPS])


def _error_rate(record: Record) -> str:
    counts = Counter(r.verdict for r in record.rechecks)
    found = len(record.rechecks) - counts["not_found"]
    if not found:
        return ""
    low, high = wilson(counts["differs"], found)
    lines = [
        "## How often a row is wrong\n",
        f"{len(record.rechecks)} events were drawn at random (Philox: 50 with seed 1953 among the 2,754 events of the "
        "time, 40 with seed 1954 among the 1,042 added after that, the coded day unseen) and looked up again in a "
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


MEASURED = """## Measured against lists of others

Lists of the period were taken from pages that had not been used for coding, and each item was sought: an event with
all its actors within three days, by its date or by the `alternative` date of the row.

| list | items within bounds | found at first | found after mending |
|---|---|---|---|
| diplomatic events in twenty chronologies and timelines | 126 | 88 % | 99 % |
| bilateral agreements of Soviet Russia (articles of an encyclopedia) | 159 | 82 % | 99 % |
| dates of Soviet diplomatic relations | 43 | 100 % | 95 % |
| formal alliances of states of the roster by year of beginning (Correlates of War) | 113 | 100 % | 100 % |

The first figure is the fair one: it says what a list that nobody here has seen will find. What was missing was then
looked up and coded, so the second says only that the mending was done; `make verify` prints it anew with each item that
is not found. The two breaks of relations that the third list has and the record no longer finds (Belgium and Norway in
July 1940) were moved to May 1941 because a document shows both legations at work until then. Alliances of ATOP,
interstate wars of the Correlates of War and the vetoes of the Security Council were used as sources as well as
check-lists, which measures nothing for what is found: of 386 beginnings of alliances between pairs all are held, of 264
ends by day at least 142.

After that the record grew by half. It was led by calendars drawn up for the purpose from general knowledge, year by
year, that reach down to the second rank. What they name was looked up; most of what no document dated was left out, the
rest says `unverified`.

| calendar | items | found at first | found now |
|---|---|---|---|
| Soviet agreements of 1917-32, with post, transit, sanitary and frontier conventions | 187 | 42 % | 73 % |
| Soviet agreements of 1933-45 | 231 | 66 % | 85 % |
| Soviet agreements of 1946-53, with yearly protocols and those of the allies among themselves | 197 | 40 % | 64 % |
| beginnings of alliances and pacts by day | 204 | 94 % | 95 % |
| entries into wars by day | 135 | 85 % | 97 % |

So the great treaties, alliances and wars are held; the small change of Soviet agreements is not complete, least of all
postal, sanitary and cultural conventions and the yearly protocols of trade, and of second-rank diplomacy (visits, notes,
speeches) about half of what a full chronology names is there.
"""
ADD_OR_DISPUTE = """## How to add or dispute a row

Rows are text in `src/rapallo/scenarios/soviet/`; a change is a change of a line that others can read.

1. Find the row: `rapallo data find WORDS --from YEAR-MM-DD --to YEAR-MM-DD`, then `rapallo data show EVENT`.
2. Change or add the line in `events.csv` (in `schedule.csv` for what the model takes as given). Write titles and notes
   in own words. If authorities differ, keep the day that is best supported, put the other into
   `alternative=YYYY-MM-DD` among the attributes and say in the note who has it.
3. Name the document: a line in `sources.csv` with its title and where it stands, and its id in the row. What was not
   seen is `unverified`; a source is never guessed. Data sets that may not be redistributed are cited, not copied.
4. `rapallo data check` reads every table, replays the record from the first day to the last, and names each breach
   with file, row and column: an unknown actor, a tie opened twice or closed unopened, an actor that does not exist
   on the day, an attribute that cannot be read.
5. `make docs` brings this page and the data dictionary up to date; `make test` runs the rest.
"""
GAPS = """Besides these:

- Movements are coded where the period turns on them; strikes, arrests and splits of small parties are not complete.
- Treaties of amity between small states that only open relations or settle consular matters are left out.
- Trade agreements are complete for Soviet Russia only; the many yearly protocols of one agreement count once.
- New states: the days on which the powers and neighbours recognised them are coded where a document gave one (Finland,
  the Baltic states, Poland, Manchukuo, Israel and others); every other pair counts as recognised at birth (ties.csv).
- Relations of the two Germanies, Koreas and Chinas with small states are coded where a list gave a day.
- Treaties end in the record when a document or a list says so, at their term, or with war. Some pacts that were never
  formally ended stay in force (the Soviet treaties with Persia of 1921 and 1927, the guarantees of 1939 to Greece and
  Turkey); others end on the day that a list of alliances gives, though no party ended them (the Soviet-French pacts with
  the outbreak of war in 1939). Ties of trade, aid, military co-operation and clienthood do not lapse by themselves.
  Lapses of which only the year is known stand at the middle of the year and say so.
- A row whose only document is the one with which it was checked again stays `unverified`.
- Many sources are secondary: encyclopedias, chronologies, newspapers, copies of Wikipedia articles. Where a document
  and a history differ by a day, the row's note says so.
- Of the covariates, figures and pairs most rows are `unverified` (table above); orientations towards Moscow and the
  victors of wars are the project's own coding.
- The figures behind capability are rounded and mostly `unverified`. Against the National Material Capabilities of the
  Correlates of War (version 6.0, not shipped) 663 could be compared: 65 % lie within a tenth and 78 % within a quarter
  of it. Steel and population agree well (91 % and all within a tenth), energy and military expenditure fairly (59 % and
  80 %), the strength of armies badly (34 %), above all in war.
- Battles are coded where they are turning points; campaigns are not complete.
- Clashes at sea and in the air in the Cold War are coded where a state protested; the full list of incidents is longer.
"""
PAGES = {
    "record.md": record_page,
    "effects.md": effects_page,
    "data-dictionary.md": data_page,
    "command-line.md": cli_page,
}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
