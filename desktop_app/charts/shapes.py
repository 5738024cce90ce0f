"""What does each kind of coincidence look like?"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from desktop_app.casebook import wording
from desktop_app.casebook.terms import Pattern


def pattern_words() -> dict[Pattern, str]:
    return {each: wording.pattern(each) for each in Pattern}


def draw_pattern(painter: QPainter, pattern: Pattern, x: float, y: float, unit: float, ink: str, ground: str) -> None:
    """Draw the mark about a middle; `ground` is what lies behind it, so that lines do not show through."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(x, y)
    painter.scale(unit, unit)
    pen = QPen(QColor(ink), 1.5)
    full, empty = QBrush(QColor(ink)), QBrush(QColor(ground))
    painter.setPen(pen)
    painter.setBrush(empty)
    middle = QPointF(0, 0)
    if pattern == Pattern.SAME_DAY:
        painter.drawEllipse(middle, 5.6, 5.6)
        painter.setBrush(full)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPie(QRectF(-5.6, -5.6, 11.2, 11.2), -90 * 16, 180 * 16)
    elif pattern == Pattern.NEXT_DAY:
        painter.drawEllipse(QPointF(4, 0), 3.7, 3.7)
        painter.setBrush(full)
        painter.drawEllipse(QPointF(-4.4, 0), 3, 3)
    elif pattern == Pattern.ANNIVERSARY:
        painter.drawEllipse(middle, 5.6, 5.6)
        painter.setBrush(full)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(middle, 2.2, 2.2)
    elif pattern == Pattern.OVERLAP:
        painter.setPen(QPen(QColor(ink), 1.3))
        painter.drawRoundedRect(QRectF(-2, 0.6, 8.6, 4.4), 1.2, 1.2)
        painter.setBrush(full)
        painter.drawRoundedRect(QRectF(-6.6, -4.6, 9, 4.2), 1.2, 1.2)
    elif pattern == Pattern.SEQUENCE:
        painter.setBrush(full)
        painter.setPen(QPen(QBrush(QColor(ink)), 1, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolygon(QPolygonF([QPointF(-4, -4.6), QPointF(4.6, 0), QPointF(-4, 4.6)]))
    else:
        painter.drawPolygon(QPolygonF([QPointF(-6.4, 0), QPointF(0, -6.4), QPointF(6.4, 0), QPointF(0, 6.4)]))
        painter.drawLine(QPointF(-2.4, 0), QPointF(2.4, 0))
    painter.restore()
