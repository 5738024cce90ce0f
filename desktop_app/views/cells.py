"""How is a cell drawn: wrapped, with a claimant's square before it or a quiet paragraph below?"""

from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Claimant
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.views.rows import COINCIDED, Column, Index, Rows
from desktop_app.views.theme import interface, px

MARGIN = 24  # left of the first column: room for the reader's mark
GAP = 8  # right of every column, and left of all but the first
MARK = 14  # a claimant's square and the room behind it
LONG_WORD = 104  # what is longer may break
BETWEEN = 3  # a paragraph and the quiet one below it


@lru_cache(maxsize=8192)
def lines(text: str, font: QFont, width: int, most: int) -> tuple[str, ...]:
    """The text in lines of this width, at most so many, the last one cut short where it says more."""
    metrics = QFontMetrics(font)
    broken: list[str] = []
    for paragraph in text.split("\n"):
        broken += [paragraph] if metrics.horizontalAdvance(paragraph) <= width else _wrapped(paragraph, font, width)
    if len(broken) <= most:
        return tuple(broken)
    rest = " ".join(broken[most - 1 :])
    return (*broken[: most - 1], metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))


def _wrapped(paragraph: str, font: QFont, width: int) -> list[str]:
    layout = QTextLayout(paragraph, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    units = paragraph.encode("utf-16-le")  # what Qt counts in
    broken = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start, end = 2 * line.textStart(), 2 * (line.textStart() + line.textLength())
        broken.append(units[start:end].decode("utf-16-le").rstrip())
    layout.endLayout()
    return broken


def inset(number: int, column: Column) -> int:
    """Left of a column's words: in a column with marks the room for one, so that its words stand in line."""
    return px(MARGIN if number == 0 else GAP) + (px(MARK) if column.mark else 0)


class Heads(QHeaderView):
    """The names of the columns, each over its words; the column that the rows are sorted by wears an arrow."""

    def __init__(self, rows: Rows) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.rows = rows
        self.theme: Theme = LIGHT
        self.setSectionsClickable(True)
        self.setFixedHeight(px(28))

    @staticmethod
    def font_of_words() -> QFont:
        return interface(11.5, QFont.Weight.DemiBold)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        column = self.rows.columns[logicalIndex]
        box = rect.adjusted(inset(logicalIndex, column), 0, -px(GAP), 0)
        painter.save()
        painter.fillRect(rect, QColor(self.theme.side))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(self.theme.line))
        font = self.font_of_words()
        painter.setFont(font)
        painter.setPen(QColor(self.theme.quiet))
        arrow = ""
        if self.sortIndicatorSection() == logicalIndex:
            arrow = " ↓" if self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder else " ↑"
        metrics = QFontMetrics(font)
        room = box.width() - metrics.horizontalAdvance(arrow)
        words = metrics.elidedText(tr(column.heading), Qt.TextElideMode.ElideRight, room) + arrow
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()


