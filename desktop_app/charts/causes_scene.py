"""What does the causal graph of a case show, in which rows and by which ways, whatever the span in view?"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from desktop_app.analysis.chronology import Admissible, admissible
from desktop_app.analysis.news import News
from desktop_app.casebook.case import Case, Event, Link
from desktop_app.charts.boxes import Box
from desktop_app.charts.causes_layout import Arc, Node, Place, arranged
from desktop_app.charts.causes_routes import Spot, Turn, Wire, points, routed, segments
from desktop_app.charts.causes_scale import graph_scale
from desktop_app.charts.drawing import Face, Type
from desktop_app.charts.scene import moment_of
from desktop_app.charts.time_scale import TimeScale

TITLE = Face(11, 600)  # measured bold, so that a title has room when it is marked
LOOSE = Face(10.5, 400)
LINE = 13.0  # px from line to line of a title
ROW = 17.0  # px of a row beside its titles
LOOSE_ROW = 16.5
LOOSE_HEAD = 24.0
RING, BAR = 4.6, 4.2  # px: radius of a ring, half the height of a bar
SIDE = 14.0  # px free at either side
TOP, AXIS = 22.0, 24.0
_WIDTHS = (132.0, 164.0, 200.0)  # px of two lines; longer titles get a third
_BAR_PX = 11.0  # what lasts longer than this is drawn as a bar
_MAYBE_PX = 15.0  # what is known no better than this is drawn as a span in which it lies
_STANDS = ((False, 0.0), (False, 11.0), (False, 19.0), (True, 0.0), (True, 11.0), (True, 19.0))  # of a title, tried
_SEARCHED = 90  # links: more are led the plainest way
LARGE = 150  # links: of a larger graph only what is at the events in view is drawn
_FAR = 4000.0  # px beyond the view: no drawing runs to infinity


@dataclass(frozen=True, slots=True)
class Judged:
    """What is said of a link beside the link itself."""

    order: Admissible
    news: News | None = None  # None: not asked
    stance: str = ""  # the reader's: agree, doubt, reject


@dataclass(frozen=True)
class Shown:
    """A case with the links that are shown; links that are filtered out keep their events where they are."""

    case: Case
    judged: Mapping[str, Judged] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()  # links

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Those whose both ends the case has, and which do not run from an event to itself."""
        known = self.case.event
        return tuple(
            link
            for link in self.case.links
            if link.cause in known and link.effect in known and link.cause != link.effect
        )

    def judgement(self, link: Link) -> Judged:
        return self.judged.get(link.key) or Judged(admissible(self.case, link))


@dataclass(frozen=True, slots=True)
class Extent:
    """The mark of an event in pixels: a ring, a bar for what lasted, or an empty bar in which it lies."""

    x: float
    left: float
    right: float
    full: tuple[float, float] | None  # of a bar: what certainly held
    maybe: bool = False

    @property
    def is_ring(self) -> bool:
        return self.full is None and not self.maybe


@dataclass(frozen=True, slots=True)
class Titled:
    """A linked event with its title in lines, and where it stands."""

    event: Event
    lines: tuple[str, ...]
    width: float
    row: int
    flipped: bool  # the title ends at the mark instead of beginning there
    y: float  # px below the top of the graph
    aside: float = 0.0  # px by which the title steps aside from links that run upright at its mark


@dataclass(frozen=True, slots=True)
class Loose:
    """An event that no link touches."""

    event: Event
    row: int
    flipped: bool


@dataclass(frozen=True)
class Plan:
    """Everything that stays as it is under zoom, pan and filter."""

    shown: Shown
    titled: tuple[Titled, ...]
    links: tuple[Link, ...]
    turns: tuple[Turn, ...]  # of each link
    loose: tuple[Loose, ...]
    graph_height: float
    loose_height: float

    @cached_property
    def number(self) -> Mapping[str, int]:
        """Numbers of the linked events."""
        return {one.event.key: at for at, one in enumerate(self.titled)}

    @property
    def is_large(self) -> bool:
        return len(self.links) > LARGE

    def within(self, top: float, bottom: float) -> Sequence[Titled]:
        """The linked events whose row lies between two heights."""
        by_row = self._by_row
        return by_row[bisect_left(by_row, top, key=_height) : bisect_right(by_row, bottom, key=_height)]

    @cached_property
    def _by_row(self) -> Sequence[Titled]:
        return sorted(self.titled, key=_height)

    def touching(self, events: Collection[str]) -> list[int]:
        """Numbers of the links of which one of these events is an end, in their order."""
        return sorted({at for event in events for at in self._at_event.get(event, ())})

    @cached_property
    def _at_event(self) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = {}
        for at, link in enumerate(self.links):
            for event in (link.cause, link.effect):
                found.setdefault(event, []).append(at)
        return found

    @property
    def height(self) -> float:
        return self.graph_height + self.loose_height


def _height(one: Titled) -> float:
    return one.y


