"""Which keys do what?"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_app.casebook.language import tr
from desktop_app.views.menus import MENUS
from desktop_app.views.parts import heading, label
from desktop_app.views.theme import interface, px

if TYPE_CHECKING:
    from desktop_app.views.main_window import MainWindow

Section = tuple[str, tuple[tuple[str, str], ...]]  # a heading; keys and what they do


def sections(actions: Mapping[str, QAction], pages: Iterable[QWidget]) -> list[Section]:
    """All keys, by menus and then by regions; a page that has keys of its own gives them as `keys()`."""
    native = QKeySequence.SequenceFormat.NativeText
    found: list[Section] = []
    for title, commands in MENUS.items():
        named = (actions[command.name] for command in commands if command.keys)
        lines = tuple((action.shortcut().toString(native), action.text().replace("&", "")) for action in named)
        if lines:
            found.append((tr(title).replace("&", ""), lines))
    found.append(
        (
            tr("In a chart"),
            (
                ("← →", tr("the time cursor by a day, with Shift by a week")),
                ("[ ]", tr("to the previous and the next event")),
                ("Enter", tr("select the event at the cursor")),
                ("+ − Home", tr("zoom in, zoom out, show all")),
                (tr("wheel, drag"), tr("zoom and move along the time axis")),
                (tr("Space"), tr("on the map: play, or stop")),
                (tr("wheel, drag, double click"), tr("on the map: zoom, move, show all")),
            ),
        )
    )
    found.append(
        (
            tr("In the story"),
            (
                ("← →", tr("to the previous and the next name")),
                ("Enter", tr("show who or what the name means")),
                ("↑ ↓", tr("scroll")),
            ),
        )
    )
    found.append(
        (
            tr("In the inspector"),
            (
                ("↑ ↓", tr("from line to line")),
                ("Enter", tr("go there")),
                ("Ctrl+C", tr("copy the line or its citation")),
            ),
        )
    )
    found += [section for page in pages if (own := getattr(page, "keys", None)) for section in own()]
    return found


def show(window: "MainWindow") -> None:
    """Two columns of keys and what they do."""
    dialog = QDialog(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(tr("Keyboard"))
    inside = QWidget()
    columns = QHBoxLayout(inside)
    columns.setSpacing(px(24))
    grids = (QGridLayout(), QGridLayout())
    rows = [0, 0]
    for title, lines in sections(window.actions_by_name, window.page.made):
        column = 0 if rows[0] <= rows[1] else 1
        grid = grids[column]
        grid.addWidget(heading(title), rows[column], 0, 1, 2)
        for row, (keys, words) in enumerate(lines, rows[column] + 1):
            grid.addWidget(label(keys, interface(12), "quiet", wraps=False), row, 0)
            grid.addWidget(label(words, interface(12), wraps=False), row, 1)
        rows[column] += len(lines) + 1
    for grid in grids:
        grid.setHorizontalSpacing(px(14))
        grid.setVerticalSpacing(px(5))
        grid.setColumnMinimumWidth(0, px(104))
        grid.setColumnMinimumWidth(1, px(270))
        grid.setRowStretch(max(rows), 1)
        grid.setColumnStretch(1, 1)
        columns.addLayout(grid)
    area = QScrollArea(widgetResizable=True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(area)
    layout.addWidget(buttons)
    room = window.screen().availableGeometry()
    dialog.resize(px(880), min(px(22) * max(rows) + px(90), room.height() - px(60)))
    dialog.open()
