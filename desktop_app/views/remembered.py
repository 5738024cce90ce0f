"""How was the window left, and how does it come back at the next start?"""

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QWidget

from desktop_app.casebook.case import Head, Target
from desktop_app.casebook.terms import Kind
from desktop_app.views import theme
from desktop_app.views.case_page import FIRST_PAGE
from desktop_app.views.selection import Focus
from desktop_app.views.settings import settings

if TYPE_CHECKING:
    from desktop_app.views.main_window import MainWindow

FIRST = 14  # the Potsdam break, on a first start
SIZE = QSize(1400, 900)


def _is_on(kept: QSettings, name: str, otherwise: bool) -> bool:
    return kept.value(name, str(otherwise).lower()) in (True, "true")  # an .ini file holds texts


def _number(kept: object) -> float | None:
    try:
        number = float(str(kept))
    except ValueError:
        return None
    return number if isfinite(number) else None


def restore(window: "MainWindow") -> None:
    """Size, columns, folds, theme and table as they were left; on a first start as the screen allows."""
    kept = settings()
    room = window.screen().availableGeometry().size()
    window.resize(SIZE.boundedTo(room - QSize(16, 48)))  # the frame and its title need some, too
    left, right = (_number(kept.value(f"split/{name}")) for name in ("cases", "side"))
    if left and right:
        window.columns.restore((round(left), round(right)))
    if geometry := kept.value("window/geometry"):
        window.restoreGeometry(geometry)
    if state := kept.value("table/state"):
        window.page.restore_table(state)
    chosen = str(kept.value("window/theme", "system"))
    if chosen != "system":
        theme.choose(chosen)
    window.actions_by_name[chosen if chosen in ("light", "dark") else "system"].setChecked(True)
    panels: dict[str, QWidget] = {"cases": window.cases, "side": window.right}
    for name, widget in panels.items():
        shown = _is_on(kept, f"window/{name}", True)
        window.actions_by_name[name].setChecked(shown)
        widget.setVisible(shown)
    view = window.case_view
    folds = {sort: _is_on(kept, f"folded/{sort}", folded) for sort, folded in view.folds.items()}
    view.restore(folds, _number(kept.value("split/charts")) or view.share)
    window.proximity.open(str(kept.value("window/chart", "storyline")))


def remember(window: "MainWindow") -> None:
    """Write down how the window is left; never in the library."""
    kept, now = settings(), window.selection.now
    kept.setValue("window/geometry", window.saveGeometry())
    for name, width in zip(("cases", "side"), window.columns.wanted, strict=True):
        kept.setValue(f"split/{name}", width)
    kept.setValue("split/charts", window.case_view.share)
    for sort, folded in window.case_view.folds.items():
        kept.setValue(f"folded/{sort}", folded)
    kept.setValue("window/chart", window.proximity.chart_name)
    for name in ("cases", "side"):
        kept.setValue(f"window/{name}", window.actions_by_name[name].isChecked())
    kept.setValue("table/state", window.page.table_state())
    kept.setValue("last/home", now.case is None)
    kept.setValue("last/page", window.page.page)
    if last := now if now.case else window.trail.last_case:
        kept.setValue("last/case", last.case)
        kept.setValue("last/kind", str(last.target.kind) if last.target else "")
        kept.setValue("last/key", last.target.key if last.target else "")
        kept.setValue("last/moment", "" if last.moment is None else repr(last.moment))
    kept.sync()


def left_at_home() -> bool:
    return _is_on(settings(), "last/home", False)


def last_page() -> str:
    return str(settings().value("last/page", FIRST_PAGE))


def stopped(heads: Sequence[Head]) -> Focus | None:
    """Where the reader was last in a case; None before he was in any."""
    kept = settings()
    head = next((head for head in heads if head.slug == kept.value("last/case")), None)
    if head is None:
        return None
    kind, key = str(kept.value("last/kind", "")), str(kept.value("last/key", ""))
    target = Target(head.slug, Kind(kind), key) if kind in set(Kind) and key else None
    return Focus(head.slug, target, _number(kept.value("last/moment")))


def first(heads: Sequence[Head]) -> Target:
    """What a first start shows: the first of the events that coincided in the Potsdam break."""
    head = next((head for head in heads if head.chapter == FIRST), heads[0])
    return first_of(head)


def first_of(head: Head) -> Target:
    return Target(head.slug, Kind.EVENT, head.coincident[0].key) if head.coincident else whole(head)


def whole(head: Head) -> Target:
    return Target(head.slug, Kind.CASE, head.slug)
