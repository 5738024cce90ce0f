"""How does a track run over the map: side by side with others, and with what is said along it?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, isfinite, sin

import numpy as np
from numpy.typing import NDArray

from desktop_app.analysis.whereabouts import Journey
from desktop_app.casebook.calendar import civil
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.when import Bounds
from desktop_app.charts.atlas_scene import Leg, MapScene, Span
from desktop_app.charts.atlas_view import MapView
from desktop_app.charts.boxes import Box, around
from desktop_app.charts.drawing import Face, Text, Type
from desktop_app.charts.placing import NEVER, Room
from desktop_app.charts.strands import Strands, lines_within, strands
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
    whole: Array  # also out of view, in one, without the part that is not on the map
    lively: bool  # a journey of it may have been under way in the span in view

    @property
    def longest(self) -> Array:
        return max((self.pieces[at] for at in range(len(self.pieces))), key=_length)


def tracks(scene: MapScene, view: MapView, spans: Sequence[Span], unit: float) -> tuple[Track, ...]:
    """All legs of which something is in view."""
    found = []
    for leg in scene.legs:
        laid = view.laid(view.projection.lines(strands([leg.way])))
        if leg.aside:
            laid = Strands(
                np.concatenate([_aside(laid[at], leg.aside * _ASIDE * unit) for at in range(len(laid))]), laid.starts
            )
        frame = view.frame.grown(_OUTSIDE)
        pieces = lines_within(laid, (frame.left, frame.top, frame.right, frame.bottom))
        if len(pieces):
            found.append(Track(leg, pieces, laid.points, bool(leg.during(spans))))
    return tuple(found)


def _aside(line: Array, by: float) -> Array:
    """The line moved to its side."""
    run = np.gradient(line, axis=0)
    length = np.maximum(np.hypot(run[:, 0], run[:, 1]), 1e-9)
    return np.asarray(line + by * np.column_stack((-run[:, 1], run[:, 0])) / length[:, None])


def _run(line: Array) -> Array:
    """How far along the line each of its points lies."""
    return np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))))


def _length(line: Array) -> float:
    return float(_run(line)[-1])


def along(line: Array, share: float) -> tuple[float, float, float]:
    """A point of a line at a share of its length, and the direction there in radians, y down."""
    run = _run(line)
    at = share * run[-1]
    x, y = (float(np.interp(at, run, line[:, part])) for part in (0, 1))
    ahead = min(at + 2.0, run[-1])
    behind = max(ahead - 4.0, 0.0)
    (x0, x1), (y0, y1) = (np.interp((behind, ahead), run, line[:, part]) for part in (0, 1))
    return x, y, atan2(float(y1 - y0), float(x1 - x0))


def obstacles(track: Track, unit: float) -> Iterator[Box]:
    """Small boxes along a track, which labels had better leave free."""
    for at in range(len(track.pieces)):
        line = track.pieces[at]
        run = _run(line)
        reach = np.arange(9 * unit, run[-1] - 4 * unit, 9 * unit)
        xs, ys = (np.interp(reach, run, line[:, part]) for part in (0, 1))
        yield from (around(x, y, 3, 3) for x, y in zip(xs.tolist(), ys.tolist(), strict=True))


# What is said along a track


def labels(
    case: Case,
    group: Sequence[Track],
    type_: Type,
    face: Face,
    room: Room,
    colours: dict[str, str],
    quiet: str,
    halo: str,
    spans: Sequence[Span],
) -> Text | None:
    """The name of tracks that run side by side, and when, written along them where there is room; else nothing."""
    line = max((track.longest for track in group), key=_length)
    length, unit = _length(line), type_.unit
    colour = colours[group[0].leg.actor] if len(group) == 1 else quiet
    for words in _words(case, group, spans):
        width = type_.width(words, face)
        if width + _LABEL_ROOM * unit > length:
            continue
        for share in _SHARES:
            for side in (-1, 1):
                if text := _along_line(
                    line, length, share, side, words, width, type_, face, room, colour, halo, len(group)
                ):
                    return text
    return None


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


def _along_line(
    line: Array,
    length: float,
    share: float,
    side: int,
    words: str,
    width: float,
    type_: Type,
    face: Face,
    room: Room,
    colour: str,
    halo: str,
    lines: int,
) -> Text | None:
    half = width / 2 / length
    if share - half < 0.02 or share + half > 0.98:
        return None
    x0, y0, _ = along(line, share - half)
    x1, y1, _ = along(line, share + half)
    if hypot(x1 - x0, y1 - y0) < 0.97 * width:  # too bent to write along
        return None
    turn = atan2(y1 - y0, x1 - x0)
    if cos(turn) < 0:
        turn = atan2(y0 - y1, x0 - x1)
    away = side * (face.px * 0.72 + (lines - 1) / 2 * _ASIDE * type_.unit)
    x, y = (x0 + x1) / 2 - sin(turn) * away, (y0 + y1) / 2 + cos(turn) * away
    steps = max(2, round(width / face.px))
    boxes = [
        around(x + cos(turn) * width * off, y + sin(turn) * width * off, face.px, face.px)
        for off in (step / steps - 0.5 for step in range(steps + 1))
    ]
    if room.costs(boxes).max() >= NEVER:
        return None
    for box in boxes:
        room.take(box)
    base = type_.cap(face) / 2
    whole = Box(
        min(b.left for b in boxes), min(b.top for b in boxes), max(b.right for b in boxes), max(b.bottom for b in boxes)
    )
    anchor = x - sin(turn) * base, y + cos(turn) * base
    return Text(*anchor, words, face, colour, whole, "middle", halo, angle=degrees(turn))


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
