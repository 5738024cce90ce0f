"""What do all dates and links of a case say, taken together, under the settings that the reader has chosen?

One question with all its settings, for the window, the commands, and what is kept with the case; answered and said.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from desktop_app.analysis.admissibility import (
    Asked,
    LinkJudged,
    arrival_in_short,
    asked_of,
    carrier,
    is_doubtful,
    judged,
    news_in_short,
    order_in_short,
)
from desktop_app.analysis.answering import Headline, Plain, Table
from desktop_app.analysis.chronology import Admissible, Order, chronology
from desktop_app.analysis.explained import Explained
from desktop_app.analysis.holding import Held, held_of
from desktop_app.analysis.news import Arrival
from desktop_app.analysis.saying import record
from desktop_app.analysis.tightening import Interval, Tightened, Whole, whole
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.means import Means
from desktop_app.casebook.reading import Reading
from desktop_app.casebook.said import said_day
from desktop_app.casebook.trouble import Trouble
from desktop_app.casebook.when import Bounds

INTERVALS = "interval"  # kind of the reader's choices: {"first", "then", "least_days", "most_days", "words"}

Step = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Terms:
    """What is taken to hold."""

    asked: Asked = field(default_factory=Asked)
    held: Held = field(default_factory=Held)
    with_news: bool = False  # links carry news, which needs its time
    own: tuple[Interval, ...] = ()  # what the reader states of two events

    def as_settings(self, travel: Iterable[Means]) -> dict[str, Any]:
        """As plain JSON, with the speed of the means, so that the answer can be had again without the table."""
        by = carrier(self.asked, travel)
        return {
            **self.asked.as_settings(),
            "carried": by.name,
            "kmh": by.kmh if isfinite(by.kmh) else None,
            **self.held.as_settings(),
            "with_news": self.with_news,
            "own": [_as_json(one) for one in self.own],
        }


@dataclass(frozen=True, slots=True)
class DatesTogether:
    """The answer."""

    links: tuple[LinkJudged, ...]
    whole: Whole
    doubtful: tuple[str, ...]  # links to look at
    assumptions: tuple[str, ...]

    def result(self) -> dict[str, Any]:
        """As plain JSON, days as Julian Days (UTC)."""
        found = record(self)
        del found["assumptions"]
        for one in found["links"]:
            if one["news"]:
                del one["news"]["assumptions"]
        del found["whole"]["assumptions"]
        return dict(found)


def terms_of(settings: Mapping[str, Any]) -> Terms:
    """Settings as they were kept.  Raises Trouble for what is no setting of this question."""
    try:
        own = tuple(_from_json(one["key"], one) for one in settings["own"])
        return Terms(asked_of(settings), held_of(settings), bool(settings["with_news"]), own)
    except (KeyError, TypeError, ValueError) as error:
        raise Trouble(what=tr("These are no settings of this question: {}").format(error)) from error


def intervals(reading: Reading, case: Case) -> tuple[Interval, ...]:
    """What the reader states of two events; what he stated of events that are gone is passed over."""
    found = (_from_json(key, value) for key, value in sorted(reading.chosen(INTERVALS).items()))
    return tuple(one for one in found if one.first in case.event and one.then in case.event)


def interval_as_choice(one: Interval) -> dict[str, Any]:
    """An interval as the library keeps it, under its key."""
    kept = _as_json(one)
    del kept["key"]
    return kept


def interval_said(case: Case, first: str, then: str, least_days: float | None, most_days: float | None) -> str:
    """ "The treaty is signed 2 to 10 days after the talks resume": None: no such bound.  Raises Trouble for none."""
    names = case.event[then].title, case.event[first].title
    if least_days is None and most_days is None:
        raise Trouble(what=tr("Nothing is stated."), do=tr("Give the least or the most number of days."))
    if least_days is None:
        return tr("“{}” began at most {:g} days after “{}”").format(names[0], most_days, names[1])
    if most_days is None:
        return tr("“{}” began at least {:g} days after “{}”").format(names[0], least_days, names[1])
    return tr("“{}” began {:g} to {:g} days after “{}”").format(names[0], least_days, most_days, names[1])


def dates_together(case: Case, terms: Terms, travel: Iterable[Means], step: Step = lambda _: None) -> DatesTogether:
    """Every link judged, and all statements about time taken together.

    Raises Trouble for events and means that are not known.
    """
    table = tuple(travel)
    links = terms.held.links(case)
    found = judged(case, terms.asked, table, case.links)
    step(0.2)
    together = whole(case, links, own=terms.own, means=carrier(terms.asked, table) if terms.with_news else None)
    step(0.95)
    news = next((one.news.assumptions for one in found if one.news), ())
    return DatesTogether(
        found,
        together,
        tuple(one.link for one in found if is_doubtful(one.order, one.news)),
        tuple(
            dict.fromkeys(
                (
                    terms.held.said(case),
                    *chronology(case, (), terms.asked.density).assumptions,
                    *news,
                    *together.assumptions,
                )
            )
        ),
    )


def narrowed_said(one: Tightened, offset_days: float = 0.0) -> str:
    """ "began 13 July – 6 August 1945": what is left of a date."""
    begins, ends = _span(one.start, offset_days), _span(one.end, offset_days)
    if one.end == one.start:
        return begins
    return tr("begins {}; ends {}").format(begins, ends)


def headline(_case: Case, _settings: Plain, result: Plain) -> Headline:
    clash, narrower = result["whole"]["clash"], _narrower(result)
    if clash:
        count = len(clash["statements"])
        return Headline(str(count), tr("statements clash"), clash["words"])
    words = tr("no statements clash; links to look at: {}").format(len(result["doubtful"]))
    unit = tr("date is narrowed") if len(narrower) == 1 else tr("dates are narrowed")
    return Headline(str(len(narrower)), unit, words)


def table(case: Case, _: Plain, result: Plain) -> Table:
    """Every link, then every date that is narrowed."""
    rows = []
    for one in result["links"]:
        link = case.link.get(one["link"])
        title = f"{case.event[link.cause].title} → {case.event[link.effect].title}" if link else one["link"]
        order, carried = one["order"], one["news"]
        found = Admissible(**{**order, "order": Order(order["order"])})
        news = arrival_in_short(Arrival(carried["arrival"]), there=bool(carried["witnesses"])) if carried else ""
        rows.append((title, order_in_short(found), news, ""))
    for one in _narrower(result):
        event = case.event.get(one["event"])
        reasons = "; ".join(reason["words"] for reason in one["reasons"])
        rows.append((event.title if event else one["event"], _days(one["start"]), _days(one["end"]), reasons))
    return Table((tr("link or event"), tr("order, or begins"), tr("news, or ends"), tr("because")), tuple(rows))


def run(case: Case, settings: Plain, _seed: int, step: Step) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Ask again with the settings that were kept."""
    terms = terms_of(settings)
    kmh = settings.get("kmh")
    travel = () if kmh is None else (_means(terms.asked.means, str(settings["carried"]), float(kmh)),)
    found = dates_together(case, terms, travel, step)
    return found.result(), found.assumptions


