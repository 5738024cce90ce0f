"""What lies under the lines of a storyline at the reader's wish: time together, and where one could have been?"""

from collections.abc import Iterator

from desktop_app.analysis.fans import Fan
from desktop_app.analysis.proximity import Meeting
from desktop_app.charts.boxes import Box
from desktop_app.charts.distance_bars import hatched
from desktop_app.charts.drawing import Line, Rect, Shape, Stroke
from desktop_app.charts.picture import Look
from desktop_app.charts.scene import Scene
from desktop_app.charts.time_scale import TimeScale
from desktop_app.charts.tracks import Track, Tracks

SHADE, FAN = 0.26, 0.14


def shaded(scene: Scene, tracks: Tracks, scale: TimeScale, field: Box, unit: float, look: Look) -> Iterator[Shape]:
    """Co-presences: a ground under the lines of the two, full where it is sure, hatched where it is possible."""
    for meeting in sorted(look.together, key=lambda one: one.sure):
        track = tracks.of(scene, meeting.place) if meeting.place else None
        left, right = _within(scale, field, meeting.start, meeting.end)
        if track is None or right <= left:
            continue
        top, bottom = _lines(track, meeting, tracks.pitch)
        box = Box(left, top, max(right, left + 2), bottom)
        if meeting.sure:
            yield Rect(box, look.theme.accent, SHADE, 3)
        else:
            yield from hatched(box, Stroke(look.theme.accent, 0.9 * unit, alpha=0.6), unit)


def _lines(track: Track, meeting: Meeting, pitch: float) -> tuple[float, float]:
    """From above the upper line to below the lower; who has no line there was present at an event of the place."""
    heights = [track.lanes.get(actor, track.events_y) for actor in (meeting.a, meeting.b)]
    return min(heights) - pitch / 2, max(heights) + pitch / 2


def spread(tracks: Tracks, scale: TimeScale, field: Box, colour: str, fan: Fan) -> Iterator[Shape]:
    """A prism, band by band: from the earliest that he could have come there to the latest that he had to leave."""
    edge = Stroke(colour, 1.0, alpha=0.5)
    for track in tracks.tracks:
        spans = [fan.spans[place] for place in track.band.places if place in fan.spans]
        if not spans:
            continue
        start, end = min(span[0] for span in spans), max(span[1] for span in spans)
        left, right = _within(scale, field, start, end)
        if right > left:
            yield Rect(Box(left, track.top, right, track.bottom), colour, FAN)
            for x, jd in ((left, start), (right, end)):
                if abs(x - scale.x(jd)) < 1:
                    yield Line(x, track.top, x, track.bottom, edge)


def _within(scale: TimeScale, field: Box, start: float, end: float) -> tuple[float, float]:
    return max(scale.x(start), field.left), min(scale.x(end), field.right)
