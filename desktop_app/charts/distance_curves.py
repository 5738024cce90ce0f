"""How does the course of a distance run in pixels, however many stays it is made of?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_app.analysis.courses import Course
from desktop_app.analysis.proximity import Array
from desktop_app.charts.boxes import Box
from desktop_app.charts.distance_scale import KmScale
from desktop_app.charts.drawing import Path, Shape, Stroke
from desktop_app.charts.strands import Strands
from desktop_app.charts.time_scale import TimeScale

_ASIDE = 3.0  # px that an edge steps aside where another runs
_LEVEL_PX = 24.0  # an edge that runs level for so long steps aside
_CORD = 5.0  # px of each colour
_BEYOND = 30.0  # px outside the field that are still drawn


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A stretch of a course without a gap, on which somebody is under way or nobody; in pixels."""

    x: Array
    low: Array  # of the least distance
    high: Array  # of the greatest
    under_way: bool


def runs(course: Course, scale: TimeScale, km: KmScale, field: Box) -> tuple[Run, ...]:
    """What of a course is in view: no more points than the columns of pixels can show."""
    if len(course.jd) < 2:
        return ()
    x = scale.xs(course.jd.clip(scale.knots[0], scale.knots[-1]))
    first = max(int(np.searchsorted(x, field.left - _BEYOND)) - 1, 0)
    last = min(int(np.searchsorted(x, field.right + _BEYOND)) + 1, len(x))
    x, low, high = x[first:last], km.ys(course.least[first:last]), km.ys(course.greatest[first:last])
    way = course.under_way[first:last]
    if len(x) > 4 * (field.right - field.left):
        x, low, high, way = _columns(x, low, high, way)
    left, right = field.left - _BEYOND, field.right + _BEYOND
    found = []
    for part in _parts(low, way):
        own = part[_turns(low[part], high[part])]
        if len(own) > 1:
            found.append(Run(x[own].clip(left, right), low[own], high[own], bool(way[part[len(part) // 2]])))
    return tuple(found)


def _parts(low: Array, way: NDArray[np.bool_]) -> Iterator[NDArray[np.intp]]:
    """Indexes of each run; one that is under way reaches to the runs on both sides, so that its jumps are drawn."""
    unknown = np.isnan(low)
    ends = unknown[1:] | unknown[:-1] | (way[1:] != way[:-1])
    for part in np.split(np.arange(len(low)), np.flatnonzero(ends) + 1):
        if len(part) and not unknown[part[0]]:
            first, last = int(part[0]), int(part[-1])
            if way[first]:
                first -= first > 0 and not unknown[first - 1]
                last += last + 1 < len(low) and not unknown[last + 1]
            yield np.arange(first, last + 1)


def _turns(low: Array, high: Array) -> NDArray[np.bool_]:
    """Points that are no mere middle of a level line."""
    if len(low) < 3:
        return np.ones(len(low), dtype=bool)
    flat = np.ones(len(low) - 2, dtype=bool)
    for y in (low, high):
        flat &= (y[1:-1] == y[:-2]) & (y[1:-1] == y[2:])
    return np.concatenate(([True], ~flat, [True]))


def _columns(
    x: Array, low: Array, high: Array, way: NDArray[np.bool_]
) -> tuple[Array, Array, Array, NDArray[np.bool_]]:
    """Of each column of pixels the first and the last point, and between them the widest that the band is in it."""
    column = np.floor(x)
    starts = np.flatnonzero(np.concatenate(([True], column[1:] != column[:-1])))
    ends = np.concatenate((starts[1:], [len(x)])) - 1
    middle = (x[starts] + x[ends]) / 2
    return (
        np.stack((x[starts], middle, x[ends]), axis=1).ravel(),
        np.stack((low[starts], np.fmax.reduceat(low, starts), low[ends]), axis=1).ravel(),
        np.stack((high[starts], np.fmin.reduceat(high, starts), high[ends]), axis=1).ravel(),
        np.stack((way[starts], np.maximum.reduceat(way, starts), way[ends]), axis=1).ravel(),
    )


def filled(runs_: Sequence[Run], colour: str) -> Iterator[Shape]:
    """Between least and greatest; paler where somebody was under way."""
    for under_way in (False, True):
        own = [run for run in runs_ if run.under_way == under_way]
        if own:
            x = [part for run in own for part in (run.x, run.x[::-1])]
            y = [part for run in own for part in (run.high, run.low[::-1])]
            rings = _strands(x, y, [2 * len(run.x) for run in own])
            square = bool(_is_square(rings).all())
            yield Path(rings, colour, 0.08 if under_way else 0.2, square=square)


def _strands(x: Sequence[Array], y: Sequence[Array], lengths: Sequence[int]) -> Strands:
    points = np.column_stack((np.concatenate(x), np.concatenate(y)))
    return Strands(points, np.concatenate(([0], np.cumsum(lengths))).astype(np.intp))


def _is_square(lines: Strands) -> NDArray[np.bool_]:
    """Which pieces, from one point to the next, are level or upright; a piece from line to line is taken for one."""
    steps = np.abs(lines.points[1:] - lines.points[:-1])
    square: NDArray[np.bool_] = (steps[:, 0] < 0.01) | (steps[:, 1] < 0.01)
    square[lines.starts[1:-1] - 1] = True
    return square


def _split(lines: Strands) -> tuple[Strands, Strands]:
    """The level and upright pieces of lines, each by itself, and the slanting stretches between them."""
    square, points = _is_square(lines), lines.points
    slanting = np.flatnonzero(~square)
    square[lines.starts[1:-1] - 1] = False
    level = np.stack((points[:-1][square], points[1:][square]), axis=1).reshape(-1, 2)
    pieces = Strands(level, np.arange(0, len(level) + 1, 2))
    if not len(slanting):
        return pieces, Strands(np.empty((0, 2)), np.zeros(1, dtype=np.intp))
    first = np.concatenate(([True], np.diff(slanting) > 1))
    starts, ends = slanting[first], slanting[np.concatenate((first[1:], [True]))] + 1
    lengths = ends - starts + 1
    at = np.repeat(starts - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
    return pieces, Strands(points[at], np.concatenate(([0], np.cumsum(lengths))))


class Edges:
    """The edges of all pairs, in their order: where two would run on one another, one steps aside."""

    def __init__(self, field: Box, unit: float) -> None:
        self.field, self.unit = field, unit
        self.taken: list[tuple[float, float, float]] = []  # left, right, y of what runs level
        self.boxes: list[Array] = []  # left, top, right, bottom of every piece, shape (n, 4)

    def cords(self, runs_: Sequence[Run], colours: tuple[str, str]) -> Iterator[Shape]:
        """The edges of one pair, in the colours of its two actors by turns."""
        taken: list[tuple[float, float, float]] = []
        for under_way in (False, True):
            own = [run for run in runs_ if run.under_way == under_way]
            edges = [(run.x, y) for run in own for y in _edges(run)]
            if edges:
                x, lengths = [line for line, _ in edges], [len(line) for line, _ in edges]
                lines = _strands(x, [self._aside(line, y, taken) for line, y in edges], lengths)
                self.boxes.append(_boxes(lines))
                square, slanting = _split(lines)
                width, alpha = (1.2 if under_way else 1.9) * self.unit, 0.55 if under_way else 1.0
                length = _CORD * self.unit
                for colour, dash in ((colours[0], ()), (colours[1], (length, length))):
                    stroke = Stroke(colour, width, dash, alpha)
                    yield Path(square, edge=stroke, square=True)
                    yield Path(slanting, edge=stroke)
        self.taken += taken

    def _aside(self, x: Array, y: Array, own: list[tuple[float, float, float]]) -> Array:
        """The edge with its level pieces moved by a few pixels where another pair runs there."""
        moved = y.copy()
        level = np.flatnonzero((np.abs(y[1:] - y[:-1]) < 0.01) & (x[1:] - x[:-1] > _LEVEL_PX * self.unit))
        for at in level:
            left, right = float(x[at]), float(x[at + 1])
            moved[at : at + 2] = clear = self._clear(left, right, float(y[at]))
            own.append((left, right, clear))
        return moved

    def _clear(self, left: float, right: float, y: float) -> float:
        for aside in (0.0, -_ASIDE, _ASIDE, -2 * _ASIDE, 2 * _ASIDE):
            moved = y + aside * self.unit
            hit = any(
                abs(moved - other) < _ASIDE * self.unit - 0.1 and left < last - 1 and first + 1 < right
                for first, last, other in self.taken
            )
            if not hit and self.field.top - 2 <= moved <= self.field.bottom + 1:
                return moved
        return y

    def crossed(self, boxes: Array) -> Array:
        """How many pieces of edges each box (left, top, right, bottom; shape (m, 4)) lies on."""
        if not self.boxes or not len(boxes):
            return np.zeros(len(boxes))
        edges = np.concatenate(self.boxes)
        return np.asarray(
            (
                (boxes[:, None, 0] < edges[None, :, 2])
                & (edges[None, :, 0] < boxes[:, None, 2])
                & (boxes[:, None, 1] < edges[None, :, 3])
                & (edges[None, :, 1] < boxes[:, None, 3])
            ).sum(axis=1),
            dtype=np.float64,
        )


def _edges(run: Run) -> tuple[Array, ...]:
    """The two edges, or one where they are the same."""
    return (run.high,) if bool(np.abs(run.low - run.high).max() < 1) else (run.high, run.low)


def _boxes(lines: Strands) -> Array:
    """Left, top, right, bottom of every piece, with what a pen adds, shape (n, 4)."""
    within = np.ones(len(lines.points) - 1, dtype=bool)
    within[lines.starts[1:-1] - 1] = False
    a, b = lines.points[:-1][within], lines.points[1:][within]
    return np.hstack((np.minimum(a, b) - 1.5, np.maximum(a, b) + 1.5))
