"""What does the reader make of the cases, from mere chance to one caused the other?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop_app.casebook.case import Head, Target, Verdict, standing
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Claimant, Kind, Sureness
from desktop_app.charts.boxes import Box, around, first_clear
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.charts.lettering import lettering, unit

_LEVELS = (Sureness.CERTAIN, Sureness.FAIRLY_SURE, Sureness.GUESS)  # from the top
_DISC = 9.5  # radius
_PENDING = 10.5  # radius of what is not yet judged
_PENDING_NARROW = 8.5
_WIDE = 560  # of the widget: below it the plane takes what those not yet judged leave


@dataclass(frozen=True, slots=True)
class Disc:
    """A judged case on the plane, or (value None) one that is not yet judged, beside it."""

    head: Head
    x: float
    y: float
    value: int | None
    sureness: Sureness | None
    name: Box | None  # None: no room for the name beside the disc

    @property
    def target(self) -> Target:
        return Target(self.head.slug, Kind.CASE, self.head.slug)


def sureness_words() -> dict[Sureness, str]:
    return {
        Sureness.GUESS: tr("a guess"),
        Sureness.FAIRLY_SURE: tr("fairly sure"),
        Sureness.CERTAIN: tr("certain"),
    }


class Verdicts(QWidget):
    """The plane of the verdicts; right of it what is not yet judged.

    Across: 0 mere chance to 100 one caused the other; where discs would cover one another, one steps aside.  Up: three
    levels of sureness; within a level a disc's height says nothing but that there was room.  Signals: picked(Target)
    on a click or Return on a disc or on "Judge the next"; hovered(Target or None).
    """

    picked = Signal(object)
    hovered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._heads: tuple[Head, ...] = ()
        self._verdicts: Mapping[str, Verdict] = {}
        self._theme: Theme = LIGHT
        self._discs: tuple[Disc, ...] | None = None
        self._marked: str | None = None  # slug; also where the keys go on from
        self._under: str | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("My verdicts"))
        self.setAccessibleDescription(tr("The arrows go from case to case, Return opens one."))

    def show_verdicts(self, heads: Sequence[Head], verdicts: Sequence[Verdict], theme: Theme) -> None:
        """Draw the verdict that stands in each case; verdicts: of all cases, newest first."""
        self._heads, self._verdicts, self._theme = tuple(heads), standing(verdicts), theme
        self._lay_out()

    @property
    def judged(self) -> int:
        return sum(1 for head in self._heads if head.slug in self._verdicts)

    @property
    def next_unjudged(self) -> Head | None:
        return next((head for head in self._heads if head.slug not in self._verdicts), None)

    @property
    def discs(self) -> tuple[Disc, ...]:
        """Where everything stands at the present size."""
        if self._discs is None:
            self._discs = (*self._judged_discs(), *self._pending_discs())
        return self._discs

    def mark(self, target: Target | None) -> None:
        """Let the disc of the target's case stand out."""
        self._marked = target.case if target else None
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(830, 220)

    def minimumSizeHint(self) -> QSize:
        scale = unit(self.font())
        return QSize(round(380 * scale), round(200 * scale))

    # Where everything stands

    @property
    def plane(self) -> Box:
        scale = unit(self.font())
        words = QFontMetricsF(self._small_font())
        left = max(words.horizontalAdvance(word) for word in sureness_words().values()) + 26 * scale
        right = self.width() - (self._side_width() if self.next_unjudged else 14 * scale)
        return Box(left + 16 * scale, 14 * scale, max(right, left + 100 * scale), self.height() - 34 * scale)

    @property
    def link(self) -> Box | None:
        """Where "Judge the next" stands; None once all are judged."""
        if not self.next_unjudged:
            return None
        scale, plane = unit(self.font()), self.plane
        left = plane.right + 22 * scale
        width = QFontMetricsF(self._small_font()).horizontalAdvance(self._link_text()) + 6 * scale
        pending = [disc for disc in self.discs if disc.value is None]
        top = max(disc.y for disc in pending) + 22 * scale
        return Box(left - 3 * scale, top, left + width, top + 18 * scale)

    def _link_text(self) -> str:
        head = self.next_unjudged
        if head is None:
            return ""
        name = str(head.chapter) if head.chapter else head.short_title
        return (tr("Judge the next: {} ›") if self.judged else tr("Judge the first: {} ›")).format(name)

    def _side_width(self) -> float:
        return (184 if self._wide else 118) * unit(self.font())

    @property
    def _wide(self) -> bool:
        """Is there room for large discs of what is not yet judged?"""
        return self.width() >= _WIDE * unit(self.font())

    @property
    def _pending_radius(self) -> float:
        return _PENDING if self._wide else _PENDING_NARROW

    def _judged_discs(self) -> Iterator[Disc]:
        scale, plane = unit(self.font()), self.plane
        measure = QFontMetricsF(self._name_font())
        height = (plane.bottom - plane.top) / len(_LEVELS)
        radius = _DISC * scale
        taken: list[Box] = []
        for level, sureness in enumerate(_LEVELS):
            middle = plane.top + (level + 0.5) * height
            room = max(0.0, height / 2 - radius - 2 * scale)
            lanes = [middle + share * room for share in (0, -1, 1, -0.5, 0.5)]
            here = [head for head in self._heads if self._level(head) == sureness]
            for head in sorted(here, key=self._value):
                share = self._value(head) / 100
                x = plane.left + radius + 3 * scale + share * (plane.right - plane.left - 2 * radius - 6 * scale)
                width = measure.horizontalAdvance(head.short_title) + 4 * scale
                x, y, name = _room(x, lanes, radius, width, plane, taken, scale)
                taken += [around(x, y, 2 * radius + 2 * scale, 2 * radius)] + ([name] if name else [])
                yield Disc(head, x, y, self._verdicts[head.slug].value, sureness, name)

    def _level(self, head: Head) -> Sureness | None:
        verdict = self._verdicts.get(head.slug)
        return verdict.sureness if verdict else None

    def _value(self, head: Head) -> int:
        return self._verdicts[head.slug].value or 0

    def _pending_discs(self) -> Iterator[Disc]:
        scale, plane = unit(self.font()), self.plane
        pending = [head for head in self._heads if head.slug not in self._verdicts]
        pitch = (2 * self._pending_radius + 7) * scale if self._wide else (2 * self._pending_radius + 3.5) * scale
        across = max(1, int((self._side_width() - 34 * scale) / pitch))
        for index, head in enumerate(pending):
            down, right = divmod(index, across)
            x = plane.right + 22 * scale + self._pending_radius * scale + right * pitch
            yield Disc(head, x, plane.top + 34 * scale + down * pitch, None, None, None)

    def _name_font(self) -> QFont:
        return lettering(self.font(), 11.5)

    def _small_font(self) -> QFont:
        return lettering(self.font(), 10.5)

    def _lay_out(self) -> None:
        self._discs = None
        self.update()

    def _disc_at(self, x: float, y: float) -> Disc | None:
        reach = 2 * _PENDING * unit(self.font())
        for disc in self.discs:
            if around(disc.x, disc.y, reach, reach).holds(x, y) or (disc.name and disc.name.holds(x, y)):
                return disc
        return None

    # What the reader does

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x, y = event.position().x(), event.position().y()
        disc = self._disc_at(x, y)
        hand = disc or (self.link and self.link.holds(x, y))
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        under = disc.head.slug if disc else None
        if under != self._under:
            self._under = under
            self.hovered.emit(disc.target if disc else None)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self._under:
            self._under = None
            self.hovered.emit(None)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        x, y = event.position().x(), event.position().y()
        if disc := self._disc_at(x, y):
            self._marked = disc.head.slug
            self.picked.emit(disc.target)
        elif self.link and self.link.holds(x, y) and (head := self.next_unjudged):
            self.picked.emit(Target(head.slug, Kind.CASE, head.slug))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        slugs = [disc.head.slug for disc in self.discs]
        forward, back = (Qt.Key.Key_Right, Qt.Key.Key_Down), (Qt.Key.Key_Left, Qt.Key.Key_Up)
        if slugs and event.key() in (*forward, *back):
            step = 1 if event.key() in forward else -1
            at = slugs.index(self._marked) if self._marked in slugs else (-1 if step > 0 else len(slugs))
            disc = self.discs[min(max(at + step, 0), len(slugs) - 1)]
            self._marked = disc.head.slug
            self.setAccessibleDescription(self._told(disc))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._marked in slugs:
            self.picked.emit(self.discs[slugs.index(self._marked)].target)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            disc = self._disc_at(event.x(), event.y())
            text = escape(self._told(disc)).replace("\n", "<br>") if disc else ""
            QToolTip.showText(event.globalPos(), text and f"<p>{text}</p>", self)
            return True
        return super().event(event)

    def _told(self, disc: Disc) -> str:
        if disc.value is None or disc.sureness is None:
            return tr("{}: not yet judged").format(disc.head.name)
        told = tr("{}: {} of 100, {}").format(disc.head.name, disc.value, sureness_words()[disc.sureness])
        reason = self._verdicts[disc.head.slug].reason.strip()
        return f"{told}\n{reason[:300]}" if reason else told

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._lay_out()

    # How it is drawn

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), QColor(self._theme.panel))
        scale, plane = unit(self.font()), self.plane
        self._paint_plane(painter, plane, scale)
        if not self.judged:
            self._paint_advice(painter, plane, scale)
        for disc in self.discs:
            self._paint_disc(painter, disc, scale)
        if self.link:
            painter.setFont(self._small_font())
            painter.setPen(QColor(self._theme.quiet))
            above = QRectF(plane.right + 22 * scale, plane.top - 4 * scale, self._side_width(), 18 * scale)
            painter.drawText(above, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, tr("Not yet judged"))
            painter.setPen(QColor(self._theme.accent))
            room = _rect(self.link).adjusted(3 * scale, 0, 0, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._link_text())

    def _paint_plane(self, painter: QPainter, plane: Box, scale: float) -> None:
        theme = self._theme
        tint = QLinearGradient(plane.left, 0, plane.right, 0)
        tint.setColorAt(0, _mixed(theme.panel, theme.claimants[Claimant.LITERATURE], 0.2))
        tint.setColorAt(0.5, _mixed(theme.panel, theme.text, 0.05))
        tint.setColorAt(1, _mixed(theme.panel, theme.claimants[Claimant.AUTHOR], 0.2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRoundedRect(_rect(plane), 3 * scale, 3 * scale)
        lines = QColor(theme.text)
        lines.setAlphaF(0.09)
        painter.setPen(QPen(lines, 1))
        for share in (0.25, 0.5, 0.75):
            x = round(plane.left + share * (plane.right - plane.left)) + 0.5
            painter.drawLine(QPointF(x, plane.top), QPointF(x, plane.bottom))
        height = (plane.bottom - plane.top) / len(_LEVELS)
        for level in range(1, len(_LEVELS)):
            y = round(plane.top + level * height) + 0.5
            painter.drawLine(QPointF(plane.left, y), QPointF(plane.right, y))
        painter.setFont(self._small_font())
        painter.setPen(QColor(theme.quiet))
        words = sureness_words()
        for level, sureness in enumerate(_LEVELS):
            room = QRectF(0, plane.top + level * height, plane.left - 10 * scale, height)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words[sureness])
        under = QRectF(plane.left, plane.bottom + 5 * scale, plane.right - plane.left, 16 * scale)
        for align, word in (
            (Qt.AlignmentFlag.AlignLeft, tr("mere chance")),
            (Qt.AlignmentFlag.AlignHCenter, tr("undecided")),
            (Qt.AlignmentFlag.AlignRight, tr("one caused the other")),
        ):
            if align != Qt.AlignmentFlag.AlignHCenter or self._wide:  # else it would run into the others
                painter.drawText(under, align | Qt.AlignmentFlag.AlignVCenter, word)

    def _paint_advice(self, painter: QPainter, plane: Box, scale: float) -> None:
        """What to do while no verdict is there."""
        painter.setFont(lettering(self.font(), 12.5))
        painter.setPen(QColor(self._theme.text))
        width = plane.right - plane.left
        room = _rect(plane).adjusted(width * 0.12, 0, -width * 0.12, 0)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        text = tr("You have not judged a case yet.\nOpen one, weigh it, and move its slider: it will stand here.")
        measure = QFontMetricsF(painter.font())
        box = measure.boundingRect(room, int(flags), text).adjusted(-8 * scale, -6 * scale, 8 * scale, 6 * scale)
        ground = QColor(self._theme.panel)
        ground.setAlphaF(0.85)
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 4 * scale, 4 * scale)
        painter.restore()
        painter.drawText(room, int(flags), text)

    def _paint_disc(self, painter: QPainter, disc: Disc, scale: float) -> None:
        theme = self._theme
        radius = (_DISC if disc.value is not None else self._pending_radius - 0.5) * scale
        number = str(disc.head.chapter) if disc.head.chapter else "+"
        middle = QPointF(disc.x, disc.y)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if disc.head.slug in (self._under, self._marked if self.hasFocus() else None):
            painter.setPen(QPen(QColor(theme.accent), 1.5 * scale))
            painter.drawEllipse(middle, radius + 2.5 * scale, radius + 2.5 * scale)
        size = 10.5 if disc.value is not None or self._wide else 9
        painter.setFont(
            lettering(self.font(), size, QFont.Weight.Bold if disc.value is not None else QFont.Weight.Normal)
        )
        room = QRectF(disc.x - radius, disc.y - radius, 2 * radius, 2 * radius)
        if disc.value is None:
            dashes = QPen(QColor(theme.quiet), 1 * scale, Qt.PenStyle.CustomDashLine)
            dashes.setDashPattern([2.2, 2])
            painter.setPen(dashes)
            painter.drawEllipse(middle, radius, radius)
            painter.setPen(QColor(theme.quiet))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.claimants[Claimant.READER]))
            painter.drawEllipse(middle, radius, radius)
            painter.setPen(QColor(theme.window))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, number)
        if disc.name:
            painter.setFont(self._name_font())
            painter.setPen(QColor(theme.text))
            painter.drawText(_rect(disc.name), Qt.AlignmentFlag.AlignCenter, disc.head.short_title)


