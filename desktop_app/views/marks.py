"""How is a claimant's mark drawn on a button?"""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPen, QPixmap

from desktop_app.views.theme import px


def square(colour: str, *, filled: bool) -> QIcon:
    """A claimant's square; hollow where what he claims is not shown."""
    size, ratio = px(10), QGuiApplication.primaryScreen().devicePixelRatio()
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), 1.2))
    if filled:
        painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(1, 1, size - 2, size - 2), 1.5, 1.5)
    painter.end()
    return QIcon(pixmap)
