"""What does each cell of the matrix say: of an item, of a weight, of a prior, of a result?

Plain data for the table to draw and for a screen reader to speak; no widget is needed to test it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop_app.analysis.evidence import Cell, Row
from desktop_app.analysis.saying import of_100, signed
from desktop_app.analysis.weighing import Result, Weighing, sums
from desktop_app.analysis.weights import Weight, in_words, kind_of_test, odds
from desktop_app.casebook import wording
from desktop_app.casebook.case import Case, Citation, Hypothesis, Source
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Claimant, Test
from desktop_app.charts.weights import Spread, on_db

_NAME = 26  # characters of a source's name in a cell
_STRENGTH = tuple(Test)  # from the weakest test to the strongest
_WIDEST_GAP = 20.0  # decibels: a bar of its whole length


class Part(StrEnum):
    """What a row of the table is."""

    PRIOR = "prior"
    ITEM = "item"
    SUM = "sum"
    AFTER = "after"


class Shown(StrEnum):
    """How weights are written."""

    WORDS = "words"
    NUMBERS = "numbers"
    BOTH = "both"


class Order(StrEnum):
    """In which order items stand."""

    TOLD = "told"
    GAP = "gap"  # what tells most first
    TEST = "test"  # by kind of test, the strongest first


@dataclass(frozen=True, slots=True)
class Face:
    """One cell: two lines, a bar, and how they are drawn."""

    part: Part
    first: str
    beside: str = ""  # quiet, after the first line
    second: str = ""
    spoken: str = ""  # for a screen reader, where it is not the lines themselves
    db: float | None = None  # tints the cell
    bar: Spread | None = None
    mine: bool = False
    counted: bool = True
    bracket: str = ""  # of a group of items: "first", "middle" or "last"
    tick: bool = False  # the bar shows its middle
    centred: bool = False  # the bar has a mark at its half: even odds
    veiled: bool = False  # nothing to be seen before the prior is said

    @property
    def text(self) -> str:
        return self.spoken or ", ".join(line for line in (self.first, self.beside, self.second) if line)


def range_words(low: float, high: float) -> str:
    return tr("{} to {}").format(signed(low), signed(high))


def source_name(source: Source) -> str:
    """A source in a few letters: its author's name, else the beginning of its title."""
    title = source.title.replace("Foreign Relations of the United States", "FRUS").replace(": Diplomatic Papers", "")
    if title.startswith("FRUS"):
        return _cut(title)
    authors = source.csl.get("author") or ()
    family = next((str(author["family"]) for author in authors if author.get("family")), "")
    return family or _cut(title.split(": ")[0])


def _cut(text: str) -> str:
    return text if len(text) <= _NAME else text[:_NAME].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def cited(case: Case, citations: Sequence[Citation]) -> str:
    """The first citation in a few letters, and how many more there are."""
    if not citations:
        return tr("no source")
    first = citations[0]
    place = f", {_cut(first.locator)}" if first.locator else ""
    more = f" +{len(citations) - 1}" if len(citations) > 1 else ""
    return f"{source_name(case.source[first.source])}{place}{more}"


def ordered(weighed: Weighing, order: Order) -> tuple[Row, ...]:
    """The rows in the order the reader chose; members of a group stay together."""
    rows = weighed.matrix.rows

    def rank(at: int) -> tuple[float, float]:
        if order == Order.GAP:
            return -rows[at].diagnosticity, at
        if order == Order.TEST:
            test = rows[at].test
            return -_STRENGTH.index(test) if test else 1.0, at
        return 0.0, at

    ranks = [rank(at) for at in range(len(rows))]
    leads = list(ranks)  # of a group, the first of its members
    for at, row in enumerate(rows):
        if row.group is not None:
            leads[at] = min(ranks[other] for other in range(len(rows)) if rows[other].group == row.group)
    return tuple(rows[at] for at in sorted(range(len(rows)), key=lambda at: (leads[at], ranks[at])))


def _of_100(chance: float) -> str:
    share = 100 * chance
    return f"{share:.0f}" if share >= 10 else f"{share:.2g}"


