"""What can be chosen in the menus of the bar above the charts?"""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from desktop_app.analysis.whereabouts import Journey
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.means import Means
from desktop_app.casebook.said import said_day
from desktop_app.views.menu_of_choices import StayingMenu

if TYPE_CHECKING:
    from desktop_app.charts.distance import Distance
    from desktop_app.charts.storyline import Storyline

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


def fill_storyline(
    menu: QMenu, chart: "Storyline", case: Case, means: Sequence[Means], hide: Callable[[frozenset[str]], None]
) -> None:
    """Focus, places, time together, where a traveller could have been, the legend.

    hide: hears the places that are to have no band.
    """
    people = [(key, case.actor[key].name) for key in chart.actors]
    nobody = (None, tr("Nobody"))

    def focus(actor: str | None) -> None:
        chart.set_focus(frozenset() if actor is None else frozenset([actor]))

    one_of(menu, tr("Focus on"), [nobody, *people], next(iter(chart.focus), None), focus)
    places = [(key, case.place[key].name) for key in chart.places]
    keys = frozenset(key for key, _ in places)
    shown = keys - chart.hidden
    some_of(menu, tr("Places"), places, shown, lambda chosen: hide(keys - chosen))
    some_of(menu, tr("Shade the time together of"), people, chart.shaded, chart.shade)
    below = menu.addMenu(tr("Where somebody could have been"))
    by = chart.means or _fastest(means)

    def spread(journey: Journey | None) -> None:
        chart.spread(journey, by)

    told = [(one, journey_name(case, one)) for one in chart.journeys]
    one_of(below, tr("On the journey"), [nobody, *told], chart.journey, spread)
    choices = [(one, means_name(one)) for one in means]
    one_of(below, tr("Travelling"), choices, by, lambda one: chart.spread(chart.journey, one))
    legend = menu.addAction(tr("Legend"))
    legend.setCheckable(True)
    legend.setChecked(chart.has_legend)
    legend.triggered.connect(chart.set_legend)


def fill_distance(
    menu: QMenu, chart: "Distance", means: Sequence[Means], travel: Callable[[Means | None], None]
) -> None:
    """The scale, the threshold, and by which means who is under way travels (`travel` hears it)."""
    scales = [(False, tr("Logarithmic")), (True, tr("Even"))]
    one_of(menu, tr("Kilometres"), scales, chart.is_linear, chart.set_linear)
    steps = [(float(km), tr("{} km").format(f"{km:,}")) for km in (1, 5, 10, 50, 100, 500, 1_000, 5_000)]
    one_of(menu, tr("Together within"), steps, chart.within_km, chart.set_threshold)
    ways: list[tuple[Means | None, str]] = [(None, tr("anyhow, at most a quarter longer than the direct way"))]
    ways += [(one, means_name(one)) for one in means]
    one_of(menu, tr("Who is under way travels"), ways, chart.means, travel)


def journey_name(case: Case, journey: Journey) -> str:
    """ "Soong: Moscow → Chungking, 14 July 1945"."""
    ends = [case.place[one.place].name for one in (journey.leaves, journey.arrives) if one]
    left = said_day(journey.departure[0])
    return tr("{}: {}, {}").format(case.actor[journey.actor].short, " → ".join(ends), left)


def means_name(means: Means) -> str:
    return tr("{}, {} km/h").format(tr(means.name), f"{means.kmh:,.0f}")


def _fastest(means: Sequence[Means]) -> Means | None:
    return max(means, key=lambda one: one.kmh, default=None)
