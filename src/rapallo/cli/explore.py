"""rapallo replay, state, explain: look at the record through the model."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rapallo.cli.common import JsonOption, ScenarioOption, console, date, fitted, print_json, scenario

if TYPE_CHECKING:
    from rapallo.explain.event import Explanation, PairExplanation
    from rapallo.record.tables import Record
    from rapallo.state.arrays import State

AtOption = Annotated[str, typer.Option("--at", help="Day, YYYY-MM-DD; the state is that of its end.", metavar="DATE")]


def ties_of(record: Record, state: State, name: str) -> dict[str, list[str]]:
    """Return the ties of an actor by kind: who is at the other end (marked where it is secret)."""
    from rapallo.record.tables import DIRECTED_TIES, TIES

    i = record.index[name]
    found: dict[str, list[str]] = {}
    for t, tie in enumerate(TIES):
        out = [a.id for j, a in enumerate(record.actors) if state.tie[t, i, j] > 0]
        marked = [f"{o} (secret)" if state.secret[t, i, record.index[o]] > 0 else o for o in out]
        if tie in DIRECTED_TIES:
            back = [a.id for j, a in enumerate(record.actors) if state.tie[t, j, i] > 0]
            if back:
                found[f"{tie} by"] = back
            if marked:
                found[f"{tie} of"] = marked
        elif marked:
            found[tie] = marked
    return found


def replay(
    at: AtOption,
    actor: Annotated[str | None, typer.Option(help="Show this actor's ties and last events.", metavar="ID")] = None,
    last: Annotated[int, typer.Option(help="How many of the last events to show.", min=0)] = 10,
    scenario_name: ScenarioOption = "soviet",
    chart: Annotated[
        Path | None, typer.Option("--chart", help="Draw the signed network into this file (png, svg, pdf).")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Replay the record to the end of a day: who exists, what binds them, what happened last.

    Examples:

        rapallo replay --at 1939-08-22 --actor RUS

        rapallo replay --at 1949-06-01 --chart network.png
    """
    from rapallo.events.replay import replay as run_replay

    record = scenario(scenario_name).record
    day = date(at, "--at")
    if actor is not None:
        record.actor(actor)
    state = run_replay(record, day)
    events = (
        [e for e in record.chronicle() if e.date <= day and (actor is None or actor in e.actors)][-last:]
        if last
        else []
    )
    alive = [a.id for a in record.actors if state.exists[record.index[a.id]] > 0]
    ties = ties_of(record, state, actor) if actor else _count_ties(record, state)
    if chart is not None:
        from rapallo.plot.network import plot_network
        from rapallo.plot.style import save

        save(plot_network(record, state, day), chart)
    if as_json:
        print_json(
            {
                "date": day.isoformat(),
                "actor": actor,
                "actors": alive,
                "ties": ties,
                "tension": float(state.system[0]),
                "events": [{"id": e.id, "date": e.date.isoformat(), "kind": e.kind, "title": e.title} for e in events],
            }
        )
        return
    out = console()
    out.print(f"[bold]{record.name} at the end of {day}[/bold]: {len(alive)} actors, tension {state.system[0]:.1f}")
    for tie, what in ties.items():
        out.print(f"  {tie:<22} {', '.join(what) if isinstance(what, list) else what}")
    if events:
        out.print("last events" + (f" of {actor}" if actor else ""))
        for e in events:
            out.print(f"  {e.date}  {e.kind:<20} {e.title}  [dim]{e.id}[/dim]")


def _count_ties(record: Record, state: State) -> dict[str, Any]:
    """Return the number of ties by kind, and the pairs for pacts and wars."""
    from rapallo.record.tables import DIRECTED_TIES, TIES

    found: dict[str, Any] = {}
    for t, tie in enumerate(TIES):
        pairs = [
            f"{a.id}-{b.id}"
            for i, a in enumerate(record.actors)
            for j, b in enumerate(record.actors)
            if state.tie[t, i, j] > 0 and (tie in DIRECTED_TIES or i < j)
        ]
        found[tie] = len(pairs) if tie in {"recognition", "membership"} else pairs
    return found


