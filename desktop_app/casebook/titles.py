"""What is a part of a case called, in a list, over a note, in a search?"""

from desktop_app.casebook.case import Case, Target
from desktop_app.casebook.terms import Kind


def title_of(case: Case, target: Target) -> str | None:
    """The name of the target; None if it has gone from the case."""
    key = target.key
    try:
        match target.kind:
            case Kind.CASE:
                return case.short_title
            case Kind.EVENT:
                return case.event[key].title
            case Kind.ACTOR:
                return case.actor[key].name
            case Kind.PLACE:
                return case.place[key].name
            case Kind.STAY:
                stay = case.stay[key]
                return f"{case.actor[stay.actor].short}: {case.place[stay.place].name}"
            case Kind.LINK:
                link = case.link[key]
                return f"{case.event[link.cause].title} → {case.event[link.effect].title}"
            case Kind.HYPOTHESIS:
                return case.hypothesis[key].short
            case Kind.EVIDENCE:
                return case.item[key].short
            case Kind.SOURCE:
                return case.source[key].title
    except KeyError:
        return None
