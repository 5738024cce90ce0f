"""Which names does a map show, whatever the moment, and what of it answers to a pointer?

Pure: a scene, a view and a span of time give shapes, the room that is left, and what answers to a pointer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot

import numpy as np
from numpy.typing import NDArray

from desktop_app.casebook.case import Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Kind
from desktop_app.casebook.when import Span
from desktop_app.charts.atlas_land import GROUNDS
from desktop_app.charts.atlas_margin import Signs, foot, legend
from desktop_app.charts.atlas_scene import MapScene, Speed
from desktop_app.charts.atlas_spots import Spot, spot_name, spots
from desktop_app.charts.atlas_tracks import Lettering, Track, journey_days, label, obstacles, tracks
from desktop_app.charts.atlas_view import MapView
from desktop_app.charts.atlas_wanted import Wanted
from desktop_app.charts.atlas_ways import DOT, wide_places
from desktop_app.charts.boxes import Box, around
from desktop_app.charts.cast import line_colours
from desktop_app.charts.colours import Theme
from desktop_app.charts.drawing import Face, Layer, Shape, Text, Type, text_at
from desktop_app.charts.picture import Hit
from desktop_app.charts.placing import NEVER, Room
from desktop_app.charts.strands import Strands, densified, thinned
from desktop_app.charts.tracks import sized

_MOST = 120  # places, and tracks, that are named and answer to the pointer: of more, nobody could find one
NAME, QUIET, ALONG = Face(11, 600), Face(10.5, 400), Face(10, 400)


@dataclass(frozen=True, slots=True)
class Name:
    """A text that gives way to what the moment has to tell; `spot`: what it names, None: a track."""

    texts: tuple[Text, ...]
    box: Box
    spot: Spot | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The map without a moment."""

    scene: MapScene
    view: MapView
    theme: Theme
    spans: tuple[Span, ...]
    mark: Target | None
    speed: Speed | None
    margin: tuple[Layer, ...]  # scale, source, legend
    colours: Mapping[str, str]  # by actor
    names: tuple[Name, ...]
    spots: tuple[Spot, ...]
    tracks: tuple[Track, ...]
    room: Room  # without the names
    hits: tuple[Hit, ...]


def sheet(scene: MapScene, view: MapView, type_: Type, wanted: Wanted, top: float = 0.0) -> Sheet:
    """Name what is on the map; `top`: pixels at the head that are kept for something else."""
    return _Drawing(scene, view, type_, wanted, top).sheet()


