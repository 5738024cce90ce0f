"""Where does a number stand on a chart's axis, and which numbers are written along it?"""

from collections.abc import Callable
from dataclasses import dataclass
from math import floor, log10

from PySide6.QtCore import QRectF


@dataclass(frozen=True, slots=True)
class Axis:
    """One direction of a chart, from a value to a value, on a room in pixels."""

    least: float
    most: float
    start: float
    end: float
    bend: Callable[[float], float] = float  # such as a logarithm: what is drawn evenly

    def at(self, value: float) -> float:
        low, high = self.bend(self.least), self.bend(self.most)
        share = (self.bend(value) - low) / (high - low) if high > low else 0.5
        return self.start + min(1.0, max(0.0, share)) * (self.end - self.start)


def round_steps(least: float, most: float, wanted: int) -> tuple[float, ...]:
    """Round numbers between two, about as many as wanted."""
    if most <= least:
        return (least,)
    raw = (most - least) / max(1, wanted)
    power = 10.0 ** floor(log10(raw))
    step = next(power * part for part in (1, 2, 2.5, 5, 10) if power * part >= raw * 0.999)
    first = -floor(-least / step)
    return tuple((first + at) * step for at in range(int((most - first * step) / step + 1e-9) + 1))


def room(width: float, height: float, left: float, top: float, right: float, bottom: float) -> QRectF:
    """What remains inside margins."""
    return QRectF(left, top, max(20.0, width - left - right), max(20.0, height - top - bottom))
