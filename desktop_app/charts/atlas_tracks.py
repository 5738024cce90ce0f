"""How does a track run over the map: side by side with others, and with what is said along it?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import atan2, cos, degrees, hypot, isfinite, sin

import numpy as np
from numpy.typing import NDArray

from desktop_app.analysis.whereabouts import Journey
from desktop_app.casebook.calendar import civil
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.when import Bounds, Span
from desktop_app.charts.atlas_scene import Leg, MapScene
from desktop_app.charts.atlas_view import MapView
from desktop_app.charts.boxes import Box
from desktop_app.charts.drawing import Face, Text, Type
from desktop_app.charts.placing import NEVER, Room
from desktop_app.charts.projections import Projection
from desktop_app.charts.strands import Index, Strands, lines_within_of, meet, strands
from desktop_app.charts.ticks import month_names

Array = NDArray[np.float64]

_ASIDE = 3.2  # px between two tracks side by side
_OUTSIDE = 8.0  # px drawn beyond the frame
_LABEL_ROOM = 36.0  # px of a track left free at the ends of its label
_SHARES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)
_DAY = 1.01


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """A leg in pixels: its pieces in view."""

    leg: Leg
    pieces: Strands
    lively: bool  # a journey of it may have been under way in the span in view

    @property
    def longest(self) -> Array:
        if len(self.pieces) == 1:
            return self.pieces[0]
        return max((self.pieces[at] for at in range(len(self.pieces))), key=_length)


def tracks(scene: MapScene, view: MapView, spans: tuple[Span, ...], unit: float) -> tuple[Track, ...]:
    """All legs of which something is in view, in the order of the scene."""
    plane, owners, boxes, aside = _on_plane(scene, view.projection)
    near = meet(boxes, view.reach(_OUTSIDE + 40 * unit))
    if not near.any():
        return ()
    laid, owners = view.laid(plane.chosen(near)), owners[near]
    laid = _moved_aside(laid, aside[owners] * _ASIDE * unit)
    frame = view.frame.grown(_OUTSIDE)
    pieces, of = lines_within_of(laid, (frame.left, frame.top, frame.right, frame.bottom))
    lively = _lively(scene, spans)
    return tuple(Track(scene.legs[owner], own, owner in lively) for owner, own in _by_owner(pieces, owners[of]))


def _by_owner(pieces: Strands, owners: Index) -> Iterator[tuple[int, Strands]]:
    """The pieces of each leg, those of one leg together."""
    order = np.argsort(owners, kind="stable")
    if (order != np.arange(len(order))).any():
        pieces = strands([pieces[at] for at in order.tolist()])
        owners = owners[order]
    begins = np.flatnonzero(np.diff(owners, prepend=-1)).tolist()
    for first, last in zip(begins, [*begins[1:], len(owners)], strict=True):
        start = pieces.starts[first]
        yield (
            int(owners[first]),
            Strands(pieces.points[start : pieces.starts[last]], pieces.starts[first : last + 1] - start),
        )


@lru_cache(maxsize=8)
def _on_plane(scene: MapScene, projection: Projection) -> tuple[Strands, Index, Array, Array]:
    """All legs on the plane, which leg each piece is of, the boxes of the pieces, how far aside each leg runs."""
    plane, owners = projection.lines_of(strands([leg.way for leg in scene.legs]))
    return plane, owners, plane.boxes(), np.array([leg.aside for leg in scene.legs])


@lru_cache(maxsize=16)
def _lively(scene: MapScene, spans: tuple[Span, ...]) -> frozenset[int]:
    """Legs of which a journey may have been under way in the spans."""
    return frozenset(at for at, leg in enumerate(scene.legs) if leg.during(spans))


def _moved_aside(lines: Strands, by: Array) -> Strands:
    """Each line moved to its side, by so many pixels."""
    if not by.any():
        return lines
    points, last = lines.points, len(lines.points) - 1
    before, after = np.maximum(np.arange(last + 1) - 1, 0), np.minimum(np.arange(last + 1) + 1, last)
    before[lines.starts[:-1]] = lines.starts[:-1]
    after[lines.starts[1:] - 1] = lines.starts[1:] - 1
    run = points[after] - points[before]
    length = np.maximum(np.hypot(run[:, 0], run[:, 1]), 1e-9)
    shift = np.repeat(by, lines.lengths) / length
    return Strands(points + shift[:, None] * np.column_stack((-run[:, 1], run[:, 0])), lines.starts)


def _run(line: Array) -> Array:
    """How far along the line each of its points lies."""
    return np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))))


def _length(line: Array) -> float:
    return float(_run(line)[-1])


def along(line: Array, share: float) -> tuple[float, float, float]:
    """A point of a line at a share of its length, and the direction there in radians, y down."""
    run = _run(line)
    at = share * run[-1]
    ahead = min(at + 2.0, run[-1])
    behind = max(ahead - 4.0, 0.0)
    x, y = _at(line, run, at)
    (x0, y0), (x1, y1) = _at(line, run, behind), _at(line, run, ahead)
    return x, y, atan2(y1 - y0, x1 - x0)


def _at(line: Array, run: Array, reach: float) -> tuple[float, float]:
    """The point of a line so far from its beginning."""
    return float(np.interp(reach, run, line[:, 0])), float(np.interp(reach, run, line[:, 1]))


def obstacles(track: Track, unit: float) -> Array:
    """Small boxes along a track, which labels had better leave free, shape (n, 4)."""
    found = []
    for at in range(len(track.pieces)):
        line = track.pieces[at]
        run = _run(line)
        reach = np.arange(9 * unit, run[-1] - 4 * unit, 9 * unit)
        points = np.column_stack([np.interp(reach, run, line[:, part]) for part in (0, 1)])
        found.append(np.hstack((points - 1.5, points + 1.5)))
    return np.concatenate(found)


# What is said along a track


@dataclass(frozen=True, slots=True)
class Lettering:
    """In which type and colours tracks are named, and where there is room for it."""

    type: Type
    face: Face
    room: Room
    colours: Mapping[str, str]  # by actor
    quiet: str
    halo: str


def label(case: Case, group: Sequence[Track], spans: Sequence[Span], how: Lettering) -> Text | None:
    """The name of tracks that run side by side, and when, written along them where there is room; else nothing."""
    line = max((track.longest for track in group), key=_length)
    run, unit = _run(line), how.type.unit
    colour = how.colours[group[0].leg.actor] if len(group) == 1 else how.quiet
    away = how.face.px * 0.72 + (len(group) - 1) / 2 * _ASIDE * unit
    for words in _words(case, group, spans):
        width = how.type.width(words, how.face)
        if width + _LABEL_ROOM * unit > run[-1]:
            continue
        for share in _SHARES:
            for side in (-away, away):
                if text := _along_line(line, run, share, side, words, width, colour, how):
                    return text
    return None


def _along_line(
    line: Array, run: Array, share: float, side: float, words: str, width: float, colour: str, how: Lettering
) -> Text | None:
    """The words at a share of the line, `side` pixels beside it; None if it is bent there or there is no room."""
    middle, face = share * run[-1], how.face
    if middle - width / 2 < 0.02 * run[-1] or middle + width / 2 > 0.98 * run[-1]:
        return None
    (x0, y0), (x1, y1) = _at(line, run, middle - width / 2), _at(line, run, middle + width / 2)
    if hypot(x1 - x0, y1 - y0) < 0.97 * width:
        return None
    turn = atan2(y1 - y0, x1 - x0) if x1 >= x0 else atan2(y0 - y1, x0 - x1)
    x, y = (x0 + x1) / 2 - sin(turn) * side, (y0 + y1) / 2 + cos(turn) * side
    steps = np.linspace(-0.5, 0.5, max(3, round(width / face.px) + 1)) * width
    middles = np.column_stack((x + cos(turn) * steps, y + sin(turn) * steps))
    boxes = np.hstack((middles - face.px / 2, middles + face.px / 2))
    if how.room.costs(boxes).max() >= NEVER:
        return None
    how.room.take_all(boxes, NEVER)
    (left, top), (right, bottom) = boxes[:, :2].min(axis=0).tolist(), boxes[:, 2:].max(axis=0).tolist()
    base = how.type.cap(face) / 2
    anchor = x - sin(turn) * base, y + cos(turn) * base
    box = Box(left, top, right, bottom)
    return Text(*anchor, words, face, colour, box, "middle", how.halo, angle=degrees(turn))


def _words(case: Case, group: Sequence[Track], spans: Sequence[Span]) -> Iterator[str]:
    """What may be said, the fullest first."""
    names = [case.actor[track.leg.actor].short for track in group]
    journeys = [one for track in group for one in track.leg.during(spans)]
    days = list(dict.fromkeys(filter(None, (journey_days(case, one) for one in journeys))))
    who = ", ".join(names)
    if 0 < len(days) <= 3:
        yield f"{who}, {tr(' and ').join(days)}"
    if len(names) > 2:
        who = tr("{} +{}").format(", ".join(names[:2]), len(names) - 2)
        if 0 < len(days) <= 2:
            yield f"{who}, {tr(' and ').join(days)}"
    yield who


def journey_days(case: Case, journey: Journey) -> str:
    """ "14–17 Jul": from the day of departure to that of arrival, "about" where one is not known to the day."""
    days = [
        _day(case, one.place if one else None, bounds)
        for one, bounds in ((journey.leaves, journey.departure), (journey.arrives, journey.arrival))
    ]
    known = [day for day in days if day]
    if not known:
        return ""
    (_, month, day, _), (_, last_month, last_day, _) = known[0], known[-1]
    names = month_names()
    if (month, day) == (last_month, last_day):
        words = f"{day} {names[month - 1]}"
    elif month == last_month:
        words = f"{day}–{last_day} {names[month - 1]}"
    else:
        words = f"{day} {names[month - 1]} – {last_day} {names[last_month - 1]}"
    return words if len(known) == 2 and all(exact for *_, exact in known) else tr("about {}").format(words)


def _day(case: Case, place: str | None, bounds: Bounds) -> tuple[int, int, int, bool] | None:
    """The local day in the middle of the bounds, and whether it is known to the day."""
    if not all(map(isfinite, bounds)):
        return None
    middle = (bounds[0] + bounds[1]) / 2 + (case.place[place].lon / 360 if place else 0.0)
    year, month, day, _ = civil(middle)
    return year, month, day, bounds[1] - bounds[0] <= _DAY
