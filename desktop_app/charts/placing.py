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
        self._taken = np.empty((64, 5))  # left, top, right, bottom, cost; filled from the top
        self._count = 0

    def take(self, box: Box, cost: float = NEVER) -> None:
        if self._count == len(self._taken):
            self._taken = np.concatenate((self._taken, np.empty_like(self._taken)))
        self._taken[self._count] = box.left, box.top, box.right, box.bottom, cost
        self._count += 1

    def take_all(self, boxes: NDArray[np.float64], cost: float) -> None:
        """Many at once, shape (n, 4)."""
        made = np.column_stack((boxes, np.full(len(boxes), cost)))
        self._taken = np.concatenate((self._taken[: self._count], made, np.empty((64, 5))))
        self._count += len(made)

    def copy(self) -> "Room":
        made = Room(self.frame)
        made._taken, made._count = self._taken.copy(), self._count
        return made

    def best(self, candidates: Sequence[Box], own: Sequence[float] = (), limit: float = NEVER) -> Box | None:
        """The candidate within the frame that costs least, the first of equals; None if all cost the limit or more.

        own: what each candidate costs by itself, such as its distance from what it names.
        """
        if not candidates:
            return None
        made = np.array([(box.left, box.top, box.right, box.bottom) for box in candidates])
        costs = self.costs(made) + (np.asarray(own, dtype=np.float64) if len(own) else 0.0)
        at = int(np.argmin(costs))
        return candidates[at] if costs[at] < limit else None

    def costs(self, boxes: NDArray[np.float64]) -> NDArray[np.float64]:
        """What each of these boxes, shape (n, 4), would cover or reach beyond the frame."""
        frame, taken = self.frame, self._taken[: self._count]
        (left, top), (right, bottom) = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
        near = (taken[:, 0] < right) & (taken[:, 2] > left) & (taken[:, 1] < bottom) & (taken[:, 3] > top)
        taken = taken[near]
        outside = (
            (boxes[:, 0] < frame.left)
            | (boxes[:, 1] < frame.top)
            | (boxes[:, 2] > frame.right)
            | (boxes[:, 3] > frame.bottom)
        )
        hits = (
            (boxes[:, None, 0] < taken[None, :, 2])
            & (taken[None, :, 0] < boxes[:, None, 2])
            & (boxes[:, None, 1] < taken[None, :, 3])
            & (taken[None, :, 1] < boxes[:, None, 3])
        )
        return np.asarray(outside * NEVER + hits @ taken[:, 4])
