"""Where on Home's timeline do marks, threads and names stand?  Plain geometry, in pixels."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, isfinite

from desktop_app.casebook.calendar import civil, julian_day
from desktop_app.casebook.case import Event, Head, Thread
from desktop_app.casebook.language import tr
from desktop_app.charts.boxes import Box, around, first_clear, of_line

Measure = Callable[[str], float]  # the width of a text in pixels
Point = tuple[float, float]

MERGE_PX = 13.0  # marks of one case that lie closer are one mark
_STEPS_YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
# From the first declaration of war to the armistice or surrender; from the first air raids to the fall of Saigon.
_PERIODS = (
    (julian_day(1914, 7, 28), julian_day(1918, 11, 11), "First World War"),
    (julian_day(1937, 7, 7), julian_day(1945, 9, 2), "Wars in Asia and Europe"),
    (julian_day(1964, 8, 5), julian_day(1975, 4, 30), "War in Vietnam"),
)


@dataclass(frozen=True, slots=True)
class Axis:
    """Julian Days run evenly from one side to the other."""

    first: float  # JD
    last: float
    left: float  # px
    right: float

    def x(self, jd: float) -> float:
        return self.left + (jd - self.first) / (self.last - self.first) * (self.right - self.left)


@dataclass(frozen=True, slots=True)
class Mark:
    """One or more coincident events of a case, too near one another to stand apart."""

    row: int
    x: float
    y: float
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """A case's number and name; the leader, if any, runs level from its mark to the name."""

    row: int
    number: str
    text: str  # shortened to nothing where there is no room for it
    box: Box
    leader: tuple[float, float] | None  # from x to x


@dataclass(frozen=True, slots=True)
class Run:
    """A thread's way between two marks, or (thread None) the line that joins the marks of one case."""

    thread: str | None  # key
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class ThreadName:
    thread: str
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Period:
    text: str
    left: float
    right: float
    box: Box | None  # of the name; None where there is no room for it


@dataclass(frozen=True, slots=True)
class Plan:
    top: float  # of the field under the names of the periods
    bottom: float  # where the axis is
    rows: tuple[float, ...]  # y of each case
    periods: tuple[Period, ...]
    ticks: tuple[tuple[float, str], ...]  # x, year
    marks: tuple[Mark, ...]
    runs: tuple[Run, ...]
    names: tuple[Name, ...]
    thread_names: tuple[ThreadName, ...]


def plan(
    heads: Sequence[Head],
    threads: Sequence[Thread],
    size: tuple[float, float],
    unit: float,
    name_width: Measure,
    small_width: Measure,
) -> Plan:
    """Lay out the cases, one row each in the order given, with the threads that are to be seen.

    unit: how many pixels the size of type makes of one; name_width, small_width: widths of a case's name and of a
    thread's or a period's.
    """
    width, height = size
    top, bottom = 24 * unit, height - 34 * unit
    axis = _axis(heads, width, unit)
    step = (bottom - top) / max(1, len(heads))
    rows = tuple(top + (index + 0.5) * step for index in range(len(heads)))
    marks = tuple(mark for row, head in enumerate(heads) for mark in _marks(row, rows[row], head, axis, unit))
    runs = _runs(heads, threads, marks, step)
    frame = Box(3 * unit, 0, width - 3 * unit, height)
    lines = tuple((run, box) for run in runs for box in _boxes(run.points, 2 * unit))
    solid = [mark_box(mark, unit) for mark in marks] + [box for _, box in lines]
    names = tuple(
        name
        for row, head in enumerate(heads)
        if (name := _name(row, rows[row], head, marks, frame, solid, unit, name_width))
    )
    solid += [name.box for name in names]
    return Plan(
        top=top,
        bottom=bottom,
        rows=rows,
        periods=tuple(_periods(axis, frame, unit, small_width)),
        ticks=tuple(_ticks(axis, 56 * unit)),
        marks=marks,
        runs=runs,
        names=names,
        thread_names=tuple(_thread_names(threads, runs, frame, solid, unit, small_width)),
    )


def mark_box(mark: Mark, unit: float) -> Box:
    return around(mark.x, mark.y, 16 * unit, 13 * unit)