def state(
    actor: Annotated[str, typer.Argument(help="Whose state, for example GMY.", metavar="ACTOR")],
    other: Annotated[
        str | None,
        typer.Argument(help="Towards whom; without it, the five most feared and trusted.", metavar="[OTHER]"),
    ] = None,
    at: AtOption = "1939-08-22",
    scenario_name: ScenarioOption = "soviet",
    as_json: JsonOption = False,
) -> None:
    """Show what an actor is and believes on a day: covariates, ties, trust and perceived threat.

    Examples:

        rapallo state RUS UKG --at 1927-05-01

        rapallo state POL --at 1939-08-22 --json
    """
    from rapallo.events.replay import replay as run_replay
    from rapallo.state.arrays import covariate_names

    record = scenario(scenario_name).record
    day = date(at, "--at")
    i = record.index[record.actor(actor).id]
    if other is not None:
        record.actor(other)
    now = run_replay(record, day)
    names = covariate_names(record)
    covariates = {name: float(now.cov[n, i]) for n, name in enumerate(names)}
    others = [other] if other else _notable(record, now, i)
    views = [_view(record, now, actor, o) for o in others]
    if as_json:
        print_json(
            {
                "date": day.isoformat(),
                "actor": actor,
                "exists": bool(now.exists[i] > 0),
                "covariates": covariates,
                "ties": ties_of(record, now, actor),
                "views": views,
            }
        )
        return
    from rich.table import Table

    out = console()
    alive = "" if now.exists[i] > 0 else " (does not exist on that day)"
    out.print(f"[bold]{record.actor(actor).name} at the end of {day}[/bold]{alive}")
    out.print("  " + ", ".join(f"{k} {v:.3g}" for k, v in covariates.items() if v))
    for tie, whom in ties_of(record, now, actor).items():
        if other is None or other in " ".join(whom):
            out.print(f"  {tie:<22} {', '.join(whom)}")
    table = Table(box=None, title="beliefs (log-odds of good faith; chance of attack within a year)")
    for column in (
        "towards",
        "trust",
        "threat felt",
        "trust in return",
        "threat in return",
        "hostile acts",
        "in return",
    ):
        table.add_column(column, justify="left" if column == "towards" else "right")
    for v in views:
        cells = (
            v["trust"],
            v["threat"],
            v["trust_in_return"],
            v["threat_in_return"],
            v["hostile"],
            v["hostile_in_return"],
        )
        table.add_row(str(v["other"]), *(f"{c:.3f}" for c in cells))
    out.print(table)


def _view(record: Record, now: State, actor: str, other: str) -> dict[str, Any]:
    i, j = record.index[actor], record.index[other]

    def chance(log_odds: float) -> float:
        return 1.0 / (1.0 + math.exp(-log_odds))

    return {
        "other": other,
        "trust": float(now.trust[i, j]),
        "threat": chance(float(now.threat[i, j])),
        "trust_in_return": float(now.trust[j, i]),
        "threat_in_return": chance(float(now.threat[j, i])),
        "hostile": float(now.hostile[i, j]),
        "hostile_in_return": float(now.hostile[j, i]),
    }


def _notable(record: Record, now: State, i: int) -> list[str]:
    states = [j for j in range(now.n_states) if j != i and now.exists[j] > 0]
    feared = sorted(states, key=lambda j: -now.threat[i, j])[:5]
    trusted = sorted((j for j in states if j not in feared), key=lambda j: -now.trust[i, j])[:5]
    return [record.actors[j].id for j in (*feared, *trusted)]


