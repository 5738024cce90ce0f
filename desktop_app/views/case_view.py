"""How do the pages of a case and its charts share the middle of the window?"""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
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
        self.page, self.proximity = CasePage(library), ProximityPanel()
        self.folds = {"story": False, "others": True}
        self._share = CHART_SHARE
        self.addWidget(self.page)
        self.addWidget(self.proximity)
        self.setSizes([370, 430])
        self.setStretchFactor(1, 1)
        self.page.page_changed.connect(lambda _: self.proximity.fold(self.folds[self._sort_of_page]))
        self.proximity.folded.connect(self._folded)

    def restore_folds(self, folds: Mapping[str, bool]) -> None:
        self.folds |= folds
        self.proximity.fold(self.folds[self._sort_of_page])

    @property
    def _sort_of_page(self) -> str:
        return "story" if self.page.page == "story" else "others"

    def _folded(self, folded: bool) -> None:
        self.folds[self._sort_of_page] = folded
        sizes = self.sizes()
        whole = sum(sizes)
        if folded:
            self._share = sizes[1] / max(whole, 1)
            self.setSizes([whole, self.proximity.minimumHeight()])
        else:
            self.setSizes([round(whole * (1 - self._share)), round(whole * self._share)])
        self.folded.emit(folded)
