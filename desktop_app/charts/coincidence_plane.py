"""Is a case a mere coincidence, suspicious, or evidence of more: prior against weight of evidence, all cases at once?

After Griffiths and Tenenbaum 2007: across how probable more than chance was beforehand, up how much the evidence
speaks for it, both in decibels over the explanation by chance; on the diagonal the two make even odds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop_app.analysis.saying import signed
from desktop_app.casebook import wording
from desktop_app.casebook.case import Head, Target, Verdict, standing
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Claimant, Kind
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.charts.lettering import lettering, unit
from desktop_app.charts.plotting import Axis, round_steps
from desktop_app.charts.weights import LESS, MORE, mixed

_DISC = 9.0  # radius
_LEAST_X, _LEAST_Y = 12.0, 12.0  # decibels that either axis shows to both sides at least
_MOST = 40.0


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a case lies; low, middle, high in decibels."""

    prior: tuple[float, float, float]
    weight: tuple[float, float, float]
    region: str  # as analysis.sensitivity.Region
    said: bool  # the reader said a prior; False: all explanations alike
    own: bool = False  # the reader set a weight


@dataclass(frozen=True, slots=True)
class Spot:
    """A case on the plane: its own point, and its disc, which may have stepped aside."""

    head: Head
    placed: Placed
    x: float
    y: float
    disc: tuple[float, float]


def region_words(region: str) -> str:
    return {
        "none": tr("the evidence speaks for chance"),
        "mere": tr("a mere coincidence: some evidence of more, too little for how improbable it was"),
        "suspicious": tr("suspicious: about even odds"),
        "cause": tr("evidence of more than chance"),
    }[region]


