"""Where does each band of a storyline stand, and each line and mark in it?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop_app.analysis.whereabouts import Sojourn
from desktop_app.casebook.terms import Certainty
from desktop_app.casebook.when import Span, When
from desktop_app.charts.boxes import Box
from desktop_app.charts.doubles import SLIVER_DAYS
from desktop_app.charts.drawing import Face, Type, shortened
from desktop_app.charts.scene import Band, Scene, moment_of
from desktop_app.charts.time_scale import TimeScale

PITCH_LEAST, PITCH_MOST = 11.0, 26.0  # from lane to lane, for type of the normal size
_PAD, _GAP = (
    (2.0, 4.0),
    (3.0, 5.0),
)  # inside a band, together; between bands: at the closest pitch, and where there is room
LINE_OF_NAME = 12.5
_NAME_ROOM = 104.0  # px for names, in a narrow chart too
LABEL = Face(11, 600)
NAME = Face(11, 600)


@dataclass(frozen=True, slots=True)
class Track:
    """A band in its place: y of its lanes and of the row of its events."""

    band: Band
    index: int  # in the scene
    top: float
    bottom: float
    lanes: Mapping[str, float]  # actor to y
    events_y: float
    name: tuple[str, ...]  # one or two lines

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Tracks:
    tracks: tuple[Track, ...]
    pitch: float
    height: float  # of all of them; more than the field if they have to be scrolled

    def of(self, scene: Scene, place: str) -> Track | None:
        at = scene.band_of.get(place)
        return next((track for track in self.tracks if track.index == at), None)


def sized(type_: Type, face: Face) -> Face:
    """A face in the reader's size of type."""
    return Face(round(face.px * type_.unit), face.weight)


def gutter(scene: Scene, type_: Type, width: float) -> float:
    """Room at the left for the names of the places, measured: at most a sixth of the width, then they wrap."""
    face, most = sized(type_, NAME), max(width / 6, _NAME_ROOM * type_.unit)
    names = [name_lines(band, type_, face, most) for band in scene.bands if band.home]
    widest = max((type_.width(line, face) for lines in names for line in lines), default=0.0)
    return min(max(widest, 40 * type_.unit), most) + 1 + 26 * type_.unit


def name_lines(band: Band, type_: Type, face: Face, width: float, *, tight: bool = False) -> tuple[str, ...]:
    """A band's name in one line or two; its short form where that alone can be told in full, or where room is tight."""
    if tight and type_.width(band.name, face) > width >= type_.width(band.short, face):
        return (band.short,)
    lines = wrapped(type_, band.name, face, width)
    return wrapped(type_, band.short, face, width) if any("…" in line for line in lines) else lines


def wrapped(type_: Type, name: str, face: Face, width: float) -> tuple[str, ...]:
    """A name in one line or two, broken where the longer line is shortest; what is longer still ends in an ellipsis."""
    if type_.width(name, face) <= width:
        return (name,)
    places = [at for at, letter in enumerate(name[:-1], 1) if letter in " -"]
    breaks = [(name[:at].rstrip(" "), name[at:]) for at in places]
    if not breaks:
        return (shortened(type_, name, face, width),)
    best = min(breaks, key=lambda lines: max(type_.width(line, face) for line in lines))
    if type_.width(best[0], face) <= width and type_.width(best[1], face) <= width:
        return best
    fitting = [lines for lines in breaks if type_.width(lines[0], face) <= width]
    first, second = max(fitting, key=lambda lines: len(lines[0]), default=best)
    tail = ""
    if " +" in second:  # how many more places there are is told in any case
        second, more = second.rsplit(" +", 1)
        tail = f" +{more}"
    room = width - type_.width(tail, face)
    return shortened(type_, first, face, width), shortened(type_, second, face, room) + tail


def shown_bands(scene: Scene, scale: TimeScale) -> list[int]:
    """Bands of the first view, and others as long as something in them is in view."""
    pieces = scale.pieces()
    return [at for at, band in enumerate(scene.bands) if band.home or _has_content(band, pieces)]


def _has_content(band: Band, pieces: tuple[tuple[float, float], ...]) -> bool:
    moments = [event.when.outer if event.place is None else (moment_of(event),) * 2 for event in band.events]
    return any(start <= last and end >= first for start, end in (*moments, *band.spans) for first, last in pieces)


def least_height(scene: Scene, scale: TimeScale, type_: Type, width: float) -> float:
    """Pixels that the bands need at the closest pitch, with the shortest names."""
    return _Sizing(scene, shown_bands(scene, scale), type_, width).height(PITCH_LEAST * type_.unit, tight=True)


def _rows(band: Band) -> float:
    return band.rows + (0.95 if band.events else 0.0)


Sizes = list[tuple[float, tuple[str, ...]]]  # of each band: its height, its name


