"""How do the shapes of a drawing come onto a screen?"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QLinearGradient,
    QPaintEngine,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)

from desktop_app.charts.boxes import Box
from desktop_app.charts.drawing import (
    Clip,
    Curve,
    Disc,
    Face,
    Fade,
    Layer,
    Line,
    Path,
    Polygon,
    Rect,
    Shape,
    Stroke,
    Text,
)
from desktop_app.charts.lettering import unit

if TYPE_CHECKING:
    from desktop_app.charts.strands import Array, Strands

FAMILIES = ("Inter", "Sans Serif")
_HALO = 3.2  # px


class QtType:
    """Measures with the fonts of the window; `base` gives family and the reader's size."""

    def __init__(self, base: QFont) -> None:
        self._base = QFont(base)
        self._unit = unit(base)
        self._metrics: dict[Face, QFontMetricsF] = {}
        self._widths: dict[tuple[str, Face], float] = {}

    @property
    def unit(self) -> float:
        return self._unit

    def font(self, face: Face, *, plain: bool = False) -> QFont:
        """plain: with no other figures and signs than the letters have, which a PDF could not tell as text."""
        made = QFont(self._base)
        made.setPixelSize(max(1, round(face.px)))
        made.setWeight(QFont.Weight(face.weight))
        made.setFeature(QFont.Tag("calt"), 0)  # parentheses that fit their neighbours would be missing in a PDF's text
        if (
            face.weight == 400 and not plain
        ):  # figures of one width on the axis; elsewhere they would spread the hyphens
            made.setFeature(QFont.Tag("tnum"), 1)
        return made

    def _of(self, face: Face) -> QFontMetricsF:
        if face not in self._metrics:
            self._metrics[face] = QFontMetricsF(self.font(face))
        return self._metrics[face]

    def width(self, text: str, face: Face) -> float:
        key = (text, face)
        if key not in self._widths:
            self._widths[key] = self._of(face).horizontalAdvance(text)
        return self._widths[key]

    def cap(self, face: Face) -> float:
        return self._of(face).capHeight()


def chart_font() -> QFont:
    """The typeface of charts at the interface's normal size, for drawings that no window shows."""
    font = QFont(list(FAMILIES))
    font.setPixelSize(13)
    return font


def paint(painter: QPainter, layers: Iterable[Layer], type_: QtType) -> None:
    """Draw the shapes in order; lines that follow one another with the same pen are one path."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    path, stroke = QPainterPath(), None
    for shape in layers:
        if isinstance(shape, Line | Curve):
            if stroke is not None and stroke != shape.stroke:
                painter.strokePath(path, pen(stroke))
                path = QPainterPath()
            stroke = shape.stroke
            _add(path, shape)
            continue
        if stroke is not None:
            painter.strokePath(path, pen(stroke))
            path, stroke = QPainterPath(), None
        if isinstance(shape, Clip):
            painter.save()
            painter.setClipRect(_rect(shape.box), Qt.ClipOperation.IntersectClip)
            paint(painter, shape.shapes, type_)
            painter.restore()
        else:
            _paint_one(painter, shape, type_)
    if stroke is not None:
        painter.strokePath(path, pen(stroke))


def _add(path: QPainterPath, shape: Line | Curve) -> None:
    if isinstance(shape, Line):
        path.moveTo(shape.x0, shape.y0)
        path.lineTo(shape.x1, shape.y1)
    else:
        start, first, second, end = (QPointF(*point) for point in shape.points)
        path.moveTo(start)
        path.cubicTo(first, second, end)


def _paint_one(painter: QPainter, shape: Shape, type_: QtType) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    if isinstance(shape, Rect):
        painter.setBrush(colour(shape.fill, shape.alpha) if shape.fill else Qt.BrushStyle.NoBrush)
        if shape.edge:
            painter.setPen(pen(shape.edge))
        if shape.radius:
            painter.drawRoundedRect(_rect(shape.box), shape.radius, shape.radius)
        else:
            painter.drawRect(_rect(shape.box))
    elif isinstance(shape, Fade):
        gradient = QLinearGradient(shape.clear, 0, shape.full, 0)
        gradient.setColorAt(0, colour(shape.colour, 0))
        gradient.setColorAt(1, colour(shape.colour, shape.alpha))
        left, right = sorted((shape.clear, shape.full))
        painter.fillRect(QRectF(left, shape.top, right - left, shape.bottom - shape.top), QBrush(gradient))
    elif isinstance(shape, Disc):
        painter.setBrush(colour(shape.fill) if shape.fill else Qt.BrushStyle.NoBrush)
        if shape.edge:
            painter.setPen(pen(shape.edge))
        painter.drawEllipse(QPointF(shape.x, shape.y), shape.radius, shape.radius)
    elif isinstance(shape, Polygon):
        painter.setBrush(colour(shape.fill, shape.alpha))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not _is_square(shape))
        painter.drawPolygon(QPolygonF([QPointF(*point) for point in shape.points]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    elif isinstance(shape, Path) and shape.square:
        _paint_square(painter, shape)
    elif isinstance(shape, Path):
        painter.setBrush(colour(shape.fill, shape.alpha) if shape.fill else Qt.BrushStyle.NoBrush)
        if shape.edge:
            painter.setPen(pen(shape.edge))
        painter.drawPath(_path(shape.lines))
    elif isinstance(shape, Text):
        _write(painter, shape, type_)


def _paint_square(painter: QPainter, shape: Path) -> None:
    """Level and upright lines need no smoothing: a third of the time."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if shape.fill:
        painter.setBrush(colour(shape.fill, shape.alpha))
        painter.drawPath(_path(shape.lines))
    if shape.edge:
        ends = shape.lines.points.reshape(-1, 4)
        if shape.edge.dash:
            painter.setPen(pen(shape.edge))
            painter.drawLines([QLineF(*line) for line in ends.tolist()])
        else:
            painter.setBrush(colour(shape.edge.colour, shape.edge.alpha))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRects([QRect(*bar) for bar in _bars(ends, shape.edge.width / 2)])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _bars(ends: "Array", half: float) -> list[list[int]]:
    """Level and upright lines as whole pixels: left, top, width, height."""
    import numpy as np  # late: as in `_path`

    first, last = np.minimum(ends[:, :2], ends[:, 2:]), np.maximum(ends[:, :2], ends[:, 2:])
    thick = half * (first == last)
    corner = np.round(first - thick)
    size = np.maximum(np.round(last + thick) - corner, 1)
    bars: list[list[int]] = np.hstack((corner, size)).astype(np.int64).tolist()
    return bars


