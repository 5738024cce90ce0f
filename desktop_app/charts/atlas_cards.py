"""How does a map tell one moment: who was at which place, what coincided there, and who was on the way?

What stands at the places changes only when somebody comes or goes; those on the way move.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import cos, hypot, isfinite, pi, sin

import numpy as np

from desktop_app.casebook.case import Event, Target
from desktop_app.casebook.said import said_short
from desktop_app.casebook.terms import Kind
from desktop_app.charts.atlas_land import GROUNDS
from desktop_app.charts.atlas_moment import Here, Moment, OnTheWay
from desktop_app.charts.atlas_picture import NAME, Sheet, beside
from desktop_app.charts.atlas_spots import Spot, spot_name
from desktop_app.charts.atlas_tracks import along
from desktop_app.charts.atlas_ways import DASH
from desktop_app.charts.boxes import Box, around
from desktop_app.charts.drawing import (
    Disc,
    Face,
    Layer,
    Line,
    Path,
    Polygon,
    Rect,
    Stroke,
    Type,
    shortened,
    text_at,
)
from desktop_app.charts.picture import Hit
from desktop_app.charts.placing import Room
from desktop_app.charts.strokes import mixed
from desktop_app.charts.tracks import sized

ROW, PLAIN = Face(10.5, 600), Face(10.5, 400)
_DISC = 4.1  # px
_ROW_PX, _FLAG_PX = 14.0, 16.0
_PAD = 8.0
_NAME_COST = 4.0  # of covering the name of another place
_STEM_COST = 1.5  # of covering a piece of the line between another card and its mark
_STAY_PUT = 3.0  # what it is worth that a card does not leap
_LONGEST_FLAG = 250.0  # px
_MOST = 16  # cards; beyond, marks alone
_TOGETHER = 9.0  # px: travellers nearer to one another than this share a mark


@dataclass(frozen=True, slots=True)
class Told:
    """What a moment adds to a sheet, apart from those who move."""

    layers: tuple[Layer, ...]
    hits: tuple[Hit, ...]
    room: Room
    boxes: Mapping[str, Box] = field(default_factory=dict)  # place to its card: where it had better stay


def told(sheet: Sheet, now: Moment, type_: Type, before: Mapping[str, Box]) -> Told:
    """Marks and cards at the places; before: where cards stood a moment ago."""
    return _Telling(sheet, now, type_, before).told()


class _Telling:
    def __init__(self, sheet: Sheet, now: Moment, type_: Type, before: Mapping[str, Box]) -> None:
        self.sheet, self.now, self.type, self.before = sheet, now, type_, before
        self.case, self.theme, self.unit = sheet.scene.case, sheet.theme, type_.unit
        self.colours = sheet.colours
        self.halo = GROUNDS[self.theme.name].sea
        self.room = sheet.room.copy()
        self.hits: list[Hit] = []
        self.boxes: dict[str, Box] = {}

    def told(self) -> Told:
        held = [(spot, self._people(spot), self._events(spot)) for spot in self.sheet.spots]
        held = [(spot, people, events) for spot, people, events in held if people or events]
        for spot, people, _ in held:
            radius = mark_radius(len(people)) * self.unit
            self.room.take(around(spot.x, spot.y, 2 * radius, 2 * radius))
        occupied = {spot.place for spot, _, _ in held}
        for name in self.sheet.names:
            if name.spot is None or name.spot.place not in occupied:
                self.room.take(name.box, _NAME_COST)
        held.sort(key=lambda one: (not one[2], -len(one[1])))
        cards = [shape for one in held[:_MOST] for shape in self._card(*one)]
        marks = [shape for spot, people, events in held for shape in self._mark(spot, people, bool(events))]
        placed = list(self.boxes.values())
        names = [
            text
            for name in self.sheet.names
            if not (name.spot and name.spot.place in self.boxes) and not any(name.box.hits(box) for box in placed)
            for text in name.texts
        ]
        return Told((*names, *self._ways(), *cards, *marks), tuple(self.hits), self.room, self.boxes)

    def _people(self, spot: Spot) -> list[Here]:
        """Who is there, each once, as surely as anything says."""
        best: dict[str, Here] = {}
        for one in self.now.here:
            if one.place in spot.places and (one.actor not in best or one.sure):
                best[one.actor] = one
        return list(best.values())

    def _events(self, spot: Spot) -> list[Event]:
        return [event for event in self.now.events if event.place in spot.places]

    def _target(self, one: Here) -> Target:
        if one.stay:
            return Target(self.case.slug, Kind.STAY, one.stay)
        return Target(self.case.slug, Kind.EVENT, one.event or "")

    def _is_marked(self, one: Here) -> bool:
        mark = self.sheet.mark
        return mark in (self._target(one), Target(self.case.slug, Kind.ACTOR, one.actor))

    # Marks: a disc for each, in a ring if they are several

    def _mark(self, spot: Spot, people: Sequence[Here], spotlit: bool) -> Iterator[Layer]:
        if not people:
            yield Disc(spot.x, spot.y, 6.5 * self.unit, None, Stroke(self.theme.spotlight_edge, 1.8 * self.unit))
            return
        unit = self.unit
        ring = self.theme.spotlight_edge if spotlit else self.theme.quiet
        if spotlit or len(people) > 1:
            ground = mixed(self.theme.panel, self.theme.spotlight, 0.14) if spotlit else self.theme.panel
            edge = Stroke(ring, (1.8 if spotlit else 0.9) * unit)
            yield Disc(spot.x, spot.y, mark_radius(len(people)) * unit, ground, edge)
        for one, (dx, dy) in zip(people, seats(len(people)), strict=True):
            x, y = spot.x + dx * unit, spot.y + dy * unit
            yield self._disc(x, y, one.actor, one.sure, self._is_marked(one))
            self.hits.insert(0, Hit(around(x, y, 5 * unit, 5 * unit), self._target(one)))

    def _disc(self, x: float, y: float, actor: str, sure: bool, marked: bool) -> Disc:
        colour, unit = self.colours[actor], self.unit
        if sure:
            edge = Stroke(self.theme.text if marked else self.theme.panel, (1.8 if marked else 1.0) * unit)
            return Disc(x, y, (_DISC + 0.6) * unit, colour, edge)
        return Disc(x, y, (_DISC - 0.4) * unit, self.theme.panel, Stroke(colour, (2.6 if marked else 1.6) * unit))

    # Cards

    def _card(self, spot: Spot, people: Sequence[Here], events: Sequence[Event]) -> Iterator[Layer]:
        unit = self.unit
        name_face, row_face, plain = (sized(self.type, face) for face in (NAME, ROW, PLAIN))
        name = spot_name(self.sheet.scene, spot, self.sheet.spans)
        flags = [shortened(self.type, event.title, row_face, _LONGEST_FLAG * unit) for event in events]
        names = [self.case.actor[one.actor].short for one in people]
        framed = bool(flags) or len(people) > 1
        columns = 1 if len(people) < 4 else 2 if len(people) < 9 else 3
        rows = -(-len(people) // columns)
        wide = [
            max((self.type.width(text, row_face) for text in names[at::columns]), default=0.0) for at in range(columns)
        ]
        list_width = sum(wide) + columns * 13 * unit + (columns - 1) * 9 * unit if people else 0.0
        pad = _PAD * unit if framed else 0.0
        width = max(self.type.width(name, name_face), list_width) + 2 * pad
        flag_width = max((self.type.width(text, row_face) + 14 * unit for text in flags), default=0.0)
        width = max(width, flag_width) if people else max(self.type.width(name, name_face) + 2 * pad, flag_width)
        height = (14 + rows * _ROW_PX) * unit + pad + len(flags) * _FLAG_PX * unit
        box = self._place(spot, width, height, mark_radius(len(people)) * unit)
        if box is None:
            return
        self.boxes[spot.place] = box
        self.room.take(box.grown(2 * unit))
        if framed or _gap(spot, box) > mark_radius(len(people)) * unit + 9 * unit:
            stem = self._stem(spot, box, bool(flags))
            steps = np.linspace(0.0, 1.0, max(2, int(hypot(stem.x1 - stem.x0, stem.y1 - stem.y0) / 6)))[:, None]
            points = np.array((stem.x0, stem.y0)) + steps * (stem.x1 - stem.x0, stem.y1 - stem.y0)
            self.room.take_all(np.hstack((points - 2, points + 2)), _STEM_COST)
            yield stem
        y = box.top
        for event, text in zip(events, flags, strict=True):
            yield from self._flag(
                event, text, Box(box.left, y, box.left + flag_width, y + (_FLAG_PX - 2) * unit), row_face
            )
            y += _FLAG_PX * unit
        body = Box(box.left, y, box.right, box.bottom)
        if framed:
            edge = self.theme.spotlight_edge if flags else self.theme.line
            yield Rect(body, self.theme.panel, 0.95, 3.5, Stroke(edge, 1.1 * unit))
        halo = None if framed else self.halo
        y += (7 if not framed else 10) * unit
        head = text_at(self.type, box.left + pad, y, name, name_face, self.theme.text, halo=halo)
        yield head
        self.hits.append(Hit(head.box, Target(self.case.slug, Kind.PLACE, spot.place)))
        if len(flags) == 1:
            date = said_short(events[0].when)
            if head.box.right + self.type.width(date, plain) + 12 * unit <= box.right - pad:
                yield text_at(self.type, box.right - pad, y, date, plain, self.theme.quiet, "end")
        for at, (one, text) in enumerate(zip(people, names, strict=True)):
            column, row = at % columns, at // columns
            x = box.left + pad + sum(wide[:column]) + column * 22 * unit
            middle = y + (row + 1) * _ROW_PX * unit
            if framed:
                yield self._disc(x + 4 * unit, middle, one.actor, one.sure, self._is_marked(one))
            label = text_at(
                self.type, x + (12 * unit if framed else 0), middle, text, row_face, self.colours[one.actor], halo=halo
            )
            yield label
            self.hits.append(Hit(label.box.grown(1), self._target(one)))

    def _place(self, spot: Spot, width: float, height: float, radius: float) -> Box | None:
        candidates, costs = _around(spot.x, spot.y, width, height, radius + 4 * self.unit, self.unit)
        if (old := self.before.get(spot.place)) is not None:
            candidates.insert(0, Box(old.left, old.top, old.left + width, old.top + height))
            costs.insert(0, -_STAY_PUT)
        return self.room.best(candidates, costs)

    def _stem(self, spot: Spot, box: Box, spotlit: bool) -> Line:
        """From the mark to the nearest point of its card."""
        x, y = min(max(spot.x, box.left + 6), box.right - 6), min(max(spot.y, box.top + 1), box.bottom - 1)
        stroke = Stroke(
            self.theme.spotlight_edge if spotlit else self.theme.quiet, (1.1 if spotlit else 0.8) * self.unit
        )
        return Line(spot.x, spot.y, x, y, stroke)

    def _flag(self, event: Event, text: str, box: Box, face: Face) -> Iterator[Layer]:
        target = Target(self.case.slug, Kind.EVENT, event.key)
        marked = self.sheet.mark == target
        ground = mixed(self.theme.panel, self.theme.spotlight, 0.3 if marked else 0.16)
        yield Rect(box, ground, 1.0, 6.0, Stroke(self.theme.spotlight_edge, (1.8 if marked else 1.0) * self.unit))
        yield text_at(self.type, box.left + 7 * self.unit, (box.top + box.bottom) / 2, text, face, self.theme.text)
        self.hits.insert(0, Hit(box, target, events=(event,)))

    # Journeys under way

    def _ways(self) -> Iterator[Layer]:
        dash = tuple(length * self.unit for length in DASH)
        under_way = {(one.actor, id(one.leg)): one for one in self.now.on_the_way}
        for track in self.sheet.tracks:
            one = under_way.get((track.leg.actor, id(track.leg)))
            if one is None:
                continue
            colour = self.colours[one.actor]
            yield Path(track.pieces, edge=Stroke(colour, 2.2 * self.unit, dash))
            forward = one.journey.leaves is None or one.journey.leaves.place == track.leg.ends[0]
            if one.journey.leaves is None and one.journey.arrives:
                forward = one.journey.arrives.place == track.leg.ends[1]
            yield _arrow(*along(track.longest, 0.62 if forward else 0.38), forward, colour, self.unit)


def _arrow(x: float, y: float, turn: float, forward: bool, colour: str, unit: float) -> Polygon:
    turn = turn if forward else turn + pi
    corners = ((6.5, 0.0), (-4.5, -4.2), (-4.5, 4.2))
    return Polygon(
        tuple(
            (x + unit * (a * cos(turn) - b * sin(turn)), y + unit * (a * sin(turn) + b * cos(turn))) for a, b in corners
        ),
        colour,
    )


# Those who move


def moving(sheet: Sheet, now: Moment, type_: Type, room: Room) -> tuple[tuple[Layer, ...], tuple[Hit, ...]]:
    """Who is on the way, as if they had gone evenly: hollow, since nobody recorded where they were."""
    unit, theme = type_.unit, sheet.theme
    colours, face = sheet.colours, sized(type_, ROW)
    layers: list[Layer] = []
    hits: list[Hit] = []
    room = room.copy()
    for x, y, people in _companies(sheet, now, unit):
        if not sheet.view.frame.holds(x, y):
            continue
        radius = mark_radius(len(people)) * unit
        edge = Stroke(theme.quiet, 1.0 * unit, (2.2 * unit, 2.2 * unit))
        layers.append(Disc(x, y, max(radius, 7.5 * unit), theme.panel, edge))
        for one, (dx, dy) in zip(people, seats(len(people)), strict=True):
            stroke = Stroke(colours[one.actor], 1.6 * unit)
            layers.append(Disc(x + dx * unit, y + dy * unit, (_DISC - 0.5) * unit, theme.panel, stroke))
        words = ", ".join(sheet.scene.case.actor[one.actor].short for one in people)
        candidates, costs = beside(x, y, type_.width(words, face), 13 * unit, max(radius, 7.5 * unit) + 3 * unit)
        box = room.best(candidates, costs, limit=_NAME_COST)
        journey = people[0].journey
        ends = journey.leaves or journey.arrives
        stay = journey.stays[0] if journey.stays else ends.stays[-1] if ends else None
        target = Target(sheet.scene.case.slug, Kind.STAY, stay.key) if stay else None
        hits.append(Hit(around(x, y, 2 * radius, 2 * radius), target, journey=journey))
        if box:
            room.take(box)
            colour = colours[people[0].actor] if len(people) == 1 else theme.text
            halo = GROUNDS[theme.name].sea
            layers.append(text_at(type_, box.left, (box.top + box.bottom) / 2, words, face, colour, halo=halo))
            hits.append(Hit(box, target, journey=journey))
    return tuple(layers), tuple(hits)


def _companies(sheet: Sheet, now: Moment, unit: float) -> list[tuple[float, float, list[OnTheWay]]]:
    """Where each is drawn; those who would cover one another together."""
    found: list[tuple[float, float, list[OnTheWay]]] = []
    for one in now.on_the_way:
        x, y = _whereabouts(sheet, one)
        if not (isfinite(x) and isfinite(y)):
            continue
        near = next((own for a, b, own in found if hypot(x - a, y - b) < _TOGETHER * unit), None)
        if near is None:
            found.append((x, y, [one]))
        elif all(other.actor != one.actor for other in near):
            near.append(one)
    return found


def _whereabouts(sheet: Sheet, one: OnTheWay) -> tuple[float, float]:
    way = one.leg.way
    at = one.share * (len(way) - 1)
    lon, lat = (float(np.interp(at, np.arange(len(way)), way[:, part])) for part in (0, 1))
    return sheet.view.pixel(lat, lon)


# Measures


def mark_radius(count: int) -> float:
    """Pixels of a ring that holds the discs of so many."""
    return 7.0 if count < 2 else max(hypot(*seat) for seat in seats(count)) + 6.6


def seats(count: int) -> list[tuple[float, float]]:
    """Where the discs of so many lie about the middle, clear of one another."""
    if count <= 1:
        return [(0.0, 0.0)] * count
    inner = 1 if count > 6 else 0
    around_it = min(count - inner, 8)
    radius = max(5.2, 10.2 / (2 * sin(pi / around_it))) if around_it > 1 else 5.2
    ring = [
        (radius * cos(2 * pi * at / around_it - pi / 2), radius * sin(2 * pi * at / around_it - pi / 2))
        for at in range(around_it)
    ]
    found = [(0.0, 0.0)] * inner + ring
    beyond = count - len(found)
    outer = radius + 10.2
    found += [
        (outer * cos(2 * pi * at / max(beyond, 1)), outer * sin(2 * pi * at / max(beyond, 1))) for at in range(beyond)
    ]
    return found


def _gap(spot: Spot, box: Box) -> float:
    """Pixels from the middle of a mark to the nearest point of its card."""
    return hypot(max(box.left - spot.x, 0, spot.x - box.right), max(box.top - spot.y, 0, spot.y - box.bottom))


def _around(x: float, y: float, width: float, height: float, away: float, unit: float) -> tuple[list[Box], list[float]]:
    """Where a card may stand at a mark: close by in sixteen directions, then farther and farther."""
    candidates, costs = [], []
    for step, far in enumerate((0.0, 10.0, 24.0, 44.0, 70.0, 104.0)):
        reach = away + far * unit
        for turn in range(16):
            dx, dy = cos(turn * pi / 8), sin(turn * pi / 8)
            # the box whose border is `reach` from the mark in that direction
            middle_x = x + dx * reach + (width / 2) * max(-1.0, min(1.0, 1.6 * dx))
            middle_y = y + dy * reach + (height / 2) * max(-1.0, min(1.0, 1.6 * dy))
            candidates.append(around(middle_x, middle_y, width, height))
            costs.append(2.2 * step + (0.0 if dy > -0.5 else 0.3))
    return candidates, costs