def link_said(case: Case, one: LinkJudged) -> tuple[str, str, str]:
    """A link with its order and its news, for a list."""
    link = case.link[one.link]
    title = f"{case.event[link.cause].title} → {case.event[link.effect].title}"
    return title, order_in_short(one.order), news_in_short(one.news)


def told(_: Plain) -> tuple[Explained, ...]:
    """What this is and is not."""
    return (
        Explained(
            tr("Dates and links together"),
            tr(
                "Every date, life and link is a statement about time. Taken together they narrow one another's dates, "
                "or they cannot all hold; then the statements that clash are named."
            ),
            tr(
                "That a cause may have come first does not say that it was a cause. A clash does not say which "
                "statement is wrong, and news that could have come may not have come, or not been believed."
            ),
            (
                "Rina Dechter, Itay Meiri and Judea Pearl, “Temporal Constraint Networks”, Artificial Intelligence 49 "
                "(1991): 61–95",
                "Eythan Levy et al., “ChronoLog: A Tool for Computer-Assisted Chronological Research”, Journal of "
                "Archaeological Science (2021)",
            ),
        ),
    )


def _means(key: str, name: str, kmh: float) -> Means:
    return Means(key, name, "", 0, None, kmh, kmh, kmh, "", ())


def _as_json(one: Interval) -> dict[str, Any]:
    kept: dict[str, Any] = {"key": one.key, "first": one.first, "then": one.then, "words": one.words}
    kept["least_days"] = one.least_days if isfinite(one.least_days) else None
    kept["most_days"] = one.most_days if isfinite(one.most_days) else None
    return kept


def _from_json(key: str, value: Mapping[str, Any]) -> Interval:
    least, most = value.get("least_days"), value.get("most_days")
    return Interval(
        key,
        str(value["first"]),
        str(value["then"]),
        float("-inf") if least is None else float(least),
        float("inf") if most is None else float(most),
        str(value["words"]),
    )


def _narrower(result: Plain) -> list[Mapping[str, Any]]:
    return [one for one in result["whole"]["events"] if one["reasons"]]


def _span(bounds: Bounds, offset_days: float) -> str:
    first, last = (
        said_day(jd + offset_days) if isfinite(jd) else tr("unknown") for jd in (bounds[0], bounds[1] - 1e-6)
    )
    return first if first == last else tr("between {} and {}").format(first, last)


def _days(bounds: Iterable[Any]) -> str:
    return " – ".join(said_day(jd) if isinstance(jd, int | float) else str(jd) for jd in bounds)
