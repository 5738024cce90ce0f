"""How are many lines, or many rings, cut and thinned at once?

Thousands of coasts are one array, so that no step costs a call for each.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Index = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Strands:
    """Lines or rings one after another.  points: shape (n, 2); starts: where each begins, and n, shape (m + 1,).

    Points are longitude and latitude in degrees, or x and y in a plane.  A ring closes by itself: its first point is
    not repeated.
    """

    points: Array
    starts: Index

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, at: int) -> Array:
        at %= len(self)
        return self.points[self.starts[at] : self.starts[at + 1]]

    @property
    def lengths(self) -> Index:
        return np.diff(self.starts)

    @property
    def owners(self) -> Index:
        """The strand that each point belongs to."""
        return np.repeat(np.arange(len(self)), self.lengths)

    def boxes(self) -> Array:
        """Least x, least y, greatest x, greatest y of each strand, shape (m, 4); none may be empty."""
        if not len(self):
            return np.empty((0, 4))
        first = self.starts[:-1]
        low, high = np.minimum.reduceat(self.points, first), np.maximum.reduceat(self.points, first)
        return np.hstack((low, high))

    def chosen(self, wanted: Mask) -> "Strands":
        """Those strands alone."""
        return Strands(self.points[np.repeat(wanted, self.lengths)], _starts(self.lengths[wanted]))


def strands(lines: Iterable[Sequence[Sequence[float]] | Array]) -> Strands:
    """Lines, each a sequence of points, as one."""
    arrays = [np.asarray(line, dtype=np.float64).reshape(-1, 2) for line in lines]
    points = np.concatenate(arrays) if arrays else np.empty((0, 2))
    return Strands(points, _starts(np.array([len(one) for one in arrays], dtype=np.intp)))


def joined(parts: Sequence[Strands]) -> Strands:
    """Several as one, in their order."""
    if not parts:
        return strands(())
    lengths = np.concatenate([part.lengths for part in parts])
    return Strands(np.concatenate([part.points for part in parts]), _starts(lengths))


def _starts(lengths: Index) -> Index:
    return np.concatenate(([0], np.cumsum(lengths))).astype(np.intp)


def closed(rings: Strands) -> Strands:
    """The rings as lines that end where they began."""
    ends = rings.starts[1:]
    points = np.insert(rings.points, ends, rings.points[rings.starts[:-1]], axis=0)
    return Strands(points, _starts(rings.lengths + 1))


def following(rings: Strands) -> Index:
    """For each point of rings the next one on its ring."""
    after = np.arange(1, len(rings.points) + 1)
    after[rings.starts[1:] - 1] = rings.starts[:-1]
    return after


def unwrapped(lines: Strands) -> Strands:
    """Longitudes that run on beyond 180°, so that no step along a line is longer than half the Earth."""
    lon = lines.points[:, 0]
    steps = np.diff(lon, prepend=0.0)
    steps -= 360 * np.rint(steps / 360)
    first = lines.starts[:-1][lines.lengths > 0]
    run = np.cumsum(steps)
    base = np.zeros(len(lon))
    base[first] = lon[first] - run[first]
    return Strands(
        np.column_stack((run + np.repeat(base[first], lines.lengths[lines.lengths > 0]), lines.points[:, 1])),
        lines.starts,
    )


def densified(lines: Strands, longest: float) -> Strands:
    """Points put in evenly, straight in these coordinates, so that no step is longer than that along an axis."""
    if len(lines.points) < 2:
        return lines
    steps = np.abs(np.diff(lines.points, axis=0)).max(axis=1)
    steps[lines.starts[1:-1] - 1] = 0.0  # from one line to the next
    more = np.ceil(steps / longest - 1e-9).astype(np.intp) - 1
    more = np.concatenate((np.maximum(more, 0), [0]))
    if not more.any():
        return lines
    at = np.repeat(np.arange(len(more)), more + 1)
    begun = np.concatenate(([0], np.cumsum(more + 1)[:-1]))
    share = (np.arange(len(at)) - begun[at]) / (more[at] + 1)
    after = np.minimum(at + 1, len(more) - 1)
    points = lines.points[at] + share[:, None] * (lines.points[after] - lines.points[at])
    return Strands(points, np.concatenate((begun, [len(at)]))[lines.starts].astype(np.intp))


# Clipping by half planes: a·x + b·y ≤ c stays


def clipped_rings(rings: Strands, a: float, b: float, c: float) -> Strands:
    """What of each ring's inside lies in the half plane (Sutherland and Hodgman 1974); those with nothing left go.

    A ring that falls into pieces stays one, its pieces joined along the edge: the same once filled.
    """
    side = rings.points @ np.array((a, b)) - c
    inside = side <= 0
    if inside.all():
        return rings
    after = following(rings)
    crosses = inside != inside[after]
    counts = inside.astype(np.intp) + crosses
    points = _laid(rings.points, side, after, inside, crosses, counts)
    lengths = np.add.reduceat(counts, rings.starts[:-1]) if len(rings) else counts
    made = Strands(points, _starts(lengths))
    return made.chosen(lengths >= 3)


def clipped_lines(lines: Strands, a: float, b: float, c: float) -> Strands:
    """What of each line lies in the half plane; a line that leaves it and comes back becomes two."""
    return clipped_lines_of(lines, a, b, c)[0]


def clipped_lines_of(lines: Strands, a: float, b: float, c: float) -> tuple[Strands, Index]:
    """The same, and of which line each piece is."""
    side = lines.points @ np.array((a, b)) - c
    inside = side <= 0
    if inside.all():
        return lines, np.arange(len(lines))
    after = np.minimum(np.arange(1, len(side) + 1), len(side) - 1)
    last = np.zeros(len(side), dtype=bool)
    last[lines.starts[1:] - 1] = True
    crosses = (inside != inside[after]) & ~last
    counts = inside.astype(np.intp) + crosses
    points = _laid(lines.points, side, after, inside, crosses, counts)
    begins = np.zeros(len(points), dtype=bool)
    at = np.cumsum(counts) - counts
    first = lines.starts[:-1]
    begins[at[first[inside[first]]]] = True
    enters = crosses & ~inside
    begins[at[enters]] = True
    made = Strands(points, np.concatenate((np.flatnonzero(begins), [len(points)])).astype(np.intp))
    of = np.repeat(lines.owners, counts)[begins]
    long = made.lengths >= 2
    return made.chosen(long), of[long]


def _laid(points: Array, side: Array, after: Index, inside: Mask, crosses: Mask, counts: Index) -> Array:
    """The points that are inside, and where an edge crosses the boundary, in their order."""
    at = np.cumsum(counts) - counts
    made = np.empty((int(counts.sum()), 2))
    made[at[inside]] = points[inside]
    first, second = np.flatnonzero(crosses), after[crosses]
    share = side[first] / (side[first] - side[second])
    made[at[first] + inside[first]] = points[first] + share[:, None] * (points[second] - points[first])
    return made


Frame = tuple[float, float, float, float]  # least x, least y, greatest x, greatest y


def _half_planes(frame: Frame) -> tuple[tuple[float, float, float], ...]:
    return (-1, 0, -frame[0]), (0, -1, -frame[1]), (1, 0, frame[2]), (0, 1, frame[3])


def rings_within(rings: Strands, frame: Frame) -> Strands:
    for half_plane in _half_planes(frame):
        rings = clipped_rings(rings, *half_plane)
    return rings


def lines_within(lines: Strands, frame: Frame) -> Strands:
    return lines_within_of(lines, frame)[0]


def lines_within_of(lines: Strands, frame: Frame) -> tuple[Strands, Index]:
    """What of the lines lies in the frame, and of which line each piece is."""
    of = np.arange(len(lines))
    for half_plane in _half_planes(frame):
        lines, cut = clipped_lines_of(lines, *half_plane)
        of = of[cut]
    return lines, of


def meet(boxes: Array, frame: Frame) -> Mask:
    """Which boxes share a point with the frame."""
    return (boxes[:, 0] <= frame[2]) & (boxes[:, 2] >= frame[0]) & (boxes[:, 1] <= frame[3]) & (boxes[:, 3] >= frame[1])


def thinned(lines: Strands, grid: float, least: int) -> Strands:
    """Points moved to a grid, those that then follow on the same one left out; strands of fewer than `least` go."""
    points = np.rint(lines.points / grid) * grid
    fresh = np.ones(len(points), dtype=bool)
    fresh[1:] = np.any(points[1:] != points[:-1], axis=1)
    fresh[lines.starts[:-1][lines.lengths > 0]] = True
    counts = np.concatenate(([0], np.cumsum(fresh)))
    made = Strands(points[fresh], counts[lines.starts].astype(np.intp))
    return made.chosen(made.lengths >= least)
