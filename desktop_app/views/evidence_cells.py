"""How is a cell of the matrix drawn: two lines, a tint, a bar, the bracket of a group?"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.casebook import wording
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Claimant
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.charts.weights import full, mixed, paint_bar, tint
from desktop_app.views.cells import lines
from desktop_app.views.evidence_faces import Face, Faces, Part
from desktop_app.views.theme import caption, interface, px

Index = QModelIndex | QPersistentModelIndex
MARGIN = 24  # left of the first column
NARROW = 640  # of the table: below it the test has no column of its own
_FIRST, _TEST, _EACH = 246, 112, 104  # shares of the width
_LEAST_EACH = 68


@dataclass(frozen=True, slots=True)
class Faced:
    """What is shown, and where the reader stands in it."""

    faces: Faces | None
    row: int
    column: int
    focused: bool


class HypothesisHeads(QHeaderView):
    """The explanations, each with its kind below its name, on two lines where it is long."""

    def __init__(self, faced: Callable[[], Faced]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._faced = faced
        self.theme: Theme = LIGHT
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)

    def dress(self, theme: Theme) -> None:
        self.theme = theme

    def fit(self) -> None:
        """As tall as the longest name."""
        faces = self._faced().faces
        if faces is None:
            return
        most = max(len(self._name(section)) for section in range(2, self.count()))
        self.setFixedHeight(px(8) + (most + 1) * px(16))

    def _name(self, section: int) -> tuple[str, ...]:
        faces = self._faced().faces
        assert faces is not None
        room = max(self.sectionSize(section) - px(10), px(20))
        return lines(faces.hypotheses[section - 2].short, interface(12, QFont.Weight.DemiBold), room, 3)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        faced = self._faced()
        if faced.faces is None or rect.width() < 4:
            return
        painter.save()
        painter.fillRect(rect, QColor(self.theme.side))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(self.theme.line))
        left = rect.left() + px(MARGIN if logicalIndex == 0 else 7)
        if logicalIndex < 2:
            painter.setFont(caption())
            painter.setPen(QColor(self.theme.quiet))
            words = (tr("Evidence · {}").format(len(faced.faces.items)), tr("Test · gap"))[logicalIndex]
            box = QRect(left, rect.top(), rect.right() - left, rect.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
        else:
            hypothesis = faced.faces.hypotheses[logicalIndex - 2]
            top = rect.top() + px(4)
            painter.setFont(interface(12, QFont.Weight.DemiBold))
            painter.setPen(QColor(self.theme.accent if faced.column == logicalIndex else self.theme.text))
            for line in self._name(logicalIndex):
                painter.drawText(left, top, rect.right() - left, px(16), Qt.AlignmentFlag.AlignVCenter, line)
                top += px(16)
            painter.setFont(interface(11))
            painter.setPen(QColor(self.theme.quiet))
            kind = wording.hypothesis(hypothesis.kind)
            if kind == hypothesis.short.casefold():
                kind = tr("nothing behind it")
            box = QRect(left, top, rect.right() - left, px(16))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, _cut(kind, painter.font(), box.width()))
        painter.restore()


class MatrixCells(QStyledItemDelegate):
    """Draws the faces."""

    def __init__(self, faced: Callable[[], Faced]) -> None:
        super().__init__()
        self._faced = faced
        self.dress(LIGHT)

    def dress(self, theme: Theme) -> None:
        """Also takes up the system's size of text, should it have changed."""
        self.theme = theme
        self.bold = interface(12, QFont.Weight.DemiBold, tabular=True)
        self.plain = interface(12, tabular=True)
        self.small = interface(11, tabular=True)
        self.step = px(16)

    def height(self, part: Part) -> int:
        return px(42 if part == Part.AFTER else 38 if part == Part.PRIOR else 36)

    def widths(self, whole: int, hypotheses: int) -> list[int]:
        """Of the columns; where there is no room, the column of tests goes first."""
        test = _TEST if whole >= px(NARROW) else 0
        least_first = px(150)
        total = _FIRST + test + _EACH * hypotheses
        each = max(px(_LEAST_EACH), min(px(150), whole * _EACH // total))
        tests = whole * test // total
        first = max(least_first, whole - tests - each * hypotheses)
        if first + tests + each * hypotheses > whole:
            each = max(px(40), (whole - first - tests) // hypotheses)
        return [first, tests, *[each] * hypotheses]

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(px(80), px(36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        faced = self._faced()
        if faced.faces is None or option.rect.width() < 4:
            return
        face = faced.faces.face(index.row(), index.column())
        area: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, self._ground(face.part, index.row() == faced.row))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, QColor(self.theme.line))
        here = (index.row(), index.column()) == (faced.row, faced.column)
        if index.column() == 0:
            self._paint_name(painter, area, face, here and faced.focused)
        elif index.column() == 1:
            self._paint_test(painter, area, face)
        else:
            self._paint_cell(painter, area, face, here=here)
        painter.restore()

    def _ground(self, part: Part, row_chosen: bool) -> QColor:
        theme = self.theme
        if part == Part.PRIOR:
            return mixed(theme.panel, theme.claimants[Claimant.READER], 0.09)
        if part == Part.AFTER:
            return QColor(theme.selection)
        return mixed(theme.panel, theme.accent, 0.05) if row_chosen else QColor(theme.panel)

    def _paint_name(self, painter: QPainter, area: QRect, face: Face, here: bool) -> None:
        theme = self.theme
        left, top = area.left() + px(MARGIN), area.top() + (area.height() - 2 * self.step) // 2
        room = area.right() - left - px(4)
        if here:
            painter.fillRect(area.left(), area.top(), 3, area.height() - 1, QColor(theme.accent))
        if face.bracket:
            self._bracket(painter, area, face.bracket)
        painter.setFont(self.bold)
        painter.setPen(QColor(theme.text if face.counted else theme.quiet))
        painter.drawText(left, top + px(12), _cut(face.first, self.bold, room))
        painter.setFont(self.small)
        painter.setPen(QColor(theme.quiet))
        painter.drawText(left, top + self.step + px(12), _cut(face.second, self.small, room))

    def _bracket(self, painter: QPainter, area: QRect, part: str) -> None:
        x = area.left() + px(14)
        top = area.top() + (px(6) if part == "first" else 0)
        bottom = area.bottom() - (px(6) if part == "last" else 0)
        painter.setPen(QPen(QColor(self.theme.spotlight_edge), 2))
        painter.drawLine(x, top, x, bottom)
        for end, y in (("first", top), ("last", bottom)):
            if part == end:
                painter.drawLine(x, y, x + px(5), y)

    def _paint_test(self, painter: QPainter, area: QRect, face: Face) -> None:
        theme = self.theme
        left, top = area.left() + px(7), area.top() + (area.height() - 2 * self.step) // 2
        room = area.right() - left
        painter.setFont(self.plain)
        painter.setPen(QColor(theme.text if face.counted and face.part == Part.ITEM else theme.quiet))
        if face.part != Part.ITEM:
            box = QRect(left, area.top(), room, area.height())
            if face.part == Part.PRIOR and face.mine:
                square = QRectF(left, area.center().y() - px(4), px(8), px(8))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.claimants[Claimant.READER]))
                painter.drawRoundedRect(square, 1.5, 1.5)
                box.adjust(px(14), 0, 0, 0)
                painter.setPen(QColor(theme.text))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, face.first)
            return
        painter.drawText(left, top + px(12), _cut(face.first, self.plain, room))
        width = round(px(66) * face.bar.high) if face.bar else 0
        bar = QRectF(left, top + self.step + px(6), max(width, px(3)), px(4))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.quiet))
        painter.setOpacity(0.7)
        painter.drawRoundedRect(bar, px(2), px(2))
        painter.setOpacity(1)
        painter.setFont(self.small)
        painter.setPen(QColor(theme.text if face.counted else theme.quiet))
        painter.drawText(QPoint(round(bar.right()) + px(6), top + self.step + px(12)), face.second)

    def _paint_cell(self, painter: QPainter, area: QRect, face: Face, *, here: bool) -> None:
        box = QRectF(area).adjusted(1.5, 1.5, -px(4), -2.5)
        theme = self.theme
        if face.part == Part.ITEM and face.db:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setOpacity(1 if face.counted else 0.45)
            painter.setBrush(tint(theme, face.db))
            painter.drawRoundedRect(box, 4, 4)
            painter.setOpacity(1)
        mine = face.mine and face.part == Part.ITEM
        if mine or here:
            edge = theme.accent if here else theme.claimants[Claimant.READER]
            painter.setPen(QPen(QColor(edge), 2 if here else 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 4, 4)
        left, room = area.left() + px(7), area.width() - px(13)
        if face.part in (Part.PRIOR, Part.AFTER):
            self._paint_bar(painter, area, face, left, room)
            return
        weak = face.part == Part.ITEM and face.db == 0
        top = area.top() + (area.height() - 2 * self.step) // 2
        short = bool(face.beside) and QFontMetrics(self.small).horizontalAdvance(face.second) > room
        self._line(painter, face, left, top, room, weak=weak, alone=short)
        painter.setFont(self.small)
        painter.setPen(QColor(theme.quiet if weak or not face.counted or face.part == Part.SUM else theme.text))
        second = face.beside if short else face.second  # where there is no room for words, the range
        painter.drawText(left, top + self.step + px(12), _cut(second, self.small, room))
        if mine:
            painter.setPen(QColor(theme.claimants[Claimant.READER]))
            painter.drawText(box.adjusted(0, 0, -px(4), -px(1)), _BOTTOM_RIGHT, "✎")

    def _line(
        self, painter: QPainter, face: Face, left: int, top: int, room: int, *, weak: bool, alone: bool = False
    ) -> None:
        """The first line: what counts in bold, its range beside it where there is room, unless it stands below."""
        font = QFont(self.plain if weak else self.bold)
        font.setStrikeOut(not face.counted)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.quiet if weak or not face.counted else self.theme.text))
        first = _cut(face.first, font, room)
        painter.drawText(left, top + px(12), first)
        used = QFontMetrics(font).horizontalAdvance(first) + px(6)
        if face.beside and not alone and used + QFontMetrics(self.small).horizontalAdvance(face.beside) <= room:
            painter.setFont(self.small)
            painter.setPen(QColor(self.theme.quiet if not face.db or not face.counted else self.theme.text))
            painter.setOpacity(0.75)
            painter.drawText(left + used, top + px(12), face.beside)
            painter.setOpacity(1)

    def _paint_bar(self, painter: QPainter, area: QRect, face: Face, left: int, room: int) -> None:
        theme, top = self.theme, area.top() + px(3)
        if face.veiled:
            painter.setFont(self.plain)
            painter.setPen(QColor(theme.quiet))
            painter.drawText(QRect(left, area.top(), room, area.height()), Qt.AlignmentFlag.AlignVCenter, face.first)
            return
        if face.bar is None:
            painter.setFont(self.small)
            painter.setPen(QColor(theme.quiet))
            painter.drawText(left, top + px(12), _cut(face.first, self.small, room))
            painter.drawText(left, top + self.step + px(12), _cut(face.second, self.small, room))
            return
        self._line(painter, face, left, top, room, weak=False)
        box = QRectF(left, area.bottom() - px(13), room, px(6))
        colour = QColor(theme.accent)
        if face.part == Part.PRIOR:
            colour = QColor(theme.claimants[Claimant.READER if face.mine else Claimant.EDITOR])
        elif face.centred:
            colour = full(face.db or 0.0)
        paint_bar(painter, box, face.bar, theme, colour, tick=face.tick, middle=face.centred)


_BOTTOM_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom


def _cut(text: str, font: QFont, room: int) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(room, 1))
