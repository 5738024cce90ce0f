"""What stands behind and below a causal graph: what coincided, breaks, dates?"""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop_app.casebook.calendar import civil
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.said import said_days
from desktop_app.casebook.when import Span
from desktop_app.charts.boxes import Box
from desktop_app.charts.causes_scene import AXIS
from desktop_app.charts.colours import Theme
from desktop_app.charts.drawing import Face, Line, Rect, Shape, Stroke, Type, text_at
from desktop_app.charts.picture import Hit
from desktop_app.charts.ticks import Tick
from desktop_app.charts.time_scale import Break, TimeScale

_AXIS = Face(10.5, 400)
_FLAG = Face(11, 600)
_TINT = 0.1  # of the spotlight over what coincided
_WIDE = 0.3  # of the chart: a wider span tells nothing, so only its ends are drawn


@dataclass(frozen=True, slots=True)
class Ground:
    """The field of a graph with its axis, ready to be drawn."""

    case: Case
    scale: TimeScale
    type: Type
    theme: Theme
    field: Box
    breaks: tuple[tuple[Break, float, float], ...]
    ticks: tuple[Tick, ...]
    told: tuple[tuple[float, str], ...]  # how long the breaks are

    def behind(self) -> Iterator[Shape]:
        """What coincided, tinted, and a line at each date."""
        edge = Stroke(self.theme.spotlight_edge, 1.2, alpha=0.45)
        common = self._common()
        spans = [common] if common else [self.case.event[key].when.outer for key in self.case.coincident]
        for first, last in spans:
            left, right = max(self.scale.x(first), -5.0), min(self.scale.x(last), self.field.right + 5)
            if right < 0 or left > self.field.right:
                continue
            right = max(right, left + 2)
            if right - left < _WIDE * self.field.right:
                yield Rect(Box(left, self.field.top, right, self.field.bottom), self.theme.spotlight, _TINT)
            for x in (left, right) if right - left > 3 else ():
                yield Line(x, self.field.top, x, self.field.bottom, edge)
        stroke = Stroke(self.theme.line, 1.0, alpha=0.6)
        for tick in self.ticks:
            x = round(tick.x) + 0.5
            yield Line(x, self.field.top, x, self.field.bottom, stroke)

    def flag(self) -> Iterator[Shape]:
        """The days that all coincident events share, in words."""
        common, count = self._common(), len(self.case.coincident)
        if common is None or count < 2:
            return
        left, right = self.scale.x(common[0]), self.scale.x(common[1])
        if right < 0 or left > self.field.right:
            return
        days = _days_said(common, self.scale.offset_days)
        both = count == 2
        text = tr("both coincide · {}").format(days) if both else tr("all {} coincide · {}").format(count, days)
        face = self._face(_FLAG)
        half = self.type.width(text, face) / 2 + 6
        middle = min(max((left + right) / 2, half), self.field.right - half)
        yield text_at(self.type, middle, 11 * self.type.unit, text, face, self.theme.quiet, "middle")

    def cuts(self) -> Iterator[Shape]:
        """Where the axis leaves something out."""
        unit, foot = self.type.unit, self.field.bottom
        for _, left, right in self.breaks:
            middle = (left + right) / 2
            if -20 < middle < self.field.right + 20:
                yield Line(middle, self.field.top, middle, foot, Stroke(self.theme.line, 1.0, (2.0, 3.0)))
                for x in (middle - 2.5 * unit, middle + 2.5 * unit):
                    stroke = Stroke(self.theme.quiet, 1.0)
                    yield Line(x - 2 * unit, foot + 5 * unit, x + 2 * unit, foot - 5 * unit, stroke)

    def hits(self) -> Iterator[Hit]:
        foot = self.field.bottom
        for one, left, right in self.breaks:
            yield Hit(Box(left, foot - 6, right, foot + AXIS * self.type.unit), gap=one)

    def axis(self) -> Iterator[Shape]:
        face, quiet, foot = self._face(_AXIS), self.theme.quiet, self.field.bottom
        yield Line(0, foot, self.field.right, foot, Stroke(quiet, 1.0, alpha=0.7))
        middle = foot + 13 * self.type.unit
        for x, text in self.told:
            yield text_at(self.type, x, middle, text, face, quiet, "middle", alpha=0.7)
        for tick in self.ticks:
            if tick.text:
                yield text_at(self.type, tick.label_x, middle, tick.text, face, quiet, "middle")

    def _common(self) -> Span | None:
        """The span that all coincident events share."""
        spans = [self.case.event[key].when.outer for key in self.case.coincident]
        if not spans:
            return None
        first, last = max(start for start, _ in spans), min(end for _, end in spans)
        return (first, last) if 0 < last - first < 1e6 else None

    def _face(self, face: Face) -> Face:
        return Face(round(face.px * self.type.unit), face.weight)


def ground(case: Case, scale: TimeScale, type_: Type, theme: Theme, field: Box) -> Ground:
    face = Face(round(_AXIS.px * type_.unit), _AXIS.weight)
    ticks, told = scale.words(lambda text: type_.width(text, face))
    return Ground(case, scale, type_, theme, field, scale.break_spans(), ticks, told)


def _days_said(span: Span, offset: float) -> str:
    first, last = civil(span[0] + offset + 1e-6), civil(span[1] + offset - 1e-6)
    return said_days(first[:3], last[:3])
