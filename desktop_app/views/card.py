"""What is to be said of the thing in focus?  Plain data, for the inspector to lay out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from desktop_app.casebook import wording
from desktop_app.casebook.case import (
    Actor,
    Case,
    Citation,
    Event,
    Evidence,
    Head,
    Link,
    Participation,
    Place,
    Stay,
    Target,
)
from desktop_app.casebook.chicago import chicago
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Contest
from desktop_app.casebook.said import said
from desktop_app.casebook.terms import Certainty, Claimant, Kind
from desktop_app.casebook.titles import title_of


@dataclass(frozen=True, slots=True)
class Chip:
    text: str
    claimant: Claimant | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a section; a click follows `target`, or opens `url` in the reader's browser."""

    text: str
    target: Target | None = None
    claimant: Claimant | None = None
    actor: str | None = None  # key: wears the actor's colour
    right: str = ""
    url: str | None = None
    copy: str | None = None  # what a copy button would take


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    rows: tuple[Row, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    caption: str
    title: str
    subtitle: str = ""
    chips: tuple[Chip, ...] = ()
    text: str = ""
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What only the library knows: the other cases that an actor or a place occurs in, and what the reader says."""

    actor: Callable[[str], Iterable[tuple[Head, Actor]]]
    place: Callable[[str], Iterable[tuple[Head, Place]]]
    contest: Callable[[str, str], Contest | None] = lambda *_: None  # of a case (its slug) and the key of a link


def card(case: Case, target: Target, elsewhere: Elsewhere) -> Card | None:
    """All that the case tells of the target; None if it has gone from the case."""
    key = target.key
    try:
        match target.kind:
            case Kind.CASE:
                return _case(case)
            case Kind.EVENT:
                return _event(case, key)
            case Kind.ACTOR:
                return _actor(case, key, elsewhere)
            case Kind.PLACE:
                return _place(case, key, elsewhere)
            case Kind.STAY:
                return _stay(case, key)
            case Kind.LINK:
                return _link(case, key, elsewhere)
            case Kind.HYPOTHESIS:
                return _hypothesis(case, key)
            case Kind.EVIDENCE:
                return _evidence(case, key)
            case Kind.SOURCE:
                return _source(case, key)
    except KeyError:
        return None


def _at(case: Case, kind: Kind, key: str) -> Target:
    return Target(case.slug, kind, key)


def _certainty(certainty: Certainty) -> Chip:
    """What only the book says wears the book's mark."""
    return Chip(wording.attested(certainty), Claimant.AUTHOR if certainty is Certainty.CLAIMED else None)


def _ours() -> Chip:
    return Chip(wording.claimant(Claimant.EDITOR), Claimant.EDITOR)


def _counted(count: int, one: str, many: str) -> str:
    return tr(one) if count == 1 else tr(many).format(count)


def _sources(case: Case, citations: tuple[Citation, ...]) -> Section:
    rows = []
    for citation in citations:
        source = case.source[citation.source]
        note = chicago(source, citation.locator)
        rows.append(Row(note, _at(case, Kind.SOURCE, source.key), copy=note))
    return Section(_counted(len(rows), "Source", "Sources · {}"), tuple(rows))


def _links(case: Case, event: str) -> Section:
    rows = []
    for link in case.links:
        if event in (link.cause, link.effect):
            other, arrow = (link.effect, "→") if link.cause == event else (link.cause, "←")
            text = f"{arrow} {wording.link(link.kind)} {case.event[other].title}"
            rows.append(Row(text, _at(case, Kind.LINK, link.key), link.claimed_by))
    return Section(tr("Causes and effects"), tuple(rows))


def _participant(case: Case, part: Participation) -> Row:
    return Row(
        case.actor[part.actor].name,
        _at(case, Kind.ACTOR, part.actor),
        actor=part.actor,
        right=wording.presence(part.presence),
    )


def _case(case: Case) -> Card:
    chips = [Chip(wording.pattern_explained(case.pattern))]
    if case.book_pages:
        chips.append(Chip(tr("book, pp. {}").format(case.book_pages.replace("-", "–")), Claimant.AUTHOR))
    rows = tuple(
        Row(case.event[event].title, _at(case, Kind.EVENT, event), right=said(case.event[event].when))
        for event in case.coincident
    )
    return Card(
        wording.kind(Kind.CASE),
        case.short_title,
        case.years,
        tuple(chips),
        sections=(
            Section(tr("What coincided"), rows),
            Section(
                tr("Hypotheses"),
                tuple(Row(each.short, _at(case, Kind.HYPOTHESIS, each.key)) for each in case.hypotheses),
            ),
            Section(
                tr("Actors"),
                tuple(Row(each.name, _at(case, Kind.ACTOR, each.key), actor=each.key) for each in case.actors),
            ),
        ),
    )


def _event(case: Case, key: str) -> Card:
    event = case.event[key]
    chips = [_certainty(event.certainty), Chip(_counted(len(event.citations), "1 source", "{} sources"))]
    if key in case.coincident:
        chips.insert(0, Chip(tr("coincided")))
    evidence = tuple(
        Row(each.short, _at(case, Kind.EVIDENCE, each.key)) for each in case.evidence if key in each.events
    )
    place = f" · {case.place[event.place].name}" if event.place else ""
    where = (Row(case.place[event.place].name, _at(case, Kind.PLACE, event.place)),) if event.place else ()
    return Card(
        wording.kind(Kind.EVENT),
        event.title,
        said(event.when) + place,
        tuple(chips),
        event.summary,
        (
            Section(tr("Who took part"), tuple(_participant(case, part) for part in event.participants)),
            _links(case, key),
            Section(tr("Where"), where),
            Section(tr("Evidence that rests on it"), evidence),
            _sources(case, event.citations),
        ),
    )


def _actor(case: Case, key: str, elsewhere: Elsewhere) -> Card:
    actor = case.actor[key]
    stays = tuple(
        Row(case.place[stay.place].name, _at(case, Kind.STAY, stay.key), right=said(stay.when))
        for stay in sorted(case.stays, key=lambda stay: stay.when.order)
        if stay.actor == key
    )
    events = tuple(
        Row(event.title, _at(case, Kind.EVENT, event.key), right=wording.presence(part.presence))
        for event in case.events
        for part in event.participants
        if part.actor == key
    )
    others = tuple(
        Row(head.name, Target(head.slug, Kind.ACTOR, key), right=head.years)
        for head, _ in elsewhere.actor(key)
        if head.slug != case.slug
    )
    life = said(actor.life) if actor.life else ""
    return Card(
        wording.actor(actor.kind),
        actor.name,
        " · ".join(part for part in (actor.native_name, life) if part),
        (Chip(actor.side),),
        actor.role,
        (
            Section(tr("Where and when"), stays),
            Section(tr("Part in events"), events),
            Section(tr("In other cases"), others),
        ),
    )


def _place(case: Case, key: str, elsewhere: Elsewhere) -> Card:
    place = case.place[key]
    stays = tuple(
        Row(case.actor[stay.actor].name, _at(case, Kind.STAY, stay.key), actor=stay.actor, right=said(stay.when))
        for stay in sorted(case.stays, key=lambda stay: stay.when.order)
        if stay.place == key
    )
    events = tuple(
        Row(event.title, _at(case, Kind.EVENT, event.key), right=said(event.when))
        for event in case.events
        if event.place == key
    )
    others = tuple(
        Row(head.name, Target(head.slug, Kind.PLACE, key), right=head.years)
        for head, _ in elsewhere.place(key)
        if head.slug != case.slug
    )
    other_names = [name for name in dict.fromkeys((place.modern_name, *place.names)) if name != place.name]
    north, east = "N" if place.lat >= 0 else "S", "E" if place.lon >= 0 else "W"
    chips = [Chip(place.country), Chip(tr("± {:g} km").format(place.radius_km))]
    if place.transit:
        chips.append(Chip(tr("a journey, not a place to stay")))
    return Card(
        wording.kind(Kind.PLACE),
        place.name,
        f"{abs(place.lat):.2f}° {north}, {abs(place.lon):.2f}° {east}",
        tuple(chips),
        tr("Also: {}").format(", ".join(other_names)) if other_names else "",
        (
            Section(tr("Who was there"), stays),
            Section(tr("What happened there"), events),
            Section(tr("In other cases"), others),
        ),
    )


def _stay(case: Case, key: str) -> Card:
    stay = case.stay[key]
    actor, place = case.actor[stay.actor], case.place[stay.place]
    first, last = stay.when.outer
    meanwhile = tuple(
        Row(case.actor[other.actor].name, _at(case, Kind.STAY, other.key), actor=other.actor, right=said(other.when))
        for other in case.stays
        if other.place == stay.place
        and other.actor != stay.actor
        and other.when.outer[0] < last
        and other.when.outer[1] > first
    )
    return Card(
        tr("journey") if place.transit else wording.kind(Kind.STAY),
        f"{actor.name}: {place.name}",
        said(stay.when),
        (_certainty(stay.certainty), Chip(_counted(len(stay.citations), "1 source", "{} sources"))),
        stay.note,
        (
            Section(
                tr("Who and where"),
                (
                    Row(actor.name, _at(case, Kind.ACTOR, actor.key), actor=actor.key),
                    Row(place.name, _at(case, Kind.PLACE, place.key)),
                ),
            ),
            Section(tr("There at about the same time"), meanwhile),
            _sources(case, stay.citations),
        ),
    )


def _link(case: Case, key: str, elsewhere: Elsewhere) -> Card:
    from desktop_app.analysis.admissibility import order_said  # late: no other card needs it
    from desktop_app.analysis.chronology import admissible

    link = case.link[key]
    cause, effect = case.event[link.cause], case.event[link.effect]
    return Card(
        wording.kind(Kind.LINK),
        f"{cause.title} → {wording.link(link.kind)} → {effect.title}",
        "",
        (
            Chip(wording.claimant(link.claimed_by), link.claimed_by),
            Chip(wording.strength(link.strength)),
            _certainty(link.certainty),
        ),
        "",
        (
            Section(tr("How it would work"), text=link.mechanism),
            Section(tr("Without the cause"), text=link.counterfactual or ""),
            Section(tr("Can this cause have come before that effect?"), text=order_said(admissible(case, link))),
            Section(tr("What I think of this link"), text=_contested(elsewhere.contest(case.slug, key))),
            Section(
                tr("Events"),
                tuple(
                    Row(event.title, _at(case, Kind.EVENT, event.key), right=said(event.when))
                    for event in (cause, effect)
                ),
            ),
            _sources(case, link.citations),
        ),
    )


def _contested(contest: Contest | None) -> str:
    """The reader's stance with its reason; empty where he has none."""
    if contest is None:
        return ""
    return f"{wording.stance(contest.stance)}. {contest.reason}".strip()


def _hypothesis(case: Case, key: str) -> Card:
    hypothesis = case.hypothesis[key]
    favours = tuple(
        Row(item.short, _at(case, Kind.EVIDENCE, item.key), right=wording.test(item.test))
        for item in case.evidence
        if item.favours == key
    )
    against = tuple(
        Row(each.short, _at(case, Kind.EVIDENCE, each.key)) for each in case.evidence if key in each.against
    )
    return Card(
        wording.kind(Kind.HYPOTHESIS),
        hypothesis.short,
        wording.hypothesis(hypothesis.kind),
        (_ours(),),
        hypothesis.statement,
        (Section(tr("Evidence for it"), favours), Section(tr("Evidence against it"), against)),
    )


def _evidence(case: Case, key: str) -> Card:
    item = case.item[key]
    return Card(
        wording.kind(Kind.EVIDENCE),
        item.short,
        tr("speaks for “{}”").format(case.hypothesis[item.favours].short),
        (Chip(wording.test(item.test)), _ours()),
        item.statement,
        (
            Section(tr("Why"), text=item.reason),
            Section(
                tr("Speaks against"),
                tuple(Row(case.hypothesis[each].short, _at(case, Kind.HYPOTHESIS, each)) for each in item.against),
            ),
            Section(
                tr("Rests on"),
                tuple(
                    Row(case.event[each].title, _at(case, Kind.EVENT, each), right=said(case.event[each].when))
                    for each in item.events
                ),
            ),
            _sources(case, item.citations),
        ),
    )


def _source(case: Case, key: str) -> Card:
    source = case.source[key]
    note = chicago(source, None)
    citing = (
        *(_at(case, Kind.EVENT, each.key) for each in _citing(case.events, key)),
        *(_at(case, Kind.STAY, each.key) for each in _citing(case.stays, key)),
        *(_at(case, Kind.EVIDENCE, each.key) for each in _citing(case.evidence, key)),
        *(_at(case, Kind.LINK, each.key) for each in _citing(case.links, key)),
    )
    url = str(source.csl.get("URL") or "")
    seen = Chip(tr("consulted")) if source.seen else Chip(tr("named by another source, not consulted"))
    return Card(
        wording.kind(Kind.SOURCE),
        source.title,
        "",
        (seen, Chip(tr(str(source.csl["type"]).replace("-", " ")))),
        "",
        (
            Section(tr("Citation"), (Row(note, copy=note),)),
            Section(tr("Address"), (Row(url, url=url),) if url else ()),
            Section(tr("Cited by"), tuple(Row(title_of(case, each) or each.key, each) for each in citing)),
        ),
    )


Cites = TypeVar("Cites", Event, Stay, Link, Evidence)


def _citing(parts: Iterable[Cites], source: str) -> list[Cites]:
    return [part for part in parts if any(c.source == source for c in part.citations)]
