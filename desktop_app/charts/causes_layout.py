"""In which row does each event of a causal graph stand, so that few links cross and no two titles meet?

Where an event stands from left to right is told by its date; only its row is free, and on which side of its mark its
title stands.  A link leaves its cause up or down and then runs along the row of its effect.  Pure and deterministic:
rows are filled from left to right, then events, pairs of events and whole rows are moved for as long as it helps
(Sugiyama, Tagawa and Toda 1981, with fixed columns).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

_GAP = 12.0  # px between two things in one row
_LABEL_OVER = 4.0  # px by which a title begins before its mark
_NEAR = 3.0  # px: a line so near to a title touches it
_RING = 14.0  # px: what is narrower is a ring, and its links leave from its middle
_AROUND = 14.0  # px left of two events, where a link runs that cannot run between them
_SMALL = 60  # events: larger graphs are only filled from left to right
_BUDGET = 2_500_000  # comparisons

_CROSSING = 3.0  # what each is worth, in lengths of …
_THROUGH_TITLE = 4.0
_THROUGH_MARK = 6.0
_ALONG_ANOTHER = 4.0
_ROW = 0.3  # a row to go up or down
_FLIPPED = 0.4
_MOVED = 2.5  # an event that the reader has seen elsewhere


@dataclass(frozen=True, slots=True)
class Node:
    """An event: from where to where its mark reaches, where links leave it, and how wide its title is, in pixels."""

    left: float
    right: float
    label: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    def interval(self, *, flipped: bool) -> tuple[float, float]:
        """What it takes of its row; flipped: the title ends at the mark instead of beginning there."""
        if flipped:
            return min(self.left, self.right + _LABEL_OVER - self.label), self.right + _LABEL_OVER
        return self.left - _LABEL_OVER, max(self.right, self.left - _LABEL_OVER + self.label)


@dataclass(frozen=True, slots=True)
class Arc:
    """A link, by the numbers of its events."""

    cause: int
    effect: int


@dataclass(frozen=True, slots=True)
class Place:
    row: int
    flipped: bool


def arranged(
    nodes: Sequence[Node],
    arcs: Sequence[Arc],
    frame: tuple[float, float],
    rows: int,
    known: Mapping[int, Place] = MappingProxyType({}),
) -> tuple[tuple[Place, ...], int]:
    """The place of each event, and how many rows that takes: at least those that have room, more if they must.

    known: where some of them stood before, so that one more link does not turn everything over.
    """
    places, used = _filled(nodes, arcs, frame, rows, known)
    if nodes and len(nodes) <= _SMALL:
        places = _Improving(nodes, arcs, frame, places, max(used, rows), frozenset(known)).places()
        kept = sorted({place.row for place in places})
        dense = {row: number for number, row in enumerate(kept)}
        places = [Place(dense[place.row], place.flipped) for place in places]
        used = len(kept)
    return tuple(places), used


def _sides(node: Node, frame: tuple[float, float]) -> list[bool]:
    """On which sides the title has room; to the right first."""
    found = []
    for flipped in (False, True):
        first, last = node.interval(flipped=flipped)
        if first >= frame[0] - 0.5 and last <= frame[1] + 0.5:
            found.append(flipped)
    return found or [node.middle > (frame[0] + frame[1]) / 2]


def _filled(
    nodes: Sequence[Node], arcs: Sequence[Arc], frame: tuple[float, float], rows: int, known: Mapping[int, Place]
) -> tuple[list[Place], int]:
    """From left to right, each event where it stood, else in the free row nearest to its causes."""
    causes: list[list[int]] = [[] for _ in nodes]
    for arc in arcs:
        causes[arc.effect].append(arc.cause)
    order = sorted(range(len(nodes)), key=lambda at: (nodes[at].left, nodes[at].right, at))
    ends: list[float] = [float("-inf")] * rows
    found: dict[int, Place] = {}
    for at in order:
        before = known.get(at)
        flipped = before.flipped if before else _sides(nodes[at], frame)[0]
        first, last = nodes[at].interval(flipped=flipped)
        above = [found[cause].row for cause in causes[at] if cause in found]
        aim = sum(above) / len(above) if above else len(ends) / 2
        aim = before.row if before else aim
        free = [row for row, end in enumerate(ends) if end + _GAP <= first]
        if free:
            row = min(free, key=lambda row: (abs(row - aim), row))
        else:
            row = len(ends)
            ends.append(float("-inf"))
        ends[row] = max(ends[row], last)
        found[at] = Place(row, flipped)
    return [found[at] for at in range(len(nodes))], len(ends)


class _Improving:
    """Moves events as long as the sum of what is unpleasant falls."""

    def __init__(
        self,
        nodes: Sequence[Node],
        arcs: Sequence[Arc],
        frame: tuple[float, float],
        places: Sequence[Place],
        rows: int,
        known: frozenset[int],
    ) -> None:
        self.nodes, self.rows = nodes, rows
        self.arcs = [(arc.cause, arc.effect) for arc in arcs if arc.cause != arc.effect]
        self.sides = [_sides(node, frame) for node in nodes]
        self.row = [place.row for place in places]
        self.flip = [place.flipped for place in places]
        self.stood = [(at, places[at].row) for at in known]
        self.intervals = [(node.interval(flipped=False), node.interval(flipped=True)) for node in nodes]
        self.spans = [self._span(*arc) for arc in self.arcs]
        self.between = [self._between(number) for number in range(len(self.arcs))]
        self.along = [self._along(number) for number in range(len(self.arcs))]
        self.spent = 0

    def _span(self, cause: int, effect: int) -> tuple[float, float, float]:
        """Where a link goes up or down, and from where to where it runs along the row of its effect."""
        a, b = self.nodes[cause], self.nodes[effect]
        start = a.middle if a.right - a.left < _RING else a.left
        if b.left - start < _GAP:  # so little later, or earlier: round the left of both
            x = min(a.left, b.left) - _AROUND
            return x, x, b.left
        x = start if a.right - a.left < _RING else max(a.left, min(a.right, b.left - _GAP))
        return x, x, b.left

    def _between(self, number: int) -> list[tuple[int, float, float, float]]:
        """What a link meets on its way up or down: event, and what it costs to cross its row, with either title."""
        cause, effect = self.arcs[number]
        x = self.spans[number][0]
        found = []
        for at, node in enumerate(self.nodes):
            own = at == cause
            if own and node.left <= x <= node.right:
                continue
            crossed = sum(
                _CROSSING
                for other, (c, e) in enumerate(self.arcs)
                if e == at and other != number and c != cause and self.spans[other][1] < x < self.spans[other][2]
            )
            over = node.left - _NEAR < x < node.right + _NEAR
            mark = _THROUGH_MARK / 2 if over and at not in (cause, effect) else 0.0
            titles = [_THROUGH_TITLE if first - _NEAR < x < last + _NEAR else 0.0 for first, last in self.intervals[at]]
            if crossed or mark or any(titles):
                found.append((at, 0.0 if own else crossed + mark, titles[0], titles[1]))
        return found

    def _along(self, number: int) -> list[tuple[int, float]]:
        """What a link meets in the row of its effect."""
        cause, effect = self.arcs[number]
        _, first, last = self.spans[number]
        found = []
        for at, node in enumerate(self.nodes):
            if at in (cause, effect):
                continue
            cost = _THROUGH_MARK if node.right + _NEAR > first and node.left - _NEAR < last else 0.0
            cost += sum(
                _ALONG_ANOTHER
                for (c, e), (_, a, b) in zip(self.arcs, self.spans, strict=True)
                if e == at and c != cause and a < last and b > first
            )
            if cost:
                found.append((at, cost))
        return found

    def cost(self) -> float:
        row, flip = self.row, self.flip
        total = 0.0
        for (cause, effect), between, along in zip(self.arcs, self.between, self.along, strict=True):
            a, b = row[cause], row[effect]
            total += _ROW * abs(a - b)
            low, high = (a, b) if a < b else (b, a)
            if low != high:
                for at, crossed, right, left in between:
                    if low < row[at] <= high:  # a title stands above its row
                        total += left if flip[at] else right
                        if row[at] < high:
                            total += crossed
            for at, met in along:
                if row[at] == b:
                    total += met
            self.spent += len(between) + len(along)
        return total + _FLIPPED * sum(flip) + _MOVED * sum(row[at] != stood for at, stood in self.stood)

    def places(self) -> list[Place]:
        best = self.cost()
        better = True
        while better and self.spent < _BUDGET:
            better = False
            for move in self._moves():
                if self.spent >= _BUDGET:
                    break
                kept = self.row[:], self.flip[:]
                if not move(self):
                    continue
                now = self.cost()
                if now < best - 1e-9:
                    best, better = now, True
                else:
                    self.row, self.flip = kept
        return [Place(row, flipped) for row, flipped in zip(self.row, self.flip, strict=True)]

    def _moves(self) -> Iterator["_Move"]:
        for at in range(len(self.nodes)):
            for flipped in self.sides[at]:
                for row in range(self.rows):
                    yield _Move(at, row, flipped)
        for at in range(self.rows):
            for to in range(self.rows):
                if at != to:
                    yield _Move(at, to, None)
        for at in range(len(self.nodes)):
            for other in range(at):
                yield _Move(at, other, None, swap=True)

    def fits(self, at: int) -> bool:
        """Whether an event has room in its row."""
        first, last = self.intervals[at][self.flip[at]]
        for other, row in enumerate(self.row):
            if other != at and row == self.row[at]:
                a, b = self.intervals[other][self.flip[other]]
                if first < b + _GAP and a < last + _GAP:
                    return False
        return True


@dataclass(frozen=True, slots=True)
class _Move:
    """One event to another row, two events for one another, or (flipped None) a whole row to another height."""

    at: int
    to: int
    flipped: bool | None
    swap: bool = False

    def __call__(self, on: _Improving) -> bool:
        if self.swap:
            if on.row[self.at] == on.row[self.to]:
                return False
            on.row[self.at], on.row[self.to] = on.row[self.to], on.row[self.at]
            if on.fits(self.at) and on.fits(self.to):
                return True
            on.row[self.at], on.row[self.to] = on.row[self.to], on.row[self.at]
            return False
        if self.flipped is None:
            low, high, step = (self.at, self.to, -1) if self.at < self.to else (self.to, self.at, 1)
            on.row = [self.to if row == self.at else row + step if low <= row <= high else row for row in on.row]
            return True
        before = on.row[self.at], on.flip[self.at]
        if before == (self.to, self.flipped):
            return False
        on.row[self.at], on.flip[self.at] = self.to, self.flipped
        if on.fits(self.at):
            return True
        on.row[self.at], on.flip[self.at] = before
        return False
