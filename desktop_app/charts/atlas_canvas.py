"""How does the reader look at a map and move over it?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from desktop_app.casebook.case import Event, Place, Stay, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Kind
from desktop_app.charts.atlas_cards import Told, moving, told
from desktop_app.charts.atlas_land import ground
from desktop_app.charts.atlas_moment import Moment
from desktop_app.charts.atlas_overlay import overlaid
from desktop_app.charts.atlas_picture import Sheet, sheet
from desktop_app.charts.atlas_prisms import areas
from desktop_app.charts.atlas_scene import MapScene
from desktop_app.charts.atlas_view import MapView
from desktop_app.charts.atlas_wanted import Wanted
from desktop_app.charts.atlas_ways import ways
from desktop_app.charts.cards import card
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.charts.drawing import Clip, Layer
from desktop_app.charts.painting import QtType, paint
from desktop_app.charts.picture import Hit, Picture

_CLICK_PX = 4  # a press that moves farther is a drag
_WHEEL = 1.0016  # per eighth of a degree
_CALM_MS = 140  # after the last movement of the map, names and cards find their places again
_BEYOND = 0.22  # of the frame on each side: land that is drawn beyond it
_STRETCH = 1.35  # in motion, pixels are not drawn anew until they are so much too large or too small


@dataclass(frozen=True, slots=True)
class Kept:
    """What was drawn of a view, as pixels; `of`: what else it was drawn of."""

    pixels: QPixmap = field(default_factory=QPixmap)
    view: MapView | None = None
    of: tuple[object, ...] = ()

    def serves(self, view: MapView, *, in_motion: bool) -> bool:
        """Whether it still shows all of the frame, sharply; in motion a little larger or smaller will do."""
        own = self.view
        if own is None or own.projection != view.projection:
            return False
        scale = own.km_per_px / view.km_per_px
        if not (1 / _STRETCH < scale < _STRETCH if in_motion else scale == 1.0):
            return False
        kept, wanted = own.reach(), view.reach()
        return kept[0] <= wanted[0] and kept[1] <= wanted[1] and kept[2] >= wanted[2] and kept[3] >= wanted[3]

    def paint(self, painter: QPainter, view: MapView) -> None:
        """Where it belongs in this view."""
        if self.view is None:
            return
        own, scale = self.view, self.view.km_per_px / view.km_per_px
        middle = view.from_plane(np.array([(own.x, own.y)]))[0]
        left, top = middle - np.array((own.width, own.height)) / 2 * scale
        painter.save()
        painter.translate(*(map(round, (left, top)) if scale == 1.0 else (left, top)))  # whole pixels stay sharp
        painter.scale(scale, scale)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale != 1.0)
        painter.drawPixmap(0, 0, self.pixels)
        painter.restore()


class MapCanvas(QWidget):
    """Paints a scene in a view at a moment.

    Land and tracks are kept as pixels, some way beyond the frame, names and cards until somebody comes or goes: a
    moment costs some copies of pixels and those who move.  While the map is moved, names move with it; then they find
    their places again.
    Signals: picked(Target), hovered(Target or None), moved() by pointer, wheel or key, fit_wanted() by a double click,
    dropped(path) of a file.
    """

    picked, hovered = Signal(object), Signal(object)
    moved, fit_wanted = Signal(), Signal()
    dropped = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._scene: MapScene | None = None
        self._view: MapView | None = None
        self._now: Moment | None = None
        self._wanted = Wanted(LIGHT)
        self._type = QtType(self.font())
        self._sheet: Sheet | None = None
        self._told: Told | None = None
        self._told_of: tuple[object, ...] = ()
        self._land, self._ways = Kept(), Kept()  # reach beyond the frame
        self._cards, self._margin = Kept(), Kept()
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self.update)
        self._press: QPointF | None = None
        self._dragged: QPointF | None = None
        self._under: Target | None = None

    # What is shown

    def show_scene(self, scene: MapScene, view: MapView, now: Moment, wanted: Wanted) -> None:
        if self._scene is None or self._scene.case.slug != scene.case.slug:
            self._told = None
        self._scene, self._view, self._now, self._wanted = scene, view, now, wanted
        self._refresh()

    def clear(self, theme: Theme) -> None:
        """Show no map until there is a scene again."""
        self._scene, self._view, self._now, self._sheet, self._told = None, None, None, None, None
        self._wanted = replace(self._wanted, theme=theme)
        self.update()

    def show_view(self, view: MapView) -> None:
        self._view = view
        self._refresh()

    def show_moment(self, now: Moment) -> None:
        """Somebody may have come or gone; all others stay where they are drawn."""
        self._now = now
        self.update()

    def want(self, **parts: object) -> None:
        """Another theme, span, mark or overlay."""
        wanted = replace(self._wanted, **parts)  # type: ignore[arg-type]  # the fields of Wanted, by name
        if wanted != self._wanted:
            self._wanted = wanted
            self._refresh()

    @property
    def view(self) -> MapView | None:
        return self._view

    @property
    def type(self) -> QtType:
        return self._type

    @property
    def picture(self) -> Picture | None:
        """What is on the screen, for tests and for export."""
        self._compose()
        if self._sheet is None or self._told is None or self._now is None:
            return None
        return whole(self._sheet, self._told, self._now, self._type, self._wanted)

    def _refresh(self) -> None:
        self._sheet = None
        self.update()

    # Painting

    def _compose(self) -> None:
        """Bring up to date what has changed."""
        scene, view, now = self._scene, self._view, self._now
        if scene is None or view is None or now is None:
            return
        self._draw_land(scene, view)
        if self._sheet is None:
            if self._cards.view != view:  # cards keep their places only as long as the map does
                self._told = None
            self._sheet = sheet(scene, view, self._type, self._wanted)
            self._margin = self._kept(view, self._sheet.margin)
            self._told_of = ()
        if self._told is None or self._told_of != now.state:
            self._told = told(self._sheet, now, self._type, self._told.boxes if self._told else {})
            self._told_of = now.state
            self._cards = self._kept(view, self._told.layers)

    def _draw_land(self, scene: MapScene, view: MapView) -> None:
        """Land and ways, some way beyond the frame, so that the map can be moved without drawing them anew."""
        wanted = self._wanted
        of_land = wanted.theme, wanted.overlays, self._type, self.devicePixelRatioF()
        of_ways = scene, wanted, self._type, self.devicePixelRatioF()
        wide = view.resized_about(view.width * (1 + 2 * _BEYOND), view.height * (1 + 2 * _BEYOND))
        if self._land.of != of_land or not self._land.serves(view, in_motion=self._calm.isActive()):
            over = overlaid(wanted.overlays, wide, wanted.theme, self._type.unit)
            self._land = self._kept(wide, (*ground(wide, wanted.theme), *over), of_land)
        if self._ways.of != of_ways or not self._ways.serves(view, in_motion=self._calm.isActive()):
            self._ways = self._kept(wide, tuple(ways(scene, wide, wanted, self._type.unit)), of_ways)

    def _kept(self, view: MapView, layers: Sequence[Layer], of: tuple[object, ...] = ()) -> Kept:
        ratio = self.devicePixelRatioF()
        made = QPixmap(QSize(round(view.width * ratio), round(view.height * ratio)))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        paint(painter, layers, self._type)
        painter.end()
        return Kept(made, view, of)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        scene, view = self._scene, self._view
        if self._calm.isActive() and scene and view and self._cards.view:  # names follow the map until it is calm
            self._draw_land(scene, view)
            painter.fillRect(self.rect(), QColor(self._wanted.theme.panel))
            for kept in (self._land, self._ways, self._cards):
                kept.paint(painter, view)
            painter.drawPixmap(0, 0, self._margin.pixels)
        else:
            self._compose()
            self._paint_whole(painter)
        painter.end()

    def _paint_whole(self, painter: QPainter) -> None:
        if self._sheet is None or self._told is None or self._now is None:
            painter.fillRect(self.rect(), QColor(self._wanted.theme.panel))
            painter.setPen(QColor(self._wanted.theme.quiet))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("The map is being drawn…"))
            return
        view = self._sheet.view
        painter.fillRect(self.rect(), QColor(self._wanted.theme.panel))
        self._land.paint(painter, view)
        self._ways.paint(painter, view)
        painter.drawPixmap(0, 0, self._margin.pixels)
        paint(painter, areas(self._sheet, self._now, self._type.unit), self._type)
        self._cards.paint(painter, view)
        paint(painter, moving(self._sheet, self._now, self._type, self._told.room)[0], self._type)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._type = QtType(self.font())
            self._refresh()

    # What the reader does with the pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press = self._dragged = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._press is None or self._dragged is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self._hover(at)
        elif (at - self._press).manhattanLength() > _CLICK_PX and self._view:
            by, self._dragged = at - self._dragged, at
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._go(self._view.panned(by.x(), by.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        press, self._press = self._press, None
        if event.button() != Qt.MouseButton.LeftButton or press is None:
            return
        at = event.position()
        if (at - press).manhattanLength() <= _CLICK_PX and (hit := self._hit(at)) and hit.target:
            self.picked.emit(hit.target)
        self._hover(at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.fit_wanted.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        if self._view:
            at = event.position()
            self._go(self._view.zoomed(_WHEEL ** event.angleDelta().y(), at.x(), at.y()))

    def zoom(self, factor: float) -> None:
        """About the middle, as the keys do."""
        if self._view:
            self._go(self._view.zoomed(factor, self._view.width / 2, self._view.height / 2))

    def _go(self, view: MapView) -> None:
        if view != self._view:
            self._calm.start()
            self.show_view(view)
            self.moved.emit()

    def _hit(self, at: QPointF) -> Hit | None:
        return next((hit for hit in self._hits() if hit.at(at.x(), at.y())), None)

    def _hits(self) -> tuple[Hit, ...]:
        """What answers to a pointer, the uppermost first."""
        self._compose()
        if self._sheet is None or self._told is None or self._now is None:
            return ()
        return (*moving(self._sheet, self._now, self._type, self._told.room)[1], *self._told.hits, *self._sheet.hits)

    def pixel_of(self, target: Target) -> QPoint | None:
        """Where a click picks this target."""
        hits = self._hits()
        for hit in hits:
            if hit.target != target:
                continue
            middle = (hit.box.left + hit.box.right) / 2, (hit.box.top + hit.box.bottom) / 2
            for x, y in hit.path or (middle,):
                uppermost = next(one for one in hits if one.at(x, y))
                if self.rect().contains(round(x), round(y)) and uppermost is hit:
                    return QPoint(round(x), round(y))
        return None

    def _hover(self, at: QPointF) -> None:
        hit = self._hit(at)
        live = hit is not None and hit.target is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if live else Qt.CursorShape.OpenHandCursor)
        self.setToolTip(card(self._scene.case, hit) if hit and self._scene else "")
        under = hit.target if hit else None
        if under != self._under:
            self._under = under
            self.hovered.emit(under)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self._under is not None:
            self._under = None
            self.hovered.emit(None)

    # Files

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _file(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if path := _file(event.mimeData()):
            event.acceptProposedAction()
            self.dropped.emit(path)

    def place_of(self, target: Target) -> Place | None:
        """Where on the map a part of the case is; None if nowhere, or in another case."""
        if self._scene is None or target.case != self._scene.case.slug:
            return None
        case = self._scene.case
        keys: dict[Kind, Mapping[str, Place | Event | Stay]] = {
            Kind.PLACE: case.place,
            Kind.EVENT: case.event,
            Kind.STAY: case.stay,
        }
        part = keys.get(target.kind, {}).get(target.key)
        return part if part is None or isinstance(part, Place) else case.place.get(part.place or "")


def _file(data: QMimeData) -> str:
    paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 else ""


def whole(drawn: Sheet, said: Told, now: Moment, type_: QtType, wanted: Wanted) -> Picture:
    """A map with its moment; the pointer finds who moves first, then cards, marks, places, tracks."""
    movers, hits = moving(drawn, now, type_, said.room)
    frame, unit = drawn.view.frame, type_.unit
    below = (
        *ground(drawn.view, wanted.theme),
        *overlaid(wanted.overlays, drawn.view, wanted.theme, unit),
        *ways(drawn.scene, drawn.view, wanted, unit),
        *areas(drawn, now, unit),
    )
    layers = (Clip(frame, below), *drawn.margin, *said.layers, *movers)
    return Picture(frame.right, frame.bottom, layers, (*hits, *said.hits, *drawn.hits), frame, frame.bottom)
