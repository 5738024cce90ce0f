"""How many days was each with each: half a matrix, tinted, with the spans of a chosen cell in the empty half?

Actors stand in the order of who is most together.  What is sure is a number on a tint, what is only possible is
hatched; a marked corner says that both were present at what coincided.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QColor

from desktop_app.analysis.togetherness import Cell, Togetherness
from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Kind
from desktop_app.charts.boxes import Box
from desktop_app.charts.colours import Theme
from desktop_app.charts.drawing import Disc, Face, Layer, Polygon, Rect, Stroke, Text, Type, shortened, text_at
from desktop_app.charts.matrix_card import WIDTH, Spot, card, days_said, days_written, hatched
from desktop_app.charts.picture import Picture
from desktop_app.charts.sheet import wrapped
from desktop_app.charts.weights import mixed

FOLDED_FROM = 13  # actors; from here on, those who were with nobody are only counted
_LARGEST, _SMALLEST = 34.0, 11.0  # px: side of a cell
_TWO_LINES, _ONE_LINE = 26.0, 17.0  # from this side on there is room for both numbers, for one
_MARGIN, _GAP, _LEGEND = 16.0, 10.0, 54.0
_NAME = 112.0  # at most


@dataclass(frozen=True, slots=True)
class Shown:
    """What a matrix shows, and what of it is chosen."""

    case: Case
    whole: Togetherness
    colours: Mapping[str, str]  # by actor
    chosen: frozenset[str] | None = None
    mark: Target | None = None
    moment: float | None = None  # JD

    @property
    def actors(self) -> tuple[str, ...]:
        """Those who have a row."""
        if len(self.whole.actors) < FOLDED_FROM:
            return self.whole.actors
        met = {key for pair in self.whole.cells for key in pair}
        return tuple(key for key in self.whole.actors if key in met)

    @property
    def alone(self) -> int:
        return len(self.whole.actors) - len(self.actors)


@dataclass(frozen=True, slots=True)
class MatrixPicture:
    picture: Picture
    spots: tuple[Spot, ...]  # the uppermost first

    def spot(self, x: float, y: float) -> Spot | None:
        return next((spot for spot in self.spots if spot.box.holds(x, y)), None)


@dataclass(frozen=True, slots=True)
class _Plan:
    side: float
    left: float  # of the first cell
    top: float
    names: float  # their width

    def box(self, row: int, column: int) -> Box:
        x, y = self.left + column * self.side, self.top + row * self.side
        gap = 1.5 if self.side >= 20 else 0.75
        return Box(x + gap, y + gap, x + self.side - gap, y + self.side - gap)


def drawn(shown: Shown, type_: Type, width: float, height: float, theme: Theme) -> MatrixPicture:
    """Higher or wider than asked for where the cells would become too small: then it is scrolled."""
    u, actors, case = type_.unit, shown.actors, shown.case
    if len(actors) < 2 or not shown.whole.cells:
        return _nothing(shown, type_, width, height, theme)
    plan = _planned(shown, type_, width, height)
    face = Face(max(8.5, min(11.5, plan.side - 2.5)) * u if plan.side < 16 * u else 11.5 * u, 600)
    ends = (
        plan.left + row * plan.side + 25 * u + type_.width(case.actor[key].short, face)
        for row, key in enumerate(actors)
    )
    content = max(width, *ends)
    cell = shown.whole.cells.get(shown.chosen) if shown.chosen else None
    told: tuple[tuple[Layer, ...], tuple[Spot, ...], Box] | None = None
    if cell:
        corner = _corner(plan, len(actors), type_, content, shown)
        told = card(case, cell, shown.whole, dict(shown.colours), theme, type_, corner)
    layers: list[Layer] = list(_lit(shown, plan, theme, actors))
    spots: list[Spot] = []
    most = max(cell.sure_days for cell in shown.whole.cells.values()) or 1.0
    for row, key in enumerate(actors):
        middle = plan.top + (row + 0.5) * plan.side
        name = shortened(type_, case.actor[key].short, face, plan.names)
        layers.append(text_at(type_, plan.left - _GAP * u, middle, name, face, theme.text, "end"))
        target = Target(case.slug, Kind.ACTOR, key)
        spots.append(Spot(Box(0, middle - plan.side / 2, plan.left, middle + plan.side / 2), target=target))
        for column in range(row):
            other, box = actors[column], plan.box(row, column)
            layers += _cell(shown.whole.cell(key, other), box, plan.side / u, most, theme, type_, shown)
            spots.append(Spot(box, pair=frozenset((key, other))))
        own_name = list(_own(case, key, plan, row, face, type_, shown.colours[key]))
        hidden = told and any(isinstance(one, Text) and one.box.hits(told[2]) for one in own_name)
        layers += own_name[:1] if hidden else own_name  # it stands at the left of its row as well
        x = plan.left + row * plan.side
        spots.append(Spot(Box(x, middle - plan.side / 2, x + 90 * u, middle + plan.side / 2), target=target))
    if shown.chosen and (at := _position(shown, actors)):
        layers.append(Rect(plan.box(*at).grown(0.5), None, 1.0, 4, Stroke(theme.accent, 2.4)))
    bottom = plan.top + len(actors) * plan.side
    foot = list(_legend(shown, type_, plan.left, bottom, theme, content))
    layers += foot
    lowest = max((text.box.bottom for text in foot if isinstance(text, Text)), default=bottom) + 6 * u
    if told:
        drawn_card, own, box = told
        layers += drawn_card
        spots = [*own, Spot(box), *spots]
        lowest = max(lowest, box.bottom + 6 * u)
    field = Box(plan.left, plan.top, plan.left + len(actors) * plan.side, bottom)
    return MatrixPicture(Picture(content, max(height, lowest), tuple(layers), (), field, lowest), tuple(spots))


def _planned(shown: Shown, type_: Type, width: float, height: float) -> _Plan:
    u, count = type_.unit, len(shown.actors)
    face = Face(11.5 * u, 600)
    shorts = [shown.case.actor[key].short for key in shown.actors]
    names = min(_NAME * u, max(type_.width(short, face) for short in shorts))
    left, top = (_MARGIN + _GAP) * u + names, 12 * u
    across = (width - left - min(_NAME * u, type_.width(shorts[-1], face)) - 24 * u) / count
    down = (height - top - _LEGEND * u) / count
    side = min(_LARGEST * u, max(_SMALLEST * u, min(across, max(down, _ONE_LINE * u))))
    return _Plan(side, left, top, names)


def _lit(shown: Shown, plan: _Plan, theme: Theme, actors: tuple[str, ...]) -> Iterator[Layer]:
    """Row and column of what is chosen, and the row of a selected actor."""
    if shown.chosen and (at := _position(shown, actors)):
        row, column = at
        box = plan.box(row, column)
        yield Rect(Box(4, box.top, box.right, box.bottom), theme.selection, 1.0, 3)
        yield Rect(Box(box.left, plan.top + column * plan.side, box.right, box.bottom), theme.selection, 1.0, 3)
    key = _marked_actor(shown)
    if key in actors:
        row = actors.index(key)
        box = plan.box(row, row)
        yield Rect(Box(4, box.top, plan.left - 4, box.bottom), theme.selection, 1.0, 3)


def _marked_actor(shown: Shown) -> str:
    mark, case = shown.mark, shown.case
    if mark is None or mark.case != case.slug:
        return ""
    if mark.kind == Kind.ACTOR:
        return mark.key
    return case.stay[mark.key].actor if mark.kind == Kind.STAY and mark.key in case.stay else ""


def _position(shown: Shown, actors: tuple[str, ...]) -> tuple[int, int] | None:
    """Row and column of the chosen pair."""
    rows = sorted(actors.index(key) for key in shown.chosen or () if key in actors)
    return (rows[1], rows[0]) if len(rows) == 2 else None


def _cell(
    cell: Cell | None, box: Box, side: float, most: float, theme: Theme, type_: Type, shown: Shown
) -> Iterator[Layer]:
    """side: in pixels of type of normal size."""
    u = type_.unit
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    if cell is None:
        yield Rect(box, theme.band, 1.0, 3)
        if side >= _ONE_LINE:
            yield text_at(type_, x, y, "·", Face(11 * u), theme.quiet, "middle")
        return
    if cell.sure_days > 0:
        share = 0.1 + 0.85 * (cell.sure_days / most) ** 0.6
        ground = mixed(theme.panel, theme.accent, share)
        yield Rect(box, ground.name(), 1.0, 3, Stroke(theme.accent, 0.6, alpha=0.35))
        ink = _legible(ground, theme)
        main, more = days_written(cell.sure_days), cell.more_days
    else:
        yield from hatched(box, theme)
        ink, main, more = theme.text, "", cell.most_days
    if cell.coincident:
        size = min(9.0 * u, 0.32 * (box.right - box.left))
        corner = ((box.right - size, box.top), (box.right, box.top), (box.right, box.top + size))
        yield Polygon(corner, theme.spotlight_edge)
    extra = "" if more < 0.05 else f"+{days_written(more).replace(' ', '')}" if main else days_written(more)
    halo = None if main else theme.panel
    if main and extra and side >= _TWO_LINES:
        yield text_at(type_, x, y - 5.5 * u, main, Face(12 * u, 600), ink, "middle")
        yield text_at(type_, x, y + 7 * u, extra, Face(9.5 * u), ink, "middle")
    elif side >= _ONE_LINE:
        face = Face(min(12.0, side * 0.52) * u, 600 if main else 400)
        if type_.width(main or extra, face) <= box.right - box.left:
            yield text_at(type_, x, y, main or extra, face, ink, "middle", halo)
    if shown.moment is not None:
        held = [one for one in (*cell.sure, *cell.possible) if one.start <= shown.moment <= one.end]
        if held:
            dash = () if any(one.sure for one in held) else (3.0, 2.0)
            yield Rect(box.grown(-0.5), None, 1.0, 3, Stroke(theme.text, 1.4, dash))


def _legible(ground: QColor, theme: Theme) -> str:
    """The text's colour turns with the tint."""

    def light(colour: QColor) -> float:
        return 0.3 * colour.redF() + 0.59 * colour.greenF() + 0.11 * colour.blueF()

    inks = (theme.text, theme.panel)
    return max(inks, key=lambda ink: abs(light(QColor(ink)) - light(ground)))


