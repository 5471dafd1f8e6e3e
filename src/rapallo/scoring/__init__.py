"""How well a model foretells: forecasts from origins in time, scored on what happened after them."""
