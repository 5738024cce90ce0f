"""Which moment does a map show, and how is it moved: a slider over the time that all charts of the case share?"""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QPointF, QSize

from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.said import said_day
from desktop_app.casebook.terms import Certainty, Kind
from desktop_app.casebook.when import Span
from desktop_app.charts.boxes import Box, around
from desktop_app.charts.cards import card
from desktop_app.charts.colours import Theme
from desktop_app.charts.drawing import Disc, Face, Layer, Line, Rect, Shape, Stroke, text_at
from desktop_app.charts.picture import Hit, Look, Picture
from desktop_app.charts.scene import moment_of
from desktop_app.charts.time_chart import TimeChart
from desktop_app.charts.time_scale import TimeScale, time_scale
from desktop_app.charts.tracks import sized

HEIGHT, BARE_HEIGHT = 54.0, 40.0  # px, at the normal size of type; without days
_LINE, _TICKS, _PILL = 28.0, 44.0, 10.0  # px from the top
_AXIS, _NOW = Face(10, 400), Face(11, 600)
_MARGIN, _HANDLE = 12.0, 6.5


class TimeSlider(TimeChart):
    """The case's time as one line with its events; dragging moves the cursor, the wheel zooms.

    Where no cursor is set, the slider rests at a moment that the map shows all the same.
    Signals, keys and cursor are those of every chart over time.
    """

    def __init__(self) -> None:
        super().__init__(tr("Time"))
        self._rest: float | None = None
        self._edges: tuple[float, float] | None = None
        self.setMinimumWidth(120)

    def show_case(self, case: Case, theme: Theme, certainties: frozenset[Certainty], rest: float) -> None:
        """The time of this case; rest: where the handle stands as long as no cursor is set."""
        span = self._begin(case, theme, certainties)
        self._rest = rest
        self._compose(span)
        self._describe()

    @property
    def shown_jd(self) -> float | None:
        """The moment at the handle."""
        return self._cursor if self._cursor is not None else self._rest

    @property
    def told_day(self) -> str:
        """The day at the handle, in words."""
        return said_day(self.shown_jd, self._lon()) if self.shown_jd is not None else ""

    def rest_at(self, jd: float) -> None:
        self._rest = jd
        self._place_cursor()

    def lie_on(self, edges: tuple[float, float] | None) -> None:
        """Let time run between these pixels, as in a chart below that names its days; None: by itself."""
        if edges is not None and edges[0] < _HANDLE * self._type.unit:
            edges = None  # the handle would have no room
        if edges != self._edges:
            self._edges = edges
            self._compose(self._kept_span())

    @property
    def lies_on(self) -> bool:
        return self._edges is not None

    def move_to(self, jd: float) -> None:
        """Move the cursor as the reader would."""
        self._move_cursor(jd)

    def step_event(self, step: int) -> None:
        """To the next event (1), or to the one before (-1)."""
        if self._scale:
            self._go_to_event(self._scale, step)

    def sizeHint(self) -> QSize:
        return QSize(400, round(HEIGHT * self._type.unit))

    # Planning and drawing

    def _compose(self, span: Span | None) -> None:
        if self._case:
            width, _ = self._size()
            margin = _MARGIN * self._type.unit
            edges = self._edges or (margin, max(width - margin, margin + 60))
            self._scale = time_scale(self._case, *edges, span)
            self._draw()

    def _size(self) -> tuple[float, float]:
        return float(max(self.width(), 120)), float(max(self.height(), 20))

    def _draw_at(self, scale: TimeScale, size: tuple[float, float], look: Look) -> Picture:
        unit, theme = self._type.unit, look.theme
        y = _LINE * unit
        hits: list[Hit] = []
        layers: list[Layer] = [
            Rect(Box(0, 0, *size), theme.panel),
            *self._ticks(scale, theme),
            Rect(Box(scale.left, y - 1.5 * unit, scale.right, y + 1.5 * unit), theme.line, radius=1.5),
        ]
        for _, left, right in scale.break_spans():
            layers.append(
                Rect(Box(max(left, scale.left), y - 3 * unit, min(right, scale.right), y + 3 * unit), theme.panel)
            )
            dots = Stroke(theme.quiet, 1.2 * unit, (1.5 * unit, 3 * unit))
            layers.append(Line(max(left, scale.left), y, min(right, scale.right), y, dots))
        layers += self._events(scale, look, hits)
        field = Box(scale.left, (_PILL + 9) * unit, scale.right, size[1])
        return Picture(*size, tuple(layers), tuple(hits), field, size[1])

    def _ticks(self, scale: TimeScale, theme: Theme) -> Iterator[Shape]:
        face, unit = sized(self._type, _AXIS), self._type.unit
        for tick in scale.ticks(lambda text: self._type.width(text, face)):
            yield Line(tick.x, _LINE * unit, tick.x, (_LINE + 7) * unit, Stroke(theme.line, 1.0))
            if tick.text and self._edges is None:
                yield text_at(self._type, tick.label_x, _TICKS * unit, tick.text, face, theme.quiet, "middle")

    def _events(self, scale: TimeScale, look: Look, hits: list[Hit]) -> Iterator[Shape]:
        """Marks of the events, those that coincided last and in the spotlight's colour."""
        case, unit, theme = self._case, self._type.unit, look.theme
        if case is None:
            return
        ranked = sorted(self._dated(), key=lambda one: one[1].key in case.coincident)
        for jd, event in ranked:
            x = scale.x(jd)
            if not scale.left <= x <= scale.right or scale.hidden(jd):
                continue
            target = self._target(event)
            coincided, marked = event.key in case.coincident, look.mark == target
            fill = theme.spotlight if coincided else theme.panel
            ink = theme.text if marked else theme.spotlight_edge if coincided else theme.quiet
            radius = (3.9 if coincided else 2.9) * unit
            yield Disc(x, _LINE * unit, radius, fill, Stroke(ink, (1.9 if marked else 1.2) * unit))
            hits.insert(0, Hit(around(x, _LINE * unit, 2 * radius, 2 * radius), target, events=(event,)))

    def _place_cursor(self) -> None:
        """The handle stands somewhere always: at the cursor, else where the slider rests."""
        cursor = self._cursor
        self._cursor = self.shown_jd
        super()._place_cursor()
        self._cursor = cursor

    def _foot(self, picture: Picture) -> float:
        return _LINE * self._type.unit

    def _told(self, jd: float, x: float, field: Box) -> Iterator[Layer]:
        """What has passed, the handle, and the day in words."""
        unit, theme, face = self._type.unit, self._theme, sized(self._type, _NOW)
        y = _LINE * unit
        yield Line(field.left, y, x, y, Stroke(theme.accent, 2.4 * unit, alpha=0.75))
        yield Disc(x, y, _HANDLE * unit, theme.panel, Stroke(theme.accent, 2.2 * unit))
        words = said_day(jd, self._lon())
        width = self._type.width(words, face) + 14 * unit
        middle = min(max(x, width / 2), self._size()[0] - width / 2)
        box = around(middle, _PILL * unit, width, 17 * unit)
        yield Rect(box, theme.accent, 1.0, 4.0)
        yield text_at(self._type, middle, _PILL * unit, words, face, theme.panel, "middle")

    def _lon(self) -> float:
        """The longitude whose calendar the axis goes by."""
        return 360 * self._scale.offset_days if self._scale else 0.0

    # What the reader does

    def _drag(self, scale: TimeScale, moved: QPoint) -> None:
        if self._dragged is not None:
            self._move_cursor(scale.jd(min(max(self._dragged.x(), scale.left), scale.right)))

    def _click(self, at: QPointF) -> None:
        hit = self._hit(at)
        super()._click(at)
        if hit and hit.events:
            self._move_cursor(moment_of(hit.events[0]))

    # What is told

    def _card(self, hit: Hit | None, jd: float | None) -> str:
        if hit and self._case and hit.target and hit.target.kind == Kind.EVENT:
            return card(self._case, hit)
        return said_day(jd, self._lon()) if jd is not None else ""

    def _what(self) -> str:
        return f"{self.told_day}." if self.told_day else ""
