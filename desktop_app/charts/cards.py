"""What is the pointer told, in a few words?"""

from collections.abc import Iterable
from html import escape
from itertools import combinations

from desktop_app.analysis.whereabouts import Journey
from desktop_app.casebook import wording
from desktop_app.casebook.case import Case, Citation, Event, Stay, Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.said import said
from desktop_app.casebook.terms import Certainty, Kind
from desktop_app.casebook.where import great_circle_km
from desktop_app.charts.picture import Hit
from desktop_app.charts.scene import Band
from desktop_app.charts.ticks import break_name
from desktop_app.charts.time_scale import Break

_WIDTH = 300  # px
_LISTED = 6
_NAMED = 40  # places of a band


def card(case: Case, hit: Hit) -> str:
    """Rich text for what is under the pointer; empty if there is nothing to tell."""
    if hit.events:
        return _page([_event(case, event) for event in hit.events[:_LISTED]])
    if hit.journey:
        return _page([_journey(case, hit.journey)])
    if hit.gap:
        return _page([_break(case, hit.gap)])
    if hit.band and hit.target is None:
        return _page([_band(case, hit.band)])
    return _page([_of(case, hit.target)]) if hit.target else ""


def _page(parts: Iterable[str]) -> str:
    body = "<hr>".join(part for part in parts if part)
    return f"<table width={_WIDTH}><tr><td>{body}</td></tr></table>" if body else ""


def _of(case: Case, target: Target) -> str:
    if target.kind == Kind.STAY and (stay := case.stay.get(target.key)):
        return _stay(case, stay)
    if target.kind == Kind.ACTOR and (actor := case.actor.get(target.key)):
        native = f" · {escape(actor.native_name)}" if actor.native_name else ""
        return f"<b>{escape(actor.name)}</b>{native}<br>{escape(actor.role)}<br>{escape(actor.side)}"
    if target.kind == Kind.PLACE and (place := case.place.get(target.key)):
        modern = f" ({escape(place.modern_name)})" if place.modern_name and place.modern_name != place.name else ""
        return f"<b>{escape(place.name)}</b>{modern}<br>{escape(place.country)}"
    return ""


def _event(case: Case, event: Event) -> str:
    where = f" · {escape(case.place[event.place].name)}" if event.place else ""
    foot = _foot(event.certainty, event.citations)
    return f"<b>{escape(event.title)}</b><br>{escape(said(event.when))}{where}<br>{foot}"


def _stay(case: Case, stay: Stay) -> str:
    head = f"<b>{escape(case.actor[stay.actor].name)}</b> · {escape(case.place[stay.place].name)}"
    note = f"<br><i>{escape(stay.note)}</i>" if stay.note else ""
    return f"{head}<br>{escape(said(stay.when))}{note}<br>{_foot(stay.certainty, stay.citations)}"


def _foot(certainty: Certainty, citations: tuple[Citation, ...]) -> str:
    count = len(citations)
    sources = tr("1 source") if count == 1 else tr("{} sources").format(count)
    words = wording.attested(certainty)
    return f"{words} · {sources}"


def _journey(case: Case, journey: Journey) -> str:
    ends = [case.place[one.place].name for one in (journey.leaves, journey.arrives) if one]
    head = f"<b>{escape(case.actor[journey.actor].name)}</b> · {escape(' → '.join(ends))}"
    if not journey.stays:
        return f"{head}<br>{tr('Nothing is recorded of the way.')}"
    ways = [
        f"{escape(case.place[stay.place].name)}, {escape(said(stay.when))}"
        + (f"<br><i>{escape(stay.note)}</i>" if stay.note else "")
        + f"<br>{_foot(stay.certainty, stay.citations)}"
        for stay in journey.stays
    ]
    return "<br>".join([head, *ways])


def _band(case: Case, band: Band) -> str:
    places = band.places if band.is_merged else band.group
    names = [escape(case.place[key].name) for key in places[:_NAMED]]
    if len(places) > _NAMED:
        names.append(tr("and {} more").format(len(places) - _NAMED))
    what = tr("Click to join them again.")
    if band.is_merged:
        what = tr("In one band for want of room; click to open it.")
        if len(places) <= _NAMED:  # of more, the reckoning would take longer than the pointer rests
            positions = [(case.place[key].lat, case.place[key].lon) for key in places]
            far = max(great_circle_km(a, b) for a, b in combinations(positions, 2))
            what = tr("Up to {} km apart, in one band for want of room; click to open it.").format(f"{far:,.0f}")
    return f"{'<br>'.join(names)}<br><i>{what}</i>"


def _break(case: Case, gap: Break) -> str:
    """How much the axis leaves out, and what happened meanwhile."""
    left_out = [event for event in case.events if gap.start <= event.when.middle <= gap.end]
    head = f"<b>{tr('The axis leaves out {}.').format(break_name(gap.end - gap.start))}</b>"
    lines = [f"{escape(said(event.when))}: {escape(event.title)}" for event in left_out[:_LISTED]]
    if len(left_out) > _LISTED:
        lines.append(tr("and {} more events").format(len(left_out) - _LISTED))
    return "<br>".join([head, *lines, f"<i>{tr('Click to see what lies between.')}</i>"])
