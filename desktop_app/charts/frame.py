"""What stands around the field of a chart over a case's time: flags above, breaks across it, dates below?"""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.terms import Kind
from desktop_app.charts.boxes import Box
from desktop_app.charts.drawing import Face, Line, Rect, Shape, Stroke, Type, text_at
from desktop_app.charts.flags import Flag, flags, flags_height
from desktop_app.charts.picture import Hit, Look
from desktop_app.charts.strokes import mixed, tint
from desktop_app.charts.ticks import Tick, offset_name
from desktop_app.charts.time_scale import Break, TimeScale
from desktop_app.charts.tracks import sized

AXIS = Face(10.5, 400)
AXIS_ROOM = 24.0  # px below the field
_TOP = 8.0
_RIGHT = 12.0  # px free at the right


@dataclass(frozen=True, slots=True)
class Frame:
    """The flags, the breaks and the dates of a scale, measured and ready to be drawn about a field."""

    case: Case
    scale: TimeScale
    type: Type
    look: Look
    flags: tuple[Flag, ...]
    breaks: tuple[tuple[Break, float, float], ...]
    ticks: tuple[Tick, ...]
    told: tuple[tuple[float, str], ...]  # how long the breaks are

    def grid(self, top: float, bottom: float) -> Iterator[Shape]:
        stroke = Stroke(self.look.theme.line, 1.0, alpha=0.75)
        for tick in self.ticks:
            x = round(tick.x) + 0.5
            yield Line(x, top, x, bottom, stroke)

    def tints(self, top: float, bottom: float) -> Iterator[Shape]:
        """The spans of what coincided."""
        for flag in self.flags:
            yield from tint(flag, top, bottom, self.look.theme, self._is_marked(flag))

    def strips(self, top: float, bottom: float) -> Iterator[Shape]:
        """What the axis leaves out, from the top of the field to its foot."""
        for box in self._strip_boxes(top, bottom):
            yield Rect(box, self.look.theme.panel)
        stroke = Stroke(self.look.theme.quiet, 1.0, (2.0, 3.0), 0.8)
        for _, *sides in self.breaks:
            for x in sides:
                if self.scale.left <= x <= self.scale.right:
                    yield Line(x, top, x, bottom, stroke)

    def strip_hits(self, top: float, bottom: float) -> Iterator[Hit]:
        for (one, _, _), box in zip(self.breaks, self._strip_boxes(top, bottom), strict=True):
            yield Hit(box, gap=one)

    def _strip_boxes(self, top: float, bottom: float) -> list[Box]:
        left, right = self.scale.left, self.scale.right
        return [Box(max(start, left), top - 1, min(end, right), bottom + 1) for _, start, end in self.breaks]

    def flag_shapes(self, bottom: float) -> Iterator[Shape]:
        """The flags with their stems, down to the top of the field."""
        theme = self.look.theme
        for flag in self.flags:
            if flag.stem is not None:
                stem = Stroke(theme.spotlight_edge, 1.3)
                yield Line(flag.stem, flag.box.bottom - 1, flag.stem, bottom, stem)
        for flag in self.flags:
            marked = self._is_marked(flag)
            edge = Stroke(theme.accent if marked else theme.spotlight_edge, 1.6 if marked else 1.1)
            fill = mixed(theme.panel, theme.spotlight, 0.16)
            yield Rect(flag.box, fill, radius=(flag.box.bottom - flag.box.top) / 2, edge=edge)
            middle = (flag.box.top + flag.box.bottom) / 2
            yield text_at(self.type, flag.box.left + 8 * self.type.unit, middle, flag.text, flag.face, theme.text)

    def flag_hits(self) -> Iterator[Hit]:
        for flag in self.flags:
            yield Hit(flag.box, self._target(flag), events=(flag.event,))

    def dates(self, foot: float) -> Iterator[Shape]:
        """The axis below the foot of the field."""
        face, unit, quiet = sized(self.type, AXIS), self.type.unit, self.look.theme.quiet
        middle = foot + 13 * unit
        for x, text in self.told:
            yield text_at(self.type, x, middle, text, face, quiet, "middle", alpha=0.75)
        for tick in self.ticks:
            if tick.text:
                yield text_at(self.type, tick.label_x, middle, tick.text, face, quiet, "middle")
        if any(":" in tick.text for tick in self.ticks):
            offset = offset_name(self.scale.offset_days, told=self.scale.offset_told)
            yield text_at(self.type, self.scale.left - 9 * unit, middle, offset, face, quiet, "end")

    def _target(self, flag: Flag) -> Target:
        return Target(self.case.slug, Kind.EVENT, flag.event.key)

    def _is_marked(self, flag: Flag) -> bool:
        return self.look.mark == self._target(flag)


def frame(case: Case, scale: TimeScale, type_: Type, look: Look) -> Frame:
    face = sized(type_, AXIS)
    ticks, told = scale.words(lambda text: type_.width(text, face))
    return Frame(case, scale, type_, look, flags(case, scale, type_), scale.break_spans(), ticks, told)


def top_of(case: Case, scale: TimeScale, type_: Type) -> float:
    """Where the field begins, below the flags."""
    return _TOP * type_.unit + flags_height(case, scale, type_)


def edges(width: float, gutter: float, type_: Type) -> tuple[float, float]:
    """Left and right pixel between which time runs."""
    return gutter, max(width - _RIGHT * type_.unit, gutter + 60)