class Cells(QStyledItemDelegate):
    """Wrapped text with a claimant's square before it or a quiet paragraph below; never markup."""

    def __init__(self, rows: Rows, most: int) -> None:
        super().__init__()
        self.rows, self.most = rows, most
        self.theme: Theme = LIGHT
        self.dress(LIGHT)

    def dress(self, theme: Theme) -> None:
        """Also takes up the system's size of text, should it have changed."""
        self.theme = theme
        self.plain = interface(12.5)
        self.strong = interface(12.5, QFont.Weight.DemiBold)
        self.small = interface(11.5)
        self.step, self.small_step = px(18), px(16)
        self.above = px(6)

    @property
    def of_two_lines(self) -> int:
        """The height of a row with room for two lines, or for one and a quiet one below."""
        return 2 * self.step + px(BETWEEN) + 2 * self.above

    def laid(
        self, row: int, number: int, width: int, height: int | None = None
    ) -> tuple[tuple[str, ...], tuple[str, ...], QFont]:
        """The lines of a cell, the quiet ones below, and the font; cut short to what a row of this height holds."""
        column, part, case = self.rows.columns[number], self.rows.parts[row], self.rows.case
        assert case
        font = self.strong if column.bold and column.bold(case, part) else self.plain
        room = max(width - px(GAP) - inset(number, column), px(20))
        most = quiet_most = self.most
        if height is not None:
            most = max(1, min(most, (height - 2 * self.above) // self.step))
        text = lines(column.text(case, part), font, room, most)
        quiet = column.below(case, part) if column.below else ""
        if height is not None:
            left = height - 2 * self.above - len(text) * self.step - px(BETWEEN)
            quiet_most = min(quiet_most, left // self.small_step)
        return text, lines(quiet, self.small, room, quiet_most) if quiet and quiet_most > 0 else (), font

    def least_widths(self) -> list[int]:
        """Of each column what its longest word needs, within reason."""
        case = self.rows.case
        plain, strong, head = (QFontMetrics(font) for font in (self.plain, self.strong, Heads.font_of_words()))
        widths = []
        for number, column in enumerate(self.rows.columns):
            metrics = strong if column.bold else plain
            words = {word for part in self.rows.parts for word in column.text(case, part).split()} if case else set()
            longest = max((metrics.horizontalAdvance(word) for word in words), default=0)
            name = head.horizontalAdvance(f"{tr(column.heading)} ↓")
            widths.append(inset(number, column) + px(GAP) + max(min(longest + 1, px(LONG_WORD)), name))
        return widths

    def height(self, row: int, widths: list[int]) -> int:
        """Of the row, in pixels."""
        tallest = 1
        for number, width in enumerate(widths):
            text, quiet, _ = self.laid(row, number, width)
            below = px(BETWEEN) + len(quiet) * self.small_step if quiet else 0
            tallest = max(tallest, len(text) * self.step + below)
        return tallest + 2 * self.above

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(px(80), self.of_two_lines)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        source = index.model().mapToSource(index)  # type: ignore[attr-defined]  # a Sifted
        row, number = source.row(), source.column()
        column, part, case, theme = self.rows.columns[number], self.rows.parts[row], self.rows.case, self.theme
        assert case
        area: QRect = option.rect
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(area, QColor(theme.selection))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, QColor(theme.line))
        if number == 0:
            if chosen:
                painter.fillRect(area.left(), area.top(), 3, area.height() - 1, QColor(theme.accent))
            if part.key in self.rows.noted:
                painter.setFont(self.plain)
                painter.setPen(QColor(theme.claimants[Claimant.READER]))
                margin = QRect(area.left() + 3, area.top() + self.above, px(MARGIN) - 3, self.step)
                painter.drawText(margin, Qt.AlignmentFlag.AlignCenter, "✎")
        text, quiet, font = self.laid(row, number, area.width(), area.height())
        left = area.left() + inset(number, column)
        top = area.top() + self.above
        if column.mark and (mark := column.mark(case, part)):
            self._mark(painter, mark, left - px(MARK), top)
        width = area.right() - px(GAP) - left + 1
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        painter.setFont(font)
        painter.setPen(QColor(theme.accent if column.url else theme.text))
        for line in text:
            painter.drawText(QRect(left, top, width, self.step), side | Qt.AlignmentFlag.AlignVCenter, line)
            top += self.step
        top += px(BETWEEN)
        painter.setFont(self.small)
        painter.setPen(QColor(theme.quiet))
        for line in quiet:
            painter.drawText(QRect(left, top, width, self.small_step), side | Qt.AlignmentFlag.AlignVCenter, line)
            top += self.small_step
        painter.restore()

    def _mark(self, painter: QPainter, mark: str, left: int, top: int) -> None:
        """A square for who claims it, a round dot for what coincided."""
        painter.setPen(Qt.PenStyle.NoPen)
        side = px(8)
        box = QRectF(left, top + (self.step - side) / 2, side, side)
        if mark == COINCIDED:
            painter.setBrush(QColor(self.theme.spotlight_edge))
            painter.drawEllipse(box)
        else:
            painter.setBrush(QColor(self.theme.claimants[Claimant(mark)]))
            painter.drawRoundedRect(box, 1.5, 1.5)
