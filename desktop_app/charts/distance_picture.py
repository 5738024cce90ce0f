"""What does the distance of pairs of actors look like over time?

Pure: courses, a scale and a theme give shapes, and the places at which they answer to a pointer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from desktop_app.analysis.copresence import SAME_PLACE_KM, CoPresence
from desktop_app.analysis.courses import Course, Pair
from desktop_app.analysis.proximity import Array
from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.means import Means
from desktop_app.casebook.terms import Kind
from desktop_app.casebook.when import Span
from desktop_app.charts.boxes import Box, around
from desktop_app.charts.cast import line_colours
from desktop_app.charts.distance_bars import BAR_ROW, Bars, hatched
from desktop_app.charts.distance_curves import Edges, Run, filled, runs
from desktop_app.charts.distance_scale import KmScale, field_scale
from desktop_app.charts.drawing import Clip, Face, Layer, Line, Rect, Shape, Stroke, Text, Type, shortened, text_at
from desktop_app.charts.event_marks import EventMarks
from desktop_app.charts.frame import AXIS, AXIS_ROOM, edges, frame, top_of
from desktop_app.charts.picture import Hit, Look, Picture
from desktop_app.charts.scene import Band
from desktop_app.charts.strokes import mixed
from desktop_app.charts.time_scale import TimeScale
from desktop_app.charts.tracks import Track, sized

_NAME, _LABEL = Face(11, 600), Face(11, 600)
_LEGEND_ROOM, _EVENT_ROOM = 18.0, 15.0
_HANDLE = 11.0  # px of the threshold's handle
_STRETCHES = 2  # of a pair, the longest first, beside which its name may stand


@dataclass(frozen=True, slots=True)
class Plan:
    """What stays as it is under zoom and pan."""

    case: Case
    courses: tuple[Course, ...]
    together: tuple[tuple[CoPresence, ...], ...] = ()  # of each pair, within the threshold
    linear: bool = False
    within_km: float = SAME_PLACE_KM  # the threshold
    means: Means | None = None  # of who is under way; None: any

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return tuple(course.pair for course in self.courses)


def pair_name(case: Case, pair: Pair) -> str:
    return " – ".join(case.actor[key].short for key in pair)


def pair_colours(pairs: Sequence[Pair], colours: Mapping[str, str]) -> dict[Pair, str]:
    """One colour a pair, of one of its two actors, no two the same as far as there are enough."""
    taken: dict[Pair, str] = {}
    for pair in pairs:
        own = [colours[key] for key in reversed(pair)]
        taken[pair] = next((colour for colour in own if colour not in taken.values()), mixed(own[0], own[1], 0.5))
    return taken


def most_km(plan: Plan) -> float:
    """The top of the scale: what the pairs reach, but not less than makes the near end legible."""
    known = [course.greatest[~np.isnan(course.greatest)] for course in plan.courses]
    return max(100.0, 1.2 * max((float(km.max()) for km in known if len(km)), default=0.0))


def gutter(plan: Plan, type_: Type, width: float) -> float:
    """Room at the left, measured, for kilometres and the names of the pairs: at most a good quarter of the width."""
    names = [type_.width(pair_name(plan.case, pair), sized(type_, _NAME)) for pair in plan.pairs]
    kilometres = type_.width(tr("{} km").format("10,000"), sized(type_, _NAME))
    return min(max([kilometres, *names]) + 18 * type_.unit, max(0.27 * width, kilometres + 18 * type_.unit))


def time_edges(plan: Plan, type_: Type, width: float) -> Span:
    """The pixels between which time runs."""
    return edges(width, gutter(plan, type_, width), type_)


def foot_of(type_: Type, height: float, *, legend: bool) -> float:
    """Where bars and events end and the axis begins."""
    return height - (AXIS_ROOM + (_LEGEND_ROOM if legend else 0)) * type_.unit


def kilometres(plan: Plan, field: Box) -> KmScale:
    return field_scale(most_km(plan), field, linear=plan.linear)


def picture(plan: Plan, scale: TimeScale, type_: Type, size: tuple[float, float], look: Look) -> Picture:
    """Draw the courses, and below them when the pairs were within the threshold, and the events."""
    return _Drawing(plan, scale, type_, size, look).picture()


class _Drawing:
    """One run of `picture`: the parts share the plan's measures and gather labels and hits."""

    def __init__(self, plan: Plan, scale: TimeScale, type_: Type, size: tuple[float, float], look: Look) -> None:
        self.plan, self.scale, self.type, self.size, self.look = plan, scale, type_, size, look
        self.case, self.theme, self.unit = plan.case, look.theme, type_.unit
        self.frame = frame(self.case, scale, type_, look)
        top, bars = top_of(self.case, scale, type_), len(plan.courses) * BAR_ROW * self.unit
        below = bars + _EVENT_ROOM * self.unit
        self.foot = max(foot_of(type_, size[1], legend=look.legend), top + below + 40)
        self.field = Box(scale.left, top, scale.right, self.foot - below - 8 * self.unit)
        self.colours = line_colours(self.case, self.theme)
        self.of_pair = pair_colours(plan.pairs, self.colours)
        self.km = kilometres(plan, self.field)
        self.hits: list[Hit] = []

    def picture(self) -> Picture:
        field, foot = self.field, self.foot
        clip, whole = Box(field.left, field.top - 2, field.right, field.bottom + 2), Box(*_sides(field), foot)
        self.runs = {course.pair: runs(course, self.scale, self.km, field) for course in self.plan.courses}
        self.edges = Edges(field, self.unit)
        fills = [shape for pair, own in self.runs.items() for shape in filled(own, self.of_pair[pair])]
        lines = [shape for pair, own in self.runs.items() for shape in self.edges.cords(own, self._two(pair))]
        marks = self._events()
        bars = self._bars()
        labels = list(self._labels())
        layers: list[Layer] = [
            Rect(Box(0, 0, *self.size), self.theme.panel),
            Clip(whole, (*self.frame.tints(field.top, foot), *self._grid())),
            *self._kilometres(),
            Clip(clip, (*fills, *lines)),
            *bars.layers,
            *self._bar_names(),
            Clip(whole, tuple(marks.shapes)),
            *self.frame.strips(field.top, foot),
            *self._threshold(),
            Clip(clip, tuple(labels)),
            *self.frame.flag_shapes(field.top),
            *self.frame.dates(foot),
        ]
        self.hits = [*self.frame.flag_hits(), *marks.hits, *self.hits, *bars.hits]
        self.hits += self.frame.strip_hits(field.top, foot)
        if not any(self.runs.values()):
            layers.append(self._nothing())
        if self.look.legend:
            layers += self._legend()
        return Picture(*self.size, tuple(layers), tuple(self.hits), field, field.bottom - field.top)

    def _two(self, pair: Pair) -> tuple[str, str]:
        return self.colours[pair[0]], self.colours[pair[1]]

    # Names at the curves

    def _labels(self) -> Iterator[Shape]:
        """Each pair's name where it is far apart and where it is together, as long as there is room."""
        field = self.field
        taken = [Box(left, field.top, right, self.foot) for _, left, right in self.frame.breaks]
        middle = (field.top + field.bottom) / 2
        for pair, own in self.runs.items():
            width = self.type.width(pair_name(self.case, pair), sized(self.type, _LABEL))
            stretches = sorted(_stretches(own, field), key=lambda one: one[0] - one[2])
            far = [one for one in stretches if one[3] < middle]
            near = [one for one in stretches if one[3] >= middle]
            for group in [group for group in (far, near) if group] or [stretches]:
                rooms = self._rooms(group[:_STRETCHES], width)
                clear = (rooms[:, :2] >= (field.left, field.top)).all(axis=1)
                clear &= (rooms[:, 2:] <= (field.right, field.bottom)).all(axis=1)
                for one in taken:
                    apart = (rooms[:, 0] >= one.right) | (rooms[:, 2] <= one.left)
                    clear &= apart | (rooms[:, 1] >= one.bottom) | (rooms[:, 3] <= one.top)
                if clear.any():
                    rooms = rooms[clear]
                    box = Box(*rooms[int(self.edges.crossed(rooms).argmin())].tolist())
                    taken.append(box.grown(2))
                    yield from self._pair_texts(pair, box)

    def _rooms(self, stretches: Sequence[tuple[float, float, float, float]], width: float) -> Array:
        """Left, top, right, bottom of places above and below the edges of each stretch, from its middle outwards."""
        if not stretches:
            return np.empty((0, 4))
        left, high, right, low = np.array(stretches).T
        off = np.array((10.0, 14.0, 19.0)) * self.unit
        y = np.stack((high - off[:, None], low + off[:, None], low - off[:, None], high + off[:, None]), axis=1)
        room = np.maximum(0.0, (right - left - width) / 2)
        x = (left + right) / 2 + np.array((0.0, 0.33, -0.33, 0.66, -0.66, 1.0, -1.0))[:, None] * room
        y, x = np.broadcast_arrays(y[:, :, None, :], x[None, None, :, :])  # offset, side, share, stretch
        middle_x, middle_y = x.transpose(3, 0, 1, 2).ravel(), y.transpose(3, 0, 1, 2).ravel()
        half = np.array((width / 2, 7.5 * self.unit))
        middles = np.column_stack((middle_x, middle_y))
        return np.hstack((middles - half, middles + half))

    def _pair_texts(self, pair: Pair, box: Box, *, halo: bool = True) -> Iterator[Text]:
        """The two names in their actors' colours, each of which a click selects."""
        face, x, y = sized(self.type, _LABEL), box.left, (box.top + box.bottom) / 2
        first, second = (self.case.actor[key].short for key in pair)
        ground = self.theme.panel if halo else None
        for text, key in ((first, pair[0]), (" – ", None), (second, pair[1])):
            colour = self.colours[key] if key else self.theme.quiet
            made = text_at(self.type, x, y, text, face, colour, halo=ground)
            if key:
                self.hits.append(Hit(made.box, Target(self.case.slug, Kind.ACTOR, key)))
            x += self.type.width(text, face)
            yield made

    # Ground and kilometres

    def _grid(self) -> Iterator[Shape]:
        yield from self.frame.grid(self.field.top, self.foot)
        stroke = Stroke(self.theme.line, 1.0, alpha=0.75)
        for km in self.km.ticks():
            y = round(self.km.y(km)) + 0.5
            yield Line(self.field.left, y, self.field.right, y, stroke)

    def _kilometres(self) -> Iterator[Shape]:
        face, ticks, right = sized(self.type, AXIS), self.km.ticks(), self.field.left - 8 * self.unit
        line = self._threshold_y()
        for km in ticks:
            text, y = tr("{} km").format(f"{km:,.0f}") if km == ticks[-1] else f"{km:,.0f}", self.km.y(km)
            if line is None or abs(y - line) > 11 * self.unit:
                yield text_at(self.type, right, y, text, face, self.theme.quiet, "end")

    def _threshold_y(self) -> float | None:
        return self.km.y(self.plan.within_km) if 0 < self.plan.within_km < self.km.most else None

    def _threshold(self) -> Iterator[Shape]:
        """The line that can be dragged, with its kilometres at the left and its handle at the right."""
        y = self._threshold_y()
        if y is None:
            return
        accent, unit = self.theme.accent, self.unit
        yield Line(self.field.left, y, self.field.right, y, Stroke(accent, 1.3 * unit, (5 * unit, 3 * unit)))
        words = tr("{} km").format(f"{self.plan.within_km:,.0f}")
        right = self.field.left - 8 * unit
        yield text_at(self.type, right, y, words, sized(self.type, _NAME), accent, "end")
        if self.look.live:
            box = around(self.field.right + 5 * unit, y, _HANDLE * unit, _HANDLE * unit)
            yield Rect(box, self.theme.panel, radius=3 * unit, edge=Stroke(accent, 1.3 * unit))
            for step in (-1.8, 1.8):
                yield Line(
                    box.left + 3 * unit, y + step * unit, box.right - 3 * unit, y + step * unit, Stroke(accent, 1)
                )

    # Below the curves

    def _bars(self) -> Bars:
        found = Bars(self.case.slug, self.scale, self.field.left, self.field.right, self.unit, self.look)
        for row, (pair, together) in enumerate(zip(self.plan.pairs, self.plan.together, strict=True)):
            found.add(together, self._bar_y(row), self.of_pair[pair])
        return found

    def _bar_y(self, row: int) -> float:
        rows = len(self.plan.courses) - row - 0.5
        return self.foot - _EVENT_ROOM * self.unit - rows * BAR_ROW * self.unit

    def _bar_names(self) -> Iterator[Text]:
        face, room, right = sized(self.type, _NAME), self.field.left - 12 * self.unit, self.field.left - 8 * self.unit
        for row, pair in enumerate(self.plan.pairs):
            name, middle = pair_name(self.case, pair), self._bar_y(row)
            width = self.type.width(name, face)
            if width <= room:
                yield from self._pair_texts(pair, Box(right - width, middle - 8, right, middle + 8), halo=False)
                continue
            text = shortened(self.type, name, face, room)
            made = text_at(self.type, right, middle, text, face, self.of_pair[pair], "end")
            self.hits.append(Hit(made.box, Target(self.case.slug, Kind.ACTOR, pair[0])))
            yield made

    def _events(self) -> EventMarks:
        """All events of the case, wherever they were, in one row above the dates."""
        row = Band((), "", "", (), True, {}, self.case.events)
        top = self.foot - _EVENT_ROOM * self.unit
        middle = (top + self.foot) / 2
        marks = EventMarks(self.case, self.scale, Box(*_sides(self.field), self.foot), self.unit, self.look)
        marks.add(Track(row, 0, top, self.foot, {}, middle, ()), spans=False)
        return marks

    def _nothing(self) -> Text:
        x, y = (self.field.left + self.field.right) / 2, (self.field.top + self.field.bottom) / 2
        face = sized(self.type, Face(12, 400))
        words = tr("Of no two of these actors is it recorded where both were in this span.")
        text = shortened(self.type, words, face, self.field.right - self.field.left)
        return text_at(self.type, x, y, text, face, self.theme.quiet, "middle")

    def _legend(self) -> Iterator[Layer]:
        """What the signs mean, in one line, as many of them as have room."""
        face, unit, quiet = sized(self.type, Face(10, 400)), self.unit, self.theme.quiet
        words = (
            tr("surely within {} km").format(f"{self.plan.within_km:,.0f}"),
            tr("possibly"),
            tr("least to greatest distance"),
            under_way_words(self.plan.means),
        )
        swatch, gap = 22 * unit, 14 * unit
        widths = [swatch + 5 * unit + self.type.width(text, face) for text in words]
        while sum(widths) + gap * (len(widths) - 1) > self.size[0] - 16 * unit:
            widths.pop()
        x = (self.size[0] - sum(widths) - gap * (len(widths) - 1)) / 2
        y, half = self.size[1] - _LEGEND_ROOM / 2 * unit - 1, 4.5 * unit
        for at, width in enumerate(widths):
            box = Box(x, y - half, x + swatch, y + half)
            if at == 0:
                yield Rect(box, quiet, radius=1.5)
            elif at == 1:
                yield Clip(box, tuple(hatched(box, Stroke(quiet, 1.0 * unit, alpha=0.8), unit)))
                yield Rect(box.grown(-0.5), None, radius=1.5, edge=Stroke(quiet, 1.0))
            else:
                yield Rect(box, quiet, 0.3 if at == 2 else 0.12)
                thick = Stroke(quiet, (1.9 if at == 2 else 1.2) * unit, alpha=1.0 if at == 2 else 0.6)
                for level in (box.top, box.bottom):
                    yield Line(box.left, level, box.right, level, thick)
            yield text_at(self.type, x + swatch + 5 * unit, y, words[at], face, quiet)
            x += width + gap


def under_way_words(means: Means | None) -> str:
    """What the pale band says of who is under way."""
    if means is None:
        return tr("under way: anywhere on the way")
    return tr("under way: as far as one comes {}, {} km/h").format(tr(means.name), f"{means.kmh:,.0f}")


def _sides(box: Box) -> tuple[float, float, float]:
    return box.left, box.top, box.right


def _stretches(own: Sequence[Run], field: Box) -> Iterator[tuple[float, float, float, float]]:
    """Level stretches in view on which nobody is under way, else whatever there is: left, high, right, low."""
    level = []
    for run in own:
        if not run.under_way:
            for at in range(len(run.x) - 1):
                left, right = max(float(run.x[at]), field.left), min(float(run.x[at + 1]), field.right)
                if right - left > 8 and run.low[at] == run.low[at + 1] and run.high[at] == run.high[at + 1]:
                    level.append((left, float(run.high[at]), right, float(run.low[at])))
    yield from level
    if not level:
        for run in own:
            left, right = max(float(run.x[0]), field.left), min(float(run.x[-1]), field.right)
            if right > left:
                yield left, float(run.high.min()), right, float(run.low.max())
