"""How does the reader move up and down in a chart over time that is taller than its room?"""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QScrollBar

from desktop_app.charts.picture import Picture
from desktop_app.charts.time_chart import TimeChart
from desktop_app.charts.time_scale import TimeScale


class TallChart(TimeChart):
    """A chart over time with a bar to scroll it by; dragging scrolls it too, and the wheel with Shift."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.hide()
        self._bar.valueChanged.connect(self._draw)

    def _place_bar(self, made: Picture) -> None:
        """Beside the field of what is drawn, if not all of it is seen."""
        room = made.field.bottom - made.field.top
        beyond = round(made.content_height - room)
        shown = beyond > 1
        if shown:
            self._bar.setGeometry(self.width() - 9, round(made.field.top), 8, round(room))
            self._bar.setPageStep(round(room))
        if self._bar.maximum() != max(0, beyond):
            self._bar.setRange(0, max(0, beyond))
        self._bar.setVisible(shown)

    def _drag(self, scale: TimeScale, moved: QPoint) -> None:
        self._bar.setValue(self._bar.value() - moved.y())
        super()._drag(scale, moved)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            event.accept()
            turn = event.angleDelta()
            self._bar.setValue(self._bar.value() - (turn.y() or turn.x()) // 2)
        else:
            super().wheelEvent(event)
