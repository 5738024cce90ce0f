"""How do the events of a storyline stand in their bands?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import isfinite

from desktop_app.casebook.case import Case, Event, Target
from desktop_app.casebook.terms import Certainty, Claimant, Kind
from desktop_app.charts.boxes import Box, around
from desktop_app.charts.drawing import Disc, Line, Rect, Shape, Stroke
from desktop_app.charts.picture import Hit, Look
from desktop_app.charts.scene import moment_of
from desktop_app.charts.strokes import pencil
from desktop_app.charts.time_scale import TimeScale
from desktop_app.charts.tracks import Track, Tracks

_MERGE_PX = 9.0  # marks that lie closer are one
_WIDE = 0.5  # of the days in view: an event that may have been at any time of so many has no one spot
_OBSTACLE = 11.0  # px of a mark, for labels


@dataclass(slots=True)
class EventMarks:
    """The marks of all bands, in pixels; `boxes` are what labels keep clear of."""

    case: Case
    scale: TimeScale
    room: Box
    unit: float
    look: Look
    shapes: list[Shape] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)

    def add(self, track: Track, *, spans: bool = True) -> None:
        """One band's events; those that stand at one spot share a mark.  spans: say how long each lasted."""
        placed = sorted(
            ((x, event) for event in track.band.events if (x := self._x(event)) is not None), key=lambda one: one[0]
        )
        groups: list[list[tuple[float, Event]]] = []
        for x, event in placed:
            if groups and x - groups[-1][0][0] < _MERGE_PX * self.unit:
                groups[-1].append((x, event))
            else:
                groups.append([(x, event)])
        for group in groups:
            events = sorted((event for _, event in group), key=lambda event: event.key not in self.case.coincident)
            self.shapes += self._mark(group[0][0], track.events_y, events, spans=spans)
            self.boxes.append(around(group[0][0], track.events_y, _OBSTACLE * self.unit, _OBSTACLE * self.unit))

    def _x(self, event: Event) -> float | None:
        """Where its mark stands; what coincided, or has no place, is told if any of its span is in view."""
        jd = moment_of(event)
        x = self.scale.x(jd)
        if self.room.left - 2 <= x <= self.room.right + 2 and not self.scale.hidden(jd):
            return x
        if event.place is not None and event.key not in self.case.coincident:
            return None
        first, last = event.when.outer
        nearest = [min(max(jd, first, a), last, b) for a, b in self.scale.pieces() if first < b and last > a]
        return self.scale.x(min(nearest, key=lambda one: abs(one - jd))) if nearest else None

    def _mark(self, x: float, y: float, events: Sequence[Event], *, spans: bool) -> Iterator[Shape]:
        """A ring; filled for what coincided; with a second ring behind it where several stand at one spot."""
        theme, unit = self.look.theme, self.unit
        shared = events[0].key in self.case.coincident
        radius = (4.4 if shared else 3.2) * unit
        chosen = any(self.look.mark == self._target(event) for event in events)
        reach = radius + (4.1 if chosen else 0.7) * unit  # with its ring, all within the chart
        x = min(max(x, self.room.left + reach), self.room.right - reach)
        ink = theme.spotlight_edge if shared else theme.text
        for event in events if spans else ():
            yield from self._span(event, x, y)
        if chosen:
            yield Disc(x, y, radius + 3.2 * unit, theme.panel, Stroke(theme.accent, 1.8 * unit))
        if len(events) > 1:
            yield Disc(x + 2.6 * unit, y, radius, theme.panel, Stroke(ink, 1.2 * unit, alpha=0.75))
        doubtful = events[0].certainty in (Certainty.DISPUTED, Certainty.CLAIMED)
        dash = (1.8 * unit, 1.4 * unit) if doubtful else ()
        if shared:
            yield Disc(x, y, radius, theme.spotlight, Stroke(theme.panel, 1.2 * unit))
        else:
            yield Disc(x, y, radius, theme.panel, Stroke(theme.quiet, 1.5 * unit, dash))
        if any(event.certainty == Certainty.CLAIMED for event in events):
            box = Box(x + 2 * unit, y - 5.5 * unit, x + 5.5 * unit, y - 2 * unit)
            yield Rect(box, theme.claimants[Claimant.AUTHOR], radius=0.8)
        if any((Kind.EVENT, event.key) in self.look.noted for event in events):
            yield pencil(x - 5.5 * unit, y - 4.5 * unit, unit, theme)
        box = around(x, y, 2 * radius, 2 * radius)
        self.hits.append(Hit(box.grown(2 * unit), self._target(events[0]), events=tuple(events)))

    def _span(self, event: Event, x: float, y: float) -> Iterator[Shape]:
        """How long it surely lasted; of what may have been at any time of a long span, that span, dotted."""
        unit = self.unit
        tone = self.look.theme.spotlight_edge if event.key in self.case.coincident else self.look.theme.quiet
        if event.when.inner is None and event.when.outer[1] - event.when.outer[0] > _WIDE * self._days():
            left, right = (self._within(jd) for jd in event.when.outer)
            yield Line(left, y, right, y, Stroke(tone, 1.2 * unit, (1.5 * unit, 3 * unit), 0.7))
        first, last = event.when.start[1], event.when.end[0]
        to = self._within(last)
        if isfinite(first) and last - first > 0 and to - x > 10 * unit:
            yield Line(x, y, to, y, Stroke(tone, 1.2 * unit, alpha=0.55))

    def _days(self) -> float:
        return sum(end - start for start, end in self.scale.pieces())

    def _within(self, jd: float) -> float:
        return min(max(self.scale.x(jd), self.room.left), self.room.right)

    def _target(self, event: Event) -> Target:
        return Target(self.case.slug, Kind.EVENT, event.key)


def event_marks(case: Case, tracks: Tracks, scale: TimeScale, room: Box, unit: float, look: Look) -> EventMarks:
    found = EventMarks(case, scale, room, unit, look)
    for track in tracks.tracks:
        found.add(track)
    return found