class _Drawing:
    """One run of `sheet`: the parts share measures and gather names, hits and what is taken."""

    def __init__(self, scene: MapScene, view: MapView, type_: Type, wanted: Wanted, top: float) -> None:
        self.scene, self.view, self.type, self.wanted = scene, view, type_, wanted
        self.case, self.theme, self.unit = scene.case, wanted.theme, type_.unit
        self.ground = GROUNDS[wanted.theme.name]
        self.colours: Mapping[str, str] = line_colours(scene.case, wanted.theme)
        self.spots = spots(scene, view, wanted.spans, self.unit)
        self.tracks = tracks(scene, view, wanted.spans, self.unit)
        inner = view.frame.grown(-5 * self.unit)
        self.room = Room(Box(inner.left, inner.top + top, inner.right, inner.bottom))
        self.names: list[Name] = []
        self.hits: list[Hit] = []

    def sheet(self) -> Sheet:
        at_foot = list(foot(self.view, self.theme, self.type, self.room))
        for spot in self.spots:
            self.room.take(around(spot.x, spot.y, 12 * self.unit, 12 * self.unit), NEVER if spot.lively else 2.0)
        telling = sorted(self.tracks, key=lambda track: not track.lively)[:_MOST]
        for lively, cost in ((True, 1.0), (False, 0.2)):
            own = [obstacles(track, self.unit) for track in telling if track.lively == lively]
            if own:
                self.room.take_all(_apart(np.concatenate(own), 8 * self.unit), cost)
        explained = self._legend() if self.wanted.legend else []
        free = self.room.copy()
        for track in telling:
            self._answer(track)
        for spot in reversed(self.spots):
            box = around(spot.x, spot.y, 2 * DOT * self.unit, 2 * DOT * self.unit)
            self.hits.insert(0, Hit(box, self._target(Kind.PLACE, spot.place)))
        self._name_spots()
        self._name_ways_out()
        self._name_tracks()
        return Sheet(
            scene=self.scene,
            view=self.view,
            theme=self.theme,
            spans=self.wanted.spans,
            mark=self.wanted.mark,
            speed=self.wanted.speed,
            margin=(*at_foot, *explained),
            colours=self.colours,
            names=tuple(self.names),
            spots=self.spots,
            tracks=self.tracks,
            room=free,
            hits=tuple(self.hits),
        )

    def _legend(self) -> list[Shape]:
        signs = Signs(
            doubtful=any(track.leg.faint and track.lively for track in self.tracks),
            radii=bool(wide_places(self.scene, self.spots, self.view, self.unit)),
            reach=self.wanted.speed.words if self.wanted.speed else "",
            overlays=tuple(overlay.name for overlay in self.wanted.overlays),
        )
        return list(legend(self.view, self.theme, self.type, self.room, signs))

    def _target(self, kind: Kind, key: str) -> Target:
        return Target(self.case.slug, kind, key)

    def _answer(self, track: Track) -> None:
        """Let the track answer to the pointer: with the journey of the span in view, the first of several."""
        journeys = track.leg.during(self.wanted.spans) or track.leg.journeys
        journey = journeys[0]
        ends = journey.leaves or journey.arrives
        stay = journey.stays[0] if journey.stays else ends.stays[-1] if ends else None
        if stay is None:
            return
        for at in range(len(track.pieces)):
            path = _path_of(track.pieces[at])
            xs, ys = [x for x, _ in path], [y for _, y in path]
            box = Box(min(xs), min(ys), max(xs), max(ys))
            self.hits.append(Hit(box, self._target(Kind.STAY, stay.key), journey=journey, path=path))

    # Names

    def _name_spots(self) -> None:
        """The names of places, the most telling first; of those outside the span only where there is room to spare."""
        face, pale = sized(self.type, NAME), sized(self.type, QUIET)
        for spot in self.spots[:_MOST]:
            words = spot_name(self.scene, spot, self.wanted.spans)
            used = face if spot.lively else pale
            width, height = self.type.width(words, used), 13 * self.unit
            candidates, costs = beside(spot.x, spot.y, width, height, 6.5 * self.unit)
            box = self.room.best(candidates, costs, limit=9.0 if spot.lively else 2.0)
            if box is None:
                continue
            self.room.take(box)
            ink = self.theme.text if spot.lively else self.theme.quiet
            text = text_at(self.type, box.left, (box.top + box.bottom) / 2, words, used, ink, halo=self.ground.sea)
            self.names.append(Name((text,), box, spot))
            self.hits.insert(0, Hit(box, self._target(Kind.PLACE, spot.place)))

    def _name_ways_out(self) -> None:
        """What lies beyond the frame is named where the tracks leave for it."""
        leaving: list[tuple[float, float, str, Track]] = []
        seen = {key for spot in self.spots for key in spot.places if self.view.frame.holds(spot.x, spot.y)}
        for track in self.tracks:
            outside = [key for key in track.leg.ends if key not in seen]
            if not track.lively or len(outside) != 1:
                continue
            first = outside[0] == track.leg.ends[0]
            x, y = (track.pieces[0][0] if first else track.pieces[-1][-1]) if len(track.pieces) else (0.0, 0.0)
            leaving.append((float(x), float(y), outside[0], track))
        leaving = leaving[:_MOST]
        while leaving:
            x, y, _, _ = leaving[0]
            near = [one for one in leaving if hypot(one[0] - x, one[1] - y) < 70 * self.unit]
            leaving = [one for one in leaving if one not in near]
            self._name_way_out(x, y, [(place, track) for _, _, place, track in near])

    def _name_way_out(self, x: float, y: float, near: Sequence[tuple[str, Track]]) -> None:
        frame = self.view.frame
        arrow = "←" if x <= frame.left + 1 else "→" if x >= frame.right - 1 else "↑" if y <= frame.top + 1 else "↓"
        places = list(dict.fromkeys(place for place, _ in near))
        actors = list(dict.fromkeys(track.leg.actor for _, track in near))
        names = "; ".join(self.case.place[key].name.split(" (")[0] for key in places[:2])
        head = f"{arrow} {names}" + (f" +{len(places) - 2}" if len(places) > 2 else "")
        who = ", ".join(self.case.actor[key].short for key in actors[:3])
        who += f" +{len(actors) - 3}" if len(actors) > 3 else ""
        if len(near) == 1:
            track = near[0][1]
            journeys = track.leg.during(self.wanted.spans)
            days = [journey_days(self.case, one) for one in journeys]
            if len(days) <= 2 and all(days):
                who = f"{who}, {tr(' and ').join(days)}"
        bold, quiet = sized(self.type, QUIET), sized(self.type, ALONG)
        width = max(self.type.width(head, bold), self.type.width(who, quiet))
        height = 26 * self.unit
        inner = self.room.frame
        candidates, costs = [], []
        for away in (8.0, 20.0, 34.0, 52.0):
            for dx, dy in ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1)):
                middle_x, middle_y = x + dx * (width / 2 + away), y + dy * (height / 2 + away)
                left = min(max(middle_x - width / 2, inner.left), inner.right - width)
                top = min(max(middle_y - height / 2, inner.top), inner.bottom - height)
                candidates.append(Box(left, top, left + width, top + height))
                costs.append(away / 20)
        box = self.room.best(candidates, costs, limit=14.0)
        if box is None:
            return
        self.room.take(box)
        ink = self.colours[actors[0]] if len(actors) == 1 else self.theme.text
        texts = (
            text_at(self.type, box.left, box.top + 6.5 * self.unit, head, bold, ink, halo=self.ground.sea),
            text_at(
                self.type, box.left, box.bottom - 6.5 * self.unit, who, quiet, self.theme.quiet, halo=self.ground.sea
            ),
        )
        self.names.append(Name(texts, box, None))
        self.hits.insert(0, Hit(box, self._target(Kind.PLACE, places[0])))

    def _name_tracks(self) -> None:
        groups: dict[tuple[str, str], list[Track]] = {}
        for track in self.tracks:
            if track.lively and not track.leg.faint:
                groups.setdefault(track.leg.ends, []).append(track)
        how = Lettering(self.type, sized(self.type, ALONG), self.room, self.colours, self.theme.quiet, self.ground.sea)
        ranked = sorted(groups.values(), key=lambda group: -max(len(track.longest) for track in group))
        for group in ranked[:14]:
            if text := label(self.case, group, self.wanted.spans, how):
                self.names.append(Name((text,), text.box, None))


