"""What does the causal graph of a case look like at a size, for a span in view and with something marked?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import cast

from desktop_app.analysis.admissibility import is_doubtful, order_in_short
from desktop_app.analysis.chronology import Order
from desktop_app.casebook import wording
from desktop_app.casebook.case import Event, Link, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Certainty, Claimant, Kind, LinkKind, Strength
from desktop_app.charts.boxes import Box, of_line
from desktop_app.charts.causes_ground import ground
from desktop_app.charts.causes_legend import DASH, legend_of
from desktop_app.charts.causes_lines import bar, cut, head, least_hidden, length, room_on, rounded
from desktop_app.charts.causes_routes import Points, Spot, points
from desktop_app.charts.causes_scene import (
    AXIS,
    BAR,
    LINE,
    LOOSE,
    LOOSE_HEAD,
    LOOSE_ROW,
    RING,
    TITLE,
    TOP,
    Extent,
    Judged,
    Plan,
    Titled,
    extent,
    spot,
    title_box,
)
from desktop_app.charts.causes_signs import HALF, pill, plate, sign, stance, warning
from desktop_app.charts.drawing import (
    Anchor,
    Clip,
    Disc,
    Face,
    Fade,
    Layer,
    Line,
    Rect,
    Shape,
    Stroke,
    Text,
    Type,
    text_at,
)
from desktop_app.charts.picture import Hit, Look, Picture
from desktop_app.charts.strokes import mixed
from desktop_app.charts.time_scale import TimeScale

_AXIS = Face(10.5, 400)
_HEAD = Face(10, 600)
_FLAG = Face(11, 600)
_WORD = Face(11, 600)
_REMARK = Face(10, 400)
_WIDTH = {Strength.WEAK: 1.4, Strength.MODERATE: 2.1, Strength.STRONG: 3.0}
_ROUND = 7.0  # px: radius of a corner
_PALE, _PALE_TEXT = 0.3, 0.62
_SIGNED = 60  # links: where more are in view, only strong ones bear a sign
_BEHIND = 0.82  # of the panel's colour behind a title of a large graph, where a halo would take too long


@dataclass(frozen=True, slots=True)
class Pointing:
    """What the reader is about to do: an event under the keys, a link being drawn, ways between two events."""

    event: str | None = None  # where the keys are
    drawn_from: str | None = None
    drawn_to: tuple[float, float] | None = None  # the pointer
    ways: frozenset[str] | None = None  # links that lead from one event to another
    ends: frozenset[str] = frozenset()  # the events between which they lead


@dataclass(frozen=True, slots=True)
class _Led:
    """A link on its way."""

    link: Link
    judged: Judged
    way: Points
    strong: bool
    pale: bool


def foot_height(type_: Type, width: float, *, legend: bool, plan_links: Sequence[Link]) -> float:
    """Pixels under the axis."""
    return legend_of(plan_links).height(type_, width) if legend else 4 * type_.unit


def picture(
    plan: Plan, scale: TimeScale, type_: Type, size: tuple[float, float], look: Look, pointing: Pointing
) -> Picture:
    return _Drawing(plan, scale, type_, size, look, pointing).picture()


class _Drawing:
    def __init__(
        self, plan: Plan, scale: TimeScale, type_: Type, size: tuple[float, float], look: Look, pointing: Pointing
    ) -> None:
        self.plan, self.scale, self.type, self.size, self.look = plan, scale, type_, size, look
        self.pointing = pointing
        self.case, self.theme, self.unit = plan.shown.case, look.theme, type_.unit
        foot = foot_height(type_, size[0], legend=look.legend, plan_links=plan.links)
        self.axis_y = size[1] - foot - AXIS * self.unit
        self.field = Box(0.0, TOP * self.unit, size[0], self.axis_y)
        self.up = self.field.top - look.scroll  # where the graph's y is 0
        self.hits: list[Hit] = []
        self._strokes: dict[object, Stroke] = {}
        self.strong_events, self.strong_links = self._emphasis()
        self.coincident = frozenset(self.case.coincident)

    # What is strong

    def _emphasis(self) -> tuple[frozenset[str] | None, frozenset[str] | None]:
        """Events and links that are strong while all else is pale; None: all alike."""
        pointing, mark = self.pointing, self.look.mark
        if pointing.ways is not None:
            links = [link for link in self.plan.links if link.key in pointing.ways]
            ends = {end for link in links for end in (link.cause, link.effect)}
            return frozenset(ends | pointing.ends), frozenset(pointing.ways)
        if mark is None or mark.case != self.case.slug:
            return None, None
        if mark.kind == Kind.EVENT and mark.key in self.plan.number:
            about = {mark.key}
        elif mark.kind == Kind.LINK and mark.key in self.case.link:
            about = {self.case.link[mark.key].cause, self.case.link[mark.key].effect}
        else:
            return None, None
        links = [
            link
            for link in self.plan.links
            if link.key not in self.plan.shown.hidden and (link.cause in about or link.effect in about)
        ]
        near = {end for link in links for end in (link.cause, link.effect)}
        return frozenset(near | about), frozenset(link.key for link in links)

    def _is_strong(self, event: str) -> bool:
        return self.strong_events is None or event in self.strong_events

    def _is_marked(self, kind: Kind, key: str) -> bool:
        mark = self.look.mark
        return mark is not None and (mark.case, mark.kind, mark.key) == (self.case.slug, kind, key)

    def _target(self, kind: Kind, key: str) -> Target:
        return Target(self.case.slug, kind, key)

    # The whole

    def picture(self) -> Picture:
        seen = self._seen()
        marks = {one.event.key: (one, extent(one.event, self.scale, self.unit)) for one in seen}
        led = list(self._led(frozenset(marks)))
        links = self._lines(led)
        rings = [shape for one, mark in marks.values() for shape in self._mark(one.event, mark, self.up + one.y)]
        titles, boxes = self._titles(list(marks.values()))
        plates = self._plates(led, boxes)
        loose, loose_hits = self._loose()
        below = ground(self.case, self.scale, self.type, self.theme, self.field)
        self.hits += (*loose_hits, *below.hits())
        layers: list[Layer] = [
            Rect(Box(0, 0, *self.size), self.theme.panel),
            Clip(self.field, tuple(below.behind())),
            *below.cuts(),
            Clip(self.field, (*links, *rings, *titles, *plates, *loose, *self._being_drawn())),
            *below.flag(),
            *below.axis(),
        ]
        if not self.plan.titled and self.look.live:
            layers.append(self._hint())
        if self.look.legend:
            legend = legend_of(self.plan.links)
            top = self.size[1] - legend.height(self.type, self.size[0])
            layers += legend.shapes(self.theme, self.type, self.size[0], top)
        hits = tuple(sorted(self.hits, key=_rank))
        return Picture(*self.size, tuple(layers), hits, self.field, self.plan.height)

    def _hint(self) -> Text:
        """What to do where no link is drawn yet."""
        words = tr("No links yet: drag from one event to another, or select one and press L.")
        middle = (self.size[0] / 2, self.up + self.plan.graph_height / 2)
        return text_at(self.type, *middle, words, self._face(Face(12, 400)), self.theme.quiet, "middle")

    def _seen(self) -> list[Titled]:
        """Linked events whose row is in view, and whose mark or title is."""
        found = []
        margin = 230 * self.unit
        above, beneath = self.field.top - 20 * self.unit - self.up, self.axis_y + 60 * self.unit - self.up
        for one in self.plan.within(above, beneath):
            first, last = (self.scale.x(jd) for jd in one.event.when.outer)
            if last > -margin and first < self.size[0] + margin:
                found.append(one)
        return found

    # Links

    def _led(self, seen: frozenset[str]) -> Iterator[_Led]:
        """The links in view; of a large graph those alone of which an end is, lest it be a tangle."""
        spots: dict[int, Spot] = {}
        large = self.plan.is_large
        numbers = self.plan.touching(seen) if large else range(len(self.plan.links))
        for link, turn in ((self.plan.links[at], self.plan.turns[at]) for at in numbers):
            if link.key in self.plan.shown.hidden:
                continue
            ends = [self.plan.number[link.cause], self.plan.number[link.effect]]
            ys = [self.up + self.plan.titled[end].y for end in ends]
            if max(ys) < self.field.top - 40 or min(ys) > self.axis_y + 40:
                continue
            for end in ends:
                if end not in spots:
                    spots[end] = self._spot(self.plan.titled[end])
            way = self._shifted(points(turn, spots[ends[0]], spots[ends[1]]))
            xs = [x for x, _ in way]
            if max(xs) < -40 or min(xs) > self.size[0] + 40:
                continue
            strong = self.strong_links is not None and link.key in self.strong_links
            judged = self.plan.shown.judgement(link)
            pale = (self.strong_links is not None and not strong) or judged.stance == "reject"
            yield _Led(link, judged, way, strong, pale)

    def _spot(self, one: Titled) -> Spot:
        return spot(one, extent(one.event, self.scale, self.unit), self.unit)

    def _shifted(self, way: Points) -> Points:
        return tuple((x, y + self.up) for x, y in way)

    def _ink(self, one: _Led) -> str:
        return self.theme.claimants[one.link.claimed_by]

    def _lines(self, led: Sequence[_Led]) -> list[Shape]:
        """The links on their ways, strong ones last; those that look alike together, so that they are one path."""
        drawn = [(one, self._stroke(one)) for one in led]
        drawn.sort(key=lambda pair: (pair[0].strong, pair[1].colour, pair[1].width, pair[1].dash))
        radius = 0.0 if self.plan.is_large else _ROUND * self.unit
        shapes: list[Shape] = []
        for (_, stroke), alike in groupby(drawn, key=lambda pair: (pair[0].strong, pair[1])):
            parts: list[Shape] = []
            for one, _ in alike:
                way = cut(one.way, self._head_px(one, stroke) * 0.8)
                if self._is_marked(Kind.LINK, one.link.key):
                    glow = Stroke(mixed(self.theme.panel, stroke.colour, 0.22), stroke.width + 8 * self.unit)
                    shapes += rounded(way, glow, radius)
                parts += rounded(way, stroke, radius)
                target = self._target(Kind.LINK, one.link.key)
                stretches = list(pairwise(one.way))
                if self.plan.is_large:
                    stretches = [max(stretches, key=lambda ends: length(*ends))]
                self.hits += (Hit(of_line(*start, *end, 1.5), target) for start, end in stretches)
            # Apart, because one long path of lines and curves takes Qt seven times as long.
            shapes += (part for part in parts if isinstance(part, Line))
            shapes += (part for part in parts if not isinstance(part, Line))
        for one, stroke in drawn:
            if long := self._head_px(one, stroke):
                shapes.append(head(one.way, long, 2.6 * self.unit + stroke.width * 0.9, stroke.colour))
        return shapes

    def _stroke(self, one: _Led) -> Stroke:
        key = (one.link.claimed_by, one.pale, one.link.certainty, one.link.strength)
        if key not in self._strokes:
            dash = tuple(part * self.unit for part in DASH.get(one.link.certainty, ()))
            ink = mixed(self.theme.panel, self._ink(one), _PALE if one.pale else 1.0)
            self._strokes[key] = Stroke(ink, _WIDTH[one.link.strength] * self.unit, dash)
        return self._strokes[key]

    def _head_px(self, one: _Led, stroke: Stroke) -> float:
        """How long the head of its arrow is; what only coincided has none."""
        return 0.0 if one.link.kind == LinkKind.COINCIDED else 4.5 * self.unit + stroke.width * 1.3

    def _plates(self, led: Sequence[_Led], titles: list[Box]) -> list[Shape]:
        shapes: list[Shape] = []
        taken = list(titles)
        placed: list[tuple[_Led, Box]] = []
        half = HALF * self.unit
        first = sorted(led, key=lambda one: (not self._is_marked(Kind.LINK, one.link.key), not one.strong))
        if len(led) > _SIGNED:  # then signs would hide what they stand on
            first = [one for one in first[:_SIGNED] if one.strong]
        for one in first:
            worded = one.strong and self.pointing.ways is None
            word = wording.link(one.link.kind)
            width = 2 * half + self.type.width(word, self._face(_WORD)) + 6 * self.unit
            place = room_on(one.way, width, half, self.unit, self.size[0], taken) if worded else None
            if place is None:
                worded = False
                place = room_on(one.way, 2 * half, half, self.unit, self.size[0], taken)
                place = place or least_hidden(one.way, half, taken)
            taken.append(place.grown(2))
            shapes += self._plate(one, place, word if worded else "")
            self.hits.append(Hit(place, self._target(Kind.LINK, one.link.key)))
            placed.append((one, place))
        taken += (of_line(*start, *end, 2.0) for one in led if one.strong for start, end in pairwise(one.way))
        for one, place in placed:
            if one.strong and (remark := self._remark(one, place, taken)):
                taken.append(remark.box)
                shapes.append(remark)
        return shapes

    def _remark(self, one: _Led, place: Box, taken: Sequence[Box]) -> Text | None:
        """What the dates leave open of a link that stands out, beside its sign where there is room."""
        if one.judged.order.order not in (Order.POSSIBLE, Order.IMPOSSIBLE):
            return None
        words, face, gap = order_in_short(one.judged.order), self._face(_REMARK), 12 * self.unit
        middle, centre = (place.top + place.bottom) / 2, (place.left + place.right) / 2
        for x, y, anchor in (
            (place.left - gap, middle, "end"),
            (place.right + gap, middle, "start"),
            (centre, place.bottom + gap, "middle"),
            (centre, place.top - gap, "middle"),
        ):
            made = text_at(self.type, x, y, words, face, self.theme.quiet, cast(Anchor, anchor), halo=self.theme.panel)
            if made.box.left > 4 and made.box.right < self.size[0] - 4 and not any(made.box.hits(b) for b in taken):
                return made
        return None

    def _plate(self, one: _Led, box: Box, word: str) -> Iterator[Shape]:
        theme, unit = self.theme, self.unit
        marked = self._is_marked(Kind.LINK, one.link.key)
        alpha = _PALE + 0.12 if one.pale and not marked else 1.0
        ink = mixed(theme.panel, self._ink(one), alpha)
        fill, drawn = (ink, theme.panel) if marked else (theme.panel, ink)
        y, half = (box.top + box.bottom) / 2, (box.bottom - box.top) / 2
        if word:
            yield from pill(box, one.link.claimed_by, ink, fill)
            x = box.left + half + 1.5 * unit
            yield from sign(x, y, one.link.kind, drawn, fill, unit, self.type)
            yield text_at(self.type, x + half - 1 * unit, y, word, self._face(_WORD), drawn)
        else:
            x = (box.left + box.right) / 2
            yield from plate(x, y, half, one.link.claimed_by, ink, fill, width=1.4 * unit)
            yield from sign(x, y, one.link.kind, drawn, fill, unit, self.type)
        if one.judged.stance:
            reader = mixed(theme.panel, theme.claimants[Claimant.READER], max(alpha, 0.6))
            if one.judged.stance == "reject":
                yield Line(box.left - 3, box.bottom + 2, box.right + 3, box.top - 2, Stroke(reader, 1.8 * unit))
            yield from stance(box.right, box.top + 1, one.judged.stance, unit, reader, theme.panel, self.type)
        if is_doubtful(one.judged.order, one.judged.news):
            amber = mixed(theme.panel, theme.spotlight_edge, max(alpha, 0.55))
            yield from warning(box.left - 2 * unit, box.top + 1, unit * 0.9, amber, theme.panel, self.type)

    # Events

    def _tone(self, event: str, *, bar: bool) -> str:
        """The colour of a mark."""
        ink = self.theme.spotlight if event in self.coincident else self.theme.text
        if bar and event not in self.coincident:
            ink = mixed(self.theme.panel, self.theme.text, 0.55)
        if not self._is_strong(event):
            return mixed(self.theme.panel, ink if event in self.coincident else self.theme.quiet, 0.5)
        return ink

    def _mark(self, event: Event, mark: Extent, y: float) -> Iterator[Shape]:
        unit, tone, panel = self.unit, self._tone(event.key, bar=mark.full is not None), self.theme.panel
        height = (RING if mark.is_ring else BAR) * unit
        left, right = max(mark.left, -60.0), min(mark.right, self.size[0] + 60)
        around_it = Box(left, y - height, right, y + height)
        if self._is_marked(Kind.EVENT, event.key) or event.key in self.pointing.ends:
            yield Rect(
                around_it.grown(3.2 * unit), panel, radius=height + 3 * unit, edge=Stroke(self.theme.accent, 1.7 * unit)
            )
        if event.key == self.pointing.event and not self._is_marked(Kind.EVENT, event.key):
            dotted = Stroke(self.theme.accent, 1.4 * unit, (2.5 * unit, 2.5 * unit))
            yield Rect(around_it.grown(3.2 * unit), None, radius=height + 3 * unit, edge=dotted)
        doubtful = event.certainty in (Certainty.DISPUTED, Certainty.CLAIMED)
        if mark.is_ring:
            dash = (2.0 * unit, 1.5 * unit) if doubtful else ()
            fill = tone if event.key in self.coincident else panel
            yield Disc(mark.x, y, RING * unit - 0.9 * unit, fill, Stroke(tone, 1.8 * unit, dash))
        elif mark.maybe:
            dash = (3.0 * unit, 2.0 * unit)
            yield Rect(around_it, panel, radius=height, edge=Stroke(tone, 1.4 * unit, dash))
        elif mark.full:
            full = max(mark.full[0], left), min(mark.full[1], right)
            fades = mark.left < full[0] - 1, mark.right > full[1] + 1
            if fades[0]:
                yield Fade(max(mark.left, left), full[0], y - height, y + height, tone)
            if fades[1]:
                yield Fade(min(mark.right, right), full[1], y - height, y + height, tone)
            yield from bar(full, y, height, tone, fades)
        self.hits.append(Hit(around_it.grown(3 * unit), self._target(Kind.EVENT, event.key), events=(event,)))

    def _titles(self, marks: Sequence[tuple[Titled, Extent]]) -> tuple[list[Shape], list[Box]]:
        shapes: list[Shape] = []
        boxes: list[Box] = []
        for one, mark in marks:
            box = title_box(one, mark, self.unit).moved(0, self.up)
            if not one.flipped and box.left < 4 and mark.right > 8:  # the beginning of a bar is out of view
                box = box.moved(min(4 - box.left, max(0.0, mark.right - box.right)), 0)
            strong = self.strong_events is not None and one.event.key in self.strong_events
            face = self._face(TITLE if strong or one.event.key in self.coincident else Face(TITLE.px, 500))
            colour = self.theme.text
            if self.strong_events is not None and not strong:
                colour = mixed(self.theme.panel, self.theme.text, _PALE_TEXT)
            if self.plan.is_large:
                shapes.append(Rect(box, self.theme.panel, _BEHIND))
            for number, line in enumerate(one.lines):
                middle = box.top + (number + 0.5) * LINE * self.unit
                x, anchor = (box.right, "end") if one.flipped else (box.left, "start")
                halo = None if self.plan.is_large else self.theme.panel
                shapes.append(text_at(self.type, x, middle, line, face, colour, anchor, halo=halo))  # type: ignore[arg-type]
            boxes.append(box)
            self.hits.append(Hit(box, self._target(Kind.EVENT, one.event.key), events=(one.event,)))
        height = {True: RING * self.unit, False: BAR * self.unit}
        boxes += [
            Box(mark.left, self.up + one.y - height[mark.is_ring], mark.right, self.up + one.y + height[mark.is_ring])
            for one, mark in marks
        ]
        return shapes, boxes

    def _loose(self) -> tuple[list[Shape], list[Hit]]:
        """What no link touches, below the graph."""
        if not self.plan.loose:
            return [], []
        unit, theme = self.unit, self.theme
        top = self.up + self.plan.graph_height
        shapes: list[Shape] = []
        kept, self.hits = self.hits, []
        if top < self.axis_y:
            words = tr("Not linked yet · {}").format(len(self.plan.loose)).upper()
            shapes.append(Line(0, top, self.size[0], top, Stroke(theme.line, 1.0)))
            shapes.append(
                text_at(self.type, 14 * unit, top + 11 * unit, words, self._face(_HEAD), theme.quiet, halo=theme.panel)
            )
            face = self._face(LOOSE)
            for one in self.plan.loose:
                y = top + (LOOSE_HEAD + (one.row + 0.5) * LOOSE_ROW) * unit
                mark = extent(one.event, self.scale, unit)
                if y > self.axis_y or mark.left > self.size[0] or mark.right < -400:
                    continue
                shapes += self._mark(one.event, mark, y)
                marked = self._is_marked(Kind.EVENT, one.event.key)
                colour = theme.text if marked else theme.quiet
                x = mark.left - 5 * unit if one.flipped else max(mark.right, 0) + 5 * unit
                text = text_at(
                    self.type, x, y, one.event.title, face, colour, "end" if one.flipped else "start", theme.panel
                )
                shapes.append(text)
                self.hits.append(Hit(text.box, self._target(Kind.EVENT, one.event.key), events=(one.event,)))
        found, self.hits = self.hits, kept
        return shapes, found

    def _being_drawn(self) -> Iterator[Shape]:
        """The link that the reader draws, from its cause to the pointer."""
        pointing = self.pointing
        if pointing.drawn_from is None:
            return
        ink = self.theme.claimants[Claimant.READER]
        start = self.middle_of(pointing.drawn_from)
        if start is None:
            return
        yield Disc(*start, 7.5 * self.unit, None, Stroke(ink, 2.0 * self.unit))
        if pointing.drawn_to:
            x, y = pointing.drawn_to
            yield Line(*start, x, y, Stroke(ink, 2.0 * self.unit, (5.0 * self.unit, 3.0 * self.unit)))
            yield Disc(x, y, 3 * self.unit, ink)

    def middle_of(self, event: str) -> tuple[float, float] | None:
        number = self.plan.number.get(event)
        if number is not None:
            one = self.plan.titled[number]
            mark = extent(one.event, self.scale, self.unit)
            return (max(mark.x, 4.0), self.up + one.y)
        for alone in self.plan.loose:
            if alone.event.key == event:
                y = self.up + self.plan.graph_height + (LOOSE_HEAD + (alone.row + 0.5) * LOOSE_ROW) * self.unit
                return (extent(alone.event, self.scale, self.unit).x, y)
        return None

    def _face(self, face: Face) -> Face:
        return Face(round(face.px * self.unit), face.weight)


def _rank(hit: Hit) -> int:
    if hit.events:
        return 0
    if hit.target and hit.target.kind == Kind.LINK:
        return 1 if hit.box.bottom - hit.box.top > 8 and hit.box.right - hit.box.left > 8 else 2
    return 3