class _Sizing:
    """The heights of the bands that are shown, at any pitch; each name is measured once."""

    def __init__(self, scene: Scene, shown: list[int], type_: Type, width: float) -> None:
        face = sized(type_, NAME)
        self.unit = type_.unit
        self.bands = [scene.bands[at] for at in shown]
        self.names = [name_lines(band, type_, face, width) for band in self.bands]
        self.short = [name_lines(band, type_, face, width, tight=True) for band in self.bands]

    def gap(self, pitch: float) -> float:
        """Pixels between two bands."""
        return _between(_GAP, pitch / self.unit) * self.unit

    def sizes(self, pitch: float, *, tight: bool) -> Sizes:
        """tight: names take no second line that their lines leave no room for."""
        pad, found = _between(_PAD, pitch / self.unit) * self.unit, []
        for band, name, short in zip(self.bands, self.names, self.short, strict=True):
            content = _rows(band) * pitch
            told = short if tight and content < 2 * LINE_OF_NAME * self.unit else name
            found.append((max(content + pad, (len(told) * LINE_OF_NAME + 1) * self.unit), told))
        return found

    def height(self, pitch: float, *, tight: bool) -> float:
        sizes = self.sizes(pitch, tight=tight)
        return sum(height for height, _ in sizes) + self.gap(pitch) * max(0, len(sizes) - 1)


def _between(ends: tuple[float, float], pitch: float) -> float:
    """From the closest pitch to one that leaves room."""
    return ends[0] + (ends[1] - ends[0]) * min((pitch - PITCH_LEAST) / 2, 1.0)


def tracks(scene: Scene, scale: TimeScale, field: Box, type_: Type, name_width: float, scroll: float) -> Tracks:
    """Stack the bands in the field: as wide apart as there is room for, else closer, else taller than the field."""
    shown, unit = shown_bands(scene, scale), type_.unit
    sizing = _Sizing(scene, shown, type_, name_width)
    room = field.bottom - field.top
    low, high = PITCH_LEAST * unit, PITCH_MOST * unit
    tight = sizing.height(low, tight=False) > room
    for _ in range(12):
        pitch = (low + high) / 2
        low, high = (pitch, high) if sizing.height(pitch, tight=tight) <= room else (low, pitch)
    pitch = low
    sizes, height, gap = sizing.sizes(pitch, tight=tight), sizing.height(pitch, tight=tight), sizing.gap(pitch)
    extra = max(0.0, room - height) / max(1, len(sizes))
    y, made = field.top - scroll, []
    for at, (own, name) in zip(shown, sizes, strict=True):
        band = scene.bands[at]
        bottom = y + own + extra
        content = _rows(band) * pitch
        first = y + (bottom - y - content) / 2 + pitch / 2
        lanes = {actor: first + lane * pitch for actor, lane in band.lanes.items()}
        events_y = first + band.rows * pitch if band.rows else (y + bottom) / 2
        made.append(Track(band, at, y, bottom, lanes, events_y, name))
        y = bottom + gap
    return Tracks(tuple(made), pitch, height)


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of a line, of one certainty, between two moments."""

    start: float  # JD
    end: float
    certainty: Certainty
    clear: float | None = None  # JD: where a fading stretch is clear
    pale: bool = False  # recorded elsewhere too


def segments(sojourn: Sojourn, days_of_open: float, pale: Sequence[Span] = ()) -> list[Segment]:
    """The stretches of a sojourn: known to the day sharp and the day in full, else fading over the span of the end.

    An open end fades over `days_of_open`; what lies in a `pale` span is a stretch of its own.
    """
    return [piece for one in _stretches(sojourn, days_of_open) for piece in _cut(one, pale)]


def _cut(one: Segment, pale: Sequence[Span]) -> Iterator[Segment]:
    if one.clear is not None:  # a fading stretch stays whole
        covered = sum(max(0.0, min(b, one.end) - max(a, one.start)) for a, b in pale)
        yield replace(one, pale=covered > 0.5 * (one.end - one.start))
        return
    at = one.start
    for a, b in pale:
        if a < one.end and b > at:
            start = a if a - at > SLIVER_DAYS else at
            end = b if one.end - b > SLIVER_DAYS else one.end
            if start > at:
                yield replace(one, start=at, end=start)
            yield replace(one, start=start, end=end, pale=True)
            at = end
    if at < one.end:
        yield replace(one, start=at)


def _stretches(sojourn: Sojourn, days_of_open: float) -> list[Segment]:
    start, end = sojourn.start, sojourn.end
    first = max(start[0], start[1] - days_of_open) if start[0] == float("-inf") else start[0]
    last = min(end[1], end[0] + days_of_open) if end[1] == float("inf") else end[1]
    fades_in, fades_out = start[1] - first > 1.01, last - end[0] > 1.01
    solid_from = start[1] if fades_in else first
    solid_to = end[0] if fades_out else last
    if solid_from > solid_to:  # it happened within: nothing is sure but a sharp end, or else the middle
        known = first if not fades_in else last if not fades_out else (first + last) / 2
        solid_from = solid_to = known
    found = []
    if fades_in:
        found.append(Segment(first, solid_from, sojourn.stays[0].certainty, first))
    at = solid_from
    for stay, following in zip(sojourn.stays, [*sojourn.stays[1:], None], strict=True):
        to = solid_to if following is None else min(max(_joint(stay.when, following.when), at), solid_to)
        if to > at:
            found.append(Segment(at, to, stay.certainty))
        at = max(at, to)
    if fades_out:
        last_stay = max(sojourn.stays, key=lambda stay: stay.when.end)
        found.append(Segment(solid_to, last, last_stay.certainty, last))
    return found


def _joint(earlier: When, later: When) -> float:
    """Where the line of one stay passes into that of the next at the same place."""
    return (max(later.start[0], earlier.start[0]) + min(max(earlier.end[1], later.start[0]), later.start[1])) / 2
