"""The data dictionary: tables, columns, kinds."""

from __future__ import annotations

from collections import Counter

import rapallo
from pages.common import DOCS, NOTE
from rapallo.events.consequences.catalogue import CONSEQUENCES
from rapallo.events.rules.catalogue import RULES
from rapallo.record.schema import schema
from rapallo.record.tables import Record
from rapallo.record.values import ATTRIBUTES
from rapallo.vocabulary.words import COVARIATE_ROLES, TIE_ROLES, VALUE_ROLES


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
    prose = (DOCS / "templates" / "vocabulary.md").read_text("utf-8")
    roles = {"tie_roles": TIE_ROLES, "value_roles": VALUE_ROLES, "covariate_roles": COVARIATE_ROLES}
    lines = [prose.format(**{name: ", ".join(found) for name, found in roles.items()})]
    lines.append("| tie | role | properties | meaning |\n|---|---|---|---|")
    for tie in words.ties:
        held = [
            name for name in ("directed", "pact", "aligns", "defends", "ends_at_war", "pending") if getattr(tie, name)
        ]
        lines.append(f"| {tie.name} | {tie.role} | {' '.join(held)} | {tie.meaning} |")
    lines.append("\n| value of pairs | role | range | meaning |\n|---|---|---|---|")
    lines += [f"| {v.name} | {v.role} | {v.low:g} to {v.high:g} | {v.meaning} |" for v in words.values]
    lines.append("\n| covariate | role | range | meaning |\n|---|---|---|---|")
    lines += [f"| {c.name} | {c.role} | {c.low:g} to {c.high:g} | {c.meaning} |" for c in words.covariates]
    return [*lines, ""]
