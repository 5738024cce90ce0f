"""Which keys do what?"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QVBoxLayout, QWidget

from desktop_app.casebook.language import tr
from desktop_app.views.parts import heading, label
from desktop_app.views.theme import interface, px


def show(parent: QWidget, commands: list[str], chart: tuple[str, ...]) -> None:
    """Two columns of keys and what they do; each line is "keys<tab>words", a line without a tab heads what follows."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(tr("Keyboard"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(px(14))
    half = (len(commands) + 1) // 2
    for column, lines in enumerate((commands[:half], [*commands[half:], *chart])):
        for row, line in enumerate(lines):
            keys, tab, words = line.partition("\t")
            if tab:
                grid.addWidget(label(keys, interface(12), "quiet"), row, column * 2)
                grid.addWidget(label(words, interface(12)), row, column * 2 + 1)
            else:
                grid.addWidget(heading(keys), row, column * 2, 1, 2)
    for column, width in enumerate((120, 210, 120, 250)):
        grid.setColumnMinimumWidth(column, px(width))
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addLayout(grid)
    layout.addWidget(buttons)
    dialog.open()
