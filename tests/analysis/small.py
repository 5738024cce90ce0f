"""Small cases, made of events and links alone."""

from dataclasses import replace

from desktop_app.casebook.case import Case, Event, Link, Place
from desktop_app.casebook.terms import Certainty, Claimant, LinkKind, Pattern, Strength
from desktop_app.casebook.when import When, parse

EMPTY = Case(
    "small", None, "Small", "Small", "1900", None, "", "", "", "", "", Pattern.SEQUENCE,
    (), (), (), (), (), (), (), (), (), (), (), (), (),
)  # fmt: skip


def event(key: str, when: When | str = "1900", place: str | None = None, *, participants=()) -> Event:
    dated = parse(when) if isinstance(when, str) else when
    return Event(key, key, dated, place, "", participants, Certainty.ESTABLISHED, ())


def link(
    cause: str,
    effect: str,
    kind: LinkKind = LinkKind.CAUSED,
    certainty: Certainty = Certainty.ESTABLISHED,
    strength: Strength = Strength.STRONG,
    by: Claimant = Claimant.READER,
) -> Link:
    return Link(f"{cause}-{effect}", cause, effect, kind, by, strength, "", None, certainty, ())


def arrows(text: str) -> tuple[Link, ...]:
    """Links from a text such as "A>C B>C D-|C": caused, and prevented."""
    made = []
    for word in text.split():
        prevented = "-|" in word
        cause, effect = word.split("-|" if prevented else ">")
        made.append(link(cause, effect, LinkKind.PREVENTED if prevented else LinkKind.CAUSED))
    return tuple(made)


def case_of(events=(), links=()) -> Case:
    """A case of these events and links; events that only links name are of 1900."""
    known = {one.key: one for one in events}
    for one in links:
        for key in (one.cause, one.effect):
            known.setdefault(key, event(key))
    return replace(EMPTY, events=tuple(known.values()), links=tuple(links))


def place(key: str, lat: float, lon: float, radius_km: float = 0.0) -> Place:
    return Place(key, key, key, (), "", lat, lon, radius_km, False, False)
