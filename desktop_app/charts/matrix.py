"""Who was how long with whom: how does the reader look at the matrix, and choose in it?"""

import threading
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from desktop_app.analysis.togetherness import Meetings, Togetherness, all_meetings, togetherness, whole_time
from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Certainty
from desktop_app.casebook.when import Span
from desktop_app.charts.cast import default_actors, line_colours
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.charts.matrix_card import Spot, entries, summary
from desktop_app.charts.matrix_picture import MatrixPicture, Shown, drawn
from desktop_app.charts.painting import QtType, paint
from desktop_app.charts.picture import Picture

WITHIN_KM = 50.0  # how near counts as together, at first
_AT_ONCE = 1500  # stays and events; a larger case is compared on another thread
_STEPS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class Matrix(QAbstractScrollArea):
    """Half a matrix of actors, with the spans of the chosen cell beside it.

    Arrow keys choose a cell; [ and ] go from span to span of it; Return selects what it rests on.
    Signals: picked(Target); hovered(Target or None); cursor_moved(jd); span_changed(first, last), never: it follows the
    charts over time; map_wanted(); case_changed() when another case is shown; settled() when days have been counted.
    """

    picked, hovered = Signal(object), Signal(object)
    cursor_moved, span_changed = Signal(float), Signal(float, float)
    map_wanted, settled = Signal(), Signal()
    _found = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(tr("Matrix"))
        self._case: Case | None = None
        self._theme: Theme = LIGHT
        self._actors: tuple[str, ...] = ()
        self._certainties: frozenset[Certainty] = frozenset(Certainty)
        self._within_km: float | None = WITHIN_KM
        self._charted: Span | None = None  # what the charts over time show; None: their first view
        self._period: Span | None = None  # chosen by the reader; None: what the charts show
        self._meetings: Meetings | None = None
        self._counted: tuple[object, ...] = ()  # what the meetings were counted for
        self._asked = 0
        self._shown: Shown | None = None
        self._mark: Target | None = None
        self._moment: float | None = None
        self._picture: MatrixPicture | None = None
        self._found.connect(self._have_counted)

    # What is shown

    def show_case(
        self,
        case: Case,
        theme: Theme,
        actors: tuple[str, ...] | None = None,
        certainties: frozenset[Certainty] = frozenset(Certainty),
    ) -> None:
        """Show this case; actors None: those of the first view.  The same case keeps its cell and its period."""
        if self._case is None or self._case.slug != case.slug:
            self._charted = self._period = self._shown = None
            self._mark = self._mark if self._mark and self._mark.case == case.slug else None
        self._case, self._theme, self._certainties = case, theme, certainties
        self._actors = default_actors(case) if actors is None else actors
        self._count()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._recount()

    def mark(self, target: Target | None) -> None:
        """Let the row of a selected actor stand out, and that of whoever made a selected stay."""
        self._mark = target
        self._renew()

    def set_cursor(self, jd: float | None) -> None:
        """Who is together at the moment of the shared cursor, in Julian Days (UTC), is framed."""
        self._moment = jd
        self._renew()

    def show_span(self, first: float, last: float) -> None:
        """Count the days that the charts over time show."""
        if self._charted != (first, last):
            self._charted = (first, last)
            if self._period is None:
                self._recount()

    def fit(self) -> None:
        """The period of the charts' first view."""
        self._charted = self._period = None
        self._recount()

    @property
    def within_km(self) -> float | None:
        return self._within_km

    def set_within(self, km: float | None) -> None:
        """How near counts as together; None: at the same place."""
        self._within_km = km
        self._count()

    @property
    def period(self) -> Span | None:
        """What the reader chose; None: what the charts show."""
        return self._period

    def set_period(self, span: Span | None) -> None:
        self._period = span
        self._recount()

    def whole_period(self) -> Span | None:
        """All of the time of the case."""
        return whole_time(self._case) if self._case else None

    @property
    def chosen(self) -> frozenset[str] | None:
        """The pair of the chosen cell."""
        return self._shown.chosen if self._shown else None

    def choose(self, pair: frozenset[str] | None) -> None:
        if self._shown and pair != self._shown.chosen:
            self._shown = replace(self._shown, chosen=pair)
            self._draw()
            self._describe()

    @property
    def whole(self) -> Togetherness | None:
        """The days that are shown; None while they are counted."""
        return self._shown.whole if self._shown else None

    @property
    def actors(self) -> tuple[str, ...]:
        """Those who have a row, from top to bottom."""
        return self._shown.actors if self._shown else ()

    @property
    def picture(self) -> Picture | None:
        return self._picture.picture if self._picture else None

    def pixel_of(self, wanted: frozenset[str] | str) -> QPoint | None:
        """Where a click chooses a pair, or selects an actor."""
        for spot in self._picture.spots if self._picture else ():
            if spot.pair == wanted or (spot.target and spot.target.key == wanted):
                at = QPointF((spot.box.left + spot.box.right) / 2, (spot.box.top + spot.box.bottom) / 2)
                return (at - self._offset()).toPoint()
        return None

    def drawn(self, width: float, height: float, theme: Theme) -> Picture:
        """The matrix as it stands, drawn anew at another size."""
        if self._shown is None or self._case is None:
            raise ValueError("no case is shown")
        shown = replace(self._shown, colours=line_colours(self._case, theme), moment=None, mark=None)
        return drawn(shown, QtType(self.font()), width, height, theme).picture

    # Counting

    def _count(self) -> None:
        """Compare everybody with everybody: once for a case, at once or on another thread."""
        case = self._case
        if case is None:
            return
        wanted = (id(case), case.slug, self._certainties, self._within_km)
        if self._meetings is not None and self._counted == wanted:
            self._recount()
            return
        self._asked += 1
        self._counted, self._meetings = wanted, None
        asked, certainties, within_km = self._asked, self._certainties, self._within_km
        if len(case.stays) + len(case.events) <= _AT_ONCE:
            self._have_counted(asked, all_meetings(case, certainties, within_km))
            return
        self.viewport().update()
        threading.Thread(
            target=lambda: self._found.emit(asked, all_meetings(case, certainties, within_km)),
            name="matrix",
            daemon=True,
        ).start()

    def _have_counted(self, asked: int, meetings: Meetings) -> None:
        if asked == self._asked:
            self._meetings = meetings
            self._recount()

    def _recount(self) -> None:
        """Count the days of the period from the meetings that are known."""
        case = self._case
        if case is None or self._meetings is None:
            return
        period = self._stretches(case)
        whole = togetherness(case, self._meetings, self._actors, period, self._within_km, self._certainties)
        before = self._shown.chosen if self._shown else None
        chosen = before if before in whole.cells else _most(whole)
        colours = line_colours(case, self._theme)
        self._shown = Shown(case, whole, colours, chosen, self._mark, self._moment)
        self._draw()
        self._describe()
        self.settled.emit()

    def _stretches(self, case: Case) -> tuple[Span, ...]:
        """The period: the reader's, or what the charts show, of cases with several windows what lies in these."""
        if self._period is not None:
            return (self._period,)
        windows = tuple(when.outer for when in case.focus)
        if self._charted is None:
            return windows or tuple(span for span in [whole_time(case)] if span)
        if len(windows) < 2:
            return (self._charted,)
        first, last = self._charted
        within = tuple((max(a, first), min(b, last)) for a, b in windows if a < last and first < b)
        return within or (self._charted,)

    # Drawing

    def _renew(self) -> None:
        if self._shown:
            self._shown = replace(self._shown, mark=self._mark, moment=self._moment)
            self._draw()

    def _draw(self) -> None:
        if self._shown is None:
            return
        room = self.viewport().size()
        made = drawn(self._shown, QtType(self.font()), float(room.width()), float(room.height()), self._theme)
        self._picture = made
        for bar, content, seen in (
            (self.verticalScrollBar(), made.picture.content_height, room.height()),
            (self.horizontalScrollBar(), made.picture.width, room.width()),
        ):
            bar.setRange(0, max(0, round(content) - seen))
            bar.setPageStep(seen)
            bar.setSingleStep(20)
        self.viewport().update()

    def _offset(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(self._theme.panel))
        if self._picture and self._meetings is not None:
            painter.translate(-self._offset())
            paint(painter, self._picture.picture.layers, QtType(self.font()))
        else:
            painter.setPen(QColor(self._theme.quiet))
            words = tr("Everybody is being compared with everybody…") if self._case else ""
            painter.drawText(QRectF(self.viewport().rect()), Qt.AlignmentFlag.AlignCenter, words)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._draw()

    def sizeHint(self) -> QSize:
        return QSize(830, 430)

    # What the reader does

    def _spot(self, at: QPointF) -> Spot | None:
        here = at + self._offset()
        return self._picture.spot(here.x(), here.y()) if self._picture else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self._spot(event.position())
        if event.button() != Qt.MouseButton.LeftButton or spot is None:
            return
        if spot.pair:
            self.choose(spot.pair)
            return
        if spot.moment is not None:
            self._go_to(spot.moment)
        if spot.opens_map:
            self.map_wanted.emit()
        elif spot.target:
            self.picked.emit(spot.target)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = self._spot(event.position())
        live = spot is not None and bool(spot.pair or spot.target or spot.opens_map)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if live else Qt.CursorShape.ArrowCursor)
        self.viewport().setToolTip(self.told(spot.pair) if spot and spot.pair else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._step(*_STEPS[key])
        elif key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            self._step_span(1 if key == Qt.Key.Key_BracketRight else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick()
        else:
            super().keyPressEvent(event)

    def _step(self, down: int, right: int) -> None:
        """To the next cell, in the half that has cells."""
        actors = self.actors
        if self._shown is None or len(actors) < 2 or not self._shown.whole.cells:
            return
        at = sorted(actors.index(key) for key in self._shown.chosen or () if key in actors)
        column, row = at if len(at) == 2 else (0, 1)
        if len(at) == 2:
            row, column = row + down, column + right
        row = min(max(row, 1), len(actors) - 1)
        column = min(max(column, 0), row - 1)
        self.choose(frozenset((actors[row], actors[column])))
        self._bring_into_view()

    def _bring_into_view(self) -> None:
        if self.chosen and (at := self.pixel_of(self.chosen)):
            for bar, here, seen in (
                (self.verticalScrollBar(), at.y(), self.viewport().height()),
                (self.horizontalScrollBar(), at.x(), self.viewport().width()),
            ):
                if here < 20:
                    bar.setValue(bar.value() + here - 40)
                elif here > seen - 20:
                    bar.setValue(bar.value() + here - seen + 40)

    def _listed(self) -> Sequence[tuple[float, Target | None]]:
        shown = self._shown
        cell = shown.whole.cells.get(shown.chosen) if shown and shown.chosen else None
        if shown is None or cell is None:
            return ()
        return sorted(
            ((one.moment, one.target) for one in entries(shown.case, cell, shown.whole.period)), key=lambda one: one[0]
        )

    def _step_span(self, step: int) -> None:
        """The cursor goes to the span of the chosen pair after it, or before it."""
        moments = [moment for moment, _ in self._listed()]
        here = self._moment
        if here is None:
            following = moments if step > 0 else moments[::-1]
        elif step > 0:
            following = [moment for moment in moments if moment > here + 1e-6]
        else:
            following = [moment for moment in reversed(moments) if moment < here - 1e-6]
        if following:
            self._go_to(following[0])

    def _go_to(self, moment: float) -> None:
        self.set_cursor(moment)
        self.cursor_moved.emit(moment)

    def _pick(self) -> None:
        """Select what the span at the cursor rests on, else the first span of the cell."""
        listed = [(moment, target) for moment, target in self._listed() if target]
        if listed:
            here = self._moment
            at = min(listed, key=lambda one: abs(one[0] - here)) if here is not None else listed[0]
            self.picked.emit(at[1])

    # In words

    def told(self, pair: frozenset[str]) -> str:
        """A cell in words."""
        shown = self._shown
        if shown is None:
            return ""
        cell = shown.whole.cells.get(pair)
        keys = cell.pair if cell else [key for key in self.actors if key in pair]
        names = tr("{} and {}").format(*(shown.case.actor[key].name for key in keys))
        return f"{names}: {summary(cell, shown.whole)}" if cell else tr("{}: not together in this time").format(names)

    def _describe(self) -> None:
        keys = tr("Arrow keys choose a cell; [ and ] go from span to span; Return selects what it rests on.")
        here = f"{self.told(self.chosen)}. " if self.chosen else ""
        self.setAccessibleDescription(here + keys)


def _most(whole: Togetherness) -> frozenset[str] | None:
    """The pair that was together most."""
    best = max(whole.cells.values(), key=lambda cell: (cell.sure_days, cell.most_days), default=None)
    return frozenset(best.pair) if best else None
