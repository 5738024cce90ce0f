"""What does the distance of pairs of actors look like over time?

Pure: courses, a scale and a theme give shapes, and the places at which they answer to a pointer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import floor, isnan, log1p

from desktop_app.analysis.proximity import Meeting, Span, spans
from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Kind
from desktop_app.charts.boxes import Box, around, of_line
from desktop_app.charts.cast import line_colours
from desktop_app.charts.drawing import (
    Clip,
    Face,
    Layer,
    Line,
    Polygon,
    Rect,
    Shape,
    Stroke,
    Text,
    Type,
    shortened,
    text_at,
)
from desktop_app.charts.frame import AXIS, AXIS_ROOM, edges, frame, top_of
from desktop_app.charts.pairs import Course, Pair
from desktop_app.charts.picture import Hit, Look, Picture
from desktop_app.charts.strokes import mixed
from desktop_app.charts.time_scale import TimeScale
from desktop_app.charts.tracks import sized

UNIT_KM = 10.0  # the scale is log(1 + d / 10 km): 0 is on it
_TICKS_KM = (0.0, 10.0, 100.0, 1_000.0, 10_000.0)
_NAME, _LABEL = Face(11, 600), Face(11, 600)
_BAR_ROW, _BAR = 17.0, 10.0
_LEGEND_ROOM = 18.0
_ASIDE = 3.0  # px that an edge steps aside where another runs
_CORD = 5.0  # px of each colour


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of a course on which nothing changes, in pixels; `low` and `high` are heights, low the least km."""

    left: float
    right: float
    low: float
    high: float
    under_way: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What stays as it is under zoom and pan."""

    case: Case
    courses: tuple[Course, ...]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return tuple(course.pair for course in self.courses)


def said_km(least: float, greatest: float) -> str:
    """ "0–20 km", "7,650–7,690 km": a band of distances in words, no more exactly than it is known."""
    if round(least) == round(greatest):
        return tr("{} km").format(f"{greatest:,.0f}")
    digits = -1 if greatest >= 1_000 else 0
    return tr("{}–{} km").format(f"{round(least, digits):,.0f}", f"{round(greatest, digits):,.0f}")


def pair_name(case: Case, pair: Pair) -> str:
    return " – ".join(case.actor[key].short for key in pair)


def pair_colours(pairs: Sequence[Pair], colours: dict[str, str]) -> dict[Pair, str]:
    """One colour a pair, of one of its two actors, no two the same as far as there are enough."""
    taken: dict[Pair, str] = {}
    for pair in pairs:
        own = [colours[key] for key in reversed(pair)]
        taken[pair] = next((colour for colour in own if colour not in taken.values()), mixed(own[0], own[1], 0.5))
    return taken


def most_km(plan: Plan) -> float:
    """The top of the scale: what the pairs reach, but not less than makes the near end legible."""
    far = [float(km) for course in plan.courses for km in course.greatest if not isnan(km)]
    return max(100.0, 1.2 * max(far, default=0.0))


def height_of(km: float, most: float, field: Box) -> float:
    """The pixel of a distance: 0 at the bottom of the field, `most` kilometres at its top."""
    return field.bottom - log1p(km / UNIT_KM) / log1p(most / UNIT_KM) * (field.bottom - field.top)


def gutter(plan: Plan, type_: Type, width: float) -> float:
    """Room at the left, measured, for kilometres and the names of the pairs: at most a fifth of the width."""
    names = [type_.width(pair_name(plan.case, pair), sized(type_, _NAME)) for pair in plan.pairs]
    kilometres = type_.width(tr("{} km").format("10,000"), sized(type_, AXIS))
    return min(max([kilometres, *names]) + 18 * type_.unit, max(0.2 * width, kilometres + 18 * type_.unit))


def time_edges(plan: Plan, type_: Type, width: float) -> Span:
    """The pixels between which time runs."""
    return edges(width, gutter(plan, type_, width), type_)


def foot_of(type_: Type, height: float, *, legend: bool) -> float:
    """Where the bars end and the axis begins."""
    return height - (AXIS_ROOM + (_LEGEND_ROOM if legend else 0)) * type_.unit


def picture(plan: Plan, scale: TimeScale, type_: Type, size: tuple[float, float], look: Look) -> Picture:
    """Draw the courses with the bars of sure and possible co-presence below."""
    return _Drawing(plan, scale, type_, size, look).picture()


class _Drawing:
    """One run of `picture`: the parts share the plan's measures and gather labels and hits."""

    def __init__(self, plan: Plan, scale: TimeScale, type_: Type, size: tuple[float, float], look: Look) -> None:
        self.plan, self.scale, self.type, self.size, self.look = plan, scale, type_, size, look
        self.case, self.theme, self.unit = plan.case, look.theme, type_.unit
        self.frame = frame(self.case, scale, type_, look)
        top = top_of(self.case, scale, type_)
        bars = len(plan.courses) * _BAR_ROW * self.unit
        self.foot = max(foot_of(type_, size[1], legend=look.legend), top + bars + 40)
        self.field = Box(scale.left, top, scale.right, self.foot - bars - 8 * self.unit)
        self.breaks = self.frame.breaks
        self.colours = line_colours(self.case, self.theme)
        self.of_pair = pair_colours(plan.pairs, self.colours)
        self.most_km = most_km(plan)
        self.hits: list[Hit] = []
        self.edges: list[tuple[float, float, float]] = []  # left, right, height: taken by an edge
        self.uprights: list[Box] = []

    def y(self, km: float) -> float:
        return height_of(km, self.most_km, self.field)

    def picture(self) -> Picture:
        clip = Box(self.field.left, self.field.top - 2, self.field.right, self.field.bottom + 2)
        whole = Box(self.field.left, self.field.top, self.field.right, self.foot)
        steps = {course.pair: self._steps(course) for course in self.plan.courses}
        fills = [shape for course in self.plan.courses for shape in self._fills(course.pair, steps[course.pair])]
        lines = [shape for course in self.plan.courses for shape in self._edges(course.pair, steps[course.pair])]
        labels = self._labels(steps)
        layers: list[Layer] = [
            Rect(Box(0, 0, *self.size), self.theme.panel),
            Clip(whole, (*self.frame.tints(self.field.top, self.foot), *self._grid())),
            *self._kilometres(),
            Clip(clip, (*fills, *lines)),
            *self._bars(),
            *self.frame.strips(self.field.top, self.foot),
            Clip(clip, tuple(labels)),
            *self.frame.flag_shapes(self.field.top),
            *self.frame.dates(self.foot),
        ]
        self.hits = [*self.frame.flag_hits(), *self.hits, *self.frame.strip_hits(self.field.top, self.foot)]
        if not any(steps.values()):
            layers.append(self._nothing())
        if self.look.legend:
            layers += self._legend()
        return Picture(*self.size, tuple(layers), tuple(self.hits), self.field, self.field.bottom - self.field.top)

    def _target(self, kind: Kind, key: str) -> Target:
        return Target(self.case.slug, kind, key)

    def _is_marked(self, kind: Kind, key: str) -> bool:
        return self.look.mark == self._target(kind, key)

    # The bands

    def _steps(self, course: Course) -> tuple[Step, ...]:
        """The course in pixels, equal neighbours joined, without what is out of view or unknown."""
        found: list[Step] = []
        x = self.scale.xs(course.edges.clip(self.scale.knots[0], self.scale.knots[-1]))
        for index, (least, greatest) in enumerate(zip(course.least, course.greatest, strict=True)):
            left, right = float(x[index]), float(x[index + 1])
            if isnan(least) or right <= self.field.left or left >= self.field.right or right - left < 1e-6:
                continue
            step = Step(left, right, self.y(float(least)), self.y(float(greatest)), bool(course.under_way[index]))
            last = found[-1] if found else None
            if last and last.right == step.left and replace(last, left=step.left, right=step.right) == step:
                found[-1] = replace(last, right=step.right)
            else:
                found.append(step)
        return tuple(found)

    def _fills(self, pair: Pair, steps: Sequence[Step]) -> Iterator[Shape]:
        """Between least and greatest; paler where somebody was under way."""
        for under_way, run in _runs(steps):
            upper = [point for step in run for point in ((step.left, step.high), (step.right, step.high))]
            lower = [point for step in reversed(run) for point in ((step.right, step.low), (step.left, step.low))]
            yield Polygon((*upper, *lower), self.of_pair[pair], 0.08 if under_way else 0.2)

    def _edges(self, pair: Pair, steps: Sequence[Step]) -> Iterator[Shape]:
        """Cords of the two actors' colours; where another pair runs an edge steps aside by 3 px."""
        upright: list[Line] = []
        level: list[tuple[Line, Line]] = []
        aside: list[tuple[float, float]] = []
        for step in steps:
            high = self._clear_height(step.left, step.right, step.high)
            low = high if abs(step.low - step.high) < 1 else self._clear_height(step.left, step.right, step.low)
            aside.append((low, high))
            for y in {high, low}:
                self.edges.append((step.left, step.right, y))
                level.append(self._cord(pair, step, y))
        thin = Stroke(self.of_pair[pair], 1.0 * self.unit, alpha=0.55)
        for at, (a, b) in enumerate(pairwise(steps)):
            if a.right == b.left:
                for y0, y1 in zip(aside[at], aside[at + 1], strict=True):
                    if abs(y0 - y1) > 0.5:
                        upright.append(Line(a.right, y0, a.right, y1, thin))
                        self.uprights.append(of_line(a.right, y0, a.right, y1, 1.5))
        yield from upright
        yield from (first for first, _ in level)
        yield from (second for _, second in level)

    def _cord(self, pair: Pair, step: Step, y: float) -> tuple[Line, Line]:
        width = (1.2 if step.under_way else 1.9) * self.unit
        alpha = 0.55 if step.under_way else 1.0
        length = _CORD * self.unit
        first, second = (self.colours[key] for key in pair)
        left, right = max(step.left, self.field.left - 20), min(step.right, self.field.right + 20)
        return (
            Line(left, y, right, y, Stroke(first, width, alpha=alpha)),
            Line(left, y, right, y, Stroke(second, width, (length, length), alpha)),
        )

    def _clear_height(self, left: float, right: float, y: float) -> float:
        for aside in (0.0, -_ASIDE, _ASIDE, -2 * _ASIDE, 2 * _ASIDE):
            moved = y + aside * self.unit
            taken = any(
                abs(moved - other) < _ASIDE * self.unit - 0.1 and left < last - 1 and first + 1 < right
                for first, last, other in self.edges
            )
            if not taken and self.field.top - 2 <= moved <= self.field.bottom + 1:
                return moved
        return y

    def _labels(self, steps: dict[Pair, tuple[Step, ...]]) -> Iterator[Shape]:
        """Each pair's name where it is far apart and where it is together, as long as there is room."""
        face, taken = (
            sized(self.type, _LABEL),
            [Box(left, self.field.top, right, self.foot) for _, left, right in self.breaks],
        )
        lines = [Box(left, y - 1.5, right, y + 1.5) for left, right, y in self.edges] + self.uprights
        middle = (self.field.top + self.field.bottom) / 2
        for pair, own in steps.items():
            width = self.type.width(pair_name(self.case, pair), face)
            ranked = sorted(own, key=lambda step: (step.under_way, step.left - step.right))
            far = [step for step in ranked if step.low < middle and not step.under_way]
            near = [step for step in ranked if step.low >= middle and not step.under_way]
            for group in [group for group in (far, near) if group] or [ranked]:
                rooms = [
                    box
                    for box in self._places(group, width)
                    if box.within(self.field) and not any(box.hits(one) for one in taken)
                ]
                if rooms:
                    box = min(rooms, key=lambda box: sum(1 for line in lines if box.hits(line)))
                    taken.append(box.grown(2))
                    yield from self._pair_texts(pair, box)

    def _places(self, steps: Sequence[Step], width: float) -> Iterator[Box]:
        """Above and below the edges of each stretch, from its middle outwards."""
        height = 15 * self.unit
        for step in steps:
            left, right = max(step.left, self.field.left), min(step.right, self.field.right)
            middle, room = (left + right) / 2, max(0.0, (right - left - width) / 2)
            for off in (10 * self.unit, 14 * self.unit, 19 * self.unit):
                for y in (step.high - off, step.low + off, step.low - off, step.high + off):
                    for share in (0.0, 0.33, -0.33, 0.66, -0.66, 1.0, -1.0):
                        yield around(middle + share * room, y, width, height)

    def _pair_texts(self, pair: Pair, box: Box, *, halo: bool = True) -> Iterator[Text]:
        """The two names in their actors' colours, each of which a click selects."""
        face, x, y = sized(self.type, _LABEL), box.left, (box.top + box.bottom) / 2
        first, second = (self.case.actor[key].short for key in pair)
        ground = self.theme.panel if halo else None
        for text, key in ((first, pair[0]), (" – ", None), (second, pair[1])):
            colour = self.colours[key] if key else self.theme.quiet
            made = text_at(self.type, x, y, text, face, colour, halo=ground)
            if key:
                self.hits.append(Hit(made.box, self._target(Kind.ACTOR, key)))
            x += self.type.width(text, face)
            yield made

    # Ground, kilometres, bars

    def _grid(self) -> Iterator[Shape]:
        yield from self.frame.grid(self.field.top, self.foot)
        stroke = Stroke(self.theme.line, 1.0, alpha=0.75)
        for km in self._ticks_km():
            y = round(self.y(km)) + 0.5
            yield Line(self.field.left, y, self.field.right, y, stroke)

    def _ticks_km(self) -> list[float]:
        return [km for km in _TICKS_KM if km <= self.most_km]

    def _kilometres(self) -> Iterator[Shape]:
        face, most = sized(self.type, AXIS), self._ticks_km()[-1]
        for km in self._ticks_km():
            text = tr("{} km").format(f"{km:,.0f}") if km == most else f"{km:,.0f}"
            yield text_at(self.type, self.field.left - 8 * self.unit, self.y(km), text, face, self.theme.quiet, "end")

    def _bars(self) -> Iterator[Layer]:
        """When each pair was together: surely, full; possibly, hatched."""
        face = sized(self.type, _NAME)
        for row, course in enumerate(self.plan.courses):
            middle = self.foot - (len(self.plan.courses) - row - 0.5) * _BAR_ROW * self.unit
            half = _BAR / 2 * self.unit
            colour = self.of_pair[course.pair]
            track = Box(self.field.left, middle - half, self.field.right, middle + half)
            yield Rect(track, self.theme.band, radius=2)
            yield from self._bar_name(course.pair, middle, face)
            shapes: list[Shape] = []
            for sure in (False, True):
                for start, end in spans(course.meetings, sure=sure):
                    box = Box(self.scale.x(start), track.top, self.scale.x(end), track.bottom)
                    if box.right > track.left and box.left < track.right:
                        shapes += self._bar(box, track, colour, sure=sure)
            yield Clip(track, tuple(shapes))
            for meeting in sorted(course.meetings, key=lambda one: not one.sure):
                self._bar_hit(meeting, track)

    def _bar(self, box: Box, track: Box, colour: str, *, sure: bool) -> Iterator[Shape]:
        box = Box(
            max(box.left, track.left - 4), box.top, max(min(box.right, track.right + 4), box.left + 1.5), box.bottom
        )
        if sure:
            yield Rect(box, colour, radius=1.5)
            return
        yield Rect(box, mixed(self.theme.panel, colour, 0.14))
        yield from _hatched(box, Stroke(colour, 1.0 * self.unit, alpha=0.8), 5 * self.unit)
        yield Rect(box.grown(-0.5), None, radius=1.5, edge=Stroke(colour, 1.0))

    def _bar_name(self, pair: Pair, middle: float, face: Face) -> Iterator[Text]:
        room = self.field.left - 12 * self.unit
        width = self.type.width(pair_name(self.case, pair), face)
        right = self.field.left - 8 * self.unit
        if width <= room:
            yield from self._pair_texts(pair, Box(right - width, middle - 8, right, middle + 8), halo=False)
            return
        text = shortened(self.type, pair_name(self.case, pair), face, room)
        made = text_at(self.type, right, middle, text, face, self.of_pair[pair], "end")
        self.hits.append(Hit(made.box, self._target(Kind.ACTOR, pair[0])))
        yield made

    def _bar_hit(self, meeting: Meeting, track: Box) -> None:
        box = Box(
            max(self.scale.x(meeting.start), track.left),
            track.top,
            min(self.scale.x(meeting.end), track.right),
            track.bottom,
        )
        if box.right <= box.left:
            return
        if meeting.stays:
            self.hits.append(Hit(box, self._target(Kind.STAY, meeting.stays[0])))
        elif meeting.events:
            self.hits.append(Hit(box, self._target(Kind.EVENT, meeting.events[0])))

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
            tr("surely together"),
            tr("possibly"),
            tr("least to greatest distance"),
            tr("under way: anywhere on the way"),
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
                yield Clip(box, tuple(_hatched(box, Stroke(quiet, 1.0 * unit, alpha=0.8), 5 * unit)))
                yield Rect(box.grown(-0.5), None, radius=1.5, edge=Stroke(quiet, 1.0))
            else:
                yield Rect(box, quiet, 0.3 if at == 2 else 0.12)
                thick = Stroke(quiet, (1.9 if at == 2 else 1.2) * unit, alpha=1.0 if at == 2 else 0.6)
                for level in (box.top, box.bottom):
                    yield Line(box.left, level, box.right, level, thick)
            yield text_at(self.type, x + swatch + 5 * unit, y, words[at], face, quiet)
            x += width + gap


def _hatched(box: Box, stroke: Stroke, pitch: float) -> Iterator[Shape]:
    height = box.bottom - box.top
    first = floor((box.left - height) / pitch) * pitch  # from the chart's edge, so that a pan moves no line
    for index in range(int((box.right - first) / pitch) + 1):
        x = first + index * pitch
        start, end = max(x, box.left), min(x + height, box.right)
        if end > start:
            yield Line(start, box.bottom - (start - x), end, box.bottom - (end - x), stroke)


def _runs(steps: Sequence[Step]) -> Iterator[tuple[bool, list[Step]]]:
    """Stretches that follow on one another, each wholly under way or wholly not."""
    run: list[Step] = []
    for step in steps:
        if run and (run[-1].right != step.left or run[-1].under_way != step.under_way):
            yield run[0].under_way, run
            run = []
        run.append(step)
    if run:
        yield run[0].under_way, run