def extent(event: Event, scale: TimeScale, unit: float) -> Extent:
    """The mark of an event on a scale."""
    when = event.when
    first, last = (_near(scale.x(jd), scale) for jd in when.outer)
    at = scale.x(moment_of(event))
    if when.inner and when.start != when.end and last - first > _BAR_PX * unit:
        left, right = (_near(scale.x(jd), scale) for jd in when.inner)
        full = left if when.fades_start else first, right if when.fades_end else last
        return Extent(full[0], first, last, full)
    if last - first > _MAYBE_PX * unit and (when.fades_start or when.fades_end):
        return Extent(first, first, last, None, maybe=True)
    x = _near(at, scale)
    return Extent(x, x - RING * unit, x + RING * unit, None)


def _near(x: float, scale: TimeScale) -> float:
    return min(max(x, scale.left - _FAR), scale.right + _FAR)


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles of a case in a type, measured: rows can then be found on any thread."""

    unit: float
    linked: Mapping[str, tuple[tuple[str, ...], float]]  # lines, and the width of the longest
    loose: Mapping[str, float]  # widths in one line


def measured(shown: Shown, type_: Type) -> Titles:
    touched = {end for link in shown.links for end in (link.cause, link.effect)}
    face = Face(round(TITLE.px * type_.unit), TITLE.weight)
    alone = Face(round(LOOSE.px * type_.unit), LOOSE.weight)
    return Titles(
        type_.unit,
        {event.key: _wrapped(event.title, type_, face) for event in shown.case.events if event.key in touched},
        {event.key: type_.width(event.title, alone) for event in shown.case.events if event.key not in touched},
    )


def planned(
    shown: Shown, titles: Titles, size: tuple[float, float], foot: float, before: Plan | None = None
) -> tuple[Plan, TimeScale]:
    """Rows and ways for a size in pixels, of which `foot` at the bottom is taken; and the scale of the first view.

    before: how the same case stood, so that events stay about where they were.
    """
    unit = titles.unit
    left, right = SIDE * unit, max(size[0] - SIDE * unit, SIDE * unit + 120)
    scale = graph_scale(shown.case, left, right)
    dated = sorted(shown.case.events, key=lambda event: (moment_of(event), event.key))
    events = [event for event in dated if event.key in titles.linked]
    loose = _loose([event for event in dated if event.key in titles.loose], titles, scale)
    loose_rows = max((one.row + 1 for one in loose), default=0)
    loose_height = (LOOSE_HEAD + loose_rows * LOOSE_ROW + 4) * unit if loose else 0.0
    room = size[1] - (TOP + AXIS) * unit - foot - loose_height
    wrapped = [titles.linked[event.key] for event in events]
    usual = sorted(len(lines) for lines, _ in wrapped)[len(wrapped) * 3 // 4] if wrapped else 2
    rows = max(3, int(room / ((ROW + usual * LINE) * unit)))
    number = {event.key: at for at, event in enumerate(events)}
    marks = [extent(event, scale, unit) for event in events]
    nodes = [Node(mark.left, mark.right, width) for mark, (_, width) in zip(marks, wrapped, strict=True)]
    arcs = [Arc(number[link.cause], number[link.effect]) for link in shown.links]
    stood = {one.event.key: one for one in before.titled} if before else {}
    known = {number[key]: Place(one.row, one.flipped) for key, one in stood.items() if key in number and one.row < rows}
    places, used = arranged(nodes, arcs, (left, right), rows, known)
    heights = _heights(places, [len(lines) for lines, _ in wrapped], used, unit, room)
    titled = tuple(
        Titled(event, lines, width, place.row, place.flipped, heights[place.row])
        for event, (lines, width), place in zip(events, wrapped, places, strict=True)
    )
    wires = [
        Wire(arc.cause, arc.effect, (link.claimed_by, link.certainty, link.strength))
        for arc, link in zip(arcs, shown.links, strict=True)
    ]
    spots = [spot(one, mark, unit) for one, mark in zip(titled, marks, strict=True)]
    frame = Box(left - SIDE * unit + 3, 0, right + SIDE * unit - 3, 1e9)
    search = len(wires) <= _SEARCHED
    turns = routed(spots, wires, frame, search=search)
    if search:
        titled = _settled(titled, marks, wires, turns, (left, right), unit)
        spots = [spot(one, mark, unit) for one, mark in zip(titled, marks, strict=True)]
        turns = routed(spots, wires, frame, search=True)
        titled = _settled(titled, marks, wires, turns, (left, right), unit)
    bottom = (heights[-1] if heights else 0.0) + 10 * unit
    return Plan(shown, titled, shown.links, turns, loose, max(bottom, room), loose_height), scale


def spot(one: Titled, mark: Extent, unit: float) -> Spot:
    """Where links begin and end at an event, and where its title stands; y from the top of the graph."""
    half = RING * unit if mark.is_ring else BAR * unit
    return Spot(mark.x, mark.left, mark.right, one.y, half, title_box(one, mark, unit))


def title_box(one: Titled, mark: Extent, unit: float) -> Box:
    bottom = one.y - 6.5 * unit
    top = bottom - len(one.lines) * LINE * unit
    if one.flipped:
        right = mark.right + (4 - one.aside) * unit
        return Box(right - one.width, top, right, bottom)
    left = mark.left - (4 - one.aside) * unit
    return Box(left, top, left + one.width, bottom)


def _settled(
    titled: Sequence[Titled],
    marks: Sequence[Extent],
    wires: Sequence[Wire],
    turns: Sequence[Turn],
    frame: tuple[float, float],
    unit: float,
) -> tuple[Titled, ...]:
    """Titles on the side where fewer links run through them, and aside from those that run upright at their mark."""
    spots = [spot(one, mark, unit) for one, mark in zip(titled, marks, strict=True)]
    lines: list[Box] = []
    for wire, turn in zip(wires, turns, strict=True):
        way = segments(points(turn, spots[wire.cause], spots[wire.effect]))
        for x0, y0, x1, y1 in way:
            short = len(way) == 1 or max(x1 - x0, y1 - y0) < 70 * unit  # here stands the sign of its kind
            lines.append(Box(x0, y0, x1, y1).grown((8.5 if short and x0 == x1 else 1.5) * unit))
    solid = [Box(at.left, at.y - 5 * unit, at.right, at.y + 5 * unit) for at in spots]
    settled = list(titled)
    boxes = [title_box(one, mark, unit) for one, mark in zip(titled, marks, strict=True)]
    for at, mark in enumerate(marks):
        best: tuple[float, Titled] | None = None
        for number, (flipped, aside) in enumerate(_STANDS):
            one = replace(titled[at], flipped=flipped, aside=aside)
            box = title_box(one, mark, unit)
            cost = 0.4 * number + sum(5.0 for line in lines if line.hits(box))
            cost += 0.0 if box.left >= frame[0] - 1 and box.right <= frame[1] + 8 * unit else 40.0
            near = box.grown(2 * unit)
            cost += sum(40.0 for other, theirs in enumerate(boxes) if other != at and near.hits(theirs))
            cost += sum(12.0 for other, theirs in enumerate(solid) if other != at and box.hits(theirs))
            if best is None or cost < best[0]:
                best = cost, one
        assert best
        settled[at] = best[1]
        boxes[at] = title_box(settled[at], mark, unit)
    return tuple(settled)


def _heights(places: Sequence[Place], lines: Sequence[int], rows: int, unit: float, room: float) -> list[float]:
    """Where the line of each row runs: as high as its tallest title asks for, spread over the room there is."""
    tallest = [1] * rows
    for place, count in zip(places, lines, strict=True):
        tallest[place.row] = max(tallest[place.row], count)
    own = [(ROW + count * LINE) * unit for count in tallest]
    spare = max(0.0, room - 10 * unit - sum(own))
    each = min(spare / max(1, rows), 26 * unit)
    found, at = [], 0.0
    for height in own:
        at += height + each
        found.append(at - 5 * unit)
    return found


def _wrapped(text: str, type_: Type, face: Face) -> tuple[tuple[str, ...], float]:
    """A title in one to three lines, and its width."""
    unit = type_.unit
    whole = type_.width(text, face)
    if whole <= _WIDTHS[0] * unit:
        return (text,), whole
    for most, width in ((2, _WIDTHS[0]), (2, _WIDTHS[1]), (2, _WIDTHS[2]), (3, _WIDTHS[1]), (3, _WIDTHS[2])):
        lines = _lines(text, type_, face, width * unit)
        if len(lines) <= most:
            return tuple(lines), max(type_.width(line, face) for line in lines)
    lines = _lines(text, type_, face, _WIDTHS[2] * unit)
    kept = [*lines[:2], lines[2].rstrip(" ,;:") + "…"]
    return tuple(kept), max(type_.width(line, face) for line in kept)


def _lines(text: str, type_: Type, face: Face, width: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and type_.width(f"{lines[-1]} {word}", face) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _loose(events: Iterable[Event], titles: Titles, scale: TimeScale) -> tuple[Loose, ...]:
    """Events without links in as few rows as their titles allow."""
    unit = titles.unit
    taken: list[list[tuple[float, float]]] = []
    found = []
    for event in events:
        mark = extent(event, scale, unit)
        width = titles.loose[event.key] + 8 * unit
        flipped = mark.right + width > scale.right + 8 * unit and mark.left - width >= scale.left - 8 * unit
        own = (mark.left - width, mark.right) if flipped else (mark.left, mark.right + width)
        row = next((row for row, spans in enumerate(taken) if not _meets(own, spans, 14 * unit)), len(taken))
        if row == len(taken):
            taken.append([])
        taken[row].append(own)
        found.append(Loose(event, row, flipped))
    return tuple(found)


def _meets(own: tuple[float, float], spans: Collection[tuple[float, float]], gap: float) -> bool:
    return any(own[0] < last + gap and first < own[1] + gap for first, last in spans)
