"""Which menus does the bar above the charts open?"""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.views.menu_of_choices import StayingMenu

Pair = tuple[str, str]  # actors
Pairs = tuple[Pair, ...]


def fill_pairs(menu: QMenu, case: Case, chosen: Pairs, changed: Callable[[Pairs | None], None]) -> None:
    """Every pair of the case: the chosen ones first, then each actor with those who follow him.

    changed: hears all that are ticked, in the order of their choice; None: those that tell most, again.
    """
    ticked = list(chosen)
    actions: dict[Pair, list[QAction]] = {}

    def turn(pair: Pair, on: bool) -> None:
        if on and pair not in ticked:
            ticked.append(pair)
        elif not on and pair in ticked:
            ticked.remove(pair)
        for action in actions[pair]:  # it stands in the list above too
            action.setChecked(on)
        changed(tuple(ticked))

    def add(into: QMenu, pair: Pair, words: str) -> None:
        action = QAction(words, into, checkable=True, checked=pair in chosen)
        action.triggered.connect(lambda on, pair=pair: turn(pair, on))
        actions.setdefault(pair, []).append(action)
        into.addAction(action)

    menu.addAction(tr("The pairs that tell most")).triggered.connect(lambda: changed(None))
    menu.addSeparator()
    for pair in chosen:
        add(menu, pair, " – ".join(case.actor[key].short for key in pair))
    menu.addSeparator()
    keys = [actor.key for actor in case.actors]
    turned = {frozenset(pair): pair for pair in chosen}
    every = ((a, b) for at, a in enumerate(keys) for b in keys[at + 1 :])
    for first, own in groupby(every, key=lambda pair: pair[0]):
        below = StayingMenu(case.actor[first].name, menu)
        for pair in own:
            add(below, turned.get(frozenset(pair), pair), case.actor[pair[1]].name)
        menu.addMenu(below)


def fill_later(button: QToolButton, fill: Callable[[QMenu], None]) -> None:
    """A menu that is filled each time it opens."""
    menu = StayingMenu(button)

    def renew() -> None:
        menu.clear()
        fill(menu)

    menu.aboutToShow.connect(renew)
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)


def one_of(menu: QMenu, title: str, choices: Iterable[tuple[object, str]], now: object, set_: Callable) -> QMenu:  # type: ignore[type-arg]
    """A menu below of which one choice holds."""
    below = menu.addMenu(title)
    group = QActionGroup(below)
    for value, words in choices:
        action = QAction(words, below, checkable=True, checked=value == now)
        action.triggered.connect(lambda _=False, value=value: set_(value))
        group.addAction(action)
        below.addAction(action)
    return below


def some_of(
    menu: QMenu,
    title: str,
    choices: Sequence[tuple[str, str]],
    now: Iterable[str],
    set_: Callable[[frozenset[str]], None],
) -> QMenu:
    """A menu below in which several can be ticked."""
    below = StayingMenu(title, menu)
    ticked = set(now)

    def turn(key: str, on: bool) -> None:
        (ticked.add if on else ticked.discard)(key)
        set_(frozenset(ticked))

    for key, words in choices:
        action = QAction(words, below, checkable=True, checked=key in ticked)
        action.triggered.connect(lambda on, key=key: turn(key, on))
        below.addAction(action)
    menu.addMenu(below)
    return below
