"""Where on a chart is a distance, and which distances does its axis name?"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import expm1, floor, log1p, log10
from typing import TYPE_CHECKING

from desktop_app.casebook.language import tr
from desktop_app.charts.boxes import Box

if TYPE_CHECKING:
    from desktop_app.analysis.proximity import Array

UNIT_KM = 10.0  # the scale is log(1 + d / 10 km): 0 is on it
_TICKS_KM = (0.0, 10.0, 100.0, 1_000.0, 10_000.0)
THRESHOLDS_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)


@dataclass(frozen=True, slots=True)
class KmScale:
    """Kilometres from the foot of a field to its top, logarithmic or even."""

    most: float
    top: float
    foot: float
    linear: bool = False

    def y(self, km: float) -> float:
        return self.foot - self._share(km) * (self.foot - self.top)

    def ys(self, km: "Array") -> "Array":
        import numpy as np

        share = km / self.most if self.linear else np.log1p(km / UNIT_KM) / log1p(self.most / UNIT_KM)
        return np.asarray(self.foot - share * (self.foot - self.top))

    def km(self, y: float) -> float:
        share = min(max((self.foot - y) / max(self.foot - self.top, 1.0), 0.0), 1.0)
        return share * self.most if self.linear else UNIT_KM * expm1(share * log1p(self.most / UNIT_KM))

    def _share(self, km: float) -> float:
        return km / self.most if self.linear else log1p(km / UNIT_KM) / log1p(self.most / UNIT_KM)

    def ticks(self) -> tuple[float, ...]:
        """Round distances: tens, or five or so even steps."""
        if not self.linear:
            return tuple(km for km in _TICKS_KM if km <= self.most)
        rough = self.most / 4
        size: float = 10.0 ** floor(log10(rough))
        step = max(step * size for step in (1, 2, 5) if step * size <= rough)
        return tuple(at * step for at in range(int(self.most / step) + 1))


def field_scale(most: float, field: Box, *, linear: bool) -> KmScale:
    return KmScale(most, field.top, field.bottom, linear)


def rounded_km(km: float) -> float:
    """A threshold as one says it: two figures, whole kilometres."""
    if km < 1:
        return 0.0
    size = 10.0 ** max(0, floor(log10(km)) - 1)
    return round(km / size) * size


def next_threshold(km: float, step: int, choices: Sequence[float] = THRESHOLDS_KM) -> float:
    """The next round distance above (1) or below (-1)."""
    found = [one for one in choices if one > km + 0.01] if step > 0 else [one for one in choices if one < km - 0.01]
    return km if not found else float(found[0] if step > 0 else found[-1])


def said_km(least: float, greatest: float) -> str:
    """ "0–20 km", "7,650–7,690 km": a band of distances in words, no more exactly than it is known."""
    if round(least) == round(greatest):
        return tr("{} km").format(f"{greatest:,.0f}")
    digits = -1 if greatest >= 1_000 else 0
    return tr("{}–{} km").format(f"{round(least, digits):,.0f}", f"{round(greatest, digits):,.0f}")
