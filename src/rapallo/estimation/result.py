"""The result of a fit: estimates with their uncertainty, and what could not be estimated."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from rapallo.estimation.comparison import compare, figure
from rapallo.model.frailty import Levels
from rapallo.model.hypothesis import Prior
from rapallo.state.arrays import Floats
from rapallo.theory.intervals import Z_95
from rapallo.theory.philox import key_of, normal

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class KindFit:
    """The fit of one kind.

    Attributes
    ----------
    terms : tuple of str
        `constant` first (exact likelihood only), then the model's terms that could be estimated.
    estimate, standard_error : (P,) float
        In the order of `terms`.
    covariance : (P, P) float
        Inverse of the negative Hessian of the penalised log-likelihood; within a family the kind's own block of it.
    bootstrap_error : (P,) float
        Standard deviations over a block bootstrap of quarters; None if none was asked for.
    level : float
        Expected factor of its levels in the quarter of the last day; None for a model without frailty.
    scale : (P,) float
        Standard deviation of each term's statistic over exposure, 1 for the constant: estimate * scale is the effect
        of one standard deviation.
    loglik : float
        Log-likelihood without the penalty.
    events, weight, exposure
        Events (pairs), their total weight and the years at risk summed over pairs.
    dropped : dict
        Terms that are not identified, and why.
    remarks : tuple of str
        What a reader should know: separation, no convergence.
    prior : (P,) tuple of float
        Standard deviation of the prior of each effect of one standard deviation, within a family that of the mean and
        of the deviation in one, and of the constant about the family's; inf for none. Empty if it is not known.
    """

    kind: str
    terms: tuple[str, ...]
    estimate: Floats
    standard_error: Floats
    covariance: Floats
    scale: Floats
    loglik: float
    events: int
    weight: float
    exposure: float
    iterations: int
    converged: bool
    dropped: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    prior: tuple[float, ...] = ()
    bootstrap_error: Floats | None = None
    level: float | None = None

    @property
    def aic(self) -> float | None:
        """Akaike's criterion, 2 P - 2 log L (Akaike 1974); None where a prior holds: then P parameters are not free."""
        if any(math.isfinite(sd) for sd in self.prior):
            return None
        return 2.0 * len(self.terms) - 2.0 * self.loglik

    def coefficients(self) -> dict[str, float]:
        """Return term -> estimate."""
        return dict(zip(self.terms, (float(v) for v in self.estimate), strict=True))


@dataclass(frozen=True)
class FamilyFit:
    """What the kinds of a family have in common.

    Attributes
    ----------
    terms : tuple of str
        Terms with a mean over the family's kinds.
    mean, standard_error : (P,) float
        Of the effect of one standard deviation.
    covariance : (Z, Z) float
        Of the coefficients of its kinds, one after the other in the order of the model.
    """

    name: str
    kinds: tuple[str, ...]
    terms: tuple[str, ...]
    mean: Floats
    standard_error: Floats
    covariance: Floats


