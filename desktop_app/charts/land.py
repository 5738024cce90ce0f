"""Where is land?  Natural Earth's coasts in three levels of detail, as packaging/maps.py put them into resources."""

from functools import cache
from typing import Literal

import numpy as np

from desktop_app.casebook.resources import RESOURCES
from desktop_app.charts.strands import Strands

Level = Literal["coarse", "middle", "fine"]

SOURCE = "Natural Earth"
GRID = 0.002  # degrees; see resources/maps/README.md
_FILE = RESOURCES / "maps" / "land.npz"
# From so many kilometres a pixel on, a level shows all that pixels can.
_FINEST_KM: tuple[tuple[float, Level], ...] = ((24.0, "coarse"), (2.2, "middle"))


def level_for(km_per_px: float) -> Level:
    """The level of detail that a scale can show."""
    return next((level for least, level in _FINEST_KM if km_per_px >= least), "fine")


@cache
def land(level: Level) -> Strands:
    """Coasts as rings of longitude and latitude in degrees; longitudes run on where a ring crosses the antimeridian."""
    with np.load(_FILE) as parts:
        lengths, octets = parts[f"{level}_lengths"], parts[f"{level}_steps"]
    steps = np.ascontiguousarray(octets.transpose(0, 2, 1)).view("<i4")[..., 0]
    points = np.cumsum(steps, axis=1).T.astype(np.float64) * GRID
    return Strands(points, np.concatenate(([0], np.cumsum(lengths))).astype(np.intp))
