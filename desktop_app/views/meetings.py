"""Who met whom, and could they have met?"""

import json
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.analysis.encounter import KIND
from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.means import Means
from desktop_app.casebook.reading import Saved
from desktop_app.casebook.terms import Kind
from desktop_app.casebook.trouble import Trouble
from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.library.library import Library
from desktop_app.library.means import KIND as MEANS
from desktop_app.library.means import means_of
from desktop_app.views.encounter_panel import EncounterPanel
from desktop_app.views.means_table import MeansTable
from desktop_app.views.meetings_list import MeetingsList
from desktop_app.views.parts import button
from desktop_app.views.saved_analyses import SavedAnalyses, keep
from desktop_app.views.segments import Segments, tool_bar

PARTS = {"list": "All meetings", "could": "Could they have met?"}


class MeetingsPage(QWidget):
    """All meetings of a case, and the question whether others were possible.

    Signals: picked(Target), said(str), note_wanted(Target), failed(exception), moment_changed(jd), page_wanted(str).
    """

    picked, said, note_wanted = Signal(object), Signal(str), Signal(object)
    failed, moment_changed, page_wanted = Signal(object), Signal(float), Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._library: Library | None = None
        self._case: Case | None = None
        self._theme: Theme = LIGHT
        self.list, self.could = MeetingsList(), EncounterPanel()
        for part in (self.list, self.could):
            part.said.connect(self.said)
            part.failed.connect(self.failed)
        self.list.picked.connect(self.picked)
        self.list.note_wanted.connect(self.note_wanted)
        self.list.moment_changed.connect(self.moment_changed)
        self.could.keep_wanted.connect(self._keep)
        self.could.kept_wanted.connect(self.show_kept)
        self.segments = Segments([(name, tr(words)) for name, words in PARTS.items()], tr("What is asked"))
        self.segments.choose("list")
        self.segments.chosen.connect(self.open_part)
        self.means_button = button(tr("Means of travel…"), tr("Speeds, years and sources; set your own"))
        self.means_button.clicked.connect(self.show_means)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.could)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(tool_bar(self.segments, self.means_button))
        column.addWidget(self.stack, 1)
        self.entry = self.segments.buttons["list"]  # what the keys come to first

    # ---- what the window asks

    def use(self, library: Library) -> None:
        self._library = library
        library.listen(self._library_changed)

    def show_case(self, case: Case, theme: Theme, _: Iterable[tuple[Kind, str]]) -> None:
        self._case, self._theme = case, theme
        means = self._means()
        self.list.show_case(case, theme, means)
        self.could.show_case(case, theme, means, writable=self._library is not None and not self._library.read_only)

    def mark(self, target: Target | None) -> None:
        self.list.mark(target)

    def open_part(self, name: str) -> None:
        """Show the list, or the question."""
        self.segments.choose(name)
        self.stack.setCurrentWidget(self.list if name == "list" else self.could)
        if name == "could":
            self.could.wake()

    def look_for(self) -> None:
        """Filter the list by dates."""
        self.open_part("list")
        self.list.dates.setFocus()

    # ---- means

    def _means(self) -> tuple[Means, ...]:
        chosen = self._library.reading(self._case.slug).chosen(MEANS) if self._library and self._case else {}
        return means_of(chosen)

    def show_means(self) -> None:
        if self._library:
            MeansTable(self._library, self._theme, self).open()

    def _library_changed(self, touched: Iterable[tuple[str, str]]) -> None:
        if self._case and any(table == "choices" and slug in ("", self._case.slug) for table, slug in touched):
            self.show_case(self._case, self._theme, ())

    # ---- what is kept

    def _keep(self, settings: dict[str, Any], result: dict[str, Any], assumptions: tuple[str, ...], seed: int) -> None:
        if self._library is None or self._case is None:
            return
        try:
            plain = json.loads(json.dumps(result))
            saved = keep(self._library, self._case.slug, KIND, settings, plain, assumptions, seed=seed)
        except Trouble as trouble:
            self.failed.emit(trouble)
        else:
            self.said.emit(tr("Kept as “{}”").format(saved.name))

    def show_kept(self) -> None:
        if self._library and self._case:
            dialog = SavedAnalyses(self._library, self._case, self, KIND)
            dialog.opened.connect(self.show_saved)
            dialog.open()

    def show_saved(self, saved: Saved) -> None:
        """Ask again what was asked when an analysis was kept."""
        try:
            self.could.show_saved(saved)
        except Trouble as trouble:
            self.failed.emit(trouble)
            return
        self.open_part("could")
