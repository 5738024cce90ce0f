"""How fast is the program, beside the least that Qt and pyqtgraph allow on the same machine?

    python -m tests.benchmarks [runs]

Prints a table; asserts nothing, since machines differ.  Off screen, unless QT_QPA_PLATFORM names another platform.
"""

import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from tests.benchmarks import causes, chance, corpus, frames, large, maps
from tests.benchmarks.processes import measure

HERE = Path(__file__).parent
RUNS = 9
# Searched for as they are typed: at every key.
TYPED = (
    "potsdam",
    "soong leaves",
    "chiang kai-shek",
    "le duc tho",
    "介石",
    "oil embargo",
    "known to",
    '"gulf of tonkin"',
)


def main(runs: int) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} processors,")
    print(f"Qt on {os.environ['QT_QPA_PLATFORM']}; medians of {runs} runs in turns.\n")
    print("| What | Measured | Beside it | Ratio | Aim |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="casebook-benchmarks-") as folder:
        home = Path(folder)
        os.environ.update(dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"), folder))
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            os.environ.pop(name, None)  # then they lie in that home
        # Where it is set, our modules alone would be compiled anew at every start: pip has compiled all others.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        starts(home, runs)
        a_large_library(home / "large.casebook", runs)
        paper(runs)
        causes.table(_row, runs)
        chance.table(_row, runs)
        corpus.table(_row, runs)
        maps.table(_row, runs)
        frames.table(_row, runs)


def starts(home: Path, runs: int) -> None:
    """Whole processes; the library is there already, as at every start but the first."""
    program = ["-P", "-m", "desktop_app", "--library", str(home / "library.casebook")]
    commands = {
        "bare window": [str(HERE / "bare_window.py")],
        "bare plot": [str(HERE / "bare_plot.py")],
        "readable": [*program, "--until", "window"],
        "storyline": [*program, "--until", "storyline"],
        "export": [*program, "export", "--case", "14", "--output", str(home / "case.pdf")],
    }
    checkout = {"PYTHONPATH": str(HERE.parents[1])}
    took = measure(commands, {**os.environ, **checkout}, runs)
    for what, name, bare, aim in (
        ("start until the case is readable", "readable", "bare window", "1.5"),
        ("start until the storyline is painted", "storyline", "bare plot", "1.25"),
        ("the whole `export` of one case", "export", "bare plot", "2"),
    ):
        seconds, least = took[name].seconds, took[bare].seconds
        _row(what, f"{seconds:.3f} s", f"{bare}: {least:.3f} s", seconds / least, f"at most {aim}")
    peak, least = took["storyline"].peak_mb, took["bare plot"].peak_mb
    _row("peak memory, storyline painted", f"{peak:.0f} MB", f"bare plot: {least:.0f} MB", peak / least, "at most 1.5")


def a_large_library(path: Path, runs: int) -> None:
    """Opening it until all that the window needs first is read, and searching it as somebody types."""
    from desktop_app.casebook.resources import SHIPPED
    from desktop_app.library.library import Library
    from desktop_app.library.search import search

    large.make(path)

    def opening(library: Path) -> float:
        def open_and_read() -> None:
            with Library.open(library) as opened:
                opened.heads()
                opened.case(14)

        return _median_seconds(open_and_read, runs)

    book = path.with_name("book.casebook")
    Library.open(book, shipped=SHIPPED).close()
    opened, least = opening(path) * 1000, opening(book) * 1000
    what = f"opening a library with {large.EVENTS:,} events and {large.NOTES:,} notes"
    _row(what, f"{opened:.0f} ms", f"the book: {least:.0f} ms", opened / least)
    with Library.open(path) as library:
        typed = [text[:end] for text in TYPED for end in range(1, len(text) + 1)]
        took = [_seconds(lambda text=text: search(library, text)) * 1000 for text in typed]
    p95 = quantiles(took, n=20)[-1]
    _row("a ranked search in it, p95", f"{p95:.0f} ms", f"median: {median(took):.0f} ms", None, "under 30 ms")


def paper(runs: int) -> None:
    """PDFs in a program that runs already, each with its storyline drawn anew."""
    from desktop_app.casebook.resources import SHIPPED
    from desktop_app.library.library import Library
    from desktop_app.views.application import application
    from desktop_app.views.printing import gather, printed

    application()
    with Library.open(SHIPPED, read_only=True) as library:

        def on_paper(name: int | str) -> bytes:
            return printed(gather(library, library.case(name))).pdf

        first = _seconds(lambda: on_paper(13))
        again = _median_seconds(lambda: on_paper(14), runs)
        _row("one PDF in the running program", f"{again:.2f} s", f"the very first: {first:.2f} s", None, "under 0.3 s")
        slugs = [head.slug for head in library.heads()]
        every = _seconds(lambda: [on_paper(slug) for slug in slugs])
        _row(f"all {len(slugs)} PDFs", f"{every:.2f} s", "", None, "under 5 s")


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _median_seconds(work: Callable[[], object], runs: int) -> float:
    return median(_seconds(work) for _ in range(runs))


def _row(what: str, measured: str, beside: str, ratio: float | None = None, aim: str = "") -> None:
    print(f"| {what} | {measured} | {beside} | {f'{ratio:.2f}' if ratio else ''} | {aim} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
