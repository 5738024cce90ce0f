"""How do the pages of a case and its charts share the middle of the window?"""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter

from desktop_app.library.library import Library
from desktop_app.views.case_page import CasePage
from desktop_app.views.proximity import ProximityPanel

CHART_SHARE = 0.54  # of the height, when the charts are unfolded


class CaseView(QSplitter):
    """The pages above, the charts below.

    The story shares the room with the charts; other pages have it to themselves, unless the reader says otherwise.
    Signals: folded(bool), for the charts.
    """

    folded = Signal(bool)

    def __init__(self, library: Library) -> None:
        super().__init__(Qt.Orientation.Vertical, handleWidth=1, childrenCollapsible=False)
        self.page, self.proximity = CasePage(library), ProximityPanel(library)
        self.folds = {"story": False, "others": True}
        self.share = CHART_SHARE
        self.addWidget(self.page)
        self.addWidget(self.proximity)
        self.splitterMoved.connect(lambda *_: self._take())
        self.page.page_changed.connect(lambda _: self.proximity.fold(self.folds[self._sort_of_page]))
        self.proximity.folded.connect(self._folded)

    def restore(self, folds: Mapping[str, bool], share: float) -> None:
        """As the reader left it; a share that leaves nothing of page or charts is let go."""
        self.folds |= folds
        self.share = share if 0.1 < share < 0.9 else CHART_SHARE
        self._divide()
        self.proximity.fold(self.folds[self._sort_of_page])

    @property
    def _sort_of_page(self) -> str:
        return "story" if self.page.page == "story" else "others"

    def _folded(self, folded: bool) -> None:
        self.folds[self._sort_of_page] = folded
        self._divide()
        self.folded.emit(folded)

    def _take(self) -> None:
        """What the reader drags is the share he wants, in every size of the window."""
        above, below = self.sizes()
        if not self.proximity.is_folded and above + below:
            self.share = below / (above + below)

    def _divide(self) -> None:
        whole = sum(self.sizes())
        below = self.proximity.minimumHeight() if self.proximity.is_folded else round(whole * self.share)
        self.setSizes([whole - below, below])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self._divide()