def _axis(heads: Sequence[Head], width: float, unit: float) -> Axis:
    moments = [event.when.middle for head in heads for event in head.coincident if isfinite(event.when.middle)]
    first, last = (min(moments), max(moments)) if moments else (julian_day(1900, 1, 1), julian_day(2000, 1, 1))
    if last - first < 2:  # all in a day or two: a year about it
        first, last = first - 183, last + 183
    return Axis(first, last, 46 * unit, max(width - 42 * unit, 47 * unit))


def _marks(row: int, y: float, head: Head, axis: Axis, unit: float) -> Iterator[Mark]:
    group: list[tuple[float, Event]] = []
    dated = [(axis.x(event.when.middle), event) for event in head.coincident if isfinite(event.when.middle)]
    for at in sorted(dated, key=lambda one: one[0]):
        if group and at[0] - group[-1][0] >= MERGE_PX * unit:
            yield _merged(row, y, group)
            group = []
        group.append(at)
    if group:
        yield _merged(row, y, group)


def _merged(row: int, y: float, group: Sequence[tuple[float, Event]]) -> Mark:
    return Mark(row, sum(x for x, _ in group) / len(group), y, tuple(event for _, event in group))


def _runs(heads: Sequence[Head], threads: Sequence[Thread], marks: Sequence[Mark], step: float) -> tuple[Run, ...]:
    """Each case of a thread is tied to the nearest mark of one before it; its own marks are joined along its row."""
    row_of = {head.chapter: row for row, head in enumerate(heads) if head.chapter is not None}
    runs: list[Run] = []
    joined: set[int] = set()
    for thread in threads:
        rows = sorted(row_of[chapter] for chapter in thread.cases if chapter in row_of)
        for at, row in enumerate(rows):
            own = [mark for mark in marks if mark.row == row]
            if row not in joined and len(own) > 1:
                joined.add(row)
                runs.append(Run(thread.key, ((own[0].x, own[0].y), (own[-1].x, own[-1].y))))
            ties = [(one, mark) for one in marks if one.row in rows[:at] for mark in own]
            if ties:
                near = min(ties, key=lambda tie: abs(tie[0].x - tie[1].x) + 0.25 * abs(tie[0].y - tie[1].y))
                runs.append(Run(thread.key, _way(*near, marks, runs, step)))
    for row in range(len(heads)):
        own = [mark for mark in marks if mark.row == row]
        if row not in joined and len(own) > 1:
            runs.append(Run(None, ((own[0].x, own[0].y), (own[-1].x, own[-1].y))))
    return tuple(runs)


def _way(a: Mark, b: Mark, marks: Sequence[Mark], runs: Sequence[Run], step: float) -> tuple[Point, ...]:
    """Down, along the gap between two rows, and down again, so that no upright runs through another case's mark.

    First are tried "along first" (the gap below the upper case) and "down first" (above the lower), then gaps between.
    """
    if abs(a.x - b.x) < 3:
        return (a.x, a.y), (b.x, b.y)
    gaps = range(a.row, b.row)
    return min((_turn(a, b, gap, step) for gap in gaps), key=lambda way: _cost(way, a, b, marks, runs, step))


def _turn(a: Mark, b: Mark, gap: int, step: float) -> tuple[Point, ...]:
    y = a.y + (gap - a.row + 0.5) * step
    return (a.x, a.y), (a.x, y), (b.x, y), (b.x, b.y)


def _cost(
    way: tuple[Point, ...], a: Mark, b: Mark, marks: Sequence[Mark], runs: Sequence[Run], step: float
) -> tuple[float, float]:
    """Marks run through weigh most, then lines met, then a turn that is at neither end."""
    uprights = [(way[0], way[1]), (way[2], way[3])]
    through = sum(
        1
        for (x, y0), (_, y1) in uprights
        for mark in marks
        if mark.row not in (a.row, b.row) and abs(mark.x - x) < 10 and y0 - 8 < mark.y < y1 + 8
    )
    boxes = [of_line(*start, *end, 1.5) for start, end in pairwise(way)]
    met = sum(1 for run in runs for other in _boxes(run.points, 1.5) for box in boxes if box.hits(other))
    turn = (way[1][1] - a.y) / step - 0.5
    inside = 0 < turn < b.row - a.row - 1.5
    return through, met + (2 if inside else 0) + turn * 0.01


def _boxes(points: Sequence[Point], by: float) -> Iterator[Box]:
    return (of_line(*start, *end, by) for start, end in pairwise(points))


