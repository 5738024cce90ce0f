"""Where on a chart is a moment, and which moments does its axis name?

One scale for all charts of a case.  Time runs piecewise evenly: each window of the case's focus has a scale of its own,
what lies between and around them is compressed, and a long span in which nothing begins or ends is a break.
Positions are pixels; an abstract length, 1 for the first view, lies between days and pixels, so that zoom and pan are
linear and a break is a piece like others.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from math import isfinite, sqrt
from typing import TYPE_CHECKING

from desktop_app.casebook.case import Case
from desktop_app.casebook.when import MINUTE, Span, When
from desktop_app.charts.remembering import once_a_case
from desktop_app.charts.ticks import Tick, break_name, candidates, one_tick

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

Measure = Callable[[str], float]  # the width of a text in pixels

BREAK_PX = 30.0
_OPEN_BREAK_PX = 130.0  # a break zoomed in to beyond this is drawn like any span
_LONGEST_EMPTY = 0.3  # of a window: a longer empty span becomes a break, if that saves room for more than three breaks
_OUTSIDE_SHARE = 0.12  # of the first view: an interval outside the windows that would take more becomes a break
_DEEPEST = 10 * MINUTE  # the shortest span to zoom in to, in days
_LEAST_WEIGHT = 0.1  # of the first view: the narrowest window
_TICK_GAP = 10.0  # px: the least between two labels
_CALM_GAP = 26.0  # px between two labels of one step
_NARROWEST_TOLD = 24.0  # px: a piece too narrow for any step gets one label, if it is wider than this
_MOST_KNOTS = 200  # outside the windows
_STEPS = 6  # in which a label is moved aside to find room
_OFFSET = re.compile(r"T\d\d:\d\d:\d\d(?:Z|([+-])(\d\d):?(\d\d)?)")


@dataclass(frozen=True, slots=True)
class Break:
    """A span of days that the first view leaves out or compresses."""

    start: float  # JD
    end: float


@dataclass(frozen=True)
class TimeScale:
    """Julian Days (UTC) to pixels and back: even between each two knots, beyond the ends as at the ends.

    The moments that are visible lie between `left` and `right`.
    """

    knots: tuple[float, ...]  # JD, ascending
    lengths: tuple[float, ...]  # where each knot lies; the first view is 1 long
    windows: tuple[Span, ...]  # JD
    breaks: tuple[Break, ...]
    home: Span  # lengths: the first view
    view: Span  # lengths: what is visible
    left: float  # px
    right: float
    offset_days: float  # local time minus UTC
    offset_told: bool  # the sources give this offset; otherwise it is the longitude's

    # Positions

    def x(self, jd: float) -> float:
        """Pixels of a moment; an infinite one is infinitely far."""
        return jd if not isfinite(jd) else self._px(_along(self.knots, self.lengths, jd))

    def jd(self, x: float) -> float:
        """The moment at a pixel."""
        return _along(self.lengths, self.knots, self._length(x))

    def xs(self, jd: "NDArray[float64]") -> "NDArray[float64]":
        """Pixels of many moments, all within the knots or clipped to them."""
        from numpy import asarray, interp

        lengths = interp(jd, asarray(self.knots), asarray(self.lengths))
        return asarray((lengths - self.view[0]) / self._per_px + self.left)

    @property
    def span(self) -> Span:
        """The first and the last visible moment."""
        return self.jd(self.left), self.jd(self.right)

    @cached_property
    def _per_px(self) -> float:
        return (self.view[1] - self.view[0]) / max(1.0, self.right - self.left)

    def _px(self, length: float) -> float:
        return (length - self.view[0]) / self._per_px + self.left

    def _length(self, x: float) -> float:
        return (x - self.left) * self._per_px + self.view[0]

    def days_per_px(self, x: float) -> float:
        return self.jd(x + 0.5) - self.jd(x - 0.5)

    def visible(self, start: float, end: float) -> bool:
        """Whether a span of JD is in view, breaks aside."""
        return any(start < last and end > first for first, last in self.pieces())

    def hidden(self, jd: float) -> bool:
        """Whether a moment lies in a break."""
        return any(one.start <= jd <= one.end for one, _, _ in self.break_spans())

    @property
    def at_home(self) -> bool:
        return abs(self.view[0] - self.home[0]) < 1e-9 and abs(self.view[1] - self.home[1]) < 1e-9

    # Zoom and pan, bounded

    def zoomed(self, factor: float, x: float) -> "TimeScale":
        """Larger by a factor, the moment at x staying there."""
        at, width = self._length(x), self.view[1] - self.view[0]
        deepest = _DEEPEST / max(self.days_per_px(x) / self._per_px, 1e-12)
        whole = self.lengths[-1] - self.lengths[0]
        new = min(max(width / factor, min(deepest, width)), whole)
        start = at - (at - self.view[0]) * new / width
        return self._bounded(start, start + new)

    def panned(self, dx: float) -> "TimeScale":
        """What is drawn moved to the right by so many pixels."""
        by = -dx * self._per_px
        return self._bounded(self.view[0] + by, self.view[1] + by)

    def shown(self, start: float, end: float) -> "TimeScale":
        """From one moment to another, as far as the axis reaches."""
        a, b = (_along(self.knots, self.lengths, jd) for jd in (start, end))
        return self._bounded(a, b) if b - a > 1e-9 else self

    def fitted(self) -> "TimeScale":
        """The first view again."""
        return replace(self, view=self.home)

    def holding(self, jd: float) -> "TimeScale":
        """Panned just so far that the moment is visible."""
        x = self.x(jd)
        margin = 0.08 * (self.right - self.left)
        if self.left <= x <= self.right or not isfinite(x):
            return self
        return self.panned(self.left + margin - x if x < self.left else self.right - margin - x)

    def _bounded(self, start: float, end: float) -> "TimeScale":
        first, last = self.lengths[0], self.lengths[-1]
        width = min(end - start, last - first)
        start = min(max(start, first), last - width)
        return replace(self, view=(start, start + width))

    # The axis

    def break_spans(self) -> tuple[tuple[Break, float, float], ...]:
        """Breaks in view with their left and right pixel; one that was zoomed in to is a piece like others."""
        return self._break_spans

    @cached_property
    def _break_spans(self) -> tuple[tuple[Break, float, float], ...]:
        placed = ((one, self.x(one.start), self.x(one.end)) for one in self.breaks)
        return tuple(
            (one, left, right)
            for one, left, right in placed
            if right > self.left and left < self.right and right - left < _OPEN_BREAK_PX
        )

    def pieces(self) -> tuple[Span, ...]:
        """The visible spans of JD that run evenly and are no break, from left to right."""
        return self._pieces

    @cached_property
    def _pieces(self) -> tuple[Span, ...]:
        first, last = self.span
        found: list[Span] = []
        scale = 0.0
        closed = [one for one, _, _ in self.break_spans()]
        for (jd0, jd1), (a, b) in zip(pairwise(self.knots), pairwise(self.lengths), strict=True):
            if any(one.start <= jd0 and jd1 <= one.end for one in closed):
                scale = 0.0
                continue
            if jd1 <= first or jd0 >= last:
                continue
            own = (b - a) / (jd1 - jd0)
            if scale and abs(own / scale - 1) < 0.01 and found[-1][1] == jd0:
                found[-1] = (found[-1][0], min(jd1, last))
            else:
                found.append((max(jd0, first), min(jd1, last)))
            scale = own
        return tuple(found)

    def ticks(self, width: Measure) -> tuple[Tick, ...]:
        """Labels that never overlap and never leave the chart; `width` measures a text.

        The first label of each piece says the year (or, where hours are told, the day), and so does each label at
        which it changes.  A tick whose label finds no room has an empty text: it is still a line of the grid.
        """
        return self.words(width)[0]

    def words(self, width: Measure) -> tuple[tuple[Tick, ...], tuple[tuple[float, str], ...]]:
        """The ticks, and the names of the breaks with their middles, all clear of one another."""
        pieces = self.pieces()
        lists = {index: ticks for index, piece in enumerate(pieces) if (ticks := self._candidates(piece, width))}
        urgent: set[int] = set()
        while True:  # breaks have their names in the middle, unless a piece would be left without a date
            boxes: list[Span] = []
            placed = {index: self._first(pieces[index], lists[index], width, boxes) for index in sorted(urgent)}
            breaks = tuple(self._break_names(width, boxes))
            placed |= {
                index: self._first(pieces[index], ticks, width, boxes)
                for index, ticks in lists.items()
                if index not in urgent
            }
            short = ((index, tick) for index, (_, tick) in placed.items() if tick.text != tick.full)
            unnamed = {index for index, tick in short if tick.text in ("", tick.context)} - urgent
            if not unnamed:
                return self._rest(lists, placed, width, boxes), breaks
            urgent |= unnamed

    def _rest(
        self,
        lists: Mapping[int, Sequence[Tick]],
        firsts: Mapping[int, tuple[int, Tick]],
        width: Measure,
        boxes: list[Span],
    ) -> tuple[Tick, ...]:
        """All ticks, once the first of each piece is placed."""
        found: list[Tick] = []
        for index, ticks in lists.items():
            context = ""
            for at, tick in enumerate(ticks):
                if at == firsts[index][0]:
                    found.append(firsts[index][1])
                else:
                    made = self._placed(tick, tick.full if tick.context != context else tick.text, width, boxes)
                    found.append(made or replace(tick, text="", x=self.x(tick.jd)))
                context = tick.context if found[-1].text else context
        return tuple(sorted(found, key=lambda tick: tick.x))

    def _candidates(self, piece: Span, width: Measure) -> tuple[Tick, ...]:
        px = self.x(piece[1]) - self.x(piece[0])
        if px < _NARROWEST_TOLD:
            return ()
        one = one_tick(piece, self.offset_days)
        if px < 1.7 * width(one[0].full):
            return one
        return candidates(piece, px, self.offset_days, width, _CALM_GAP) or one

    def _first(self, piece: Span, ticks: Sequence[Tick], width: Measure, boxes: list[Span]) -> tuple[int, Tick]:
        """The label that says where a piece is: in full at one of its first ticks, else moved or shorter.

        Returns the index of its tick, and an empty text where there is no room for any.
        """
        for at, tick in enumerate(ticks[:2]):
            if made := self._placed(tick, tick.full, width, boxes):
                return at, made
        left, right = self.x(piece[0]), self.x(piece[1])
        for text in dict.fromkeys((ticks[0].full, ticks[0].context, ticks[0].text)):
            half = width(text) / 2
            for step in range(2 * _STEPS + 1):  # to the right and to the left by turns
                middle = (left + right) / 2 + (step + 1) // 2 * (-1) ** step * (half + (right - left) / 2) / _STEPS / 2
                if text and self._has_room(middle, half, boxes):
                    return 0, replace(ticks[0], text=text, x=self.x(ticks[0].jd), label_x=middle)
        return 0, replace(ticks[0], text="", x=self.x(ticks[0].jd))

    def _break_names(self, width: Measure, boxes: list[Span]) -> Iterator[tuple[float, str]]:
        """Each at its break, moved aside by at most its half where dates stand."""
        for one, left, right in self.break_spans():
            text = break_name(one.end - one.start)
            half = width(text) / 2
            for step in range(2 * _STEPS + 1):
                middle = (left + right) / 2 + (step + 1) // 2 * (-1) ** step * half / _STEPS
                if self._has_room(middle, half, boxes):
                    yield middle, text
                    break

    def _has_room(self, middle: float, half: float, boxes: list[Span]) -> bool:
        """Whether a label has room there; if it has, it is taken."""
        left, right = middle - half, middle + half
        if left < self.left - 0.5 or right > self.right + 0.5:
            return False
        near = _TICK_GAP / 2
        if any(left - near < b and a < right + near for a, b in boxes):
            return False
        boxes.append((left, right))
        return True

    def _placed(self, tick: Tick, text: str, width: Measure, boxes: list[Span]) -> Tick | None:
        x, half = self.x(tick.jd), width(text) / 2
        middle = min(max(x, self.left + half), self.right - half)
        if abs(middle - x) > half or not self._has_room(middle, half, boxes):
            return None
        return replace(tick, text=text, x=x, label_x=middle)


def time_scale(case: Case, left: float, right: float, span: Span | None = None) -> TimeScale:
    """The case's scale between two pixels: at first view its windows, or the span of JD that is given."""
    width = max(1.0, right - left)
    moments = _moments(case)
    offset, told = _offset(case)
    windows = _windows(case, moments, offset)
    knots, lengths, breaks, home = _knots(windows, moments, BREAK_PX / max(width, 4 * BREAK_PX))
    scale = TimeScale(knots, lengths, windows, breaks, home, home, left, right, offset, told)
    return scale.shown(*span) if span else scale