def _own(case: Case, key: str, plan: _Plan, row: int, face: Face, type_: Type, colour: str) -> Iterator[Layer]:
    """The actor's dot and name at the end of his row, where his column begins."""
    u = type_.unit
    y, x = plan.top + (row + 0.5) * plan.side, plan.left + row * plan.side + min(14.0 * u, plan.side / 2)
    radius = min(5.0 * u, plan.side * 0.3)
    yield Disc(x, y, radius, colour)
    yield text_at(type_, x + radius + 6 * u, y, case.actor[key].short, face, colour)


def _corner(plan: _Plan, count: int, type_: Type, width: float, shown: Shown) -> tuple[float, float]:
    """As far left as the names of the first rows leave it room, and within the picture."""
    u = type_.unit
    face = Face(11.5 * u, 600)
    rows = min(count, round(235 * u / plan.side) + 1)
    ends = (
        plan.left + row * plan.side + 30 * u + type_.width(shown.case.actor[key].short, face)
        for row, key in enumerate(shown.actors[:rows])
    )
    right = width - WIDTH * u - 8 * u
    return max(plan.left + plan.side * 2, min(max(ends) + 10 * u, right)), plan.top


def _legend(shown: Shown, type_: Type, left: float, bottom: float, theme: Theme, width: float) -> Iterator[Layer]:
    u = type_.unit
    face, x, y = Face(10.5 * u), left, bottom + 18 * u

    def sure(box: Box) -> Iterator[Layer]:
        yield Rect(box, mixed(theme.panel, theme.accent, 0.55).name(), 1.0, 2)

    def possible(box: Box) -> Iterator[Layer]:
        yield from hatched(box, theme)

    def coincident(box: Box) -> Iterator[Layer]:
        yield Polygon(((box.left, box.top), (box.right, box.top), (box.right, box.bottom)), theme.spotlight_edge)

    parts = [(tr("days surely together"), sure), (tr("+ possible, by the dates"), possible)]
    if shown.case.coincident:
        parts.append((tr("both at what coincided"), coincident))
    for words, sign in parts:
        needed = 19 * u + type_.width(words, face)
        if x > left and x + needed > width:
            x, y = left, y + 16 * u
        yield from sign(Box(x, y - 5 * u, x + 13 * u, y + 5 * u))
        yield text_at(type_, x + 19 * u, y, words, face, theme.quiet)
        x += needed + 24 * u
    for line in wrapped(type_, period_said(shown), face, width - left - 8 * u):
        y += 17 * u
        yield text_at(type_, left, y, line, face, theme.quiet)


