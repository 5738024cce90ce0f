"""What can a reader do with the map beyond looking: choose its projection, see who could have been where, lay lines
of his own over it?"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMenu

from desktop_app.casebook.language import tr
from desktop_app.casebook.means import Means
from desktop_app.charts.atlas import Atlas, Overlay, Speed
from desktop_app.charts.atlas_overlay import prepare
from desktop_app.charts.atlas_view import MapView, kind_words
from desktop_app.charts.strands import strands
from desktop_app.exchange.geojson import Drawing, Step, read
from desktop_app.views import errors
from desktop_app.views.chart_menus import means_name, one_of
from desktop_app.views.parts import button
from desktop_app.views.settings import settings
from desktop_app.views.task import Task

_PROJECTION, _REACH, _FILES = "map/projection", "map/reach", "map/laid-over"

MeansInUse = Callable[[], Sequence[Means]]


def made(means_in_use: MeansInUse) -> Atlas:
    """A map with its tools, as the reader left it; means_in_use: those of the case that it shows."""
    atlas = Atlas()
    Tools(atlas, means_in_use)
    return atlas


def fill(menu: QMenu, atlas: Atlas) -> None:
    """The projection, where people could have been, what lies over the map."""
    for tools in atlas.findChildren(Tools):
        tools.fill(menu)


class Tools(QObject):
    """What one map offers in a menu, and what of it is remembered from one start to the next.

    Files are read in the background.  While one is being read, or has gone, a button beside the slider tells so.
    """

    def __init__(self, atlas: Atlas, means_in_use: MeansInUse) -> None:
        super().__init__(atlas)
        self._atlas, self._means_in_use = atlas, means_in_use
        self._laid: dict[Path, Overlay] = {}
        self._gone: list[Path] = []
        self._reading: dict[Path, Task] = {}
        kept = settings()
        self._means = str(kept.value(_REACH, ""))
        self.notice = button("", tr("What lies over the map"))
        self.notice.setPopupMode(self.notice.ToolButtonPopupMode.InstantPopup)
        self.notice.setMenu(QMenu(self.notice))
        self.notice.menu().aboutToShow.connect(self._fill_notice)
        atlas.add_tool(self.notice)
        atlas.choose(str(kept.value(_PROJECTION, "")) or None)
        atlas.kind_changed.connect(lambda kind: settings().setValue(_PROJECTION, kind))
        atlas.case_changed.connect(self._show_reach)
        atlas.dropped.connect(lambda path: self.lay_over(Path(path)))
        for path in map(Path, _paths(kept.value(_FILES))):
            if path.is_file():
                self.lay_over(path)
            else:
                self._gone.append(path)
        self._notify()

    def fill(self, menu: QMenu) -> None:
        suits = ("", tr("What suits the case"))
        one_of(menu, tr("Projection"), [suits, *kind_words().items()], self._atlas.kind, self._atlas.choose)
        means = [("", tr("Not shown")), *((one.key, means_name(one)) for one in self._means_in_use())]
        one_of(menu, tr("Where those on the way could have been"), means, self._means, self.go_by)
        menu.addAction(tr("Close in on what coincided")).triggered.connect(self._atlas.close_in)
        menu.addAction(tr("Lay a GeoJSON file over the map…")).triggered.connect(self._choose)
        self._add_files(menu)

    # Who could have been where

    def go_by(self, key: str) -> None:
        """Draw where those could have been of whom it is not known, by these means; empty: do not."""
        self._means = key
        settings().setValue(_REACH, key)
        self._show_reach()

    def _show_reach(self) -> None:
        found = next((one for one in self._means_in_use() if one.key == self._means), None) if self._means else None
        self._atlas.reach(Speed(found.kmh, means_name(found)) if found else None)

    # What lies over the map

    def lay_over(self, path: Path) -> None:
        """Read a file in the background and show what it draws."""
        if path in self._reading:
            return
        self._reading[path] = task = Task(partial(_overlay, path, self._atlas.canvas.view))
        task.done.connect(partial(self._read, path))
        task.failed.connect(partial(self._failed, path))
        task.progress.connect(self._progressed)
        self._notify()

    def remove(self, path: Path) -> None:
        """Take a file from the map, or forget one that has gone, or one that is being read."""
        if task := self._reading.pop(path, None):
            task.cancel()
        self._laid.pop(path, None)
        if path in self._gone:
            self._gone.remove(path)
        self._show()

    def _choose(self, _checked: bool = False) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._atlas.window(), tr("Lay over the map"), "", tr("GeoJSON (*.geojson *.json);;All files (*)")
        )
        if name:
            self.lay_over(Path(name))

    def _read(self, path: Path, overlay: Overlay) -> None:
        self._reading.pop(path, None)
        self._gone = [one for one in self._gone if one != path]
        self._laid[path] = overlay
        self._show()

    def _failed(self, path: Path, error: BaseException) -> None:
        self._reading.pop(path, None)
        if path not in self._laid:
            self._remember()
        self._notify()
        errors.tell(self._atlas.window(), error)

    def _progressed(self, share: float) -> None:
        self.notice.setText(tr("Reading… {} % ▾").format(round(100 * share)))

    def _show(self) -> None:
        self._atlas.lay_over(tuple(self._laid.values()))
        self._remember()
        self._notify()

    def _remember(self) -> None:
        settings().setValue(_FILES, [str(path) for path in (*self._laid, *self._gone)])

    # The button that tells

    def _notify(self) -> None:
        self.notice.setVisible(bool(self._reading or self._gone))
        if self._reading:
            self.notice.setText(tr("Reading… ▾"))
        elif self._gone:
            count = len(self._gone)
            self.notice.setText(tr("1 file gone ▾") if count == 1 else tr("{} files gone ▾").format(count))

    def _fill_notice(self) -> None:
        self.notice.menu().clear()
        self._add_files(self.notice.menu())

    def _add_files(self, menu: QMenu) -> None:
        rows = [(path, tr("Remove {}")) for path in self._laid]
        rows += [(path, tr("Stop reading {}")) for path in self._reading]
        rows += [(path, tr("{} is no longer there; forget it")) for path in self._gone]
        for path, words in rows:
            action = menu.addAction(words.format(path.name))
            action.setToolTip(str(path))
            action.triggered.connect(lambda _=False, path=path: self.remove(path))


def _overlay(path: Path, view: MapView | None, step: Step) -> Overlay:
    made = overlay(read(path, step))
    if view:
        prepare(made, view)
    return made


def overlay(drawing: Drawing) -> Overlay:
    """What a file draws, as the map takes it."""
    points = [drawing.points] if len(drawing.points) else []
    return Overlay(drawing.name, strands(drawing.lines), strands(points))


def _paths(value: object) -> list[str]:
    """As QSettings gives lists back: one text stands for a list of one."""
    if isinstance(value, str):
        return [value] if value else []
    return [str(one) for one in value] if isinstance(value, list) else []
