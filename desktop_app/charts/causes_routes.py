"""Which way does each link of a causal graph take, so that it crosses little and hides nothing?

A link runs level, upright and level again.  Only where it turns is free: a distance from its cause or from its effect,
so that the way stays right when the reader zooms, which moves events apart but leaves titles as they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from desktop_app.charts.boxes import Box

_TOUCH = 3.0  # px
_TURN = 15.0  # px before an effect: room for the head of the arrow
_STEP = 24.0  # px between two ways that are tried
_TRIED = 10  # on either side
_CLOSE = 12.0  # px: an event so little later than another is reached round its left
_PORT = 5.0  # px between two links that run into one event side by side

_TITLE, _MARK, _ALONG, _CROSSING, _BEND, _LEAVES = 5.0, 8.0, 7.0, 2.0, 1.2, 20.0
_FROM_BEHIND = 6.0  # to reach an event from where it ends
_SHARED, _SHARED_UNLIKE = 0.1, 2.5  # along another link of the same event, alike and not


class From(Enum):
    """From where a turn is measured."""

    CAUSE = "cause"  # its beginning
    CAUSE_END = "cause-end"
    EFFECT = "effect"
    EFFECT_END = "effect-end"


@dataclass(frozen=True, slots=True)
class Spot:
    """The mark of an event, and its title above, in pixels."""

    x: float  # of its beginning
    left: float
    right: float
    y: float
    half: float  # half its height
    title: Box | None = None

    @property
    def is_bar(self) -> bool:
        return self.right - self.left > 4 * self.half


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a link goes up or down; the level parts may step aside from the middle of a mark."""

    since: From
    dx: float
    port: float = 0.0  # px up or down, at the effect


@dataclass(frozen=True, slots=True)
class Wire:
    """A link to be led: numbers of its events, and how it looks; links that look alike may share a way."""

    cause: int
    effect: int
    look: object


Points = tuple[tuple[float, float], ...]


def turn_x(turn: Turn, a: Spot, b: Spot) -> float:
    base = {From.CAUSE: a.x, From.CAUSE_END: a.right, From.EFFECT: b.left, From.EFFECT_END: b.right}[turn.since]
    return base + turn.dx


def points(turn: Turn, a: Spot, b: Spot) -> Points:
    """The corners of a link from the edge of its cause to the edge of its effect."""
    y = b.y + turn.port
    if abs(a.y - b.y) < 0.5:
        return ((a.right, a.y), (b.left, b.y)) if b.left >= a.right else ((a.left, a.y), (b.right, b.y))
    x = turn_x(turn, a, b)
    down = 1.0 if b.y > a.y else -1.0
    inside = a.left - 0.5 <= x <= a.right + 0.5
    first = ((x, a.y + down * a.half),) if inside else ((a.right if x > a.right else a.left, a.y), (x, a.y))
    if b.left + 2 <= x <= b.right - 2:
        return (*first, (x, b.y - down * b.half))
    return (*first, (x, y), (b.left if x <= b.left else b.right, y))


def routed(spots: Sequence[Spot], wires: Sequence[Wire], frame: Box, *, search: bool = True) -> tuple[Turn, ...]:
    """The way of each link; search False: the plainest, for graphs too large to look at all."""
    if not search:
        return tuple(next(_turns(spots[wire.cause], spots[wire.effect])) for wire in wires)
    leading = _Leading(spots, wires, frame)
    return leading.turns()


def _turns(a: Spot, b: Spot) -> Iterator[Turn]:
    """Ways to try, the plainest first."""
    if b.left - a.x >= _CLOSE:
        if a.is_bar:
            if a.right < b.left - _TURN:
                yield Turn(From.CAUSE_END, -5.0)
            elif b.left - _TURN > a.left + 4:
                yield Turn(From.EFFECT, -_TURN)
            yield Turn(From.CAUSE_END, -5.0)
            yield Turn(From.CAUSE, 6.0)
        else:
            yield Turn(From.CAUSE, 0.0)
            yield Turn(From.CAUSE, 4.0)
            yield Turn(From.CAUSE, -4.0)
        yield Turn(From.EFFECT, -_TURN)
        room = b.left - a.x
        for number in range(1, _TRIED):
            if number * _STEP < room - _TURN:
                yield Turn(From.CAUSE, number * _STEP - 8)
                yield Turn(From.EFFECT, -number * _STEP)
    else:
        edge = From.EFFECT if b.left < a.left else From.CAUSE
        inner = 0.0 if edge is From.EFFECT else a.left - a.x
        for away in (14.0, 20.0, 27.0, 36.0, 48.0):
            yield Turn(edge, inner - away)
        straight = b.left + 8 < a.x < b.right - 8 if b.is_bar else abs(b.x - a.x) < 2
        if straight:
            yield Turn(From.CAUSE, 0.0)
        far = From.EFFECT_END if b.right > a.right else From.CAUSE_END
        for away in (14.0, 24.0):
            yield Turn(far, away)
        if a.is_bar and b.left - a.left > 3:
            yield Turn(From.EFFECT, -9.0)
        if b.is_bar:
            for inside in (6.0, 12.0, 20.0):
                if a.left < b.left + inside < a.right and inside < b.right - b.left - 4:
                    yield Turn(From.EFFECT, inside)


