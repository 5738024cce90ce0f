"""How fast are dates taken together, and a causal graph laid out and moved, far beyond any case of the book?"""

import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from random import Random
from statistics import median

from desktop_app.casebook.calendar import civil, julian_day
from desktop_app.casebook.case import Case, Event, Link
from desktop_app.casebook.terms import Certainty, Claimant, LinkKind, Pattern, Strength
from desktop_app.casebook.when import parse

NETWORK_EVENTS, GRAPH_EVENTS, GRAPH_LINKS = 500, 2000, 2000
PAGE = (844, 620)  # px: the graph in a window of 1400×900
_BEGIN, _DAYS = (1940, 1, 1), 2000
Row = Callable[[str, str, str, float | None, str], None]  # what, measured, beside, ratio, aim
_NEAR = 20.0  # events lie between a cause and its effect, on average


def large_case(events: int, links: int, seed: int = 1) -> Case:
    """A case of so many dated events and links from earlier to later ones, the same every time."""
    random = Random(seed)
    days = sorted(random.randrange(_DAYS) for _ in range(events))
    made_events = tuple(_event(number, day) for number, day in enumerate(days))
    made_links = []
    for number in range(links):
        cause = random.randrange(events - 1)
        effect = min(events - 1, cause + 1 + int(random.expovariate(1 / _NEAR)))
        if days[effect] == days[cause] and effect + 1 < events:
            effect += 1
        made_links.append(_link(number, cause, effect, random))
    empty = Case(
        "large", None, "Large", "Large", "1940-45", None, "", "", "", "", "", Pattern.SEQUENCE,
        (), (), (), (), (), (), (), (), (), (), (), (), (),
    )  # fmt: skip
    return replace(empty, events=made_events, links=tuple(made_links))


def _event(number: int, day: int) -> Event:
    year, month, day_of_month, _ = civil(julian_day(*_BEGIN) + day + 0.5)
    when = parse(f"{year:04}-{month:02}-{day_of_month:02}")
    title = f"Event number {number}, with a title as long as many"
    return Event(f"e{number}", title, when, None, "", (), Certainty.ESTABLISHED, ())


def _link(number: int, cause: int, effect: int, random: Random) -> Link:
    return Link(
        f"l{number}", f"e{cause}", f"e{effect}", random.choice(list(LinkKind)), random.choice(list(Claimant)),
        random.choice(list(Strength)), "", None, random.choice(list(Certainty)), (),
    )  # fmt: skip


def table(row: Row, runs: int) -> None:
    """Print what was measured; makes a QApplication."""
    _network(row, runs)
    _graph(row, runs)


def _network(row: Row, runs: int) -> None:
    from desktop_app.analysis.dates_together import Terms, dates_together

    case = large_case(NETWORK_EVENTS, NETWORK_EVENTS)
    took = _seconds(lambda: dates_together(case, Terms(), ()), runs)
    row(f"dates and links of {NETWORK_EVENTS} events taken together", f"{took:.2f} s", "", None, "under 1 s")


def _graph(row: Row, runs: int) -> None:
    from PySide6.QtGui import QImage, QPainter

    from desktop_app.charts.causes_picture import Pointing, foot_height, picture
    from desktop_app.charts.causes_scene import Shown, measured, planned
    from desktop_app.charts.colours import LIGHT
    from desktop_app.charts.painting import QtType, chart_font, paint
    from desktop_app.charts.picture import Look
    from desktop_app.views.application import application

    application()
    shown, type_ = Shown(large_case(GRAPH_EVENTS, GRAPH_LINKS)), QtType(chart_font())
    foot = foot_height(type_, PAGE[0], legend=True, plan_links=shown.links)
    laid_out = _seconds(lambda: planned(shown, measured(shown, type_), PAGE, foot), runs)
    plan, scale = planned(shown, measured(shown, type_), PAGE, foot)
    image = QImage(*PAGE, QImage.Format.Format_ARGB32_Premultiplied)
    look = Look(LIGHT, legend=True, scroll=plan.height / 3)

    def frame(dx: float) -> None:
        painter = QPainter(image)
        paint(painter, picture(plan, scale.panned(dx), type_, PAGE, look, Pointing()).layers, type_)
        painter.end()

    moves = (float(number % 40) for number in count())
    panned = _seconds(lambda: frame(next(moves)), max(runs, 15)) * 1000
    what = f"a causal graph of {GRAPH_EVENTS:,} events"
    row(f"{what} laid out", f"{laid_out:.2f} s", "", None, "under 2 s")
    row(f"{what}, a frame of a pan", f"{panned:.1f} ms", "", None, "under 16 ms")


def _seconds(work: Callable[[], object], runs: int) -> float:
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return median(taken)