class Faces:
    """All cells of one weighing.  rows: as they are ordered; column 0 the item, 1 its test, then the explanations."""

    def __init__(self, case: Case, weighed: Weighing, shown: Shown, order: Order) -> None:
        self.case, self.weighed, self.shown = case, weighed, shown
        self.items = ordered(weighed, order)
        self.added = sums(weighed)
        self._made: dict[tuple[int, int], Face] = {}

    @property
    def rows(self) -> int:
        return len(self.items) + 3

    @property
    def hypotheses(self) -> tuple[Hypothesis, ...]:
        return self.weighed.matrix.hypotheses

    def part(self, row: int) -> Part:
        if row == 0:
            return Part.PRIOR
        if row <= len(self.items):
            return Part.ITEM
        return Part.SUM if row == len(self.items) + 1 else Part.AFTER

    def item(self, row: int) -> Row | None:
        return self.items[row - 1] if 1 <= row <= len(self.items) else None

    def row_of(self, key: str) -> int | None:
        return next((at for at, row in enumerate(self.items, start=1) if row.key == key), None)

    def face(self, row: int, column: int) -> Face:
        if (row, column) not in self._made:
            self._made[row, column] = self._face(row, column)
        return self._made[row, column]

    def _face(self, row: int, column: int) -> Face:
        part = self.part(row)
        if part == Part.PRIOR:
            return self._prior(column)
        if part == Part.SUM:
            return self._sum(column)
        if part == Part.AFTER:
            return self._after(column)
        return self._item(row, column)

    # ---- the first row

    def _prior(self, column: int) -> Face:
        said = self.weighed.prior_said
        if column == 0:
            below = tr("of 100, said first") if said else tr("of 100: type a range")
            return Face(Part.PRIOR, tr("1 · Before the evidence"), second=below)
        if column == 1:
            return Face(Part.PRIOR, tr("mine") if said else tr("not yet said"), mine=said)
        prior = self.weighed.results[column - 2].prior
        words = "–".join(_of_100(value) for value in (prior.low, prior.high))
        return Face(
            Part.PRIOR,
            words,
            spoken=tr("{} before the evidence: {} of 100{}").format(
                self.hypotheses[column - 2].short, words, "" if said else tr(", all alike until you say so")
            ),
            bar=Spread(prior.low, prior.mid, prior.high),
            mine=said,
        )

    # ---- items

    def _item(self, at: int, column: int) -> Face:
        row = self.items[at - 1]
        if column == 0:
            return self._name(at, row)
        if column == 1:
            test = wording.test(row.test) if row.test else self._looked(row.key)
            gap = tr("{:.3g} dB").format(row.diagnosticity) if row.counted else "–"
            share = min(1.0, row.diagnosticity / _WIDEST_GAP) if row.counted else 0.0
            return Face(
                Part.ITEM,
                test,
                second=gap,
                spoken=tr("{}; tells explanations apart by {}").format(test, gap),
                bar=Spread(0.0, 0.0, share),
                counted=row.counted,
            )
        return self._weight(row, row.cells[column - 2], self.hypotheses[column - 2])

    def _looked(self, key: str) -> str:
        outcome = next(search.outcome for search in self.weighed.searches if search.key == key)
        return tr("found") if outcome == "found" else tr("not found")

    def _name(self, at: int, row: Row) -> Face:
        if row.key in self.case.item:
            below = cited(self.case, self.case.item[row.key].citations)
        else:
            below = tr("looked for by me")
        if not row.counted:
            below = tr("same document · counted once")
        same = [other.group == row.group for other in self.items]
        above = at >= 2 and same[at - 2]
        under = at < len(self.items) and same[at]
        bracket = ""
        if row.group is not None:
            bracket = {(False, True): "first", (True, True): "middle", (True, False): "last"}.get((above, under), "")
        return Face(Part.ITEM, row.short, second=below, counted=row.counted, bracket=bracket)

    def _weight(self, row: Row, cell: Cell, hypothesis: Hypothesis) -> Face:
        return weight_face(cell.weight, self.shown, hypothesis.short, row.short, cell.by, counted=row.counted)

    # ---- the last rows

    def _sum(self, column: int) -> Face:
        if column == 0:
            count = len(self.weighed.matrix.counted)
            return Face(
                Part.SUM, tr("Weight of the evidence"), second=tr("sum of {} items; ranges added").format(count)
            )
        if column == 1:
            return Face(Part.SUM, "dB")
        total = self.added[column - 2]
        return Face(Part.SUM, signed(total.mid), second=range_words(total.low, total.high))

    def _after(self, column: int) -> Face:
        weighed = self.weighed
        if column == 0:
            below = (
                tr("middle, and the span of 90 in 100 draws")
                if weighed.exclusive
                else tr("odds over “{}”, pair by pair").format(weighed.matrix.short(weighed.baseline))
            )
            return Face(Part.AFTER, tr("2 · After the evidence"), second=below)
        if column == 1:
            return Face(Part.AFTER, tr("of 100") if weighed.exclusive else "dB")
        if not weighed.prior_said:
            return Face(Part.AFTER, "?", spoken=tr("shown once you have said the prior"), veiled=True)
        return after_face(weighed.results[column - 2], self.hypotheses[column - 2].short)