def _along(xs: Sequence[float], ys: Sequence[float], x: float) -> float:
    """Piecewise linear through the knots, going on at both ends as there."""
    at = min(max(bisect_right(xs, x) - 1, 0), len(xs) - 2)
    return ys[at] + (x - xs[at]) * (ys[at + 1] - ys[at]) / (xs[at + 1] - xs[at])


@once_a_case
def _moments(case: Case) -> tuple[float, ...]:
    """Every bound of every dated thing, ascending."""
    dated: Iterable[When] = [event.when for event in case.events] + [stay.when for stay in case.stays]
    return tuple(sorted({jd for when in dated for jd in (*when.start, *when.end) if isfinite(jd)}))


def _windows(case: Case, moments: Sequence[float], offset: float) -> tuple[Span, ...]:
    """The focus, in local days, and a small window about each coincident event that lies outside it."""
    focus = [when.outer for when in case.focus if all(map(isfinite, when.outer))]
    windows = [(start - offset, end - offset) for start, end in focus]
    for event in map(case.event.__getitem__, case.coincident):
        start, end = event.when.outer
        if isfinite(start) and isfinite(end) and not any(start < b and end > a for a, b in windows):
            margin = max(2.0, 0.5 * (end - start))
            windows.append((start - margin, end + margin))
    if not windows:
        first, last = (moments[0], moments[-1]) if moments else (0.0, 1.0)
        windows = [(first, max(last, first + 1))]
    windows.sort()
    merged = [windows[0]]
    for start, end in windows[1:]:
        longest = max(end - start, merged[-1][1] - merged[-1][0])
        if start - merged[-1][1] < 0.1 * longest:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _knots(
    windows: Sequence[Span], moments: Sequence[float], gap: float
) -> tuple[tuple[float, ...], tuple[float, ...], tuple[Break, ...], Span]:
    """Knots, their lengths, breaks, and the lengths between which the windows lie; `gap` is the length of a break."""
    dated = [bisect_right(moments, end) - bisect_left(moments, start) for start, end in windows]
    weights = [sqrt(1 + count) for count in dated]
    shares = [max(weight / sum(weights), _LEAST_WEIGHT) for weight in weights]
    room = 1 - gap * (len(windows) - 1)
    shares = [share / sum(shares) * room for share in shares]
    knots, lengths, breaks = [windows[0][0]], [0.0], []
    for index, ((start, end), share) in enumerate(zip(windows, shares, strict=True)):
        if index:
            breaks.append(Break(knots[-1], start))
            knots.append(start)
            lengths.append(lengths[-1] + gap)
        own = _empty_spans(start, end, moments, 4 * gap / share)
        per_day = (share - gap * len(own)) / (end - start - sum(b - a for a, b in own))
        for a, b in own:
            breaks.append(Break(a, b))
            lengths += [lengths[-1] + (a - knots[-1]) * per_day, lengths[-1] + (a - knots[-1]) * per_day + gap]
            knots += [a, b]
        lengths.append(lengths[-1] + (end - knots[-1]) * per_day)
        knots.append(end)
    home = (0.0, lengths[-1])
    first = (lengths[1] - lengths[0]) / (knots[1] - knots[0])
    last = (lengths[-1] - lengths[-2]) / (knots[-1] - knots[-2])
    for jd in reversed(_sparse(moments[: bisect_left(moments, windows[0][0] - 0.01)])):
        length = (knots[0] - jd) * first
        if length > _OUTSIDE_SHARE:
            breaks.insert(0, Break(jd, knots[0]))
        lengths.insert(0, lengths[0] - (gap if length > _OUTSIDE_SHARE else length))
        knots.insert(0, jd)
    for jd in _sparse(moments[bisect_right(moments, windows[-1][1] + 0.01) :]):
        length = (jd - knots[-1]) * last
        if length > _OUTSIDE_SHARE:
            breaks.append(Break(knots[-1], jd))
        lengths.append(lengths[-1] + (gap if length > _OUTSIDE_SHARE else length))
        knots.append(jd)
    for at, sign, scale in ((0, -1, first), (len(knots), 1, last)):  # a little room beyond the first and the last
        edge = 0 if at == 0 else -1
        days = 0.04 / scale
        knots.insert(at, knots[edge] + sign * days)
        lengths.insert(at, lengths[edge] + sign * 0.04)
    return tuple(knots), tuple(lengths), tuple(breaks), home


