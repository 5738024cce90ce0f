"""When were the two of a pair within a distance, surely or possibly, told as bars below the curves?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import floor

from desktop_app.analysis.copresence import CoPresence
from desktop_app.casebook.case import Target
from desktop_app.casebook.terms import Kind
from desktop_app.casebook.when import Span
from desktop_app.charts.boxes import Box
from desktop_app.charts.drawing import Clip, Layer, Line, Rect, Shape, Stroke
from desktop_app.charts.picture import Hit, Look
from desktop_app.charts.strokes import mixed
from desktop_app.charts.time_scale import TimeScale

BAR_ROW = 17.0
_BAR = 10.0
_PITCH = 5.0  # px between two lines of a hatching


@dataclass(slots=True)
class Bars:
    """The bars of all pairs from top to bottom, with what they answer to a pointer."""

    slug: str  # of the case
    scale: TimeScale
    left: float
    right: float
    unit: float
    look: Look
    layers: list[Layer] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)

    def add(self, together: Sequence[CoPresence], middle: float, colour: str) -> None:
        half = _BAR / 2 * self.unit
        track = Box(self.left, middle - half, self.right, middle + half)
        self.layers.append(Rect(track, self.look.theme.band, radius=2))
        shapes: list[Shape] = []
        for sure in (False, True):
            for box in self._boxes(spans_of(together, sure=sure), track):
                shapes += self._bar(box, colour, sure=sure)
        self.layers.append(Clip(track, tuple(shapes)))
        for meeting in sorted(together, key=lambda one: not one.sure):
            left, right = max(self.scale.x(meeting.start), self.left), min(self.scale.x(meeting.end), self.right)
            target = _rests_on(self.slug, meeting.stays, meeting.events)
            if right > left and target:
                self.hits.append(Hit(Box(left, track.top, right, track.bottom), target))

    def _boxes(self, spans: Sequence[Span], track: Box) -> list[Box]:
        """What is in view; what lies on one pixel is one box."""
        found: list[Box] = []
        for start, end in spans:
            left, right = max(self.scale.x(start), self.left - 4), min(self.scale.x(end), self.right + 4)
            if right < self.left or left > self.right:
                continue
            right = max(right, left + 1.5)
            if found and left < found[-1].right + 0.5:
                found[-1] = Box(found[-1].left, track.top, max(right, found[-1].right), track.bottom)
            else:
                found.append(Box(left, track.top, right, track.bottom))
        return found

    def _bar(self, box: Box, colour: str, *, sure: bool) -> Iterator[Shape]:
        if sure:
            yield Rect(box, colour, radius=1.5)
            return
        yield Rect(box, mixed(self.look.theme.panel, colour, 0.14))
        yield from hatched(box, Stroke(colour, 1.0 * self.unit, alpha=0.8), self.unit)
        yield Rect(box.grown(-0.5), None, radius=1.5, edge=Stroke(colour, 1.0))


def spans_of(together: Iterable[CoPresence], *, sure: bool) -> tuple[Span, ...]:
    """When they surely were, or may have been, together, wherever that was: spans that do not touch, ascending."""
    found: list[Span] = []
    for start, end in sorted((one.start, one.end) for one in together if one.sure == sure):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def hatched(box: Box, stroke: Stroke, unit: float) -> Iterator[Shape]:
    """Lines at 45 degrees, counted from the chart's edge, so that a pan moves none of them."""
    height, pitch = box.bottom - box.top, _PITCH * unit
    first = floor((box.left - height) / pitch) * pitch
    for index in range(int((box.right - first) / pitch) + 1):
        x = first + index * pitch
        start, end = max(x, box.left), min(x + height, box.right)
        if end > start:
            yield Line(start, box.bottom - (start - x), end, box.bottom - (end - x), stroke)


def _rests_on(slug: str, stays: Sequence[str], events: Sequence[str]) -> Target | None:
    if stays:
        return Target(slug, Kind.STAY, stays[0])
    return Target(slug, Kind.EVENT, events[0]) if events else None
