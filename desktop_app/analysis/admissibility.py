"""What do the dates, and the means of the time, say of each link of a case, in one answer and in words?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any

from desktop_app.analysis import news as carrying
from desktop_app.analysis.chronology import Admissible, Density, Order, admissible, ordered
from desktop_app.analysis.news import Arrival, News, news
from desktop_app.analysis.saying import of_100
from desktop_app.casebook.calendar import civil
from desktop_app.casebook.case import Case, Link
from desktop_app.casebook.language import tr
from desktop_app.casebook.means import Means, means_named
from desktop_app.casebook.trouble import Trouble

KIND = "chronology"  # of the reader's choices, and of saved analyses
SETTINGS = "settings"  # key of that choice
TELEGRAPH = "telegraph"
_HOURS = 6.0  # for writing, enciphering, waiting and delivering, where nobody says otherwise
_MOST_HOURS = 24 * 365.0


@dataclass(frozen=True, slots=True)
class Asked:
    """How admissibility is reckoned.  Raises Trouble for hours that are none."""

    density: Density = Density.EVEN
    means: str = TELEGRAPH  # or the key of a means of travel
    hours: float = _HOURS

    def __post_init__(self) -> None:
        if not 0 <= self.hours <= _MOST_HOURS:
            raise Trouble(
                what=tr("News cannot wait {:g} hours before it leaves.").format(self.hours),
                do=tr("Give the hours for writing, enciphering and delivering: 0 to {:g}.").format(_MOST_HOURS),
            )

    def as_settings(self) -> dict[str, Any]:
        return {"density": str(self.density), "means": self.means, "hours": self.hours}


@dataclass(frozen=True, slots=True)
class LinkJudged:
    """What is said of one link."""

    link: str  # key
    order: Admissible
    news: News | None  # None: the link claims no order, so that no news had to come


def asked_of(chosen: Mapping[str, Any] | None) -> Asked:
    """Settings as they were kept; whatever is missing or no longer known is as if nothing had been set."""
    chosen = chosen or {}
    density = chosen.get("density", Density.EVEN)
    hours = chosen.get("hours", _HOURS)
    return Asked(
        Density(density) if density in set(Density) else Density.EVEN,
        str(chosen.get("means", TELEGRAPH)),
        float(hours) if isinstance(hours, int | float) and 0 <= hours <= _MOST_HOURS else _HOURS,
    )


def carrier(asked: Asked, travel: Iterable[Means]) -> carrying.Means:
    """The means by which news is taken to have gone.  Raises Trouble for one that the table lacks."""
    if asked.means == TELEGRAPH:
        return carrying.Means(tr("by telegraph"), inf, asked.hours)
    found = means_named(travel, asked.means)
    return carrying.Means(found.name, found.kmh, asked.hours)


def of_the_time(case: Case, travel: Iterable[Means]) -> tuple[Means, ...]:
    """The means of travel that were in use at some time between the first and the last event of a case."""
    days = [jd for event in case.events for jd in event.when.outer if isfinite(jd)]
    if not days:
        return tuple(travel)
    first, last = civil(min(days))[0], civil(max(days))[0]
    return tuple(means for means in travel if means.in_use(first, last))


def judged(
    case: Case, asked: Asked, travel: Iterable[Means], links: Sequence[Link] | None = None
) -> tuple[LinkJudged, ...]:
    """What is said of each link (None: of those of the case).  Raises Trouble for an event or a means not known."""
    means = carrier(asked, travel)
    return tuple(
        LinkJudged(link.key, admissible(case, link, asked.density), news(case, link, means) if ordered(link) else None)
        for link in (case.links if links is None else links)
    )


def is_doubtful(order: Admissible, carried: News | None) -> bool:
    """Whether a reader should look at it: it cannot be, the effect began first, or news cannot have come before."""
    late = carried is not None and carried.arrival in (Arrival.TOO_LATE, Arrival.AFTER_IT_BEGAN)
    return order.order == Order.IMPOSSIBLE or order.effect_first or (late and not _was_there(carried))


def order_said(found: Admissible) -> str:
    """What the dates say of a link, in a sentence."""
    if found.order == Order.UNORDERED:
        return tr("No order is claimed: they only coincided.")
    if found.order == Order.SURELY_BEFORE:
        return tr("The cause surely began first.")
    if found.order == Order.IMPOSSIBLE:
        return tr("Impossible: {}.").format(found.remark)
    if found.effect_first:
        return tr("Possible, but {}.").format(found.remark)
    if found.probability is None:
        return tr("Possible: an open date leaves the order unknown.")
    return tr("Possible: in {} of 100 readings of the dates the cause began first.").format(of_100(found.probability))


def apart_said(case: Case, link: Link) -> str:
    """By how much the cause began before the effect."""
    cause, effect = case.event[link.cause].when, case.event[link.effect].when
    low, high = effect.start[0] - cause.start[1], effect.start[1] - cause.start[0]
    if not (isfinite(low) and isfinite(high)):
        return tr("How long before is not known.")
    if low >= 0:
        return tr("It began {} before the effect.").format(_lasting(low, high))
    if high <= 0:
        return tr("It began {} after the effect.").format(_lasting(-high, -low))
    return tr("It began at most {} before and at most {} after the effect.").format(
        _lasting(high, high), _lasting(-low, -low)
    )


def order_in_short(found: Admissible) -> str:
    """The same in a word or two, for a column."""
    if found.order == Order.UNORDERED:
        return tr("no order")
    if found.order == Order.SURELY_BEFORE:
        return tr("surely before")
    if found.order == Order.IMPOSSIBLE:
        return tr("impossible")
    if found.effect_first:
        return tr("effect began first")
    return tr("possible") if found.probability is None else tr("possible, {} of 100").format(of_100(found.probability))


def news_in_short(found: News | None) -> str:
    return arrival_in_short(found.arrival, there=_was_there(found)) if found else ""


def arrival_in_short(arrival: Arrival, *, there: bool) -> str:
    """there: who acted was present at the cause and needed no news."""
    if there:
        return tr("was there")
    return {
        Arrival.IN_TIME: tr("news in time"),
        Arrival.POSSIBLE: tr("news perhaps in time"),
        Arrival.AFTER_IT_BEGAN: tr("news only after it began"),
        Arrival.TOO_LATE: tr("news too late"),
        Arrival.UNKNOWN: tr("news: place or date unknown"),
    }[arrival]


def news_said(case: Case, found: News | None) -> str:
    """Whether news could have come, in two or three sentences."""
    if found is None:
        return tr("No news had to travel: they only coincided.")
    names = [case.actor[key].short for key in found.witnesses]
    there = tr("Present at both: {}.").format(", ".join(names)) if names else ""
    if found.distance_km is None:
        return " ".join(part for part in (tr("A place is not recorded, so that nothing can be said."), there) if part)
    far = tr("Both at one place.") if found.distance_km[1] == 0 else _far(found)
    answer = {
        Arrival.IN_TIME: tr("The news came in time for every reading of the dates."),
        Arrival.POSSIBLE: tr("The news came in time for some readings of the dates."),
        Arrival.AFTER_IT_BEGAN: tr("The news can only have come after the effect began, while it lasted."),
        Arrival.TOO_LATE: tr("The news came too late."),
        Arrival.UNKNOWN: tr("An open date leaves it unknown."),
    }[found.arrival]
    return " ".join(part for part in (far, answer, there) if part)


def _far(found: News) -> str:
    assert found.distance_km is not None
    low, high = found.needed_days or (0.0, 0.0)
    words = tr("{} km: {} {}, and there {}.")
    return words.format(
        _range(found.distance_km, "{:,.0f}"), found.means.name, _lasting(low, high), _there_was(found.available_days)
    )


def _there_was(span: tuple[float, float]) -> str:
    if not all(map(isfinite, span)):
        return tr("is no telling how long there was")
    return tr("was no time") if span[1] <= 0 else tr("were {}").format(_lasting(max(0.0, span[0]), span[1]))


def _lasting(low: float, high: float) -> str:
    """Days as one would say them: “6 hours”, “2 to 83 days”."""
    if high < 2:
        return tr("{} hours").format(_range((low * 24, high * 24), "{:.2g}" if high * 24 < 1 else "{:.0f}"))
    return tr("{} days").format(_range((low, high), "{:.0f}" if high >= 10 else "{:.2g}"))


def _range(span: tuple[float, float], form: str) -> str:
    low, high = (form.format(number) for number in span)
    return low if low == high else tr("{} to {}").format(low, high)


def _was_there(found: News | None) -> bool:
    return found is not None and bool(found.witnesses)