def period_said(shown: Shown) -> str:
    """ "25 June – 20 August 1945, 57 days · within 50 km · in the order of who is most together"."""
    stretches = [days_said(span, None, ((span[0], span[1] + 400),)) for span in shown.whole.period]
    when = ", ".join(stretches) if len(stretches) < 4 else f"{stretches[0]} … {stretches[-1]}"
    where = tr("at one place") if shown.whole.within_km is None else tr("within {:g} km").format(shown.whole.within_km)
    parts = [tr("{}, {} days").format(when, days_written(shown.whole.days)), where]
    if shown.whole.cells:
        parts.append(tr("in the order of who is most together"))
    if shown.alone:
        words = tr("1 other was with nobody") if shown.alone == 1 else tr("{} others were with nobody")
        parts.append(words.format(shown.alone))
    return " · ".join(parts)


def _nothing(shown: Shown, type_: Type, width: float, height: float, theme: Theme) -> MatrixPicture:
    u = type_.unit
    words = (
        tr("Choose two actors or more.")
        if len(shown.whole.actors) < 2
        else tr(
            "None of these {} were together then: {}. Choose a longer time, more people or a wider distance."
        ).format(len(shown.whole.actors), period_said(shown))
    )
    face, lines = Face(12.5 * u), []
    y = height / 2 - 10 * u
    for line in wrapped(type_, words, face, min(width - 40 * u, 520 * u)):
        lines.append(text_at(type_, width / 2, y, line, face, theme.quiet, "middle"))
        y += 19 * u
    return MatrixPicture(Picture(width, height, tuple(lines), (), Box(0, 0, width, height), height), ())
