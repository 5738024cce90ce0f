"""What does the storyline of a case look like at a size, for a span in view and with something marked?

Pure: a scene, a scale and a theme give shapes, and the places at which they answer to a pointer.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from desktop_app.analysis.whereabouts import Journey, Sojourn
from desktop_app.casebook.case import Case, Stay, Target
from desktop_app.casebook.terms import Certainty, Claimant, Kind
from desktop_app.charts.boxes import Box, of_line
from desktop_app.charts.captions import captions, captions_height
from desktop_app.charts.cast import line_colours
from desktop_app.charts.crowds import MOST_LINES, MOST_WAYS, Indexes, Part, Shelf, crowd, widest
from desktop_app.charts.drawing import (
    Clip,
    Curve,
    Layer,
    Line,
    Polygon,
    Rect,
    Shape,
    Stroke,
    Text,
    Type,
    text_at,
)
from desktop_app.charts.event_marks import event_marks
from desktop_app.charts.frame import AXIS_ROOM, frame, top_of
from desktop_app.charts.labels import Key, LineOf, place_labels
from desktop_app.charts.legend import Traveller, legend, legend_height
from desktop_app.charts.overlays import shaded, spread
from desktop_app.charts.picture import Hit, Look, Picture
from desktop_app.charts.scene import Scene
from desktop_app.charts.strokes import end_of, faded, mixed, pencil, start_of, without
from desktop_app.charts.time_scale import TimeScale
from desktop_app.charts.tracks import (
    LABEL,
    LINE_OF_NAME,
    NAME,
    Tracks,
    segments,
    sized,
    tracks,
)

_THICK = {Certainty.ESTABLISHED: 3.6, Certainty.PROBABLE: 2.0, Certainty.DISPUTED: 2.0, Certainty.CLAIMED: 2.0}
_DASH = {Certainty.DISPUTED: (6.0, 4.0), Certainty.CLAIMED: (2.5, 2.5)}
_ELSEWHERE, _ELSEWHERE_ALPHA = 1.3, 0.5  # px, opacity: recorded elsewhere too
_PALE = 0.2
_CROWD = 2.0  # px
_OPEN_PX = 60.0  # over which an open end fades


def field_height(scene: Scene, scale: TimeScale, type_: Type, size: tuple[float, float], look: Look) -> float:
    """Pixels left for the bands."""
    box = _field(scene, scale, type_, size, look)
    return box.bottom - box.top


def _field(scene: Scene, scale: TimeScale, type_: Type, size: tuple[float, float], look: Look) -> Box:
    top = top_of(scene.case, scale, type_)
    foot = AXIS_ROOM * type_.unit + (
        legend_height(type_, size[0], look, _traveller(scene.case, look)) if look.legend else 0
    )
    foot += 0 if look.live else captions_height(scene.case, scene.bands, type_, size[0])
    return Box(scale.left, top, scale.right, max(size[1] - foot, top + 30))


def picture(scene: Scene, scale: TimeScale, type_: Type, size: tuple[float, float], look: Look) -> Picture:
    """Draw the scene."""
    return _Drawing(scene, scale, type_, size, look).picture()


class _Drawing:
    """The work of one picture: each step adds its shapes and hits."""

    def __init__(self, scene: Scene, scale: TimeScale, type_: Type, size: tuple[float, float], look: Look) -> None:
        self.scene, self.scale, self.type, self.size, self.look = scene, scale, type_, size, look
        self.case, self.theme, self.unit = scene.case, look.theme, type_.unit
        self.field = _field(scene, scale, type_, size, look)
        name_width = self.field.left - 26 * self.unit
        self.tracks: Tracks = tracks(scene, scale, self.field, type_, name_width, look.scroll)
        self.frame = frame(self.case, scale, type_, look)
        self.breaks = self.frame.breaks
        self.colours = line_colours(self.case, self.theme)
        self.pieces = scale.pieces()
        self.hits: list[Hit] = []
        self.crowds: list[Shape] = []
        self.marked_actors = self._marked_actors()

    def picture(self) -> Picture:
        bottom = min(self.field.bottom, max((track.bottom for track in self.tracks.tracks), default=self.field.bottom))
        clip = Box(self.field.left, self.field.top, self.field.right, bottom)
        top = self.field.top
        ground = [*self._bands(), *self.frame.grid(top, bottom), *self.frame.tints(top, bottom)]
        wished = [*shaded(self.scene, self.tracks, self.scale, self.field, self.unit, self.look)]
        if fan := self.look.fan:
            wished += spread(self.tracks, self.scale, self.field, self.colours[fan.actor], fan)
        journeys = list(self._journeys())
        lines = self._lines()
        marks = event_marks(self.case, self.tracks, self.scale, self.field, self.unit, self.look)
        self.hits += marks.hits
        labels = place_labels(lines, marks.boxes, clip, [(left, right) for _, left, right in self.breaks], self.type)
        gaps: dict[Key, list[tuple[float, float]]] = {}
        for label in labels:
            if label.gap:
                gaps.setdefault(label.line.key, []).append(label.gap)
        strokes = [shape for line in lines for shape in self._strokes(line, gaps.get(line.key, ()))]
        texts: list[Shape] = [self._label(label.text, label.line, label.box) for label in labels]
        for actor in {label.line.actor for label in labels if (Kind.ACTOR, label.line.actor) in self.look.noted}:
            box = next(label.box for label in labels if label.line.actor == actor)
            texts.append(pencil(box.right + 4 * self.unit, box.top + 1, self.unit, self.theme))
        layers: list[Layer] = [
            Rect(Box(0, 0, *self.size), self.theme.panel),
            Clip(clip, (*ground, *wished)),
            *self.frame.strips(top, bottom),
            Clip(clip, (*self._partings(), *self.crowds, *journeys, *strokes)),
            Clip(clip.grown(3 * self.unit), tuple(marks.shapes)),  # the ring of one at the rim is whole
            Clip(clip, tuple(texts)),
            *self._names(clip),
            *self.frame.flag_shapes(top),
            *self.frame.dates(bottom),
        ]
        self.hits += [*self.frame.strip_hits(top, bottom), *self.frame.flag_hits()]
        foot = bottom + AXIS_ROOM * self.unit
        if not self.look.live:
            names = {" ".join(one.name): one.band for one in self.tracks.tracks if one.band.is_merged}
            layers += captions(self.case, names, self.type, self.size[0], foot, self.theme.quiet)
        if self.look.legend:
            traveller = _traveller(self.case, self.look)
            foot = self.size[1] - legend_height(self.type, self.size[0], self.look, traveller)
            layers += legend(self.look, self.type, self.size[0], foot, traveller)
        return Picture(*self.size, tuple(layers), tuple(self._ranked()), clip, self.tracks.height)

    def _ranked(self) -> Iterator[Hit]:
        """Marks and flags before labels, labels before lines, lines before journeys, journeys before bands."""
        return iter(sorted(self.hits, key=_rank))

    def _target(self, kind: Kind, key: str) -> Target:
        return Target(self.case.slug, kind, key)

    def _is_marked(self, kind: Kind, key: str) -> bool:
        mark = self.look.mark
        return mark is not None and mark.kind == kind and mark.key == key and mark.case == self.case.slug

    def _marked_actors(self) -> frozenset[str] | None:
        """Whose lines are strong while others are pale; None: all alike."""
        mark = self.look.mark
        if self.look.focus:
            return self.look.focus
        if mark is None or mark.case != self.case.slug:
            return None
        if mark.kind == Kind.ACTOR and mark.key in self.scene.actors:
            return frozenset([mark.key])
        if mark.kind == Kind.STAY and (stay := self.case.stay.get(mark.key)) and stay.actor in self.scene.actors:
            return frozenset([stay.actor])
        return None

    def _alpha(self, actor: str) -> float:
        return 1.0 if self.marked_actors is None or actor in self.marked_actors else _PALE

    # Bands, grid, spotlight

    def _bands(self) -> Iterator[Shape]:
        for track in self.tracks.tracks:
            box = Box(self.field.left, track.top, self.field.right, track.bottom)
            marked = any(self._is_marked(Kind.PLACE, place) for place in track.band.places)
            yield Rect(box, self.theme.selection if marked else self.theme.band, radius=2)

    def _partings(self) -> Iterator[Shape]:
        """Hairlines between those who share a band of several places and are not at one of them."""
        stroke = Stroke(self.theme.quiet, 1.0, (1.5, 1.5), 0.9)
        for track in self.tracks.tracks:
            for one in track.band.partings:
                y = (track.lanes[one.upper] + track.lanes[one.lower]) / 2
                left, right = (self._clamped(jd) for jd in one.span)
                least = max(0.0, 14 * self.unit - (right - left)) / 2
                yield Line(left - least, y, right + least, y, stroke)

    def ground_at(self, x: float, y: float) -> str:
        """The colour behind a label: the band's, tinted by each spotlight that lies there."""
        track = next((one for one in self.tracks.tracks if one.top <= y <= one.bottom), None)
        marked = track and any(self._is_marked(Kind.PLACE, place) for place in track.band.places)
        ground = self.theme.selection if marked else self.theme.band
        for flag in self.frame.flags:
            if flag.full[0] <= x <= flag.full[1]:
                ground = mixed(ground, self.theme.spotlight, flag.strength)
        return ground

    # Lines

    def _lines(self) -> list[LineOf]:
        """The lines that are drawn one by one: all that are in view, or the widest if there are too many."""
        days_open = _OPEN_PX * self.unit * self.scale.days_per_px((self.field.left + self.field.right) / 2)
        found: list[LineOf] = []
        seen = {actor: own.between(*self.scale.span) for actor, own in self.scene.stays.items()}
        told = self._told(seen, self.scene.stays, MOST_LINES)
        for actor, own in self.scene.stays.items():
            for one in (own.parts[at] for at in seen[actor][told[actor]].tolist()):
                line = self._line(one, days_open) if self._visible(one.outer) else None
                if line:
                    found.append(line)
                    self._line_hits(line)
            if not told[actor].all():
                self.crowds.append(self._crowd(actor, seen[actor][~told[actor]]))
        return found

    def _told(
        self, seen: Mapping[str, Indexes], shelves: Mapping[str, Shelf[Part]], most: int
    ) -> dict[str, NDArray[np.bool_]]:
        """Which of what is in view is drawn by itself."""
        if sum(map(len, seen.values())) <= most:
            return {actor: np.ones(len(own), dtype=bool) for actor, own in seen.items()}
        widths = [
            self._xs(shelves[actor].ends[own]) - self._xs(shelves[actor].starts[own]) for actor, own in seen.items()
        ]
        return dict(zip(seen, widest(widths, most), strict=True))

    def _xs(self, jd: NDArray[np.float64]) -> NDArray[np.float64]:
        """Pixels of many moments, kept near the chart."""
        return self.scale.xs(jd.clip(self.scale.knots[0], self.scale.knots[-1])).clip(
            self.field.left - 1, self.field.right + 1
        )

    def _crowd(self, actor: str, among: Indexes) -> Shape:
        """What is not drawn one by one, as marks in the columns of its time."""
        own = self.scene.stays[actor]
        heights = np.full(len(self.scene.bands) + 1, np.nan)  # the last: of places without a band
        for track in self.tracks.tracks:
            heights[track.index] = track.lanes.get(actor, np.nan)
        y = heights[self.scene.bands_of_stays[actor][among]]
        stroke = Stroke(self.colours[actor], _CROWD * self.unit, alpha=self._alpha(actor))
        return crowd(self._xs(own.starts[among]), self._xs(own.ends[among]), y, self.field, stroke)

    def _line(self, one: Sojourn, days_open: float) -> LineOf | None:
        track = self.tracks.of(self.scene, one.place)
        if track is None:
            return None
        pale = self.scene.pale.get(one.stays[0].key, ())
        parts = [(self._clamped(part.start), self._clamped(part.end), part) for part in segments(one, days_open, pale)]
        parts = [part for part in parts if part[1] > self.field.left and part[0] < self.field.right]
        if not parts:
            return None
        left = max(parts[0][0], self.field.left)
        right = min(max(part[1] for part in parts), self.field.right)
        return LineOf(
            key=(track.index, one.actor, one.stays[0].key),
            actor=one.actor,
            sojourn=one,
            track=track.index,
            y=track.lanes[one.actor],
            left=left,
            right=max(right, left + 2.5 * self.unit),
            pitch=self.tracks.pitch,
            text=self.case.actor[one.actor].short,
            parts=tuple(parts),
            cut=parts[0][0] < self.field.left - 1,
        )

    def _visible(self, span: tuple[float, float]) -> bool:
        return any(span[0] < last and span[1] > first for first, last in self.pieces)

    def _clamped(self, jd: float) -> float:
        """Pixels, kept near the chart, so that no drawing runs to infinity."""
        return min(max(self.scale.x(jd), self.field.left - 400), self.field.right + 400)

    def _line_hits(self, line: LineOf) -> None:
        half = self.tracks.pitch / 2
        for stay in line.sojourn.stays:
            start, end = (self._clamped(jd) for jd in stay.when.outer)
            box = Box(max(start, line.left), line.y - half, min(max(end, start + 3), self.field.right), line.y + half)
            self.hits.append(Hit(box, self._target(Kind.STAY, stay.key)))

    def _strokes(self, line: LineOf, gaps: Sequence[tuple[float, float]]) -> Iterator[Shape]:
        colour, full = self.colours[line.actor], self._alpha(line.actor)
        marked = next((stay for stay in line.sojourn.stays if self._is_marked(Kind.STAY, stay.key)), None)
        if marked:
            yield self._outline(line, marked)
        strips = [(left, right) for _, left, right in self.breaks]
        for start, last, part in line.parts:
            width = (_ELSEWHERE if part.pale else _THICK[part.certainty]) * self.unit
            alpha = full * (_ELSEWHERE_ALPHA if part.pale else 1.0)
            end = max(last, start + 2.5 * self.unit)
            dash = tuple(length * self.unit for length in _DASH.get(part.certainty, ()))
            if part.clear is not None:
                ends = (start, end) if part.clear == part.start else (end, start)
                yield from faded(*ends, line.y, width, dash, colour, alpha, [*gaps, *strips])
                continue
            for a, b in without(start, end, [*gaps, *strips]):
                yield Line(a, line.y, b, line.y, Stroke(colour, width, dash, alpha))
            for left, right in strips:
                if start <= left + 1 and end >= right - 1:
                    yield Line(left, line.y, right, line.y, Stroke(colour, 1.2 * self.unit, (), alpha * 0.35))
        yield from self._book_marks(line, full)
        if any((Kind.STAY, stay.key) in self.look.noted for stay in line.sojourn.stays):
            yield pencil(line.left + 3 * self.unit, line.y - 3.5 * self.unit, self.unit, self.theme)

    def _outline(self, line: LineOf, stay: Stay) -> Shape:
        start, end = (self._clamped(jd) for jd in stay.when.outer)
        half = 4.2 * self.unit
        box = Box(max(start, line.left) - 2, line.y - half, min(end, line.right) + 2, line.y + half)
        return Rect(box, self.theme.accent, 0.16, half, Stroke(self.theme.accent, 1.2))

    def _book_marks(self, line: LineOf, alpha: float) -> Iterator[Shape]:
        """What only the book says wears the book's mark at its end."""
        if any(stay.certainty == Certainty.CLAIMED for stay in line.sojourn.stays):
            half = 2.8 * self.unit
            x = min(line.right, self.field.right - half)
            box = Box(x - half, line.y - half, x + half, line.y + half)
            yield Rect(box, self.theme.claimants[Claimant.AUTHOR], alpha, 1.0)

    # Journeys

    def _journeys(self) -> Iterator[Shape]:
        """Dashed, from band to band; the longest if there are too many."""
        seen = {actor: own.between(*self.scale.span) for actor, own in self.scene.ways.items()}
        told = self._told(seen, self.scene.ways, MOST_WAYS)
        for actor, own in self.scene.ways.items():
            stroke = Stroke(
                self.colours[actor], 1.15 * self.unit, (3.2 * self.unit, 2.6 * self.unit), self._alpha(actor)
            )
            for at in seen[actor][told[actor]].tolist():
                yield from self._journey(own.parts[at], stroke)

    def _journey(self, journey: Journey, stroke: Stroke) -> Iterator[Shape]:
        from_ = journey.leaves and self.tracks.of(self.scene, journey.leaves.place)
        to = journey.arrives and self.tracks.of(self.scene, journey.arrives.place)
        x0, x1 = self._departure(journey), self._arrival(journey)
        hidden = [any(left <= x <= right for _, left, right in self.breaks) for x in (x0, x1)]
        if all(hidden) or (from_ and to and any(hidden)):
            return  # it began or ended in the days that the axis leaves out
        if not isfinite(x0) or not isfinite(x1) or max(x0, x1) < self.field.left or min(x0, x1) > self.field.right:
            return
        if from_ and to:
            y0, y1 = from_.lanes[journey.actor], to.lanes[journey.actor]
            if x1 - x0 < 8 * self.unit and from_ is not to:
                middle = (x0 + x1) / 2
                x0, x1 = middle - 4 * self.unit, middle + 4 * self.unit
            reach = max((x1 - x0) * 0.5, 4 * self.unit)
            curve = Curve(((x0, y0), (x0 + reach, y0), (x1 - reach, y1), (x1, y1)), stroke)
        elif to:
            y = to.lanes[journey.actor]
            start = max(x0, x1 - 46 * self.unit, *(right for _, _, right in self.breaks if right <= x1 + 2))
            curve = Curve(((start, y), (start, y), (x1, y), (x1, y)), stroke)
        elif from_:
            y = from_.lanes[journey.actor]
            end = min(x1, x0 + 46 * self.unit, *(left for _, left, _ in self.breaks if left >= x0 - 2))
            curve = Curve(((x0, y), (x0, y), (end, y), (end, y)), stroke)
        else:
            return
        yield curve
        self._journey_hit(journey, curve)

    def _journey_hit(self, journey: Journey, curve: Curve) -> None:
        xs, ys = [x for x, _ in curve.points], [y for _, y in curve.points]  # the curve lies within its corners
        box = Box(min(xs), min(ys), max(xs), max(ys))
        stay = journey.stays[0] if journey.stays else (journey.leaves or journey.arrives).stays[-1]  # type: ignore[union-attr]
        self.hits.append(Hit(box, self._target(Kind.STAY, stay.key), journey=journey, curve=curve))

    def _departure(self, journey: Journey) -> float:
        return self._clamped(end_of(journey.departure) if journey.leaves else journey.departure[0])

    def _arrival(self, journey: Journey) -> float:
        return self._clamped(start_of(journey.arrival) if journey.arrives else journey.arrival[1])

    # Words

    def _label(self, text: str, line: LineOf, box: Box) -> Text:
        face = sized(self.type, LABEL)
        self.hits.append(Hit(box, self._target(Kind.ACTOR, line.actor)))
        halo = self.ground_at((box.left + box.right) / 2, line.y) if self._is_crossed(box.grown(2)) else None
        middle, alpha = (box.top + box.bottom) / 2, max(self._alpha(line.actor), 0.45)
        return text_at(self.type, box.left, middle, text, face, self.colours[line.actor], halo=halo, alpha=alpha)

    def _is_crossed(self, box: Box) -> bool:
        """Whether a journey or a line of the grid runs behind a label, so that it needs a halo."""
        if any(box.left <= tick.x <= box.right for tick in self.frame.ticks):
            return True
        return any(
            box.hits(of_line(*a, *b, 1.0))
            for hit in self.hits
            if hit.curve and hit.box.hits(box)
            for a, b in pairwise(hit.points)
        )

    def _names(self, clip: Box) -> list[Layer]:
        face, unit = sized(self.type, NAME), self.unit
        shapes: list[Shape] = []
        right = self.field.left - 9 * unit
        for track in self.tracks.tracks:
            if track.bottom < clip.top or track.top > clip.bottom:
                continue
            marked = any(self._is_marked(Kind.PLACE, place) for place in track.band.places)
            colour = self.theme.accent if marked else self.theme.text if track.band.places else self.theme.quiet
            step = LINE_OF_NAME * unit
            first = track.middle - (len(track.name) - 1) * step / 2
            texts = [
                text_at(self.type, right, first + at * step, line, face, colour, "end")
                for at, line in enumerate(track.name)
            ]
            shapes += texts
            left = min(text.box.left for text in texts)
            if self.look.live and (track.band.is_merged or track.band.is_opened):
                shapes.append(self._triangle(left - 6 * unit, track.middle, opened=track.band.is_opened))
            if any((Kind.PLACE, place) in self.look.noted for place in track.band.places):
                shapes.append(pencil(self.field.left - 4.5 * unit, track.middle, unit, self.theme))
            if not track.band.places:
                continue
            target = None if track.band.is_merged else self._target(Kind.PLACE, track.band.places[0])
            box = Box(left, track.top, self.field.left, track.bottom)
            toggle = Box(left - 12 * unit, track.top, left, track.bottom)
            self.hits += [Hit(box, target, band=track.band), Hit(toggle, band=track.band)]
        return [Clip(Box(0, clip.top - 2, self.field.left, clip.bottom + 2), tuple(shapes))]

    def _triangle(self, x: float, y: float, *, opened: bool) -> Polygon:
        half = 2.9 * self.unit
        if opened:
            points = ((x - half, y - half * 0.7), (x + half, y - half * 0.7), (x, y + half * 0.8))
        else:
            points = ((x - half * 0.7, y - half), (x - half * 0.7, y + half), (x + half * 0.8, y))
        return Polygon(points, self.theme.quiet)


def _traveller(case: Case, look: Look) -> Traveller | None:
    if look.fan is None:
        return None
    return Traveller(case.actor[look.fan.actor].short, line_colours(case, look.theme)[look.fan.actor])


def _rank(hit: Hit) -> int:
    if hit.events:
        return 0
    if hit.target and hit.target.kind == Kind.ACTOR:
        return 1
    if hit.target and hit.target.kind == Kind.STAY:
        return 3 if hit.journey else 2
    return 4