def _is_square(shape: Polygon) -> bool:
    """Whether all its sides are level or upright: they need no smoothing, which takes most of the time."""
    return all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(shape.points))


def _path(lines: "Strands") -> QPainterPath:
    import numpy as np
    from pyqtgraph import arrayToQPath  # late: the drawings of the first window have no such path

    if not len(lines.points):
        return QPainterPath()
    connected = np.ones(len(lines.points), dtype=np.int32)
    connected[lines.starts[1:] - 1] = 0
    made: QPainterPath = arrayToQPath(*np.ascontiguousarray(lines.points.T), connect=connected)
    return made


def _write(painter: QPainter, text: Text, type_: QtType) -> None:
    font = type_.font(text.face, plain=painter.paintEngine().type() == QPaintEngine.Type.Pdf)
    if text.halo and text.alpha == 1 and not text.angle and painter.paintEngine().type() == QPaintEngine.Type.Raster:
        share = painter.device().devicePixelRatioF() * painter.transform().m11()
        image = _stamp(text.text, font.key(), text.face, text.colour, text.halo, share, type_)
        painter.drawImage(QPointF(round(text.box.left) - _HALO, round(text.baseline) - 2 * text.face.px), image)
        return
    if text.angle:
        painter.save()
        painter.translate(text.x, text.baseline)
        painter.rotate(text.angle)
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[text.anchor]
        painter.translate(-share * type_.width(text.text, text.face), 0)
    else:
        painter.translate(text.box.left, text.baseline)
    if text.halo:
        outline = _outline(text.text, font.key(), text.face, type_)
        painter.strokePath(outline, QPen(QColor(text.halo), _HALO, j=Qt.PenJoinStyle.RoundJoin))
    painter.setFont(font)
    painter.setPen(colour(text.colour, text.alpha))
    painter.drawText(QPointF(0, 0), text.text)
    if text.angle:
        painter.restore()
    else:
        painter.translate(-text.box.left, -text.baseline)


@lru_cache(maxsize=512)
def _stamp(text: str, font: str, face: Face, ink: str, halo: str, share: float, type_: QtType) -> QImage:
    """A text with its halo as pixels: a halo takes most of the time that a frame takes, and it stays the same."""
    width, height = type_.width(text, face) + 2 * _HALO, 3 * face.px
    image = QImage(ceil(width * share), ceil(height * share), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(share)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.translate(_HALO, 2 * face.px)
    painter.strokePath(_outline(text, font, face, type_), QPen(QColor(halo), _HALO, j=Qt.PenJoinStyle.RoundJoin))
    painter.setFont(type_.font(face))
    painter.setPen(QColor(ink))
    painter.drawText(QPointF(0, 0), text)
    painter.end()
    return image


@lru_cache(maxsize=1024)
def _outline(text: str, _font: str, face: Face, type_: QtType) -> QPainterPath:
    path = QPainterPath()
    path.addText(QPointF(0, 0), type_.font(face), text)
    return path


def pen(stroke: Stroke) -> QPen:
    made = QPen(colour(stroke.colour, stroke.alpha), stroke.width)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    if stroke.dash:
        made.setDashPattern([length / stroke.width for length in stroke.dash])
    return made


def colour(name: str, alpha: float = 1.0) -> QColor:
    made = QColor(name)
    made.setAlphaF(alpha)
    return made


def _rect(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.right - box.left, box.bottom - box.top)