def weight_face(weight: Weight, shown: Shown, hypothesis: str, item: str, by: Claimant, *, counted: bool) -> Face:
    words, number = in_words(weight.mid), signed(weight.mid)
    wide = weight.high > weight.low
    beside = range_words(weight.low, weight.high) if wide else ""
    spoken = tr("{} under {}: {}, {} dB{}{}{}").format(
        item,
        hypothesis,
        words,
        number,
        tr(", {}").format(beside) if beside else "",
        tr(", mine") if by == Claimant.READER else "",
        "" if counted else tr(", not counted"),
    )
    first, second = (number, words) if shown == Shown.BOTH else (words, "") if shown == Shown.WORDS else (number, "")
    return Face(
        Part.ITEM,
        first,
        beside="" if shown == Shown.WORDS else beside,
        second=second or (beside if shown == Shown.WORDS else ""),
        spoken=spoken,
        db=weight.mid,
        mine=by == Claimant.READER,
        counted=counted,
    )


def after_face(result: Result, hypothesis: str) -> Face:
    if result.posterior:
        low, mid, high = (of_100(p) for p in (result.posterior.low, result.posterior.mid, result.posterior.high))
        beside = f"{low} – {high}"
        return Face(
            Part.AFTER,
            mid,
            beside=beside,
            spoken=tr("{} after the evidence: {} of 100, {}").format(hypothesis, mid, beside),
            bar=Spread(result.posterior.low, result.posterior.mid, result.posterior.high),
            tick=True,
        )
    if result.over is None:
        return Face(Part.AFTER, tr("the measure"), second=tr("of the others"))
    over = result.over
    return Face(
        Part.AFTER,
        signed(over.mid),
        beside=range_words(round(over.low), round(over.high)),  # whole decibels: more is not meant
        second=odds_words(over.mid),
        spoken=tr("{} after the evidence: {} dB, {}, {}").format(
            hypothesis, signed(over.mid), range_words(over.low, over.high), odds_words(over.mid)
        ),
        db=over.mid,
        bar=on_db(over.low, over.mid, over.high),
        tick=True,
        centred=True,
    )


def odds_words(db: float) -> str:
    """Decibels as odds: “4 to 1 for”, “10 to 1 against”, “even odds”."""
    ratio = odds(abs(db))
    said = f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2g}"
    if said == "1":
        return tr("even odds")
    return tr("{} to 1 for").format(said) if db > 0 else tr("{} to 1 against").format(said)


def to_one(db: float) -> str:
    ratio = odds(abs(db))
    said = f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2g}"
    return tr("{} to 1").format(said) if db >= 0 else tr("1 to {}").format(said)


def test_words(certitude: float, uniqueness: float) -> str:
    """Which process-tracing test chances of finding an item make of it, if it holds and if not."""
    if certitude < uniqueness:
        return tr("Rather to be found if this does not hold: it speaks against it.")
    return {
        Test.STRAW: tr("Neither certain nor unique: a straw in the wind."),
        Test.HOOP: tr("All but certain, but found otherwise too: a hoop. Passing it confirms little."),
        Test.SMOKING_GUN: tr("Not certain, but hardly found otherwise: a smoking gun."),
        Test.DOUBLY_DECISIVE: tr("All but certain, and hardly found otherwise: doubly decisive."),
    }[kind_of_test(certitude, uniqueness)]
