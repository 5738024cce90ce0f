"""The measure of a chart: a pyqtgraph window with an empty plot, until it is painted."""

import sys

import pyqtgraph as pg
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication


class Plot(pg.PlotWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, QApplication.quit)


app = QApplication([])
plot = Plot()
plot.resize(1400, 900)
plot.show()
sys.exit(app.exec())
