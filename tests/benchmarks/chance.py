"""How fast are a permutation test and the matrix at a keystroke?

python -m tests.benchmarks.chance [runs]
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np

from desktop_app.analysis.closeness import PERMUTATIONS, Points, knox, mantel

EVENTS, STRATA, SEED = 200, 5, 1914
TYPED = ("1", "12", "1", "", "-", "-3", "-3.", "-3.5", "7 to 13", "much more")
Row = Callable[[str, str, str, float | None, str], None]  # what, measured, beside, ratio, aim


def events(strata: int = 1) -> Points:
    """Events on every continent over four years, a third of them in three capitals."""
    rng = np.random.default_rng(SEED)
    at_capital = rng.random(EVENTS) < 1 / 3
    capital = rng.integers(0, 3, EVENTS)
    lat = np.where(at_capital, np.array([55.75, 38.9, 51.5])[capital], rng.uniform(-40, 60, EVENTS))
    lon = np.where(at_capital, np.array([37.6, -77.0, -0.1])[capital], rng.uniform(-170, 170, EVENTS))
    return Points(
        tuple(f"event-{number}" for number in range(EVENTS)),
        tuple(lat.tolist()),
        tuple(lon.tolist()),
        tuple((2_420_000.5 + rng.integers(0, 1461, EVENTS)).astype(float).tolist()),
        tuple(f"stratum {number % strata}" for number in range(EVENTS)),
    )


def table(row: Row, runs: int) -> None:
    permutations(row, runs)
    keystrokes(row, runs)


def permutations(row: Row, runs: int) -> None:
    one, several = events(), events(STRATA)
    dates = np.array(one.jd)

    def bare() -> object:
        """The least that any permutation test does: deal the dates out anew."""
        rng = np.random.default_rng(SEED)
        return rng.permuted(np.broadcast_to(dates, (PERMUTATIONS, EVENTS)), axis=1)

    least = _median_seconds(bare, runs)
    for name, test in (
        ("Knox", lambda: knox(one, 500.0, 14.0)),
        (f"Knox in {STRATA} strata", lambda: knox(several, 500.0, 14.0)),
        ("Mantel", lambda: mantel(one)),
    ):
        took = _median_seconds(test, runs)
        what = f"{name}: {PERMUTATIONS:,} permutations over {EVENTS} events"
        row(what, f"{took:.2f} s", f"dealing out alone: {least:.2f} s", took / least, "under 1 s")


def keystrokes(row: Row, runs: int) -> None:
    """In the largest matrix that ships: a key is parsed, all is reckoned through, and cells and bars are painted."""
    from desktop_app.analysis.weighing import weighing
    from desktop_app.charts.colours import LIGHT
    from desktop_app.library.library import Library
    from desktop_app.views.application import application
    from desktop_app.views.evidence import EvidencePage
    from desktop_app.views.evidence_matrix import FIRST

    program = application()
    with (
        tempfile.TemporaryDirectory(prefix="casebook-benchmarks-") as folder,
        Library.open(Path(folder) / "library.casebook") as library,
    ):
        cases = [library.case(head.slug) for head in library.heads()]
        case = max(cases, key=lambda case: len(case.evidence) * len(case.hypotheses))
        page = EvidencePage()
        page.use(library)
        page.resize(844, 700)
        page.show_case(case, LIGHT, frozenset())
        page.start_alike()
        page.show()
        program.processEvents()
        index = page.matrix.rows.index(3, FIRST + 1)
        took = []
        for _ in range(runs):
            for text in TYPED:
                started = time.perf_counter()
                page.matrix.cells.typed.emit(index, text)
                program.processEvents()  # what changed is painted
                took.append((time.perf_counter() - started) * 1000)
        judgement = page.judgement()
        bare = 1000 * _median_seconds(lambda: weighing(case, judgement), 3 * runs)
        page.close()
        page.deleteLater()
    took.sort()
    middle, slow = median(took), took[int(0.95 * len(took))]
    what = f"a keystroke in a matrix of {len(case.evidence)} × {len(case.hypotheses)}, painted"
    row(what, f"{middle:.1f} ms, p95 {slow:.1f} ms", f"the reckoning: {bare:.1f} ms", middle / bare, "under 16 ms")


def _median_seconds(work: Callable[[], object], runs: int) -> float:
    took = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        took.append(time.perf_counter() - started)
    return median(took)


def _print(what: str, measured: str, beside: str, ratio: float | None, aim: str) -> None:
    print(f"| {what} | {measured} | {beside} | {'' if ratio is None else f'{ratio:.2f}'} | {aim} |", flush=True)


if __name__ == "__main__":
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    table(_print, int(sys.argv[1]) if len(sys.argv) > 1 else 7)
