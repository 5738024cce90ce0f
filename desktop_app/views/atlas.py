"""What can a reader do with the map beyond looking: choose its projection, see who could have been where, lay lines
of his own over it?"""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFileDialog

from desktop_app.casebook.calendar import civil
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.means import Means
from desktop_app.charts.atlas import Atlas, Overlay, Speed
from desktop_app.charts.strands import strands
from desktop_app.exchange.geojson import Drawing, Step, read
from desktop_app.library.means import KIND, means_of
from desktop_app.views import errors
from desktop_app.views.settings import settings
from desktop_app.views.task import Task

_PROJECTION, _REACH, _FILES = "map/projection", "map/reach", "map/laid-over"

Chosen = Callable[[str, str], Mapping[str, Any]]  # slug, kind: what the reader set instead of what ships


def made(chosen: Chosen = lambda _slug, _kind: {}) -> Atlas:
    """A map with its tools, as the reader left it."""
    atlas = Atlas()
    Tools(atlas, chosen)
    return atlas


class Tools(QObject):
    """What stands in the menu of one map below its projections, and what is remembered from one start to the next.

    Files are read in the background.  One that has gone is named in the menu and waits there to be forgotten.
    """

    def __init__(self, atlas: Atlas, chosen: Chosen) -> None:
        super().__init__(atlas)
        self._atlas, self._chosen = atlas, chosen
        self._laid: dict[Path, Overlay] = {}
        self._gone: list[Path] = []
        self._reading: dict[Path, Task] = {}
        self._own: list[QAction] = []
        kept = settings()
        self._means = str(kept.value(_REACH, ""))
        atlas.options.menu().aboutToShow.connect(self._fill)
        atlas.choose(str(kept.value(_PROJECTION, "")) or None)
        atlas.kind_changed.connect(lambda kind: settings().setValue(_PROJECTION, kind))
        atlas.case_changed.connect(self._show_reach)
        atlas.dropped.connect(lambda path: self.lay_over(Path(path)))
        for path in map(Path, _paths(kept.value(_FILES))):
            if path.is_file():
                self.lay_over(path)
            else:
                self._gone.append(path)
        self._name()

    # Who could have been where

    def go_by(self, key: str) -> None:
        """Draw where those could have been of whom it is not known, by these means; empty: do not."""
        self._means = key
        settings().setValue(_REACH, key)
        self._show_reach()

    def _show_reach(self) -> None:
        found = next((one for one in self._in_use() if one.key == self._means), None) if self._means else None
        self._atlas.reach(Speed(found.kmh, _words(found)) if found else None)

    def _in_use(self) -> list[Means]:
        """The means of travel in the years of the case."""
        case = self._atlas.case
        if case is None:
            return []
        first, last = _years(case)
        return [one for one in means_of(self._chosen(case.slug, KIND)) if one.in_use(first, last)]

    # What lies over the map

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
        self._name()
        errors.tell(self._atlas.window(), error)

    def _progressed(self, share: float) -> None:
        self._atlas.options.setText(tr("Reading… {} % ▾").format(round(100 * share)))

    def _show(self) -> None:
        self._atlas.lay_over(tuple(self._laid.values()))
        self._remember()
        self._name()

    def _remember(self) -> None:
        settings().setValue(_FILES, [str(path) for path in (*self._laid, *self._gone)])

    # The button and its menu

    def _name(self) -> None:
        words = tr("Map ▾")
        if self._reading:
            words = tr("Reading… ▾")
        elif self._gone:
            words = (
                tr("Map, 1 file gone ▾") if len(self._gone) == 1 else tr("Map, {} files gone ▾").format(len(self._gone))
            )
        self._atlas.options.setText(words)

    def _fill(self) -> None:
        menu = self._atlas.options.menu()
        for action in self._own:
            menu.removeAction(action)
        self._own = [menu.addSection(tr("Where they could have been, of whom it is not known"))]
        group = QActionGroup(menu)
        for key, words in (("", tr("Not shown")), *((one.key, _words(one)) for one in self._in_use())):
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(key == self._means)
            action.triggered.connect(lambda _=False, key=key: self.go_by(key))
            group.addAction(action)
            self._own.append(action)
        self._own.append(menu.addSection(tr("Over the map")))
        self._own.append(menu.addAction(tr("Lay a GeoJSON file over it…")))
        self._own[-1].triggered.connect(self._choose)
        rows = [(path, tr("Remove {}")) for path in self._laid]
        rows += [(path, tr("Stop reading {}")) for path in self._reading]
        rows += [(path, tr("{} is no longer there; forget it")) for path in self._gone]
        for path, words in rows:
            self._own.append(menu.addAction(words.format(path.name)))
            self._own[-1].setToolTip(str(path))
            self._own[-1].triggered.connect(lambda _=False, path=path: self.remove(path))


def _words(means: Means) -> str:
    return tr("{}, {} km/h").format(means.name, f"{means.kmh:,.4g}")


def _years(case: Case) -> tuple[int, int]:
    """The first and the last year of what coincided, or of all that is dated."""
    events = [case.event[key] for key in case.coincident] or list(case.events)
    moments = [event.when.middle for event in events] or [0.0]
    return civil(min(moments))[0], civil(max(moments))[0]


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
