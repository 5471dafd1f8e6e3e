"""Fits side by side: terms as rows, models as columns, kind by kind, as text, Markdown and LaTeX."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapallo.errors import UsageError
from rapallo.estimation.layout import Row, Table, latex, markdown, text

if TYPE_CHECKING:
    import polars as pl

    from rapallo.estimation.result import Fit, KindFit


@dataclass(frozen=True)
class Comparison:
    """Fits by the name of their model.

    A cell holds an estimate and its standard error in brackets; it is empty where a model does not have the term. Under
    the terms of a kind stand its events, the pair-years at risk, the log-likelihood, and Akaike's criterion for a model
    in which no prior holds for the kind.

    Attributes
    ----------
    fits : dict
    """

    fits: Mapping[str, Fit]

    def to_polars(self) -> pl.DataFrame:
        """Return a row for each model, kind and term: the columns of `Fit.to_polars` after one for the model."""
        import polars as pl

        frames = [fit.to_polars().select(pl.lit(name).alias("model"), pl.all()) for name, fit in self.fits.items()]
        return pl.concat(frames)

    def summary(self) -> str:
        """Return the table as text."""
        return text(self.table())

    def to_markdown(self) -> str:
        """Return the table in Markdown, notes under it."""
        return markdown(self.table())

    def to_latex(self) -> str:
        """Return the table in LaTeX, to be used with the package booktabs; notes under it."""
        return latex(self.table())

    def _repr_html_(self) -> str:
        return f"<pre>{self.summary()}</pre>"

    def table(self) -> Table:
        """Return what stands in the table."""
        rows = [row for kind in self._kinds() for row in self._rows(kind)]
        return Table(tuple(self.fits), tuple(rows), tuple(self._notes()))

    def _kinds(self) -> list[str]:
        return list(dict.fromkeys(kind for fit in self.fits.values() for kind in fit.kinds))

    def _rows(self, kind: str) -> Iterator[Row]:
        """Yield a row with the kind's name, one for each of its terms, and those that hold for the whole of it."""
        found = [fit.kinds.get(kind) for fit in self.fits.values()]
        yield Row(kind, None, "kind")
        for term in dict.fromkeys(term for fit in found if fit for term in fit.terms):
            yield Row(term, tuple(_estimate(fit, term) for fit in found), "term")
        # an ordered likelihood has no exposure
        figures: dict[str, Callable[[KindFit], str]] = {
            "events": lambda fit: f"{fit.events}",
            "pair-years": lambda fit: f"{fit.exposure:,.0f}" if fit.exposure else "",
            "log-likelihood": lambda fit: f"{fit.loglik:.2f}",
            "AIC": lambda fit: "" if fit.aic is None else f"{fit.aic:.2f}",
        }
        for label, told in figures.items():
            cells = tuple(told(fit) if fit else "" for fit in found)
            if any(cells):
                yield Row(label, cells, "whole")

    def _notes(self) -> Iterator[str]:
        """Yield what a reader must know beside the figures: window, priors, and what estimates do not rest on data."""
        several = len(self.fits) > 1
        yield "Standard errors in brackets."
        if len({fit.digest for fit in self.fits.values()}) > 1:
            yield "Fitted on different records: the log-likelihoods do not compare."
        if len({(fit.since, fit.until, fit.likelihood) for fit in self.fits.values()}) == 1:
            fit = next(iter(self.fits.values()))
            yield f"{fit.record}, {fit.since} to {fit.until}, {fit.likelihood} likelihood."
        else:
            for name, fit in self.fits.items():
                yield f"{name}: {fit.record}, {fit.since} to {fit.until}, {fit.likelihood} likelihood."
            yield "The windows or likelihoods differ: the log-likelihoods do not compare."
        held = [name for name, fit in self.fits.items() if any(kind.aic is None for kind in fit.kinds.values())]
        if held:
            who = f"{', '.join(held)}: " if several else ""
            yield f"{who}estimates are held back by a prior, so there is no AIC."
        for name, fit in self.fits.items():
            who = f"{name}, " if several else ""
            for kind in fit.kinds.values():
                yield from (f"{who}{kind.kind}: {remark}." for remark in kind.remarks)
                yield from (f"{who}{kind.kind}: dropped {term}: {why}." for term, why in kind.dropped.items())
            if fit.silent:
                yield f"{who}no event and so no estimate: {', '.join(fit.silent)}."


def compare(fits: Mapping[str, Fit]) -> Comparison:
    """Return fits side by side.

    Parameters
    ----------
    fits
        By the name that is to stand over the column.

    Raises
    ------
    UsageError
        If there is none, or a name is empty.

    Examples
    --------
    >>> rapallo.compare({"memory": one, "own": other}).to_latex()
    """
    if not fits or not all(fits):
        raise UsageError("compare: give at least one fit, each under a name: {'memory': fit}.")
    return Comparison(dict(fits))


def _estimate(fit: KindFit | None, term: str) -> str:
    if fit is None or term not in fit.terms:
        return ""
    place = fit.terms.index(term)
    return f"{figure(float(fit.estimate[place]))} ({figure(float(fit.standard_error[place]))})"


def figure(value: float) -> str:
    """Return a figure with three decimals, or where these would hide it with three digits and a power of ten."""
    return f"{value:.3f}" if value == 0 or abs(value) >= 0.0005 else f"{value:.2e}"
