"""Could they have met, all in all: by this means and by others, with and without the recorded voyages, on which record?

One question with its settings, for the window, for paper and for what is kept with the case.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.analysis.copresence import Record
from desktop_app.analysis.meeting_table import STEPS, Row, all_together, meeting_table
from desktop_app.analysis.prisms import necklace
from desktop_app.analysis.reach import Reach, Slack, could_meet, no_better, no_more, recorded_span, slack
from desktop_app.analysis.realisations import DRAWS, Realised, p_together
from desktop_app.analysis.saying import record
from desktop_app.casebook.calendar import civil
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.means import Means, fastest, means_named
from desktop_app.casebook.terms import Certainty
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.when import Span, parse

KIND = "reach"  # of what is kept with the case

Step = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked."""

    actors: tuple[str, ...]  # keys
    during: str = ""  # EDTF; empty: all that is recorded of them
    means: str = ""  # key; empty: the fastest of the time
    kmh: float | None = None  # the reader's own speed; None: that of the table
    certainties: tuple[Certainty, ...] = tuple(Certainty)

    def as_settings(self, table: Sequence[Means]) -> dict[str, Any]:
        """As plain JSON, with the speeds of the table, so that the answer can be had again without it."""
        return {
            "actors": list(self.actors),
            "during": self.during,
            "means": self.means,
            "kmh": self.kmh,
            "certainties": [str(one) for one in self.certainties],
            "table": [
                {
                    "key": one.key,
                    "name": one.name,
                    "over": one.over,
                    "since": one.since,
                    "until": one.until,
                    "kmh": one.kmh,
                }
                for one in table
            ],
        }


def terms_of(settings: Mapping[str, Any]) -> Terms:
    """Settings as they were kept.  Raises Trouble for what is no setting of this question."""
    try:
        return Terms(
            tuple(map(str, settings["actors"])),
            str(settings["during"]),
            str(settings["means"]),
            None if settings["kmh"] is None else float(settings["kmh"]),
            tuple(Certainty(one) for one in settings["certainties"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Trouble(what=tr("These are no settings of this question: {}").format(error)) from error


def table_of(settings: Mapping[str, Any]) -> tuple[Means, ...]:
    """The means at the speeds that were kept.  Raises Trouble for what is no table."""
    try:
        return tuple(
            Means(
                str(one["key"]), str(one["name"]), str(one["over"]), int(one["since"]), one["until"],
                float(one["kmh"]), float(one["kmh"]), float(one["kmh"]), "", (),
            )
            for one in settings["table"]
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise Trouble(what=tr("These are no settings of this question: {}").format(error)) from error


@dataclass(frozen=True, slots=True)
class ByMeans:
    """The short answer by one means, without the recorded voyages and with them."""

    means: str  # key
    name: str
    kmh: float
    in_use: bool
    without: Slack
    with_transit: Slack


@dataclass(frozen=True, slots=True)
class OnRecord:
    """The answer on less of the record."""

    name: str  # as in meeting_table.STEPS
    answer: Slack
    sure: int  # meetings
    possible: int


@dataclass(frozen=True, slots=True)
class Encounter:
    terms: Terms
    span: Span
    means: str  # key of the means that was asked about
    means_name: str
    reach: Reach  # anything the speed allows, whatever is recorded of journeys
    with_transit: Reach  # bound by what is recorded of them
    voyages: tuple[str, ...]  # those stays, keys
    by_means: tuple[ByMeans, ...]
    on_record: tuple[OnRecord, ...]
    together: tuple[Row, ...]  # when all of them were at one place, as the record has it
    realised: Realised | None  # of two; under the uncertain dates
    assumptions: tuple[str, ...]

    def result(self) -> dict[str, Any]:
        """As plain JSON, without the settings."""
        found = record(self)
        del found["terms"], found["assumptions"]
        return dict(found)


def asked_span(case: Case, terms: Terms) -> Span:
    """The span that is asked about.  Raises Trouble for what is no date."""
    if terms.during:
        try:
            return parse(terms.during).outer
        except ValueError as error:
            raise Trouble(
                what=tr("“{}” is no date: {}").format(terms.during, error), do=tr("Write it like 1945-07.")
            ) from None
    return recorded_span([necklace(case, actor, 1.0, terms.certainties) for actor in terms.actors])


def asked_means(case: Case, terms: Terms, table: Sequence[Means]) -> Means:
    """The means that is asked about.  Raises Trouble for one that the table lacks."""
    if terms.means:
        return means_named(table, terms.means)
    first, last = asked_span(case, terms)
    return fastest(table, civil(first)[0], civil(last)[0])


def encounter(
    case: Case, terms: Terms, table: Sequence[Means], seed: int = 1, step: Step = lambda _: None
) -> Encounter:
    """All of it.  Raises Trouble as `could_meet` does."""
    span, chosen = asked_span(case, terms), asked_means(case, terms, table)
    kmh = terms.kmh or chosen.kmh
    reach = could_meet(case, terms.actors, span, kmh, terms.certainties, step=lambda share: step(0.2 * share))
    bound = no_better(could_meet(case, terms.actors, span, kmh, terms.certainties, with_transit=True), reach)
    step(0.4)
    by_means = []
    for at, one in enumerate(table, start=1):
        by_means.append(_by_means(case, terms, span, one))
        step(0.4 + 0.3 * at / len(table))
    on_record = []
    for at, (name, certainties) in enumerate(STEPS, start=1):
        on_record.append(_on_record(case, terms, span, kmh, name, certainties, table))
        step(0.7 + 0.2 * at / len(STEPS))
    realised = None
    if len(reach.actors) == 2:
        realised = p_together(case, *reach.actors, span, None, terms.certainties, draws=DRAWS, seed=seed)
    step(1.0)
    rows = meeting_table(case, table, reach.actors, span, None, terms.certainties).rows
    own_words = tuple(line for line in bound.assumptions if line not in reach.assumptions)
    return Encounter(
        terms,
        span,
        chosen.key,
        chosen.name,
        reach,
        bound,
        _voyages(case, terms, span),
        tuple(by_means),
        tuple(on_record),
        rows if len(reach.actors) == 2 else all_together(rows, reach.actors),
        realised,
        tuple(dict.fromkeys((*reach.assumptions, *own_words))),
    )


def _by_means(case: Case, terms: Terms, span: Span, means: Means) -> ByMeans:
    without = slack(case, terms.actors, span, means.kmh, terms.certainties)
    bound = no_more(slack(case, terms.actors, span, means.kmh, terms.certainties, with_transit=True), without)
    in_use = means.in_use(civil(span[0])[0], civil(span[1])[0])
    return ByMeans(means.key, means.name, means.kmh, in_use, without, bound)


def _on_record(
    case: Case,
    terms: Terms,
    span: Span,
    kmh: float,
    name: str,
    certainties: tuple[Certainty, ...],
    table: Sequence[Means],
) -> OnRecord:
    kept = tuple(one for one in certainties if one in terms.certainties)
    rows = meeting_table(case, table, terms.actors, span, None, kept).rows
    if len(set(terms.actors)) > 2:
        rows = all_together(rows, terms.actors)
    sure = sum(row.sure for row in rows)
    return OnRecord(name, slack(case, terms.actors, span, kmh, kept), sure, len(rows) - sure)


def _voyages(case: Case, terms: Terms, span: Span) -> tuple[str, ...]:
    known = Record(case, terms.certainties)
    return tuple(
        stay.key
        for actor in dict.fromkeys(terms.actors)
        for stay in known.stays(actor)
        if case.place[stay.place].transit and stay.when.outer[0] < span[1] and span[0] < stay.when.outer[1]
    )
