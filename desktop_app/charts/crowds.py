"""Which of many lines can be told apart on a screen, and how do the others show that there is something?"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from desktop_app.casebook.when import Span
from desktop_app.charts.boxes import Box
from desktop_app.charts.drawing import Path, Stroke
from desktop_app.charts.strands import Strands

MOST_LINES, MOST_WAYS = 140, 70  # stays and journeys that are drawn one by one
_LEAST_COLUMNS = 2  # of pixels, for the shortest
_LEAST_PX = 5.0  # what is drawn one by one where there are too many
Array = NDArray[np.float64]
Indexes = NDArray[np.intp]
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True, eq=False)
class Shelf(Generic[Part]):
    """What one actor did, in order of its beginning, to be found by its time."""

    parts: tuple[Part, ...]
    starts: Array  # JD, ascending
    ends: Array
    latest: Array  # the latest end so far

    def between(self, first: float, last: float) -> Indexes:
        """Which parts may lie in a span of JD."""
        i, j = np.searchsorted(self.latest, first, "left"), np.searchsorted(self.starts, last, "right")
        return np.arange(i, j)[self.ends[i:j] > first]


def shelf(parts: Iterable[Part], span: Callable[[Part], Span]) -> Shelf[Part]:
    spans = sorted(((*span(part), at, part) for at, part in enumerate(parts)), key=lambda one: one[:3])
    starts, ends = (np.array([one[at] for one in spans], dtype=np.float64) for at in (0, 1))
    return Shelf(tuple(one[3] for one in spans), starts, ends, np.maximum.accumulate(ends) if len(ends) else ends)


def widest(widths: Sequence[Array], most: int) -> list[NDArray[np.bool_]]:
    """Which of too many are drawn one by one: the widest of all, `most` at most, none of a few pixels.

    widths: of each actor's parts, in pixels.  Of each actor the widest is drawn in any case: his name stands there.
    """
    every = np.concatenate(widths) if widths else np.empty(0)
    rank = np.empty(len(every), dtype=np.intp)
    rank[np.argsort(-every, kind="stable")] = np.arange(len(every))
    chosen = np.split((rank < most) & (every >= _LEAST_PX), np.cumsum([len(own) for own in widths])[:-1])
    for own, told in zip(widths, chosen, strict=True):
        if len(own):
            told[own.argmax()] = True
    return chosen


def crowd(left: Array, right: Array, y: Array, room: Box, stroke: Stroke) -> Path:
    """Lines too many to be told apart: each column of pixels in which there is one, joined into bars."""
    seen = (right >= room.left) & (left <= room.right) & (y >= room.top) & (y <= room.bottom)
    first = np.floor(np.maximum(left[seen], room.left)).astype(np.int64)
    last = np.maximum(np.floor(np.minimum(right[seen], room.right)).astype(np.int64), first + _LEAST_COLUMNS - 1)
    heights, row = np.unique(y[seen], return_inverse=True)
    width = int(room.right) + 2 + _LEAST_COLUMNS  # the last stay free, so that no bar runs from row to row
    edges = np.zeros(len(heights) * width + 1, dtype=np.int64)
    np.add.at(edges, row * width + first, 1)
    np.add.at(edges, row * width + last + 1, -1)
    filled = np.concatenate(([False], np.cumsum(edges) > 0, [False]))
    turns = np.flatnonzero(filled[1:] != filled[:-1])
    begin, end = turns[::2], turns[1::2]
    points = np.stack(
        (
            np.stack((begin % width, heights[begin // width]), 1),
            np.stack((end - begin + begin % width, heights[begin // width]), 1),
        ),
        axis=1,
    ).reshape(-1, 2)
    return Path(Strands(points, np.arange(0, len(points) + 1, 2)), edge=stroke, square=True)
