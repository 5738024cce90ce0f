"""The line at the top: the menus, and the box that leads to everything by words."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenuBar, QToolButton, QWidget

from desktop_app.casebook.language import tr
from desktop_app.views.parts import label
from desktop_app.views.theme import interface, px, role


class Top(QWidget):
    """Signals: searched(), for the box."""

    searched = Signal()

    def __init__(self, menus: QMenuBar) -> None:
        super().__init__()
        role(self, "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        search = QToolButton()
        role(search, "search")
        search.setFixedSize(px(322), px(24))
        words = QHBoxLayout(search)
        words.setContentsMargins(px(10), 0, px(10), 0)
        words.addWidget(label(tr("Search or command"), interface(12), "quiet"), 1)
        words.addWidget(label("Ctrl+K", interface(11.5), "quiet", wraps=False))
        search.clicked.connect(self.searched)
        search.setAccessibleName(tr("Search or command"))
        search.setToolTip(tr("Cases, people, places, events, the full text and all commands"))
        row = QHBoxLayout(self)
        row.setContentsMargins(px(4), px(2), px(14), px(2))
        row.addWidget(menus)
        row.addStretch(1)
        row.addWidget(search)
