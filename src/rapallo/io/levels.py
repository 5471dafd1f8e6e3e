"""Levels in a file: those of a fit, and those at the start of an ensemble."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from rapallo.model.frailty import Levels

NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Moments = Annotated[list[list[NotNegative]], Field(min_length=2, max_length=2)]


class LevelsFile(BaseModel):
    """What is known of the levels in a quarter: means and variances of F families, and twice of K kinds."""

    model_config = ConfigDict(extra="forbid", strict=True)

    quarter: Annotated[int, Field(ge=0)]
    common: Moments
    own: Moments
    fast: Moments

    def levels(self) -> Levels:
        """Return them as arrays."""
        return Levels(self.quarter, *(np.array(rows) for rows in (self.common, self.own, self.fast)))
