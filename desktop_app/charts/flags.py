"""Where stand the flags of what coincided, above a chart?"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from desktop_app.casebook.case import Case, Event
from desktop_app.charts.boxes import Box
from desktop_app.charts.drawing import Face, Type, shortened
from desktop_app.charts.time_scale import TimeScale

FLAG = Face(11, 600)
_ROW, _HEIGHT, _TOP = 17.0, 15.0, 8.0
_STRENGTH = 0.13  # of the spotlight over a band
_WHOLE = 0.9  # of the view: a span longer than this tells nothing, so it is not tinted


@dataclass(frozen=True, slots=True)
class Flag:
    """A coincident event in view: its label, the stem down to the chart, and its tinted span, all in pixels."""

    event: Event
    text: str
    face: Face
    box: Box
    row: int
    stem: float | None  # None: its beginning is out of view
    full: tuple[float, float]  # where it certainly was
    fade_in: float | None  # where the span begins to show; None: it begins sharply
    fade_out: float | None
    strength: float


def flags(case: Case, scale: TimeScale, type_: Type) -> tuple[Flag, ...]:
    """The coincident events in view, by time, stacked so that neither labels nor stems run into a label."""
    unit = type_.unit
    face = Face(round(FLAG.px * unit), FLAG.weight)
    events = [case.event[key] for key in case.coincident]
    seen = [event for event in events if scale.visible(*event.when.outer)]
    found: list[Flag] = []
    for event in sorted(seen, key=lambda event: _foot(event, scale)):
        foot = _foot(event, scale)
        stem = foot if scale.left - 0.5 <= foot <= scale.right + 0.5 else None
        at = min(max(foot, scale.left), scale.right)
        text = shortened(type_, event.title, face, 0.96 * (scale.right - scale.left) - 16 * unit)
        width = type_.width(text, face) + 16 * unit
        lefts = [min(at, scale.right - width), max(at - width, scale.left)]
        row, left = next(_rooms(found, lefts, width, stem, len(seen)))
        top = _TOP * unit + row * _ROW * unit
        box = Box(left, top, left + width, top + _HEIGHT * unit)
        found.append(Flag(event, text, face, box, row, stem, *_span(event, scale)))
    return tuple(found)


def flags_height(case: Case, scale: TimeScale, type_: Type) -> float:
    """Pixels that the rows of flags take, in the first view or now, whichever is more, so that a pan moves no band."""
    rows = [flag.row + 1 for view in (scale, scale.fitted()) for flag in flags(case, view, type_)]
    return (max(rows, default=0) * _ROW + 4) * type_.unit


def _rooms(
    found: list[Flag], lefts: list[float], width: float, stem: float | None, rows: int
) -> Iterator[tuple[int, float]]:
    """Row and left edge, from the top: clear of labels in the row, of stems above, and the own stem of labels below."""
    for row in range(rows):
        for left in lefts:
            right = left + width
            beside = any(flag.row == row and flag.box.left < right + 6 and left < flag.box.right + 6 for flag in found)
            under = any(
                flag.row < row and flag.stem is not None and left - 3 < flag.stem < right + 3 and flag.stem != stem
                for flag in found
            )
            over = stem is not None and any(
                flag.row > row and flag.box.left - 3 < stem < flag.box.right + 3 for flag in found
            )
            if not (beside or under or over):
                yield row, left
    yield max((flag.row + 1 for flag in found), default=0), lefts[0]


def _foot(event: Event, scale: TimeScale) -> float:
    """Where the stem stands: at the beginning, or in the middle of what may have been the day."""
    start, end = event.when.start, event.when.end
    if event.when.inner is None and event.when.fades_start:
        return scale.x(event.when.middle)
    first = start[0] if not event.when.fades_start else start[1]
    return scale.x(first if isfinite(first) else end[0])


def _span(event: Event, scale: TimeScale) -> tuple[tuple[float, float], float | None, float | None, float]:
    """The full stretch, where it fades in from and out to, and how strong it is."""
    when = event.when
    first, last = (_within(jd, scale) for jd in when.outer)
    share = (min(last, scale.right) - max(first, scale.left)) / (scale.right - scale.left)
    strength = 0.0 if share > _WHOLE else _STRENGTH
    fade_in = first if when.fades_start else None
    fade_out = last if when.fades_end else None
    if when.inner:
        left = _within(when.start[1], scale) if when.fades_start else first
        right = _within(when.end[0], scale) if when.fades_end else last
    elif when.fades_start:
        left = right = (first + last) / 2
    else:
        left, right = first, max(last, first + 1.5)
    return (left, right), fade_in, fade_out, strength


def _within(jd: float, scale: TimeScale) -> float:
    """Pixels, kept near the chart, so that no drawing runs to infinity."""
    return min(max(scale.x(jd), scale.left - 400), scale.right + 400)
