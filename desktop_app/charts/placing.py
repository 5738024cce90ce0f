"""Where has a label room that costs least?  Many candidates against many obstacles at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from desktop_app.charts.boxes import Box

NEVER = 1e6  # the cost of covering what may not be covered


class Room:
    """A frame and what stands in it already, each thing with the cost of covering it."""

    def __init__(self, frame: Box) -> None:
        self.frame = frame
        self._boxes: list[tuple[float, float, float, float]] = []
        self._costs: list[float] = []

    def take(self, box: Box, cost: float = NEVER) -> None:
        self._boxes.append((box.left, box.top, box.right, box.bottom))
        self._costs.append(cost)

    def copy(self) -> "Room":
        made = Room(self.frame)
        made._boxes, made._costs = list(self._boxes), list(self._costs)
        return made

    def best(self, candidates: Sequence[Box], own: Sequence[float] = (), limit: float = NEVER) -> Box | None:
        """The candidate within the frame that costs least, the first of equals; None if all cost the limit or more.

        own: what each candidate costs by itself, such as its distance from what it names.
        """
        if not candidates:
            return None
        costs = self.costs(candidates) + (np.asarray(own, dtype=np.float64) if len(own) else 0.0)
        at = int(np.argmin(costs))
        return candidates[at] if costs[at] < limit else None

    def costs(self, candidates: Sequence[Box]) -> NDArray[np.float64]:
        """What each of these boxes would cover or reach beyond the frame."""
        made, frame = _array(candidates), self.frame
        outside = (
            (made[:, 0] < frame.left)
            | (made[:, 1] < frame.top)
            | (made[:, 2] > frame.right)
            | (made[:, 3] > frame.bottom)
        )
        costs = outside * NEVER
        if self._boxes:
            taken = np.array(self._boxes)
            hits = (
                (made[:, None, 0] < taken[None, :, 2])
                & (taken[None, :, 0] < made[:, None, 2])
                & (made[:, None, 1] < taken[None, :, 3])
                & (taken[None, :, 1] < made[:, None, 3])
            )
            costs = costs + hits @ np.array(self._costs)
        return np.asarray(costs)


def _array(boxes: Sequence[Box]) -> NDArray[np.float64]:
    return np.array([(box.left, box.top, box.right, box.bottom) for box in boxes])