def _sparse(moments: Sequence[float]) -> Sequence[float]:
    """As many of the moments as tell which days are filled and which are empty: the ends of the longest gaps."""
    if len(moments) <= _MOST_KNOTS:
        return moments
    gaps = sorted(range(1, len(moments)), key=lambda at: moments[at - 1] - moments[at])[: _MOST_KNOTS // 2]
    kept = {0, len(moments) - 1, *gaps, *(at - 1 for at in gaps)}
    return [moments[at] for at in sorted(kept)]


def _empty_spans(start: float, end: float, moments: Sequence[float], least: float) -> list[Span]:
    """Spans of a window in which nothing begins or ends, long enough for a break; a little is left at both sides."""
    length = end - start
    inside = [start, *moments[bisect_right(moments, start) : bisect_left(moments, end)], end]
    margin = 0.02 * length
    return [(a + margin, b - margin) for a, b in pairwise(inside) if b - a > max(_LONGEST_EMPTY, least) * length]


@once_a_case
def _offset(case: Case) -> tuple[float, bool]:
    """Local time minus UTC in days: of the coincident events' times, of any time, else of a place's longitude."""
    events = [*map(case.event.__getitem__, case.coincident), *case.events]
    for when in [*(event.when for event in events), *(stay.when for stay in case.stays)]:
        if match := _OFFSET.search(when.text):
            sign, hours, minutes = match.groups()
            return (float(f"{sign}1") * (int(hours) * 60 + int(minutes or 0)) * MINUTE if sign else 0.0), True
    place = next((case.place[event.place] for event in events if event.place), None)
    return (place.lon / 360 if place else 0.0), False
