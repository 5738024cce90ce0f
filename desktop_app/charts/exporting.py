"""How does a chart become a file of its own: SVG whose words are text, PNG, or one page of PDF?  Always light."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QImageWriter, QPageSize, QPainter, QPdfWriter

from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble
from desktop_app.charts.colours import LIGHT
from desktop_app.charts.painting import QtType, chart_font, paint
from desktop_app.charts.vector import Chart, rendered, svg

SUFFIXES = (".svg", ".png", ".pdf")
_SHARP = 2.0  # pixels of a PNG for one of the drawing
_DPI = 96  # of the drawing's pixels, so that a page is as large as the chart on a screen


def exported(chart: Chart, size: tuple[float, float], suffix: str) -> bytes:
    """The chart as it stands, drawn anew.  Raises Trouble for a format that is none of these."""
    if suffix == ".svg":
        return svg(chart, *size).encode()
    if suffix == ".png":
        return _png(chart, size)
    if suffix == ".pdf":
        return _pdf(chart, size)
    raise Trouble(
        what=tr("A chart cannot be written as {}.").format(suffix or tr("a file without ending")),
        do=tr("Choose one of: {}.").format(", ".join(SUFFIXES)),
    )


def _png(chart: Chart, size: tuple[float, float]) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(rendered(chart.drawn(*size, LIGHT), _SHARP))
    return bytes(buffer.data().data())


def _pdf(chart: Chart, size: tuple[float, float]) -> bytes:
    picture = chart.drawn(*size, LIGHT)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    points = QSizeF(picture.width * 72 / _DPI, picture.height * 72 / _DPI)
    writer.setPageSize(QPageSize(points, QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    paint(painter, picture.layers, QtType(chart_font()))
    painter.end()
    return bytes(buffer.data().data())