def explain(
    event: Annotated[
        str,
        typer.Argument(help="Id of an event (rapallo data find), or a kind with --between.", metavar="EVENT-ID"),
    ],
    between: Annotated[
        tuple[str, str] | None, typer.Option(help="Why (not) a kind between two actors.", metavar="A B")
    ] = None,
    at: Annotated[str | None, typer.Option("--at", help="Day for --between, YYYY-MM-DD.", metavar="DATE")] = None,
    fit_until: Annotated[
        str | None,
        typer.Option(help="Last day the model is fitted on; default: the day before the event.", metavar="DATE"),
    ] = None,
    fit_file: Annotated[Path | None, typer.Option("--fit", help="Use a saved fit (rapallo fit --out).")] = None,
    scenario_name: ScenarioOption = "soviet",
    chart: Annotated[
        Path | None,
        typer.Option("--chart", help="Draw the intensity of the ten years before into this file."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Explain an event, or one that did not happen: rank, surprisal, contributions by side.

    The model is fitted on what happened before the event only, unless --fit or --fit-until say otherwise.

    Examples:

        rapallo explain 1939-nazi-soviet-pact

        rapallo explain defence --between RUS UKG --at 1939-08-23
    """
    from rapallo.errors import UsageError
    from rapallo.explain.event import explain as run_explain
    from rapallo.explain.event import why_not

    setting = scenario(scenario_name)
    record, model = setting.record, setting.model
    if between is not None:
        if at is None:
            raise UsageError("explain: --between needs a day. Add --at 1939-08-23.")
        day = date(at, "--at")
    else:
        day = record.event(event).date
    limit = date(fit_until, "--fit-until") if fit_until else day - dt.timedelta(days=1)
    result = fitted(record, model, limit, fit_file)
    if between is not None:
        found = why_not(record, model, result, event, between[0], between[1], day)
    else:
        found = run_explain(record, model, result, record.event(event))
    if chart is not None:
        from rapallo.explain.series import intensity_series
        from rapallo.plot.intensity import plot_intensity
        from rapallo.plot.style import save

        pair = found.pairs[0]
        since = day.replace(year=day.year - 10, day=1)
        series = intensity_series(record, model, result, pair.kind, [(p.a, p.b) for p in found.pairs[:6]], since, day)
        save(plot_intensity(series, pair.kind), chart)
    if as_json:
        print_json(found.to_json())
        return
    _show_explanation(found)


def _show_explanation(found: Explanation) -> None:
    out = console()
    out.print(f"[bold]{found.title}[/bold] ({found.date}); model fitted on events until {found.fitted_until}")
    for p in found.pairs:
        _show_pair(p)


def _show_pair(p: PairExplanation) -> None:
    from rich.table import Table

    out = console()
    out.print(
        f"\n{p.kind}, {p.a} {'and' if p.consent else 'to'} {p.b}: rank [bold]{p.rank} of {p.of}[/bold] pairs at risk, "
        f"surprisal [bold]{p.surprisal:.1f} bits[/bold] (share {p.share:.4f} of the kind's intensity), "
        f"{p.intensity:.4f} per year"
    )
    table = Table(box=None, title="contributions to the log-intensity, against the average pair at risk")
    table.add_column("effect")
    table.add_column("coefficient", justify="right")
    table.add_column(f"from {p.a}", justify="right")
    if p.consent:
        table.add_column(f"from {p.b}", justify="right")
        table.add_column("together", justify="right")
    for c in p.contributions:
        cells = [f"{c.from_a:+.2f}", f"{c.from_b:+.2f}", f"{c.total:+.2f}"] if p.consent else [f"{c.from_a:+.2f}"]
        table.add_row(c.term, f"{c.coefficient:+.2f}", *cells)
    if p.consent:
        table.add_row("sum", "", f"{p.side_a:+.2f}", f"{p.side_b:+.2f}", f"{p.side_a + p.side_b:+.2f}")
    else:
        table.add_row("sum", "", f"{p.side_a:+.2f}")
    out.print(table)
    if p.consent:
        out.print(f"{p.holds_back}'s terms are the lower: it is the side that holds back.")
