"""A menu in which several things can be ticked without opening it again."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QToolButton


class StayingMenu(QMenu):
    """Stays open while choices are ticked."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable() and action.isEnabled():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None and action.isCheckable():
            action.trigger()
        else:
            super().keyPressEvent(event)


def fill(
    button: QToolButton,
    choices: Iterable[tuple[str, str]],
    chosen: frozenset[str],
    changed: Callable[[frozenset[str]], None],
    commands: Iterable[tuple[str, Callable[[], None]]] = (),
) -> None:
    """Give the button a menu of (key, words) to tick, after commands; `changed` hears all that is ticked."""
    menu = StayingMenu(button)
    ticks: dict[str, QAction] = {}
    for words, act in commands:
        menu.addAction(words).triggered.connect(lambda _=False, act=act: act())
    if not menu.isEmpty():
        menu.addSeparator()
    for key, words in choices:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(key in chosen)
        action.triggered.connect(lambda: changed(frozenset(k for k, tick in ticks.items() if tick.isChecked())))
        ticks[key] = action
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