Segment = tuple[float, float, float, float]  # level or upright, from left to right or from top to bottom


def segments(points: Points) -> list[Segment]:
    return [
        (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        for (x0, y0), (x1, y1) in pairwise(points)
        if abs(x1 - x0) > 0.01 or abs(y1 - y0) > 0.01
    ]


class _Leading:
    def __init__(self, spots: Sequence[Spot], wires: Sequence[Wire], frame: Box) -> None:
        self.spots, self.wires, self.frame = spots, wires, frame
        self.titles = [(at, spot.title) for at, spot in enumerate(spots) if spot.title]
        self.marks = [
            (at, Box(spot.left - _TOUCH, spot.y - spot.half - 1, spot.right + _TOUCH, spot.y + spot.half + 1))
            for at, spot in enumerate(spots)
        ]
        self.taken: dict[int, list[Segment]] = {}
        self.chosen: dict[int, Turn] = {}

    def turns(self) -> tuple[Turn, ...]:
        order = sorted(range(len(self.wires)), key=lambda at: (self._height(at), at))
        for _ in range(2):  # the second time with all others in sight
            for at in order:
                self.taken.pop(at, None)
                self._lead(at)
        return self._ported()

    def _height(self, at: int) -> float:
        wire = self.wires[at]
        return abs(self.spots[wire.cause].y - self.spots[wire.effect].y)

    def _lead(self, at: int) -> None:
        a, b = (self.spots[end] for end in (self.wires[at].cause, self.wires[at].effect))
        best: tuple[float, int] | None = None
        for number, turn in enumerate(_turns(a, b)):
            way = segments(points(turn, a, b))
            cost = self._cost(at, turn, way) + (0.0 if number == 0 else 0.3)
            if best is None or (cost, number) < best:
                best = cost, number
                self.chosen[at], self.taken[at] = turn, way
            if cost < 0.5:
                break

    def _cost(self, at: int, turn: Turn, way: list[Segment]) -> float:
        wire = self.wires[at]
        cost = _BEND * max(0, len(way) - 2)
        ends = self.spots[wire.cause], self.spots[wire.effect]
        if turn_x(turn, *ends) > ends[1].right:
            cost += _FROM_BEHIND
        for x0, y0, x1, y1 in way:
            cost += (x1 - x0 + y1 - y0) / 250
            if x0 < self.frame.left or x1 > self.frame.right:
                cost += _LEAVES
            box = Box(x0 - _TOUCH, y0 - 1, x1 + _TOUCH, y1 + 1) if x0 == x1 else Box(x0, y0 - 1, x1, y1 + 1)
            for owner, title in self.titles:
                if box.hits(title):
                    own = owner in (wire.cause, wire.effect) and x0 == x1 and abs(x0 - self.spots[owner].x) < 8
                    cost += 0.2 if own else _TITLE
            for owner, mark in self.marks:
                if owner not in (wire.cause, wire.effect) and box.hits(mark):
                    cost += _MARK
        for other, theirs in self.taken.items():
            if other != at:
                cost += self._meeting(wire, way, self.wires[other], theirs)
        return cost

    def _meeting(self, wire: Wire, way: list[Segment], other: Wire, theirs: list[Segment]) -> float:
        kin = wire.cause == other.cause or wire.effect == other.effect
        shared = _SHARED if wire.look == other.look else _SHARED_UNLIKE
        cost = 0.0
        for x0, y0, x1, y1 in way:
            for a0, b0, a1, b1 in theirs:
                upright, their_upright = x0 == x1, a0 == a1
                if upright != their_upright:
                    if x0 < a1 and a0 < x1 and y0 < b1 and b0 < y1 and not kin:
                        cost += _CROSSING
                elif upright and abs(x0 - a0) < _TOUCH and min(y1, b1) - max(y0, b0) > 2:
                    cost += shared if wire.cause == other.cause else _ALONG
                elif not upright and abs(y0 - b0) < _TOUCH and min(x1, a1) - max(x0, a0) > 2:
                    cost += shared / 2 if wire.effect == other.effect else shared if kin else _ALONG
        return cost

    def _ported(self) -> tuple[Turn, ...]:
        """Links that run into one event from one side, side by side."""
        into: dict[tuple[int, bool], list[int]] = {}
        for at, wire in enumerate(self.wires):
            a, b = self.spots[wire.cause], self.spots[wire.effect]
            way = points(self.chosen[at], a, b)
            (x0, y0), (x1, y1) = way[-2:]
            if abs(y1 - y0) < 0.01:
                into.setdefault((wire.effect, x0 < x1), []).append(at)
        for group in into.values():
            if len(group) < 2:
                continue
            ups = sorted(group, key=lambda at: (self._side(at), at))
            for number, at in enumerate(ups):
                if self._side(at) != 0:
                    chosen = self.chosen[at]
                    step = min(_PORT, 12.0 / len(group))
                    self.chosen[at] = Turn(chosen.since, chosen.dx, (number - (len(group) - 1) / 2) * step)
        return tuple(self.chosen[at] for at in range(len(self.wires)))

    def _side(self, at: int) -> int:
        wire = self.wires[at]
        dy = self.spots[wire.cause].y - self.spots[wire.effect].y
        return (dy > 0.5) - (dy < -0.5)