@dataclass(frozen=True)
class Fit:
    """The fit of a model, kind by kind.

    Attributes
    ----------
    kinds : dict
        Fits by kind. A kind without any event in the window is absent and does not happen in simulation, unless it
        borrows its constant from its family.
    families : dict
        By name.
    levels : Levels
        What is known of the levels in the quarter of the last day; None for a model without frailty.
    until : str
        Last day of the record that was used.
    not_covered, not_at_risk : int
        Event pairs outside the declared coverage, or not at risk when they happened: replayed, not fitted.
    same_day : int
        Events that share their instant with another; they are taken in the order of the record's file.
    bootstrap : int
        Samples of quarters behind the bootstrap errors; 0: there are none.
    """

    kinds: Mapping[str, KindFit]
    record: str
    digest: str
    likelihood: str
    since: str
    until: str
    prior: Prior
    families: Mapping[str, FamilyFit] = field(default_factory=dict)
    levels: Levels | None = None
    model: str = ""
    not_covered: int = 0
    not_at_risk: int = 0
    same_day: int = 0
    bootstrap: int = 0
    silent: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def loglik(self) -> float:
        """Log-likelihood of all kinds together (they are separable)."""
        return math.fsum(k.loglik for k in self.kinds.values())

    def coefficients(self) -> dict[str, dict[str, float]]:
        """Return kind -> term -> estimate: what simulation needs."""
        return {name: fit.coefficients() for name, fit in self.kinds.items()}

    def draw(self, seed: int, number: int) -> dict[str, dict[str, float]]:
        """Return draw `number` of the coefficients from their joint normal distribution."""
        drawn = {}
        for kinds, covariance in self._joint():
            fits = [self.kinds[name] for name in kinds]
            root = np.linalg.cholesky(covariance + 1e-12 * np.eye(len(covariance)))
            z = np.array([normal(seed, number, *key_of(fit.kind), n) for fit in fits for n in range(len(fit.terms))])
            values = iter(np.concatenate([fit.estimate for fit in fits]) + root @ z)
            for fit in fits:
                drawn[fit.kind] = {term: float(next(values)) for term in fit.terms}
        return {name: drawn[name] for name in self.kinds}

    def _joint(self) -> Iterator[tuple[tuple[str, ...], Floats]]:
        """Yield what was estimated together: kinds and the covariance of all their coefficients."""
        for family in self.families.values():
            yield family.kinds, family.covariance
        together = {name for family in self.families.values() for name in family.kinds}
        for name, fit in self.kinds.items():
            if name not in together:
                yield (name,), fit.covariance

    def to_polars(self) -> pl.DataFrame:
        """Return one row per kind and term: estimate, errors, effect of 1 sd, z, p (two-sided normal), 95 %."""
        import polars as pl

        rows = []
        for name, fit in self.kinds.items():
            spreads = [None] * len(fit.terms) if fit.bootstrap_error is None else fit.bootstrap_error.tolist()
            columns = zip(fit.terms, fit.estimate, fit.standard_error, fit.scale, spreads, strict=True)
            for term, value, error, scale, spread in columns:
                z = value / error
                rows.append(
                    {
                        "kind": name,
                        "term": term,
                        "estimate": float(value),
                        "standard_error": float(error),
                        "bootstrap_error": None if spread is None else float(spread),
                        "per_sd": float(value * scale),
                        "z": float(z),
                        "p": math.erfc(abs(z) / math.sqrt(2.0)),
                        "low": float(value - Z_95 * error),
                        "high": float(value + Z_95 * error),
                        "events": fit.events,
                    }
                )
        return pl.DataFrame(rows, schema_overrides={"bootstrap_error": pl.Float64})

    def summary(self) -> str:
        """Return the estimates as text, kind by kind, with what was dropped and remarks."""
        lines = [
            f"Fit of {self.record}, {self.since} to {self.until}, {self.likelihood} likelihood; "
            f"log-likelihood {self.loglik:.2f}",
            f"{self.not_covered} event pairs lie outside the declared coverage and {self.not_at_risk} were not at "
            "risk: replayed, not fitted.",
        ]
        if self.same_day:
            lines.append(
                f"{self.same_day} events share their day with another: within a day the order is that of the file, and "
                "what comes later sees what came before."
            )
        if any(math.isfinite(sd) for fit in self.kinds.values() for sd in fit.prior):
            lines.append(
                "Priors are normal about 0 for the effect of one standard deviation of a statistic, and for a constant "
                "about that of its family; prior: their standard deviation."
            )
        if self.bootstrap:
            lines.append(f"Block s.e.: standard deviations over {self.bootstrap} samples of calendar quarters.")
        if self.levels is not None:
            lines.append(
                "Level: the factor that the frailty of a kind is expected to be in the last quarter; its mean is 1."
            )
        for family in self.families.values():
            lines += self._family_lines(family)
        for name, fit in self.kinds.items():
            state = "converged" if fit.converged else "NOT CONVERGED"
            lines.append(
                f"\n{name}: {fit.events} event pairs (weight {fit.weight:.1f}), {fit.exposure:,.0f} pair-years, "
                f"{state} in {fit.iterations} steps, log-likelihood {fit.loglik:.2f}"
                + ("" if fit.level is None else f", level {fit.level:.2f}")
            )
            spreads = None if fit.bootstrap_error is None else [figure(v) for v in fit.bootstrap_error]
            lines.append(
                f"  {'term':<40} {'estimate':>9} {'s.e.':>8} {'z':>7} {'per sd':>7} {'prior':>7}"
                + (f" {'block s.e.':>10}" if spreads else "")
            )
            columns = zip(fit.terms, fit.estimate, fit.standard_error, fit.scale, self._priors(fit), strict=True)
            for place, (term, value, error, scale, prior) in enumerate(columns):
                per_sd = "" if term == "constant" else f"{value * scale:.2f}"
                row = f"  {term:<40} {figure(value):>9} {figure(error):>8} {value / error:>7.2f} {per_sd:>7} {prior:>7}"
                lines.append((row + (f" {spreads[place]:>10}" if spreads else "")).rstrip())
            lines += [f"  dropped {term}: {why}" for term, why in fit.dropped.items()]
            lines += [f"  remark: {text}" for text in fit.remarks]
        return "\n".join(lines)

    @staticmethod
    def _priors(fit: KindFit) -> list[str]:
        """Return the standard deviation of each coefficient's prior as text; empty for none."""
        return [f"{sd:.3g}" if math.isfinite(sd) else "" for sd in fit.prior or (math.inf,) * len(fit.terms)]

    def _family_lines(self, family: FamilyFit) -> list[str]:
        """Return what the kinds of a family have in common as text, if any of them is told."""
        told = [name for name in family.kinds if name in self.kinds]
        if not told or not family.terms:
            return []
        share = self.prior.deviation / math.hypot(1.0, self.prior.deviation)
        lines = [
            f"\nfamily {family.name} ({', '.join(family.kinds)}): mean effects of one standard deviation, from which a "
            f"kind differs with {share:.2g} of its prior",
            f"  {'term':<40} {'mean':>9} {'s.e.':>8} {'z':>7}",
        ]
        for term, value, error in zip(family.terms, family.mean, family.standard_error, strict=True):
            lines.append(f"  {term:<40} {figure(value):>9} {figure(error):>8} {value / error:>7.2f}")
        return lines

    def to_markdown(self) -> str:
        """Return the estimates, standard errors in brackets, as a table in Markdown; see `Comparison`."""
        return compare({"estimate (s.e.)": self}).to_markdown()

    def to_latex(self) -> str:
        """Return the same table in LaTeX, to be used with the package booktabs."""
        return compare({"estimate (s.e.)": self}).to_latex()

    def _repr_html_(self) -> str:
        return f"<pre>{self.summary()}</pre>"