def _room(
    x: float, lanes: Sequence[float], radius: float, width: float, plane: Box, taken: Sequence[Box], scale: float
) -> tuple[float, float, Box | None]:
    """The lane and the side where the disc and its name hit nothing; else where the disc alone does, even aside."""
    room = plane.grown(-radius)
    for y in lanes:
        disc = around(x, y, 2 * radius + 2 * scale, 2 * radius)
        if any(disc.hits(box) for box in taken):
            continue
        right = Box(x + radius + 3 * scale, y - 8 * scale, x + radius + 3 * scale + width, y + 8 * scale)
        left = Box(x - radius - 3 * scale - width, y - 8 * scale, x - radius - 3 * scale, y + 8 * scale)
        if name := first_clear((right, left), plane, taken):
            return x, y, name
    for step in range(int((plane.right - plane.left) / (4 * scale))):
        for aside in (x + step * 4 * scale, x - step * 4 * scale):
            for y in lanes:
                disc = around(aside, y, 2 * radius, 2 * radius)
                if room.left <= aside <= room.right and not any(disc.hits(box) for box in taken):
                    return aside, y, None
    return x, lanes[0], None


def _rect(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.right - box.left, box.bottom - box.top)


def _mixed(ground: str, colour: str, share: float) -> QColor:
    """An opaque tint: see-through ones show steps where they change slowly."""
    a, b = QColor(ground), QColor(colour)
    red, green, blue = (
        (1 - share) * one + share * other
        for one, other in ((a.redF(), b.redF()), (a.greenF(), b.greenF()), (a.blueF(), b.blueF()))
    )
    return QColor.fromRgbF(red, green, blue)
