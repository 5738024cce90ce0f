"""How much hangs on the definition: a heat map of chances, the reader's own choice marked?"""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Claimant
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.charts.lettering import lettering, unit
from desktop_app.charts.weights import mixed

_COLD, _HOT = 0.04, 0.85  # of the spotlight's colour, at 0 and at 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A heat map: rows and columns by name, cells as numbers and as words."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    warmth: tuple[tuple[float, ...], ...]  # 0 to 1, one a cell
    words: tuple[tuple[str, ...], ...]
    row_words: str  # what the rows are
    column_words: str
    mine: tuple[int, int] | None  # row and column of the reader's own choice


class HeatMap(QWidget):
    """Arrows walk through the cells; each is told in words.  Signals: chosen(row, column)."""

    chosen = Signal(int, int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._grid: Grid | None = None
        self._theme: Theme = LIGHT
        self.at = (0, 0)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_grid(self, grid: Grid | None, theme: Theme) -> None:
        self._grid, self._theme = grid, theme
        if grid:
            self.at = grid.mine or (0, 0)
            self.setAccessibleDescription(self.told(*self.at))
        self.update()

    @property
    def grid(self) -> Grid | None:
        return self._grid

    def sizeHint(self) -> QSize:
        return QSize(400, round(240 * unit(self.font())))

    def minimumSizeHint(self) -> QSize:
        return QSize(round(240 * unit(self.font())), round(186 * unit(self.font())))

    def told(self, row: int, column: int) -> str:
        """One cell in words."""
        grid = self._grid
        if grid is None:
            return ""
        mine = tr(", my choice") if grid.mine == (row, column) else ""
        return tr("{} {}, {} {}: {}{}").format(
            grid.row_words, grid.rows[row], grid.column_words, grid.columns[column], grid.words[row][column], mine
        )

    def _frame(self) -> QRectF:
        assert self._grid is not None
        scale = unit(self.font())
        words = QFontMetricsF(lettering(self.font(), 11, QFont.Weight.DemiBold))
        left = max(words.horizontalAdvance(row) for row in (*self._grid.rows, self._grid.row_words)) + 10 * scale
        top = 34 * scale
        return QRectF(left, top, max(40.0, self.width() - left - 6), max(40.0, self.height() - top - 40 * scale))

    def cell(self, row: int, column: int) -> QRectF:
        """Where a cell stands at the present size."""
        assert self._grid is not None
        box = self._frame()
        width, height = box.width() / len(self._grid.columns), box.height() / len(self._grid.rows)
        height = min(height, 34 * unit(self.font()))
        return QRectF(box.left() + column * width, box.top() + row * height, width, height).adjusted(1, 1, -1, -1)

    def _cell_at(self, at: QPoint) -> tuple[int, int] | None:
        grid = self._grid
        if grid is None:
            return None
        cells = ((row, column) for row in range(len(grid.rows)) for column in range(len(grid.columns)))
        return next((spot for spot in cells if self.cell(*spot).contains(at)), None)

    # ---- what the reader does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if spot := self._cell_at(event.position().toPoint()):
            self._go(*spot)
            self.chosen.emit(*spot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
        }
        key = Qt.Key(event.key())
        if key in steps and self._grid:
            self._go(self.at[0] + steps[key][0], self.at[1] + steps[key][1])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._grid:
            self.chosen.emit(*self.at)
        else:
            super().keyPressEvent(event)

    def _go(self, row: int, column: int) -> None:
        assert self._grid is not None
        self.at = min(max(row, 0), len(self._grid.rows) - 1), min(max(column, 0), len(self._grid.columns) - 1)
        self.setAccessibleDescription(self.told(*self.at))
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            spot = self._cell_at(event.pos())
            QToolTip.showText(event.globalPos(), self.told(*spot) if spot else "", self)
            return True
        return super().event(event)

    # ---- how it is drawn

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's signature
        grid = self._grid
        if grid is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale, theme = unit(self.font()), self._theme
        mine = QColor(theme.claimants[Claimant.READER])
        plain, bold = lettering(self.font(), 11), lettering(self.font(), 11, QFont.Weight.DemiBold)
        left = self._frame().left()
        for row, name in enumerate(grid.rows):
            box = self.cell(row, 0)
            ours = grid.mine is not None and grid.mine[0] == row
            painter.setFont(bold if ours else plain)
            painter.setPen(mine if ours else QColor(theme.quiet))
            where = QRectF(0, box.top(), left - 6 * scale, box.height())
            painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)
            for column in range(len(grid.columns)):
                self._paint_cell(painter, grid, row, column, plain)
        last = len(grid.rows) - 1
        for column, name in enumerate(grid.columns):
            box = self.cell(last, column)
            ours = grid.mine is not None and grid.mine[1] == column
            painter.setFont(bold if ours else plain)
            painter.setPen(mine if ours else QColor(theme.quiet))
            where = QRectF(box.left() - 8, box.bottom() + 4 * scale, box.width() + 16, 16 * scale)
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter, name)
        painter.setFont(plain)
        painter.setPen(QColor(theme.quiet))
        frame, bottom = self._frame(), self.cell(last, 0).bottom()
        below = QRectF(frame.left(), bottom + 20 * scale, frame.width(), 16 * scale)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, grid.column_words)
        above = QRectF(0, frame.top() - 22 * scale, left - 6 * scale, 16 * scale)
        painter.drawText(above, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, grid.row_words)
        self._paint_marks(painter, grid, scale, mine, bold)

    def _paint_cell(self, painter: QPainter, grid: Grid, row: int, column: int, font: QFont) -> None:
        theme, box = self._theme, self.cell(row, column)
        warmth = min(1.0, max(0.0, grid.warmth[row][column]))
        ground = mixed(theme.chip, theme.spotlight, _COLD + (_HOT - _COLD) * warmth)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(font)
        painter.setPen(QColor("#1F2328" if ground.lightnessF() > 0.42 else "#F3F1EC"))
        words = grid.words[row][column]
        if QFontMetricsF(font).horizontalAdvance(words) > box.width() - 2:
            words = words.lstrip("0")
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_marks(self, painter: QPainter, grid: Grid, scale: float, mine: QColor, bold: QFont) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.accent), 1.6 * scale, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(self.cell(*self.at).adjusted(-1, -1, 1, 1), 4, 4)
        if grid.mine is None:
            return
        box = self.cell(*grid.mine)
        painter.setPen(QPen(mine, 2.2 * scale))
        painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), 5, 5)
        top = self._frame().top()
        painter.drawLine(QPointF(box.center().x(), top - 8 * scale), QPointF(box.center().x(), top - 1))
        if grid.mine[0] > 0:
            painter.setPen(QPen(mine, 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(box.center().x(), top), QPointF(box.center().x(), box.top() - 2))
        painter.setFont(bold)
        painter.setPen(mine)
        words = tr("my choice")
        width = QFontMetricsF(bold).horizontalAdvance(words) + 4
        at = min(max(box.center().x() - width / 2, 0.0), self.width() - width)
        painter.drawText(QRectF(at, top - 26 * scale, width, 16 * scale), Qt.AlignmentFlag.AlignCenter, words)