def _name(
    row: int,
    y: float,
    head: Head,
    marks: Sequence[Mark],
    frame: Box,
    solid: Sequence[Box],
    unit: float,
    name_width: Measure,
) -> Name | None:
    """Right of the last mark, else left of the first, else stepping away from them, with a leader, until clear."""
    own = [mark_box(mark, unit) for mark in marks if mark.row == row]
    if not own:
        return None
    number = str(head.chapter) if head.chapter else ""
    near = [box for box in solid if box.top < y + 8 * unit and box.bottom > y - 8 * unit]
    others = [box for box in near if box not in own]
    for text in (head.short_title, ""):
        width = name_width(f"{number} {text}".strip()) + 6 * unit
        right, left = own[-1].right + 2 * unit, own[0].left - 2 * unit - width

        def at(x: float, width: float = width) -> Box:
            return Box(x, y - 8 * unit, x + width, y + 8 * unit)

        if box := first_clear((at(right), at(left)), frame, others):
            return Name(row, number, text, box, None)
        reach = range(1, int(frame.right / (4 * unit)))
        if box := first_clear((at(right + index * 4 * unit) for index in reach), frame, others):
            return Name(row, number, text, box, (own[-1].right, box.left))
        if box := first_clear((at(left - index * 4 * unit) for index in reach), frame, others):
            return Name(row, number, text, box, (box.right, own[0].left))
    return None


def _thread_names(
    threads: Sequence[Thread],
    runs: Sequence[Run],
    frame: Box,
    solid: list[Box],
    unit: float,
    small_width: Measure,
) -> Iterator[ThreadName]:
    """On the longest level line of a thread that has room: above it, else below; else beside an upright."""
    solid = list(solid)
    for thread in threads:
        lines = [line for run in runs if run.thread == thread.key for line in pairwise(run.points)]
        lines.sort(key=lambda line: -abs(line[1][0] - line[0][0]))
        size = small_width(thread.title) + 2 * unit, 12 * unit
        box = first_clear(_beside(lines, size, unit), frame, solid)
        if box:
            solid.append(box)
            yield ThreadName(thread.key, thread.title, box)


def _beside(lines: Sequence[tuple[Point, Point]], size: tuple[float, float], unit: float) -> Iterator[Box]:
    width, height = size
    for above in (True, False):
        for (x0, y), (x1, _) in lines:
            middle, room = (x0 + x1) / 2, abs(x1 - x0) - width
            middle_y = y - (height / 2 + 2.5 * unit) * (1 if above else -1)
            shifts = range(int(room / 2 / (2 * unit)) + 1) if room > 0 else ()
            for shift in shifts:
                for side in (1, -1):
                    yield around(middle + side * shift * 2 * unit, middle_y, width, height)
    for (x0, y0), (x1, y1) in lines:
        if abs(x1 - x0) < 3:
            for down in range(int(abs(y1 - y0) / (6 * unit))):
                for middle in (x0 + width / 2 + 4 * unit, x0 - width / 2 - 4 * unit):
                    yield around(middle, y0 + down * 6 * unit, width, height)


def _periods(axis: Axis, frame: Box, unit: float, small_width: Measure) -> Iterator[Period]:
    taken: list[Box] = []
    for start, end, english in _PERIODS:
        if end < axis.first or start > axis.last:
            continue
        text = tr(english)
        left, right = axis.x(max(start, axis.first)), axis.x(min(end, axis.last))
        width = small_width(text)
        middle = min(max((left + right) / 2, frame.left + width / 2), frame.right - width / 2)
        box = first_clear([around(middle, 12 * unit, width, 14 * unit)], frame, taken)
        taken += [box.grown(4 * unit)] if box else []
        yield Period(text, left, right, box)


def _ticks(axis: Axis, spacing: float) -> Iterator[tuple[float, str]]:
    """Round years, at least `spacing` pixels apart; before the year 1 in the words of historians (0 is 1 BCE)."""
    first, last = civil(axis.first)[0], civil(axis.last)[0]
    years = max(1, last - first)
    room = max(1.0, (axis.right - axis.left) / spacing)
    step = next((step for step in _STEPS_YEARS if years / step <= room), _STEPS_YEARS[-1])
    for year in range((floor(first / step) + 1) * step, last + 1, step):
        yield axis.x(julian_day(year, 1, 1)), str(year) if year > 0 else tr("{} BCE").format(1 - year)
