"""What can a reader do with the map beyond looking: choose its projection, lay lines of his own over it?"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMenu

from desktop_app.casebook.language import tr
from desktop_app.charts.atlas import Atlas, Overlay
from desktop_app.charts.strands import strands
from desktop_app.exchange.geojson import Drawing, Step, read
from desktop_app.views import errors
from desktop_app.views.parts import button
from desktop_app.views.settings import settings
from desktop_app.views.task import Task

_PROJECTION, _FILES = "map/projection", "map/laid-over"


def made() -> Atlas:
    """A map with its tools, as the reader left it."""
    atlas = Atlas()
    Tools(atlas)
    return atlas


class Tools(QObject):
    """The button "Lay over" of one map, and what is remembered from one start to the next.

    Files are read in the background.  One that has gone is named in the menu and waits there to be forgotten.
    """

    def __init__(self, atlas: Atlas) -> None:
        super().__init__(atlas)
        self._atlas = atlas
        self._laid: dict[Path, Overlay] = {}
        self._gone: list[Path] = []
        self._reading: dict[Path, Task] = {}
        self.button = button("", tr("Old borders, railways: a GeoJSON file of your own over the map"))
        self.button.setPopupMode(self.button.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.button)
        self._menu.aboutToShow.connect(self._fill)
        self.button.setMenu(self._menu)
        atlas.add_tool(self.button)
        kept = settings()
        atlas.choose(str(kept.value(_PROJECTION, "")) or None)
        atlas.kind_changed.connect(lambda kind: settings().setValue(_PROJECTION, kind))
        atlas.dropped.connect(lambda path: self.lay_over(Path(path)))
        for path in map(Path, _paths(kept.value(_FILES))):
            if path.is_file():
                self.lay_over(path)
            else:
                self._gone.append(path)
        self._name()

    # What the reader asks for

    def lay_over(self, path: Path) -> None:
        """Read a file in the background and show what it draws."""
        if path in self._reading:
            return
        self._reading[path] = task = Task(partial(_overlay, path))
        task.done.connect(partial(self._read, path))
        task.failed.connect(partial(self._failed, path))
        task.progress.connect(self._progressed)
        self._name()

    def remove(self, path: Path) -> None:
        """Take a file from the map, or forget one that has gone, or one that is being read."""
        if task := self._reading.pop(path, None):
            task.cancel()
        self._laid.pop(path, None)
        if path in self._gone:
            self._gone.remove(path)
        self._show()

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._atlas.window(), tr("Lay over the map"), "", tr("GeoJSON (*.geojson *.json);;All files (*)")
        )
        if name:
            self.lay_over(Path(name))

    # What comes back

    def _read(self, path: Path, overlay: Overlay) -> None:
        self._reading.pop(path, None)
        self._gone = [one for one in self._gone if one != path]
        self._laid[path] = overlay
        self._show()

    def _failed(self, path: Path, error: BaseException) -> None:
        self._reading.pop(path, None)
        if path not in self._laid:
            self._remember()
        self._name()
        errors.tell(self._atlas.window(), error)

    def _progressed(self, share: float) -> None:
        self.button.setText(tr("Reading… {} % ▾").format(round(100 * share)))

    def _show(self) -> None:
        self._atlas.lay_over(tuple(self._laid.values()))
        self._remember()
        self._name()

    def _remember(self) -> None:
        settings().setValue(_FILES, [str(path) for path in (*self._laid, *self._gone)])

    # The button and its menu

    def _name(self) -> None:
        words = tr("Lay over ▾")
        if self._reading:
            words = tr("Reading… ▾")
        elif self._gone:
            words = (
                tr("Lay over, 1 gone ▾") if len(self._gone) == 1 else tr("Lay over, {} gone ▾").format(len(self._gone))
            )
        self.button.setText(words)

    def _fill(self) -> None:
        self._menu.clear()
        self._menu.addAction(tr("Lay a GeoJSON file over the map…")).triggered.connect(self._choose)
        rows = [(path, tr("Remove {}")) for path in self._laid]
        rows += [(path, tr("Stop reading {}")) for path in self._reading]
        rows += [(path, tr("{} is no longer there; forget it")) for path in self._gone]
        if rows:
            self._menu.addSeparator()
        for path, words in rows:
            action = self._menu.addAction(words.format(path.name))
            action.setToolTip(str(path))
            action.triggered.connect(partial(self.remove, path))
        self._menu.setToolTipsVisible(True)


def _overlay(path: Path, step: Step) -> Overlay:
    return overlay(read(path, step))


def overlay(drawing: Drawing) -> Overlay:
    """What a file draws, as the map takes it."""
    points = [drawing.points] if len(drawing.points) else []
    return Overlay(drawing.name, strands(drawing.lines), strands(points))


def _paths(value: object) -> list[str]:
    """As QSettings gives lists back: one text stands for a list of one."""
    if isinstance(value, str):
        return [value] if value else []
    return [str(one) for one in value] if isinstance(value, list) else []
