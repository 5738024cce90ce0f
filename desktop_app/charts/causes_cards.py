"""What is the pointer told over a causal graph, in a few words?"""

from html import escape

from desktop_app.analysis.chronology import Order
from desktop_app.analysis.saying import of_100
from desktop_app.casebook import wording
from desktop_app.casebook.case import Case, Event, Link
from desktop_app.casebook.language import tr
from desktop_app.casebook.said import said
from desktop_app.charts.causes_scene import Judged, Shown

_WIDTH = 310  # px


def event_card(case: Case, event: Event, links: tuple[Link, ...]) -> str:
    """An event, with how many causes and effects it has."""
    causes = sum(link.effect == event.key for link in links)
    effects = sum(link.cause == event.key for link in links)
    where = f" · {escape(case.place[event.place].name)}" if event.place else ""
    counted = tr("{} to it, {} from it").format(causes, effects) if causes or effects else tr("not linked yet")
    return _page(f"<b>{escape(event.title)}</b><br>{escape(said(event.when))}{where}<br>{counted}")


def link_card(shown: Shown, link: Link) -> str:
    """A link, how it would work, and what its dates allow."""
    case, judged = shown.case, shown.judgement(link)
    cause, effect = case.event[link.cause], case.event[link.effect]
    said_by = (
        wording.claimant(link.claimed_by),
        wording.strength(link.strength),
        wording.attested(link.certainty),
    )
    parts = [
        f"<b>{escape(cause.title)} → {escape(wording.link(link.kind))} → {escape(effect.title)}</b>",
        " · ".join(map(escape, said_by)),
        escape(link.mechanism),
        f"<i>{escape(order_said(judged))}</i>",
    ]
    return _page("<br>".join(part for part in parts if part))


def order_said(judged: Judged) -> str:
    """What the dates say of a link, in a sentence."""
    found = judged.order
    if found.order == Order.UNORDERED:
        words = tr("No order is claimed: they only coincided.")
    elif found.order == Order.SURELY_BEFORE:
        words = tr("The cause surely began first.")
    elif found.order == Order.IMPOSSIBLE:
        words = tr("Impossible: {}.").format(found.remark)
    elif found.effect_first:
        words = tr("Possible, but {}.").format(found.remark)
    elif found.probability is None:
        words = tr("Possible: an open date leaves the order unknown.")
    else:
        words = tr("Possible: in {} of 100 readings of the dates the cause began first.").format(
            of_100(found.probability)
        )
    late = tr("No news could have come before the effect began.") if judged.news_late else ""
    return " ".join(part for part in (words, late) if part)


def _page(body: str) -> str:
    return f"<table width={_WIDTH}><tr><td>{body}</td></tr></table>"
