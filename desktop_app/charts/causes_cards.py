"""What is the pointer told over a causal graph, in a few words?"""

from html import escape

from desktop_app.analysis.admissibility import news_said, order_said
from desktop_app.casebook import wording
from desktop_app.casebook.case import Case, Event, Link
from desktop_app.casebook.language import tr
from desktop_app.casebook.said import said
from desktop_app.charts.causes_scene import Shown

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
        f"<i>{escape(order_said(judged.order))}</i>",
        f"<i>{escape(news_said(case, judged.news))}</i>" if judged.news else "",
    ]
    return _page("<br>".join(part for part in parts if part))


def _page(body: str) -> str:
    return f"<table width={_WIDTH}><tr><td>{body}</td></tr></table>"
