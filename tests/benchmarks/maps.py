"""How long does a frame of the map take while it is moved and while it plays, far beyond any case of the book?"""

import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from random import Random
from statistics import median

from desktop_app.casebook.calendar import civil, julian_day
from desktop_app.casebook.case import Case, Stay
from desktop_app.casebook.resources import RESOURCES
from desktop_app.casebook.terms import Certainty
from desktop_app.casebook.when import parse

SIZES = (1_000, 10_000, 100_000)
PEOPLE, PLACES = 100, 1_000
PAGE = (1330, 600)  # px: the map in a window of 2000×1200
Row = Callable[[str, str, str, float | None, str], None]  # what, measured, beside, ratio, aim


def large_case(stays: int, seed: int = 1) -> Case:
    """So many stays of people who travel all the time, most to the places where most go; the same every time."""
    from desktop_app.library.book import load

    random = Random(seed)
    pattern = load(sorted((RESOURCES / "cases").glob("*.yaml"))[13])
    places = tuple(
        replace(
            pattern.places[0],
            key=f"p{at}",
            name=f"Place {at}",
            lat=random.uniform(-55, 70),
            lon=random.uniform(-180, 180),
            transit=False,
        )
        for at in range(PLACES)
    )
    actors = tuple(replace(pattern.actors[0], key=f"a{at}", short=f"A{at}") for at in range(PEOPLE))
    made: list[Stay] = []
    for actor in actors:
        day = julian_day(1940, 1, 1)
        for at in range(stays // PEOPLE):
            first, last = day, day + random.randrange(1, 5)
            when = parse("/".join("{:04}-{:02}-{:02}".format(*civil(jd)[:3]) for jd in (first, last)))
            place = places[min(int(random.paretovariate(0.7)), PLACES) - 1].key
            made.append(Stay(f"{actor.key}-{at}", actor.key, place, when, Certainty.ESTABLISHED, "", ()))
            day = last + random.randrange(1, 4)
    return replace(
        pattern, slug="large", actors=actors, places=places, stays=tuple(made), events=(), links=(), evidence=(),
        hypotheses=(), coincident=(), focus=(parse("1940/1942"),),
    )  # fmt: skip


def table(row: Row, runs: int) -> None:
    """Print what was measured; makes a QApplication."""
    from desktop_app.charts.atlas_scene import map_scene

    for size in SIZES:
        case, everybody = large_case(size), [f"a{at}" for at in range(PEOPLE)]
        started = time.perf_counter()
        map_scene(case, everybody, frozenset(Certainty))
        gathered = time.perf_counter() - started
        row(f"a map of {size:,} stays gathered, on its own thread", f"{gathered:.2f} s", "", None, "")
        _frames(case, tuple(everybody), f"a map of {size:,} stays", row, runs)


def _frames(case: Case, actors: tuple[str, ...], what: str, row: Row, runs: int) -> None:
    from PySide6.QtCore import QPoint, QPointF, Qt
    from PySide6.QtGui import QGuiApplication, QWheelEvent
    from PySide6.QtWidgets import QApplication

    from desktop_app.charts.atlas import Atlas
    from desktop_app.charts.colours import LIGHT
    from desktop_app.charts.painting import chart_font
    from desktop_app.views.application import application

    application()
    atlas = Atlas()
    atlas.setFont(chart_font())
    atlas.resize(*PAGE)
    atlas.show()
    QGuiApplication.processEvents()
    atlas.show_case(case, LIGHT, actors)
    while atlas.picture is None:
        QGuiApplication.processEvents()
    canvas, numbers = atlas.canvas, count()

    def turned() -> None:
        at = QPointF(PAGE[0] / 2, PAGE[1] / 2)
        angle = QPoint(0, 15 if next(numbers) % 2 else -15)
        none, still = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
        buttons = Qt.MouseButton.NoButton
        event = QWheelEvent(at, canvas.mapToGlobal(at), QPoint(), angle, buttons, none, still, False)
        QApplication.sendEvent(canvas, event)
        canvas.repaint()

    def played() -> None:
        atlas.slider.move_to(julian_day(1941, 3, 1) + next(numbers) / 16)
        canvas.repaint()

    QGuiApplication.processEvents()
    row(f"{what}, a frame while it plays", f"{_milliseconds(played, runs):.1f} ms", "", None, "under 16 ms")
    row(f"{what}, a frame while it is zoomed", f"{_milliseconds(turned, runs):.1f} ms", "", None, "under 16 ms")
    atlas.hide()
    atlas.deleteLater()


def _milliseconds(work: Callable[[], object], runs: int) -> float:
    taken = []
    for _ in range(max(runs, 25)):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return median(taken) * 1000