class CoincidencePlane(QWidget):
    """Signals: picked(Target) on a click or Return."""

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._heads: tuple[Head, ...] = ()
        self._placed: Mapping[str, Placed] = {}
        self._verdicts: Mapping[str, Verdict] = {}
        self._theme: Theme = LIGHT
        self._at: str | None = None
        self._spots: tuple[Spot, ...] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("The coincidence plane"))
        self.setAccessibleDescription(tr("The arrows go from case to case, Return opens one."))

    def show_points(
        self, heads: Sequence[Head], placed: Mapping[str, Placed], verdicts: Sequence[Verdict], theme: Theme
    ) -> None:
        """placed: by slug; cases that are not yet reckoned are left out.  verdicts: newest first."""
        self._heads, self._placed, self._theme = tuple(heads), dict(placed), theme
        self._verdicts = standing(verdicts)
        self._spots = None
        self.update()

    @property
    def waiting(self) -> bool:
        return not self._placed

    def sizeHint(self) -> QSize:
        return QSize(400, 210)  # no taller than the verdicts beside it

    def minimumSizeHint(self) -> QSize:
        scale = unit(self.font())
        return QSize(round(280 * scale), round(196 * scale))

    # ---- where everything stands

    def axes(self) -> tuple[Axis, Axis, QRectF]:
        scale = unit(self.font())
        box = QRectF(46 * scale, 10 * scale, 0, 0)
        box.setRight(max(box.left() + 100, self.width() - 14 * scale))
        box.setBottom(max(box.top() + 80, self.height() - 40 * scale))
        points = self._placed.values()
        x = min(_MOST, max(_LEAST_X, *(abs(one.prior[1]) + 4 for one in points), 0.0)) if points else _LEAST_X
        y = min(_MOST, max(_LEAST_Y, *(abs(one.weight[1]) + 4 for one in points), 0.0)) if points else _LEAST_Y
        return Axis(-x, x, box.left(), box.right()), Axis(-y, y, box.bottom(), box.top()), box

    @property
    def spots(self) -> tuple[Spot, ...]:
        """Discs at the present size; where two would cover one another, one steps aside, tied to its point."""
        if self._spots is None:
            x, y, box = self.axes()
            reach = 2 * _DISC * unit(self.font()) + 1
            taken: list[tuple[float, float]] = []
            found = []
            for head in sorted(
                (head for head in self._heads if head.slug in self._placed),
                key=lambda head: self._placed[head.slug].weight[1],
            ):
                placed = self._placed[head.slug]
                at = x.at(placed.prior[1]), y.at(placed.weight[1])
                disc = _clear_of(at, taken, reach, box)
                taken.append(disc)
                found.append(Spot(head, placed, *at, disc))
            self._spots = tuple(found)
        return self._spots

    def _spot_at(self, at: QPointF) -> Spot | None:
        reach = _DISC * unit(self.font()) + 1
        near = (
            spot for spot in self.spots if abs(spot.disc[0] - at.x()) <= reach and abs(spot.disc[1] - at.y()) <= reach
        )
        return next(near, None)

    # ---- what the reader does

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = self._spot_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if spot else Qt.CursorShape.ArrowCursor)
        if (spot.head.slug if spot else None) != self._at and not self.hasFocus():
            self._at = spot.head.slug if spot else None
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and (spot := self._spot_at(event.position())):
            self.picked.emit(Target(spot.head.slug, Kind.CASE, spot.head.slug))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        order = [head.slug for head in self._heads if head.slug in self._placed]
        forward, back = (Qt.Key.Key_Right, Qt.Key.Key_Down), (Qt.Key.Key_Left, Qt.Key.Key_Up)
        if order and event.key() in (*forward, *back):
            step = 1 if event.key() in forward else -1
            at = order.index(self._at) + step if self._at in order else 0
            self._at = order[min(max(at, 0), len(order) - 1)]
            self.setAccessibleDescription(self.told(self._at))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at:
            self.picked.emit(Target(self._at, Kind.CASE, self._at))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            spot = self._spot_at(QPointF(event.pos()))
            text = escape(self.told(spot.head.slug)).replace("\n", "<br>") if spot else ""
            QToolTip.showText(event.globalPos(), text and f"<p>{text}</p>", self)
            return True
        return super().event(event)

    def resizeEvent(self, event: object) -> None:
        self._spots = None

    def told(self, slug: str) -> str:
        """A case on the plane in words, and the reader's verdict beside it."""
        head = next(head for head in self._heads if head.slug == slug)
        placed = self._placed[slug]
        lines = [
            tr("{}: {}").format(head.name, region_words(placed.region)),
            tr("beforehand {} dB ({} to {}), {}").format(
                signed(placed.prior[1]),
                signed(placed.prior[0]),
                signed(placed.prior[2]),
                tr("as I said") if placed.said else tr("all explanations alike"),
            ),
            tr("weight of the evidence {} dB ({} to {})").format(
                signed(placed.weight[1]), signed(placed.weight[0]), signed(placed.weight[2])
            ),
        ]
        verdict = self._verdicts.get(slug)
        lines.append(tr("my verdict: {}").format(wording.verdict(verdict)) if verdict else tr("not yet judged"))
        return "\n".join(lines)

    # ---- how it is drawn

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), QColor(self._theme.panel))
        x, y, box = self.axes()
        self._paint_ground(painter, x, y, box)
        if self.waiting:
            painter.setFont(lettering(self.font(), 12))
            painter.setPen(QColor(self._theme.quiet))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tr("Reckoning…"))
            return
        chosen = next((spot for spot in self.spots if spot.head.slug == self._at), None)
        for spot in self.spots:
            self._paint_leader(painter, spot)
        for spot in self.spots:
            if spot is not chosen:
                self._paint_spot(painter, spot)
        if chosen:
            self._paint_ranges(painter, chosen, x, y)
            self._paint_spot(painter, chosen)
            self._paint_name(painter, chosen, box)

    def _paint_ground(self, painter: QPainter, x: Axis, y: Axis, box: QRectF) -> None:
        theme, scale = self._theme, unit(self.font())
        painter.save()
        clip = QPainterPath()
        clip.addRoundedRect(box, 3 * scale, 3 * scale)
        painter.setClipPath(clip)
        painter.fillRect(box, mixed(theme.panel, theme.text, 0.04))
        above = QPainterPath(QPointF(x.at(x.least), y.at(-x.least)))
        above.lineTo(x.at(x.most), y.at(-x.most))
        above.lineTo(box.right(), box.top())
        above.lineTo(box.left(), box.top())
        painter.fillPath(above, mixed(theme.panel, MORE, 0.16))
        painter.fillRect(
            QRectF(box.left(), y.at(0), box.width(), box.bottom() - y.at(0)), mixed(theme.panel, LESS, 0.12)
        )
        painter.setPen(QPen(QColor(theme.quiet), 1.2 * scale, Qt.PenStyle.DashLine))
        reach = max(x.most, y.most)
        painter.drawLine(QPointF(_along(x, -reach), _along(y, reach)), QPointF(_along(x, reach), _along(y, -reach)))
        painter.restore()
        self._paint_axes(painter, x, y, box, scale)

    def _paint_axes(self, painter: QPainter, x: Axis, y: Axis, box: QRectF, scale: float) -> None:
        theme = self._theme
        painter.setFont(lettering(self.font(), 10.5))
        for value in round_steps(x.least, x.most, 4):
            painter.setPen(QPen(mixed(theme.panel, theme.text, 0.13), 1))
            at = round(x.at(value)) + 0.5
            painter.drawLine(QPointF(at, box.top()), QPointF(at, box.bottom()))
            painter.setPen(QColor(theme.quiet))
            where = QRectF(at - 30, box.bottom() + 3 * scale, 60, 14 * scale)
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter, signed(value))
        for value in round_steps(y.least, y.most, 4):
            painter.setPen(QPen(mixed(theme.panel, theme.text, 0.13), 1))
            at = round(y.at(value)) + 0.5
            painter.drawLine(QPointF(box.left(), at), QPointF(box.right(), at))
            painter.setPen(QColor(theme.quiet))
            where = QRectF(16 * scale, at - 8, box.left() - 20 * scale, 16)
            painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, signed(value))
        painter.setPen(QColor(theme.quiet))
        below = QRectF(box.left(), box.bottom() + 18 * scale, box.width(), 16 * scale)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, tr("prior, more than chance over chance, dB"))
        painter.save()
        painter.translate(9 * scale, box.center().y())
        painter.rotate(-90)
        painter.drawText(
            QRectF(-box.height() / 2, -8 * scale, box.height(), 16 * scale),
            Qt.AlignmentFlag.AlignCenter,
            tr("weight of evidence, dB"),
        )
        painter.restore()
        painter.setFont(lettering(self.font(), 10.5, QFont.Weight.DemiBold))
        left, top = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignTop
        inner = box.adjusted(6 * scale, 4 * scale, -6 * scale, -4 * scale)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | top, tr("more than chance"))
        painter.drawText(inner, left | Qt.AlignmentFlag.AlignBottom, tr("for chance"))
        mere = QRectF(inner.left(), y.at(0) - 18 * scale, inner.width(), 16 * scale)
        painter.drawText(mere, left | Qt.AlignmentFlag.AlignBottom, tr("mere coincidence"))

    def _paint_ranges(self, painter: QPainter, spot: Spot, x: Axis, y: Axis) -> None:
        colour = QColor(self._theme.accent)
        painter.setPen(QPen(colour, 2))
        prior, weight = spot.placed.prior, spot.placed.weight
        painter.drawLine(QPointF(x.at(prior[0]), spot.y), QPointF(x.at(prior[2]), spot.y))
        painter.drawLine(QPointF(spot.x, y.at(weight[0])), QPointF(spot.x, y.at(weight[2])))

    def _paint_leader(self, painter: QPainter, spot: Spot) -> None:
        """From a disc that stepped aside to its point."""
        if abs(spot.disc[0] - spot.x) > 1:
            scale, quiet = unit(self.font()), QColor(self._theme.quiet)
            painter.setPen(QPen(quiet, 1))
            painter.drawLine(QPointF(spot.x, spot.y), QPointF(*spot.disc))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(quiet)
            painter.drawEllipse(QPointF(spot.x, spot.y), 1.8 * scale, 1.8 * scale)

    def _paint_spot(self, painter: QPainter, spot: Spot) -> None:
        theme, scale = self._theme, unit(self.font())
        reader = QColor(theme.claimants[Claimant.READER])
        middle = QPointF(*spot.disc)
        mine = spot.placed.said or spot.placed.own
        chosen = spot.head.slug == self._at
        painter.setPen(QPen(QColor(theme.accent) if chosen else reader if mine else QColor(theme.quiet), 1.4 * scale))
        painter.setBrush(reader if spot.placed.said else QColor(theme.panel))
        painter.drawEllipse(middle, _DISC * scale, _DISC * scale)
        painter.setFont(lettering(self.font(), 10, QFont.Weight.Bold))
        painter.setPen(QColor(theme.window if spot.placed.said else theme.text))
        room = QRectF(middle.x() - 12 * scale, middle.y() - 8 * scale, 24 * scale, 16 * scale)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, str(spot.head.chapter or "+"))
        self._paint_verdict(painter, spot, middle, scale)

    def _paint_verdict(self, painter: QPainter, spot: Spot, middle: QPointF, scale: float) -> None:
        """A tick on the rim: at the left the reader's verdict is chance, at the right cause."""
        verdict = self._verdicts.get(spot.head.slug)
        if verdict is None or verdict.value is None:
            return
        colour = QColor(self._theme.claimants[Claimant.LITERATURE if verdict.value < 50 else Claimant.AUTHOR])
        box = QRectF(middle.x() - 11.5 * scale, middle.y() - 11.5 * scale, 23 * scale, 23 * scale)
        painter.setPen(QPen(colour, 2.6 * scale))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        at = 180 - 180 * verdict.value / 100  # degrees: 180 chance, 0 cause, over the top
        painter.drawArc(box, round(16 * (at - 22)), 16 * 44)

    def _paint_name(self, painter: QPainter, spot: Spot, box: QRectF) -> None:
        scale = unit(self.font())
        painter.setFont(lettering(self.font(), 11, QFont.Weight.DemiBold))
        width = QFontMetricsF(painter.font()).horizontalAdvance(spot.head.short_title) + 10 * scale
        left = spot.disc[0] + 13 * scale
        if left + width > box.right():
            left = spot.disc[0] - 13 * scale - width
        where = QRectF(left, spot.disc[1] - 9 * scale, width, 18 * scale)
        ground = QColor(self._theme.panel)
        ground.setAlphaF(0.9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(where, 3, 3)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, spot.head.short_title)


def _along(axis: Axis, value: float) -> float:
    """Where a value stands, also beyond the axis."""
    return axis.start + (value - axis.least) / (axis.most - axis.least) * (axis.end - axis.start)


def _clear_of(
    at: tuple[float, float], taken: Sequence[tuple[float, float]], reach: float, box: QRectF
) -> tuple[float, float]:
    """The point itself, or the nearest place beside it, on its own height, where no other disc stands."""

    def free(x: float, y: float) -> bool:
        return all((x - a) ** 2 + (y - b) ** 2 >= reach**2 for a, b in taken)

    for step in range(40):
        for side in (1, -1):
            x = at[0] + side * step * reach / 2
            if box.left() + reach / 2 <= x <= box.right() - reach / 2 and free(x, at[1]):
                return x, at[1]
    return at
