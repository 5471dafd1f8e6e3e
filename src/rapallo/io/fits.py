"""Fits on disk: a file of one's own, and those kept so that nothing is fitted twice."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import math
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rapallo.errors import UsageError, first_fault
from rapallo.estimation.result import FamilyFit, Fit, KindFit
from rapallo.io.levels import LevelsFile, NotNegative
from rapallo.io.writing import not_written, write_whole
from rapallo.model.hypothesis import Prior
from rapallo.record.clock import as_day
from rapallo.report.fit import fit_data
from rapallo.theory.kernels import cache_folder, source_digest

if TYPE_CHECKING:
    from rapallo.estimation.fitting import Progress
    from rapallo.estimation.together import Likelihood
    from rapallo.model.system import System

Finite = Annotated[float, Field(allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0)]


class _KindFile(BaseModel):
    """One kind of a fit: P terms with estimates, errors and a covariance of P by P."""

    model_config = ConfigDict(extra="forbid", strict=True)

    terms: list[str]
    estimate: list[Finite]
    standard_error: list[Annotated[float, Field(ge=0, allow_inf_nan=False)]]
    covariance: list[list[Finite]]
    scale: list[Annotated[float, Field(gt=0, allow_inf_nan=False)]]
    loglik: Finite
    events: Count
    weight: Finite
    exposure: Finite
    iterations: Count
    converged: bool
    dropped: dict[str, str]
    remarks: list[str]
    bootstrap_error: list[NotNegative] | None
    level: NotNegative | None
    prior: list[Annotated[float, Field(gt=0, allow_inf_nan=False)] | None]

    @model_validator(mode="after")
    def _fits_together(self) -> _KindFile:
        n = len(self.terms)
        if not n == len(self.estimate) == len(self.standard_error) == len(self.covariance) == len(self.scale):
            raise ValueError(f"has {n} terms, and not as many estimates, errors and rows of covariance")
        if len(self.prior) not in (0, n):
            raise ValueError(f"has {n} terms and {len(self.prior)} priors")
        if any(len(row) != n for row in self.covariance):
            raise ValueError(f"has a covariance that is not {n} by {n}")
        return self


class _FamilyFile(BaseModel):
    """One family of a fit: kinds, P terms with means and errors, the covariance of all coefficients of the kinds."""

    model_config = ConfigDict(extra="forbid", strict=True)

    kinds: list[str]
    terms: list[str]
    mean: list[Finite]
    standard_error: list[Annotated[float, Field(ge=0, allow_inf_nan=False)]]
    covariance: list[list[Finite]]


class _PriorFile(BaseModel):
    """The prior of the model; None for none."""

    model_config = ConfigDict(extra="forbid", strict=True)

    effect: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None
    deviation: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    constant: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None


class _FitFile(BaseModel):
    """What a file of a fit holds."""

    model_config = ConfigDict(extra="forbid", strict=True)

    record: str
    digest: str
    model: str
    likelihood: str
    since: str
    until: str
    prior: _PriorFile
    families: dict[str, _FamilyFile]
    levels: LevelsFile | None
    not_covered: Count
    not_at_risk: Count
    same_day: Count
    bootstrap: Count
    silent: list[str]
    warnings: list[str]
    kinds: Annotated[dict[str, _KindFile], Field(min_length=1)]

    @model_validator(mode="after")
    def _families_fit(self) -> _FitFile:
        for name, family in self.families.items():
            if any(kind not in self.kinds for kind in family.kinds):
                raise ValueError(f"families.{name}: names a kind that is not among the kinds")
            size = sum(len(self.kinds[kind].terms) for kind in family.kinds)
            if len(family.covariance) != size or any(len(row) != size for row in family.covariance):
                raise ValueError(f"families.{name}: has a covariance that is not {size} by {size}")
            if not len(family.terms) == len(family.mean) == len(family.standard_error):
                raise ValueError(f"families.{name}: has not as many means and errors as terms")
        return self


def write_fit(fit: Fit, path: Path) -> None:
    """Write a fit as JSON, whole or not at all; UsageError if the file cannot be written."""
    try:
        write_whole(path, _text(fit).encode())
    except OSError as error:
        raise not_written(path, error) from None


def _text(fit: Fit) -> str:
    return json.dumps(fit_data(fit), indent=1, allow_nan=False) + "\n"


def read_fit(path: Path) -> Fit:
    """Read a fit that `write_fit` wrote.

    Raises
    ------
    UsageError
        If the file is not one: which key, what is wrong.
    """
    repair = "Make one with: rapallo fit --out FILE"
    try:
        found = _FitFile.model_validate_json(path.read_bytes())
        days = as_day(found.since, "since"), as_day(found.until, "until")
    except OSError as error:
        raise UsageError(f"{path}: is not a fit: {error.strerror or error}. {repair}") from None
    except ValidationError as error:
        raise UsageError(f"{path}: is not a fit: {first_fault(error)} {repair}") from None
    except UsageError as error:
        raise UsageError(f"{path}: is not a fit: {error} {repair}") from None
    if days[0] >= days[1]:
        raise UsageError(f"{path}: is not a fit: until {found.until} does not lie after since {found.since}. {repair}")
    plain = {name: getattr(found, name) for name in ("record", "digest", "model", "likelihood", "since", "until")}
    return Fit(
        **plain,
        prior=Prior(*(math.inf if v is None else v for v in found.prior.model_dump().values())),
        families={
            name: FamilyFit(
                name,
                tuple(family.kinds),
                tuple(family.terms),
                np.array(family.mean),
                np.array(family.standard_error),
                np.array(family.covariance),
            )
            for name, family in found.families.items()
        },
        levels=found.levels.levels() if found.levels else None,
        not_covered=found.not_covered,
        not_at_risk=found.not_at_risk,
        same_day=found.same_day,
        bootstrap=found.bootstrap,
        silent=tuple(found.silent),
        warnings=tuple(found.warnings),
        kinds={name: _kind(name, kind) for name, kind in found.kinds.items()},
    )


def _kind(name: str, found: _KindFile) -> KindFit:
    return KindFit(
        kind=name,
        terms=tuple(found.terms),
        estimate=np.array(found.estimate),
        standard_error=np.array(found.standard_error),
        covariance=np.array(found.covariance),
        scale=np.array(found.scale),
        loglik=found.loglik,
        events=found.events,
        weight=found.weight,
        exposure=found.exposure,
        iterations=found.iterations,
        converged=found.converged,
        dropped=found.dropped,
        remarks=tuple(found.remarks),
        bootstrap_error=None if found.bootstrap_error is None else np.array(found.bootstrap_error),
        level=found.level,
        prior=tuple(math.inf if sd is None else sd for sd in found.prior),
    )


def fit_of(system: System, path: Path) -> Fit:
    """Read a fit of this system; UsageError if the file is no fit, or one of another record or model."""
    found = read_fit(path)
    if found.digest != system.record.digest:
        raise UsageError(f"{path}: was fitted on another record or version of it. Fit again: rapallo fit --out FILE")
    if found.model != system.model.digest:
        raise UsageError(f"{path}: is the fit of another model or version of it. Fit again: rapallo fit --out FILE")
    return found


def kept_fit(
    system: System,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    likelihood: Likelihood = "exact",
    bootstrap: int = 0,
    progress: Progress | None = None,
) -> Fit:
    """Return a fit, read from the cache if the same was made before, and otherwise made and kept there.

    The same means: record, model, window, likelihood, bootstrap, version and code of the package. A damaged file is
    made anew. A record without a digest (a simulated history) is fitted each time.
    """
    record = system.record
    first, last = max(since or record.begin, record.begin), min(until or record.end, record.end)
    about = (record.digest, system.model.digest, first.isoformat(), last.isoformat(), likelihood, bootstrap)
    code = (version("rapallo"), source_digest())
    name = hashlib.sha256("\n".join(map(str, (*about, *code))).encode()).hexdigest()
    path = cache_folder() / "fits" / f"{name}.json"
    if record.digest and path.is_file():
        # what cannot be read is made anew below
        with contextlib.suppress(UsageError):
            found = read_fit(path)
            if (found.digest, found.model, found.since, found.until, found.likelihood, found.bootstrap) == about:
                return found
    from rapallo.estimation.fitting import fit

    made = fit(system, since=first, until=last, likelihood=likelihood, bootstrap=bootstrap, progress=progress)
    if record.digest:
        # where nothing can be kept, the fit is made again next time
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, _text(made).encode())
    return made
