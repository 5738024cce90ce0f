"""How fast does one travel by each means, on whose word, and which speeds does the reader set instead?"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.casebook.language import tr
from desktop_app.casebook.means import MOST_KMH, Means
from desktop_app.casebook.said import year_said
from desktop_app.casebook.terms import Claimant
from desktop_app.casebook.trouble import Trouble
from desktop_app.charts.colours import Theme
from desktop_app.library.library import Library
from desktop_app.library.means import KIND, means_of, shipped
from desktop_app.views.parts import Dot, button, label
from desktop_app.views.theme import interface, px, role


class MeansTable(QDialog):
    """The table of means of travel, for all cases: years, speed, what is attested, sources.

    What the reader sets is kept at once, and can be undone like any change.
    """

    def __init__(self, library: Library, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Means of travel"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(px(720), px(560))
        self._library = library
        self.speeds: dict[str, QDoubleSpinBox] = {}
        self.resets: dict[str, QWidget] = {}
        self.trouble = label("", interface(12), "error")
        self.trouble.hide()
        self._inside = QWidget()
        role(self._inside, "panel")
        grid = QGridLayout(self._inside)
        grid.setContentsMargins(px(16), px(8), px(16), px(12))
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(3))
        grid.setColumnStretch(3, 1)
        for column, words in enumerate((tr("Means"), tr("In use"), tr("km/h"), tr("What is attested"))):
            grid.addWidget(label(words, interface(11.5, QFont.Weight.DemiBold), "quiet", wraps=False), 0, column)
        for row, means in enumerate(shipped(), start=1):
            self._fill(grid, row, means, theme)
        area = QScrollArea(widgetResizable=True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._inside)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.reset_all = buttons.addButton(tr("All as shipped"), QDialogButtonBox.ButtonRole.ResetRole)
        self.reset_all.setAutoDefault(False)
        self.reset_all.clicked.connect(self._all_as_shipped)
        whole = QVBoxLayout(self)
        whole.addWidget(
            label(
                tr(
                    "Speeds are along the great circle, over day and night, rests and changes included. "
                    "They hold for all cases: charts, “Could they have met?” and the dates of news."
                ),
                interface(12),
                "quiet",
            )
        )
        whole.addWidget(area, 1)
        whole.addWidget(self.trouble)
        whole.addWidget(buttons)
        leave = library.listen(lambda _: self.show_speeds())
        self.finished.connect(lambda _: leave())
        self.show_speeds()

    def _fill(self, grid: QGridLayout, row: int, means: Means, theme: Theme) -> None:
        top = Qt.AlignmentFlag.AlignTop
        name = tr(means.name)
        grid.addWidget(label(name, interface(12.5, QFont.Weight.DemiBold), wraps=False), row, 0, top)
        years = tr("since antiquity") if means.since <= 0 else tr("since {}").format(year_said(means.since))
        if means.until is not None:
            years = f"{year_said(means.since)}–{year_said(means.until)}"
        grid.addWidget(label(years, interface(12), "quiet", wraps=False), row, 1, top)
        grid.addWidget(self._speed(means, name), row, 2, top)
        told = QWidget()
        column = QVBoxLayout(told)
        column.setContentsMargins(0, 0, 0, px(8))
        column.setSpacing(px(2))
        attested = tr("{:g} to {:g} km/h. {}").format(means.slow_kmh, means.fast_kmh, tr(means.note))
        column.addWidget(label(attested, interface(12), selectable=True))
        for source in means.sources:
            column.addWidget(_source(source.cite, source.url, theme, seen=source.seen))
        grid.addWidget(told, row, 3)

    def _speed(self, means: Means, name: str) -> QWidget:
        box = QDoubleSpinBox()
        box.setRange(0.1, MOST_KMH)
        box.setDecimals(2 if means.kmh < 10 else 0)
        box.setKeyboardTracking(False)
        box.setAccessibleName(tr("Speed {} in km/h").format(name))
        box.valueChanged.connect(lambda kmh: self._set(means.key, kmh))
        reset = button(tr("as shipped"), tr("Back to {:g} km/h").format(means.kmh), "link")
        reset.clicked.connect(lambda: self._set(means.key, None))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        column.addWidget(box)
        column.addWidget(reset)
        self.speeds[means.key], self.resets[means.key] = box, reset
        return holder

    def show_speeds(self) -> None:
        """The speeds as the library has them."""
        chosen = self._library.reading("").chosen(KIND)
        for means in means_of(chosen):
            box = self.speeds[means.key]
            box.blockSignals(True)
            box.setValue(means.kmh)
            box.setEnabled(not self._library.read_only)
            box.blockSignals(False)
            self.resets[means.key].setVisible(means.edited and not self._library.read_only)
        self.reset_all.setEnabled(bool(chosen) and not self._library.read_only)

    def _set(self, key: str, kmh: float | None) -> None:
        name = next(tr(means.name) for means in shipped() if means.key == key)
        words = tr("Speed {}: as shipped") if kmh is None else tr("Speed {}: {:g} km/h")
        self._change(words.format(name, kmh), {key: kmh})

    def _all_as_shipped(self) -> None:
        chosen = self._library.reading("").chosen(KIND)
        self._change(tr("All speeds as shipped"), dict.fromkeys(chosen))

    def _change(self, name: str, speeds: dict[str, float | None]) -> None:
        try:
            with self._library.change(name) as change:
                for key, kmh in speeds.items():
                    change.choose("", KIND, key, kmh)
            self.trouble.hide()
        except Trouble as trouble:
            self.trouble.setText(f"{trouble.what} {trouble.do}".strip())
            self.trouble.show()
            self.show_speeds()


def _source(cite: str, url: str | None, theme: Theme, *, seen: bool) -> QFrame:
    """A work with the mark of the literature; one that was not consulted says so."""
    line = QFrame()
    row = QGridLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setHorizontalSpacing(px(6))
    row.addWidget(Dot(theme.claimants[Claimant.LITERATURE], px(8), square=True), 0, 0, Qt.AlignmentFlag.AlignTop)
    words = cite if seen else tr("{} (named, not consulted)").format(cite)
    work: QLabel = label(words, interface(11.5), "quiet", selectable=True)
    work.setToolTip(url or "")
    row.addWidget(work, 0, 1)
    row.setColumnStretch(1, 1)
    return line
