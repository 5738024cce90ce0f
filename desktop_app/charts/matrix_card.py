"""When were the two of a chosen cell together, and what tells of it?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from desktop_app.analysis.copresence import CoPresence
from desktop_app.analysis.togetherness import Cell, Togetherness, cut, united
from desktop_app.casebook.calendar import civil
from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.said import said_short
from desktop_app.casebook.terms import Kind
from desktop_app.casebook.when import Span, parse
from desktop_app.charts.boxes import Box
from desktop_app.charts.colours import Theme
from desktop_app.charts.drawing import Clip, Disc, Face, Layer, Line, Rect, Stroke, Type, shortened, text_at
from desktop_app.charts.sheet import wrapped

WIDTH = 264.0  # px, at the reader's normal size
_PAD, _ROW = 12.0, 19.0
_SURE_ROWS, _POSSIBLE_LINES = 5, 3
_SLIVER = 0.02  # days: no span of its own
_TITLE, _BODY, _STRONG, _SMALL = Face(14, 600), Face(11.5), Face(11.5, 600), Face(11)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the matrix that answers to the pointer."""

    box: Box
    pair: frozenset[str] | None = None
    target: Target | None = None
    moment: float | None = None  # JD
    opens_map: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the card: a span with its place, and where a click leads."""

    words: str
    place: str
    sure: bool
    target: Target | None
    moment: float


def entries(case: Case, cell: Cell, period: Sequence[Span]) -> tuple[Entry, ...]:
    """The spans in which they surely were together, then those in which they only may have been, wherever that was."""
    sure = {
        (entry.words, entry.place): entry
        for one in reversed(cell.sure)
        for span in cut([(one.start, one.end)], period)
        for entry in [_entry(case, one, span, period)]
    }
    certain = united((one.start, one.end) for one in cell.sure)
    possible: list[Entry] = []
    for whole in cut(united((one.start, one.end) for one in cell.possible), period):
        for span in _without(whole, certain):
            if span[1] - span[0] > _SLIVER:
                one = next(one for one in cell.possible if one.start < span[1] and span[0] < one.end)
                possible.append(_entry(case, one, span, period))
    return (*sorted(sure.values(), key=lambda entry: entry.moment), *possible)


def _entry(case: Case, one: CoPresence, span: Span, period: Sequence[Span]) -> Entry:
    places = " – ".join(case.place[key].name for key in one.places)
    lon = case.place[one.places[0]].lon if one.places else None
    target = None
    if one.stays:
        target = Target(case.slug, Kind.STAY, one.stays[0])
    elif one.events:
        target = Target(case.slug, Kind.EVENT, one.events[0])
    return Entry(days_said(span, lon, period), places, one.sure, target, span[0])


def days_said(span: Span, lon: float | None, period: Sequence[Span]) -> str:
    """ "19 Jul – 4 Aug" by the calendar of a longitude; with the year where the period has more than one."""
    shift = lon / 360 if lon else 0.0
    first, last = civil(span[0] + shift + 1e-4)[:3], civil(span[1] + shift - 1e-4)[:3]
    text = "/".join(f"{year:04d}-{month:02d}-{day:02d}" for year, month, day in (first, last))
    words = said_short(parse(text if first != last else text.partition("/")[0]))
    years = {civil(jd)[0] for stretch in period for jd in (stretch[0] + 1, stretch[1] - 1)}
    return words.removesuffix(f" {last[0]}") if len(years) == 1 and first[0] == last[0] else words


def _without(span: Span, taken: Iterable[Span]) -> Iterator[Span]:
    start, end = span
    for first, last in taken:
        if first < end and start < last:
            if start < first:
                yield start, first
            start = max(start, last)
    if start < end:
        yield start, end


def days_written(days: float) -> str:
    """Whole days; less than one is never nothing."""
    return f"{days:,.0f}" if days >= 0.95 else tr("< 1") if days > 0 else "0"


def summary(cell: Cell, whole: Togetherness) -> str:
    """ "19 days surely together, up to 24 of 57"."""
    if cell.sure_days <= 0:
        return tr("possibly together, up to {} of {} days").format(
            days_written(cell.most_days), days_written(whole.days)
        )
    sure = days_written(cell.sure_days)
    one = sure in ("1", tr("< 1"))
    words = tr("{} day surely together, up to {} of {}") if one else tr("{} days surely together, up to {} of {}")
    return words.format(sure, days_written(cell.most_days), days_written(whole.days))


def card(
    case: Case,
    cell: Cell,
    whole: Togetherness,
    colours: dict[str, str],
    theme: Theme,
    type_: Type,
    corner: tuple[float, float],
) -> tuple[tuple[Layer, ...], tuple[Spot, ...], Box]:
    """Drawn with its upper left corner there; `Spot`s are what can be clicked."""
    u = type_.unit
    left, top = corner
    width, pad, row = WIDTH * u, _PAD * u, _ROW * u
    inner: list[Layer] = []
    spots: list[Spot] = []
    x, right, y = left + pad, left + width - pad, top + pad + 8 * u
    title, body, strong, small = (Face(face.px * u, face.weight) for face in (_TITLE, _BODY, _STRONG, _SMALL))
    for at, key in enumerate(cell.pair):
        inner.append(Disc(x + 5 * u + at * 7 * u, y, 5 * u, colours[key], Stroke(theme.panel, 1.2)))
    names = tr("{} and {}").format(*(case.actor[key].short for key in cell.pair))
    names_x = x + 22 * u
    inner.append(text_at(type_, names_x, y, shortened(type_, names, title, right - names_x), title, theme.text))
    y += row + 1
    for line in wrapped(type_, summary(cell, whole), body, right - x):
        inner.append(text_at(type_, x, y, line, body, theme.text))
        y += 15 * u
    y += 2 * u
    inner += _bar(cell, whole, theme, Box(x, y, right, y + 7 * u))
    y += 18 * u
    listed = entries(case, cell, whole.period)
    sure = [entry for entry in listed if entry.sure]
    for entry in sure[:_SURE_ROWS]:
        inner.append(Rect(Box(x, y - 5 * u, x + 13 * u, y + 4 * u), theme.accent, 1.0, 2))
        when = text_at(type_, x + 20 * u, y, entry.words, strong, theme.text)
        inner.append(when)
        room = right - when.box.right - 8 * u
        inner.append(text_at(type_, right, y, shortened(type_, entry.place, small, room), small, theme.quiet, "end"))
        spots.append(Spot(Box(x, y - row / 2, right, y + row / 2), target=entry.target, moment=entry.moment))
        y += row
    if len(sure) > _SURE_ROWS:
        more = tr("and {} more").format(len(sure) - _SURE_ROWS)
        inner.append(text_at(type_, x + 20 * u, y, more, small, theme.quiet))
        y += row
    possible = [entry for entry in listed if not entry.sure]
    if possible:
        inner += hatched(Box(x, y - 5 * u, x + 13 * u, y + 4 * u), theme)
        words = tr("possible: {}").format(", ".join(dict.fromkeys(entry.words for entry in possible)))
        lines = list(wrapped(type_, words, body, right - x - 20 * u))
        begins = y
        if len(lines) > _POSSIBLE_LINES:
            lines[_POSSIBLE_LINES - 1 :] = [f"{lines[_POSSIBLE_LINES - 1].rstrip(',')} …"]
        for line in lines:
            inner.append(text_at(type_, x + 20 * u, y, line, body, theme.quiet))
            y += 15 * u
        y += 4 * u
        first = possible[0]
        spots.append(Spot(Box(x, begins - row / 2, right, y - row / 2), target=first.target, moment=first.moment))
    inner.append(Line(x, y - 6 * u, right, y - 6 * u, Stroke(theme.line, 1)))
    y += 7 * u
    told, events = _events(cell), cell.events
    inner.append(text_at(type_, x, y, told, body, theme.accent if events else theme.quiet))
    if events:
        target = Target(case.slug, Kind.EVENT, events[0])
        spots.append(Spot(Box(x, y - row / 2, x + type_.width(told, body), y + row / 2), target=target))
    map_words = tr("Show on the map ›")
    inner.append(text_at(type_, right, y, map_words, body, theme.accent, "end"))
    first_of = (sure or possible)[0].moment if listed else None
    link = Box(right - type_.width(map_words, body), y - row / 2, right, y + row / 2)
    spots.append(Spot(link, moment=first_of, opens_map=True))
    box = Box(left, top, left + width, y + pad)
    ground = Rect(box, theme.side, 1.0, 8, Stroke(theme.line, 1))
    return (ground, *inner), tuple(spots), box


def _events(cell: Cell) -> str:
    if not cell.events:
        return tr("no event records it")
    count = len(cell.events)
    return tr("1 event records it ›") if count == 1 else tr("{} events record it ›").format(count)


def _bar(cell: Cell, whole: Togetherness, theme: Theme, box: Box) -> Iterator[Layer]:
    """The period as a bar, with what was surely and what was possibly spent together."""
    yield Rect(box, theme.chip, 1.0, 2)
    total, room = whole.days, box.right - box.left
    before = 0.0
    sure = united((one.start, one.end) for one in cell.sure)
    most = united((one.start, one.end) for one in (*cell.sure, *cell.possible))
    for start, end in whole.period:
        for first, last in cut(most, [(start, end)]):
            yield from hatched(_on(box, before + first - start, before + last - start, total, room), theme)
        for first, last in cut(sure, [(start, end)]):
            yield Rect(_on(box, before + first - start, before + last - start, total, room), theme.accent, 1.0, 1)
        before += end - start


def _on(box: Box, first: float, last: float, total: float, room: float) -> Box:
    left = box.left + first / total * room
    return Box(left, box.top, max(left + 1.5, box.left + last / total * room), box.bottom)


def hatched(box: Box, theme: Theme) -> Iterator[Layer]:
    """What may be: strokes across, within an edge."""
    height, step = box.bottom - box.top, 4.5
    strokes = []
    x = box.left - height
    while x < box.right:
        strokes.append(Line(x, box.bottom, x + height, box.top, Stroke(theme.accent, 1.0, alpha=0.5)))
        x += step
    yield Rect(box, theme.panel, 1.0, 2)
    yield Clip(box, tuple(strokes))
    yield Rect(box, None, 1.0, 2, Stroke(theme.accent, 0.8, alpha=0.6))
