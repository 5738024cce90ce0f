"""How wide is each of the window's three columns?"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from desktop_app.views.theme import px

WIDTHS = (250, 306)  # of the outer columns, as the pictures have them
LEAST = (150, 400, 214)
MIDDLE = 580  # below this, the outer columns give way: the middle is what the reader came for


class Columns(QSplitter):
    """The outer columns are as wide as the reader made them, and give way in a window that is narrow."""

    def __init__(self, left: QWidget, middle: QWidget, right: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, handleWidth=1, childrenCollapsible=False)
        for widget, least in zip((left, middle, right), LEAST, strict=True):
            widget.setMinimumWidth(px(least))
            self.addWidget(widget)
        self.setStretchFactor(1, 1)
        self.wanted = tuple(px(width) for width in WIDTHS)
        self.splitterMoved.connect(lambda *_: self._take())

    def restore(self, wanted: tuple[int, int]) -> None:
        self.wanted = wanted
        self._share()

    def _take(self) -> None:
        """What the reader drags is what he wants; a column that is hidden stays as it was wanted."""
        now = self.sizes()
        self.wanted = tuple(now[at] or self.wanted[at // 2] for at in (0, 2))

    def _share(self) -> None:
        room = self.width() - 2 * self.handleWidth()
        spare = [max(wanted - px(least), 0) for wanted, least in zip(self.wanted, LEAST[::2], strict=True)]
        lacking = sum(self.wanted) + px(MIDDLE) - room
        give = min(max(lacking / max(sum(spare), 1), 0), 1)
        left, right = (wanted - round(give * part) for wanted, part in zip(self.wanted, spare, strict=True))
        self.setSizes([left, room - left - right, right])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share()
