"""Which region of the window do the keys speak to, which comes next, and in which order does Tab go through it?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLayout, QScrollArea, QSplitter, QWidget


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the window; `entry`, or the first stop in it, is what the keys come to first."""

    whole: QWidget
    entry: QWidget

    def holds(self, widget: QWidget | None) -> bool:
        return widget is not None and (widget is self.whole or self.whole.isAncestorOf(widget))


def step(regions: Sequence[Region], by: int) -> None:
    """Give the keys to the region after (1) or before (-1) the one that has them, past the last to the first."""
    focus = QApplication.focusWidget()
    shown = [region for region in regions if region.whole.isVisible()]
    if not shown:
        return
    here = next((at for at, region in enumerate(shown) if region.holds(focus)), -1 if by > 0 else 0)
    _enter(shown[(here + by) % len(shown)])


def _enter(region: Region) -> None:
    """Where the keys were in it last, else to its entry, else to its first stop."""
    last, entry = region.whole.focusWidget(), region.entry
    if last is not None and last is not region.whole and last.isVisible() and last.isEnabled():
        chosen = last
    elif entry.focusPolicy() != Qt.FocusPolicy.NoFocus:
        chosen = entry
    else:
        chosen = next((stop for stop in stops(entry) if stop.isVisible() and stop.isEnabled()), entry)
    chosen.setFocus(Qt.FocusReason.ShortcutFocusReason)


def in_reading_order(region: QWidget, after: QWidget) -> None:
    """Let Tab go through the region as it is read, coming from `after`; Qt goes by when each part was made."""
    for stop in stops(region):
        QWidget.setTabOrder(after, stop)
        after = stop


def stops(region: QWidget) -> Iterator[QWidget]:
    """What the Tab key stops at within the region, as it is read."""
    for part in _parts(region):
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield part
        yield from stops(part)


def _parts(region: QWidget) -> Iterator[QWidget]:
    if isinstance(region, QSplitter):
        yield from filter(None, map(region.widget, range(region.count())))
    elif isinstance(region, QScrollArea):
        if inside := region.widget():
            yield inside
    elif layout := region.layout():
        yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        if widget := item.widget():
            yield widget
        elif inner := item.layout():
            yield from _laid_out(inner)
