"""Where on the causal graph of a case is a moment?

The graph shows old causes and late effects beside the days that matter.  Its scale is cut where nothing happens for
long, and a stretch in which much happens is wider than its days alone would make it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import isfinite, log

from desktop_app.casebook.case import Case, Event
from desktop_app.casebook.when import Span
from desktop_app.charts.scene import moment_of
from desktop_app.charts.time_scale import BREAK_PX, Break, TimeScale, time_scale

_BREAKS = 6  # at most
_SAVES_PX = 52.0  # the least that a break has to save, beyond its own width
_WITHIN_PX = 90.0  # what a break has to save beyond that where it cuts through something that lasted
_LEAST_PX = 40.0  # of a piece
_LEAST_DAYS = 0.02  # of a piece: all its events at one moment
_PAD_PX = 16.0  # beyond the first and the last moment of a piece
_CROWDED = 2.5  # times as many moments a day: such a stretch gets a scale of its own
_FEWEST = 4.0  # events of such a stretch
_SURE = 2.5  # log likelihood that a change of pace is more than chance
_SHARE = 0.8  # the width of a piece grows with the number of its events to this power
_END, _LOOSE, _BOUND = 0.3, 0.4, 0.1  # what the end of a span, an event without links, and a bound count for
_DAY = 1.01


@dataclass(frozen=True, slots=True)
class _Piece:
    """Moments (JD, ascending), each with how much happens at it."""

    moments: tuple[tuple[float, float], ...]

    @property
    def first(self) -> float:
        return self.moments[0][0]

    @property
    def days(self) -> float:
        return max(self.moments[-1][0] - self.first, _LEAST_DAYS)

    @property
    def last(self) -> float:
        return self.first + self.days

    @property
    def count(self) -> float:
        return sum(weight for _, weight in self.moments)


def graph_scale(case: Case, left: float, right: float) -> TimeScale:
    """The scale of the causal graph between two pixels; all its events are in the first view."""
    bare = time_scale(case, left, right)
    linked = {end for link in case.links for end in (link.cause, link.effect)}
    weights: dict[float, float] = {}
    for event in case.events:
        for jd, weight in _moments(event, 1.0 if event.key in linked else _LOOSE):
            if isfinite(jd):
                weights[jd] = weights.get(jd, 0.0) + weight
    if not weights:
        return bare
    width = max(1.0, right - left)
    spans = [event.when.outer for event in case.events if event.when.start != event.when.end]
    return _built(bare, _cut(_Piece(tuple(sorted(weights.items()))), spans, width), width)


def _moments(event: Event, weight: float) -> Iterator[tuple[float, float]]:
    """When something of an event happens, and how much."""
    when = event.when
    yield moment_of(event), weight
    first, last = when.outer
    if last - first > _DAY:
        yield first, _BOUND
        yield last, _END if when.start != when.end else _BOUND


def _cut(whole: _Piece, spans: Sequence[Span], width: float) -> list[list[_Piece]]:
    """Stretches with breaks between them; each is one piece or several that touch, each with its own pace."""
    pieces = [whole]
    while len(pieces) <= _BREAKS:
        widths = _widths(pieces, width - BREAK_PX * (len(pieces) - 1))
        saving, number, at = 0.0, 0, 0
        for index, (piece, px) in enumerate(zip(pieces, widths, strict=True)):
            for before, ((a, _), (b, _)) in enumerate(pairwise(piece.moments)):
                own = (b - a) / piece.days * px - BREAK_PX - 2 * _PAD_PX
                if any(first <= a and b <= last for first, last in spans):
                    own -= _WITHIN_PX  # something lasted all the while
                if own > saving:
                    saving, number, at = own, index, before
        if saving < _SAVES_PX:
            break
        moments = pieces[number].moments
        pieces[number : number + 1] = [_Piece(moments[: at + 1]), _Piece(moments[at + 1 :])]
    return [_paced(piece) for piece in pieces]


def _paced(piece: _Piece) -> list[_Piece]:
    """The piece, or its two parts where far more happens in a day of one than of the other."""
    best, at, before = _SURE, -1, 0.0
    for number, (jd, weight) in enumerate(piece.moments):
        first, last, after = jd - piece.first, piece.last - jd, piece.count - before
        if before >= _FEWEST and after >= _FEWEST and first > 0 and last > 0:
            a, b, even = before / first, after / last, piece.count / piece.days
            gain = before * log(a / even) + after * log(b / even)
            if gain > best and max(a, b) >= _CROWDED * min(a, b):
                best, at = gain, number
        before += weight
    if at < 0:
        return [piece]
    moments = piece.moments
    return [_Piece((*moments[:at], (moments[at][0], 0.0))), _Piece(moments[at:])]


def _widths(pieces: Sequence[_Piece], width: float) -> list[float]:
    weights = [piece.count**_SHARE for piece in pieces]
    least = [min(_LEAST_PX if piece.days > _LEAST_DAYS else 4.0, width / len(pieces)) for piece in pieces]
    room = width - sum(least)
    return [own + room * weight / sum(weights) for own, weight in zip(least, weights, strict=True)]


def _built(bare: TimeScale, stretches: Sequence[Sequence[_Piece]], width: float) -> TimeScale:
    """The scale of these stretches, with a little room at either side of each."""
    gap, pad = BREAK_PX / width, _PAD_PX / width
    room = max(width * (1 - gap * (len(stretches) - 1) - 2 * pad * len(stretches)), 0.3 * width)
    widths = iter(_widths([piece for stretch in stretches for piece in stretch], room))
    knots: list[float] = []
    lengths: list[float] = []
    breaks: list[Break] = []
    windows: list[Span] = []
    at = 0.0
    for number, stretch in enumerate(stretches):
        shares = [next(widths) / width for _ in stretch]
        before = stretch[0].first - pad * stretch[0].days / shares[0]
        after = stretch[-1].last + pad * stretch[-1].days / shares[-1]
        if number:
            before = max(before, (knots[-1] + stretch[0].first) / 2)
            breaks.append(Break(knots[-1], before))
            at += gap
        if number + 1 < len(stretches):
            after = min(after, stretch[-1].last + (stretches[number + 1][0].first - stretch[-1].last) / 3)
        for jd, step in (
            (before, 0.0),
            (stretch[0].first, pad),
            *((piece.last, share) for piece, share in zip(stretch, shares, strict=True)),
            (after, pad),
        ):
            at += step
            knots.append(jd)
            lengths.append(at)
        windows.append((stretch[0].first, stretch[-1].last))
    home = (0.0, at)
    parts = {"knots": tuple(knots), "lengths": tuple(lengths), "windows": tuple(windows), "breaks": tuple(breaks)}
    return replace(bare, **parts, home=home, view=home)  # type: ignore[arg-type]  # the fields of a scale, by name
