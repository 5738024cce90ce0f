"""How long does one frame take while a chart is panned and zoomed, however many stays the case has?

    python -m tests.benchmarks.frames [runs]

Of each size the slowest of three views counts: the whole span, and twenty and four hundred times closer.
"""

import os
import platform
import sys
import time
from collections.abc import Callable
from statistics import median

from desktop_app.casebook.case import Actor, Case, Place, Stay
from desktop_app.casebook.resources import RESOURCES
from desktop_app.casebook.terms import ActorKind, Certainty, Pattern
from desktop_app.casebook.when import When
from tests.benchmarks.corpus import SIZES, corpus

Row = Callable[[str, str, str, float | None, str], None]  # what, measured, beside, ratio, aim
PANEL = 846, 430  # px: the chart in a window of 1400×900
CLOSER = (1, 20, 400)
STEPS = (9, 9, 9, -11, -11, -11, 7)  # px
AIM = "under 16 ms"


def case_of(size: int) -> Case:
    """A case of a synthetic corpus: persons with some fifty stays each in a hundred years."""
    stays, places = corpus(size)
    who, where = stays.actor.tolist(), stays.place.tolist()
    bounds = zip(stays.start.tolist(), stays.end.tolist(), strict=True)
    made = tuple(
        Stay(f"s{at}", f"a{who[at]}", f"p{where[at]}", _when(start, end), Certainty.PROBABLE, "", ())
        for at, (start, end) in enumerate(bounds)
    )
    first, last = float(stays.start.min()), float(stays.end.max())
    nothing: tuple[()] = ()
    return Case(
        slug=f"corpus-{size}", chapter=None, title="Corpus", short_title="Corpus", years="", book_pages=None,
        question="",
        coincidence="", author_claim="", background="", assessment="", pattern=Pattern.OVERLAP,
        focus=(When("", (first, first), (last, last)),), coincident=nothing, related=nothing,
        actors=tuple(_person(key) for key in sorted(set(who))),
        places=tuple(_place(key, float(places.lat[key]), float(places.lon[key])) for key in sorted(set(where))),
        sources=nothing, events=nothing, stays=made, links=nothing, hypotheses=nothing, evidence=nothing,
        open_questions=nothing, checks=nothing,
    )  # fmt: skip


def _person(key: int) -> Actor:
    return Actor(f"a{key}", f"Person {key}", None, ActorKind.PERSON, None, f"Person {key}", "", "")


def _place(key: int, lat: float, lon: float) -> Place:
    return Place(f"p{key}", f"Place {key}", "", (), "", lat, lon, 2.0, False, False)


def _when(start: float, end: float) -> When:
    if end - start > 1:  # he came on the first day and left on the last
        return When("", (start, start + 1), (end - 1, end))
    return When("", (start, end), (start, end))


def table(row: Row, runs: int) -> None:
    """The rows of the benchmark table."""
    from PySide6.QtGui import QFontDatabase

    from desktop_app.charts.distance import Distance
    from desktop_app.charts.storyline import Storyline
    from desktop_app.library.book import load
    from desktop_app.views.application import application

    application()
    for font in (RESOURCES / "fonts").glob("Inter-*.ttf"):
        QFontDatabase.addApplicationFont(str(font))
    shipped = [load(path) for path in sorted((RESOURCES / "cases").glob("*.yaml"))]
    for kind in (Storyline, Distance):
        took = {case.chapter: _frame(kind, case, runs) for case in shipped}
        worst = max(took, key=lambda chapter: took[chapter])
        words = f"case {worst}, the slowest; median {median(took.values()) * 1000:.1f} ms"
        row(f"{kind.__name__.lower()}: a frame, 21 cases", f"{took[worst] * 1000:.1f} ms", words, None, AIM)
    for size in SIZES:
        case = case_of(size)
        for kind in (Storyline, Distance):
            seconds = _frame(kind, case, runs)
            row(f"{kind.__name__.lower()}: a frame, {size:,} stays", f"{seconds * 1000:.1f} ms", "", None, AIM)


def _frame(kind: Callable[[], "TimeChart"], case: Case, runs: int) -> float:  # type: ignore[name-defined]  # noqa: F821
    """Seconds of the processor for one step of a pan, planned and painted, in the slowest view."""
    from desktop_app.charts.colours import LIGHT
    from desktop_app.charts.painting import chart_font

    chart = kind()
    chart.setFont(chart_font())
    chart.resize(*PANEL)
    chart.show()
    chart.show_case(case, LIGHT)
    slowest = 0.0
    for closer in CLOSER:
        chart.fit()
        chart._rescale(chart.time_scale.zoomed(closer, PANEL[0] / 2))
        chart.grab()
        took = []
        for step in STEPS * max(1, runs // 3):
            started = time.process_time()
            chart._rescale(chart.time_scale.panned(step))
            chart.grab()
            took.append(time.process_time() - started)
        slowest = max(slowest, median(took))
    chart.hide()
    return slowest


def _print_row(what: str, measured: str, beside: str, ratio: float | None, aim: str) -> None:
    print(f"| {what} | {measured} | {beside} | {f'{ratio:.2f}' if ratio else ''} | {aim} |", flush=True)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}\n")
    print("| What | Measured | Beside it | Ratio | Aim |\n|---|---|---|---|---|")
    table(_print_row, int(sys.argv[1]) if len(sys.argv) > 1 else 3)