def _apart(boxes: NDArray[np.float64], grid: float) -> NDArray[np.float64]:
    """One of those that lie together: labels leave many lines free no more than one."""
    _, first = np.unique(np.rint(boxes[:, :2] / grid), axis=0, return_index=True)
    return np.asarray(boxes[first])


def _one(count: int) -> NDArray[np.intp]:
    return np.array([0, count])


def _path_of(line: NDArray[np.float64]) -> tuple[tuple[float, float], ...]:
    """Points along a line, near enough to one another for the pointer to find it anywhere."""
    dense = thinned(densified(Strands(line, _one(len(line))), 5.0), 2.0, 1)
    return tuple((x, y) for x, y in dense.points.tolist())


def beside(x: float, y: float, width: float, height: float, away: float) -> tuple[list[Box], list[float]]:
    """Where a name may stand at a dot, and what each place costs: right first, then left, above, below, farther."""
    candidates, costs = [], []
    for step, far in enumerate((0.0, 5.0, 12.0)):
        reach = away + far
        slant = reach * 0.75
        for cost, (dx, dy) in enumerate(
            (
                (reach + width / 2, 0.0),
                (-reach - width / 2, 0.0),
                (slant + width / 2, -slant - 2),
                (slant + width / 2, slant + 2),
                (-slant - width / 2, -slant - 2),
                (-slant - width / 2, slant + 2),
                (0.0, -reach - height / 2),
                (0.0, reach + height / 2),
            )
        ):
            candidates.append(around(x + dx, y + dy, width, height))
            costs.append(0.3 * cost + 2.0 * step)
    return candidates, costs
