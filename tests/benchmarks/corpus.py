"""How fast are all co-presences of a research corpus found, beside the best libraries for the same join?

    python -m tests.benchmarks.corpus [runs]

Synthetic corpora: places by a power law, most round some hundred centres, spans of a few days that overlap.  NCLS,
bioframe and DuckDB are there for comparison alone (`pip install --group benchmarks`); what is not installed is named.
"""

import importlib
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from itertools import pairwise
from math import log
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from desktop_app.analysis.joins import Pairs, Places, Stays, near, together
from desktop_app.casebook.where import great_circle_km
from tests.benchmarks.processes import measure

SIZES = (1_000, 10_000, 100_000, 1_000_000)
CHECKED = 10_000  # against each stay with each
LARGEST = 10_000_000  # for memory alone, in a process of its own
WITHIN_KM = 50.0
PLACES, CENTRES, YEARS, DAYS = 20_000, 300, 100, 3.0
SEED = 1945
PATIENCE = 10.0  # seconds, after which a measurement is not repeated

Join = Callable[[], tuple[Any, Any]]
Row = Callable[[str, str, str, float | None, str], None]  # what, measured, beside, ratio, aim


def corpus(size: int, years: int = YEARS) -> tuple[Stays, Places]:
    """The n-th place and the n-th centre are as often visited as the first by a power of n; stays last some days.

    The first three centres, round which a third of all places lie, are on the date line and at both poles.
    """
    rng = np.random.default_rng(SEED)
    centre = rng.normal(size=(CENTRES, 3))
    centre[:3] = (-1, 0, -0.3), (0.01, 0, 1), (0, -0.01, -1)
    centre /= np.linalg.norm(centre, axis=1)[:, None]
    points = centre[by_power(rng, CENTRES, 1.0, PLACES)] + rng.normal(scale=0.05, size=(PLACES, 3))  # 300 km about it
    points /= np.linalg.norm(points, axis=1)[:, None]
    lat, lon = np.degrees(np.arcsin(points[:, 2])), np.degrees(np.arctan2(points[:, 1], points[:, 0]))
    start = 2_415_020.5 + rng.integers(0, 365 * years, size)
    days = 1 + np.floor(rng.exponential(DAYS, size))
    sure = days > 1  # he came on the first day and left on the last, at some hour
    stays = Stays(
        rng.integers(0, max(10, size // 50), size),
        by_power(rng, PLACES, 0.85, size),
        start,
        start + days,
        np.where(sure, start + 1, np.nan),
        np.where(sure, start + days - 1, np.nan),
    )
    return stays, Places(lat, lon, np.full(PLACES, 2.0), np.ones(PLACES, dtype=bool))


def by_power(rng: np.random.Generator, of: int, power: float, size: int) -> Any:
    weight = np.arange(1, of + 1) ** -power
    return rng.choice(of, size, p=weight / weight.sum())


def table(row: Row, runs: int) -> None:
    """The rows of the benchmark table."""
    an_import(row, runs)
    missing = [name for name in YARDSTICKS if find_spec(name) is None]
    took, many = {}, {}
    for size in SIZES:
        stays, places = corpus(size)
        took[size], found = best(lambda: together(stays, places), runs)  # noqa: B023  # run at once
        many[size] = len(found)
        beside = [f"{len(found):,} pairs, {int(found.sure.sum()):,} of them sure"]
        row(f"co-presences by place, {size:,} stays", f"{took[size]:.4f} s", beside[0], None, "")
        seconds, within = best(lambda: near(stays, places, WITHIN_KM), runs)  # noqa: B023
        words = f"{len(within):,} pairs, {int(within.sure.sum()):,} of them sure"
        aim = "under 5 s" if size == SIZES[-1] else ""
        row(f"co-presences within {WITHIN_KM:.0f} km, {size:,} stays", f"{seconds:.4f} s", words, None, aim)
    stays, places = corpus(CHECKED, years=2)
    within = near(stays, places, WITHIN_KM)
    words = "the same rows" if as_by_brute_force(stays, places, within) else "OTHER ROWS"
    row(
        f"the same for {CHECKED:,} stays in two years, by brute force",
        f"{len(within):,} pairs",
        words,
        None,
        "the same",
    )
    smaller, larger = list(pairwise(SIZES))[-1]
    expected = larger * log(larger) / (smaller * log(smaller))
    words = f"n log n alone: {expected:.1f}; pairs: {many[larger] / many[smaller]:.0f} times"
    row(
        f"growth from {smaller:,} to {larger:,}",
        f"{took[larger] / took[smaller]:.1f}",
        words,
        None,
        "near n log n plus output",
    )
    stays, places = corpus(SIZES[-1])
    for name, (join, aim) in YARDSTICKS.items():
        if name in missing:
            row(f"the same {SIZES[-1]:,} by {name}", "not installed", "", None, "")
            continue
        seconds, pairs = best(join(stays), min(runs, 3))
        own, ours = best(lambda: together(stays, places), runs)  # again: what else the machine does falls on both
        rows = "the same rows" if same_rows(ours, pairs, len(stays.actor)) else "OTHER ROWS"
        row(f"the same {SIZES[-1]:,} by {name}", f"{seconds:.2f} s", f"{rows}; ours {own:.2f} s", seconds / own, aim)
    command = [str(Path(__file__)), str(LARGEST)]
    measured = measure({"largest": command}, {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}, 1)["largest"]
    words = f"made and joined in {measured.seconds:.0f} s"
    row(f"peak memory, {LARGEST:,} stays", f"{measured.peak_mb:,.0f} MB", words, None, "under 3,000 MB")


def an_import(row: Row, runs: int) -> None:
    """The travels of presidents and secretaries of state, read, looked up and written into a library of their own."""
    from desktop_app.exchange import columns, importing, itineraries, place_names, tables
    from desktop_app.library.gazetteer import Gazetteer
    from desktop_app.library.library import Library

    path = Path(__file__).parents[1] / "data" / "travels.csv"

    def imported() -> int:
        with tempfile.TemporaryDirectory() as folder, Gazetteer() as gazetteer:
            form = tables.form_of(path)
            reads = columns.suggested(tables.preview(path, form).header)
            resolver = place_names.Resolver(gazetteer, {})
            plan = itineraries.read(path, form, itineraries.Settings(reads), resolver)
            with Library.open(Path(folder, "library.casebook")) as library:
                return importing.write(library, plan, {}).stays

    seconds, stays = best(imported, min(runs, 3))
    row("import of travels.csv, 4,271 rows", f"{seconds:.2f} s", f"{stays:,} stays", None, "under 5 s")


def as_by_brute_force(stays: Stays, places: Places, found: Pairs) -> bool:
    """Each stay with each: an answer that knows no cells, no axis and no cleverness."""
    expected = set()
    rows = np.arange(len(stays.actor))
    points = list(zip(places.lat.tolist(), places.lon.tolist(), strict=True))
    for i in rows.tolist():
        overlap = (stays.start[i] < stays.end[i + 1 :]) & (stays.start[i + 1 :] < stays.end[i])
        for j in (rows[i + 1 :][overlap & (stays.actor[i] != stays.actor[i + 1 :])]).tolist():
            p, q = int(stays.place[i]), int(stays.place[j])
            radii = float(places.radius_km[p] + places.radius_km[q])
            if p == q or great_circle_km(points[p], points[q]) - radii <= WITHIN_KM:
                expected.add((i, j))
    return expected == {(min(a, b), max(a, b)) for a, b in zip(found.a.tolist(), found.b.tolist(), strict=True)}


def same_rows(ours: Pairs, theirs: tuple[Any, Any], size: int) -> bool:
    """Whether both found the same pairs; theirs may hold those of one actor with himself no more than ours."""

    def coded(a: Any, b: Any) -> Any:
        a, b = np.asarray(a, dtype=np.int64), np.asarray(b, dtype=np.int64)
        return np.sort(np.minimum(a, b) * size + np.maximum(a, b))

    return np.array_equal(coded(ours.a, ours.b), coded(*theirs))


# The yardsticks: each as its makers advise for a table joined with itself; what it is handed is made ready before.


def on_one_axis(stays: Stays) -> tuple[Any, Any]:
    first = stays.start.min()
    start, end = (stays.start - first).astype(np.int64), (stays.end - first).astype(np.int64)
    key = stays.place * (int(end.max()) + 1)
    return key + start, key + end


def two_actors(stays: Stays, a: Any, b: Any) -> tuple[Any, Any]:
    keep = (a < b) & (stays.actor[a] != stays.actor[b])
    return a[keep], b[keep]


def by_ncls(stays: Stays) -> Join:
    """Nested containment lists (Alekseyenko & Lee 2007), in C, in its fastest use: all places in one list, sorted.

    To sort first, which is timed too, halves its time: each question then finds the list where the last one left it.
    """
    ncls = importlib.import_module("ncls")
    start, end = on_one_axis(stays)

    def join() -> tuple[Any, Any]:
        ids = np.argsort(start, kind="stable")
        s, e = start[ids], end[ids]
        return two_actors(stays, *ncls.NCLS(s, e, ids).all_overlaps_both(s, e, ids))

    return join


def by_bioframe(stays: Stays) -> Join:
    bioframe, pandas = importlib.import_module("bioframe"), importlib.import_module("pandas")
    first = stays.start.min()
    columns = {"start": (stays.start - first).astype(np.int64), "end": (stays.end - first).astype(np.int64)}
    frame = pandas.DataFrame({"chrom": stays.place.astype(str).astype(object), **columns})

    def join() -> tuple[Any, Any]:
        found = bioframe.overlap(frame, frame, how="inner", return_index=True, return_input=False)
        return two_actors(stays, *(found[name].to_numpy(dtype=np.int64) for name in ("index", "index_")))

    return join


def by_duckdb(stays: Stays) -> Join:
    duckdb, pandas = importlib.import_module("duckdb"), importlib.import_module("pandas")
    columns = {"id": np.arange(len(stays.actor)), "actor": stays.actor, "place": stays.place}
    connection = duckdb.connect()
    connection.register("frame", pandas.DataFrame({**columns, "s": stays.start, "e": stays.end}))
    connection.execute("CREATE TABLE stay AS SELECT * FROM frame")

    def join() -> tuple[Any, Any]:
        found = connection.execute(
            "SELECT a.id AS a, b.id AS b FROM stay a JOIN stay b ON a.place = b.place AND a.s < b.e AND b.s < a.e"
            " AND a.id < b.id WHERE a.actor <> b.actor"
        ).fetchnumpy()
        return found["a"], found["b"]

    return join


YARDSTICKS: dict[str, tuple[Callable[[Stays], Join], str]] = {
    "ncls": (by_ncls, "at least 1.3 times ours"),
    "bioframe": (by_bioframe, ""),
    "duckdb": (by_duckdb, "at least 20 times ours"),
}


def best(work: Callable[[], Any], runs: int) -> tuple[float, Any]:
    """Median seconds of some runs, and what the last one gave."""
    took, found = [], None
    for _ in range(runs):
        started = time.perf_counter()
        found = work()
        took.append(time.perf_counter() - started)
        if sum(took) > PATIENCE:
            break
    return median(took), found


def _print_row(what: str, measured: str, beside: str, ratio: float | None, aim: str) -> None:
    print(f"| {what} | {measured} | {beside} | {f'{ratio:.2f}' if ratio else ''} | {aim} |", flush=True)


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    if number >= 1000:  # a corpus of that many stays, joined once: for its memory
        together(*corpus(number))
    else:
        print(f"Python {platform.python_version()}, NumPy {np.__version__}\n")
        print("| What | Measured | Beside it | Ratio | Aim |\n|---|---|---|---|---|")
        table(_print_row, number)
