"""Where does every case lie on the coincidence plane?  Read case by case, reckoned on another thread."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.casebook.case import Case, Head
from desktop_app.casebook.reading import Reading
from desktop_app.casebook.trouble import Trouble
from desktop_app.charts.coincidence_plane import Placed
from desktop_app.library.library import Library
from desktop_app.views.task import Task

if TYPE_CHECKING:
    from collections.abc import Iterable

DRAWS = 1000


def placed(case: Case, reading: Reading) -> Placed | None:
    """Where a case lies, with what the reader set; None where it has no explanation by chance, or nothing to weigh."""
    from desktop_app.analysis.evidence import equal_prior, matrix
    from desktop_app.analysis.judging import judged
    from desktop_app.analysis.sensitivity import chance_hypothesis, plane
    from desktop_app.analysis.weighing import all_searches

    try:
        judgement = judged(case, reading)
        of_case = matrix(
            case,
            judgement.own,
            table=judgement.table,
            searches=all_searches(case, judgement.searches),
            grouping=judgement.grouping,
        )
        prior = equal_prior(of_case) | dict(judgement.prior)
        point = plane(of_case, prior, chance_hypothesis(case), draws=DRAWS)
    except Trouble:  # told on the case's own page
        return None
    return Placed(
        (point.prior.low, point.prior.mid, point.prior.high),
        (point.weight.low, point.weight.mid, point.weight.high),
        str(point.region),
        bool(judgement.prior),
        bool(judgement.own),
    )


class PlanePoints(QObject):
    """All cases, reckoned once and again where something was touched.  Signals: found(dict of slug to Placed)."""

    found = Signal(object)

    def __init__(self, library: Library) -> None:
        super().__init__()
        self._library = library
        self.known: dict[str, Placed] = {}
        self._heads: tuple[Head, ...] = ()  # while they are looked at
        self._wanted: list[str] = []
        self._read: list[tuple[Case, Reading]] = []
        self._task: Task | None = None
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._read_one)
        library.listen(self._touched)
        self._stale = True

    def want(self, heads: Sequence[Head]) -> None:
        """Reckon what is not yet known; it is told when all of it is there."""
        if self._stale:
            self.known = {}
            self._stale = False
        self.stop()
        self._heads = tuple(heads)
        self._wanted = [head.slug for head in heads if head.slug not in self.known]
        if self._wanted:
            self._next.start()
        else:
            self.found.emit(self.known)

    def stop(self) -> None:
        """Home is no longer looked at."""
        self._next.stop()
        self._heads, self._wanted, self._read = (), [], []
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _touched(self, touched: "Iterable[tuple[str, str]]") -> None:
        for table, slug in touched:
            if table in ("ratings", "priors", "choices", "cases", "evidence", "hypotheses"):
                self.known.pop(slug, None)
                self._stale = self._stale or slug == ""
        if self._heads and (self._stale or any(head.slug not in self.known for head in self._heads)):
            self.want(self._heads)

    def _read_one(self) -> None:
        """One case a turn of the window, some 6 ms, so that nothing waits."""
        if not self._wanted:
            read = self._read
            self._task = Task(lambda step: _all(read, step))
            self._task.done.connect(self._done)
            return
        slug = self._wanted.pop(0)
        with suppress(Trouble):  # told where the case is opened
            self._read.append((self._library.case(slug), self._library.reading(slug)))
        self._next.start()

    def _done(self, points: dict[str, Placed]) -> None:
        self._task = None
        self.known |= points
        self.found.emit(self.known)


def _all(read: Sequence[tuple[Case, Reading]], step: Callable[[float], None]) -> dict[str, Placed]:
    found: dict[str, Placed] = {}
    for at, (case, reading) in enumerate(read):
        step(at / len(read))
        if point := placed(case, reading):
            found[case.slug] = point
    return found
