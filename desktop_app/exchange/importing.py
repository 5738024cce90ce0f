"""How does the plan of an import get into the library, and what was written?

One transaction, undone in one step; what is there already stays as it is, so that a second import of the same table
writes nothing at all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble
from desktop_app.exchange.itineraries import Plan
from desktop_app.exchange.place_names import Decision, decision_of
from desktop_app.library.library import Library

DECISIONS = "place-of-import"  # the kind of choice under which the reader's decisions are kept with the case


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import wrote, or would write, beside what was there."""

    slug: str
    title: str
    is_new: bool  # the case was made by it
    people: int  # written
    places: int
    stays: int
    there: int  # stays that were there already
    elsewhere: int  # of these, stays whose place is settled otherwise now: they stay where they are
    missing: int  # stays in the case that are no longer in the table: they stay


def remembered(library: Library, slug: str) -> dict[str, Decision]:
    """What the reader decided at earlier imports into this case."""
    chosen = library.reading(slug).chosen(DECISIONS) if _there(library, slug) else {}
    return {key: decision_of(value) for key, value in chosen.items()}


def compared(library: Library, plan: Plan) -> Imported:
    """What writing the plan would add."""
    return _compared(_there(library, plan.case.slug), plan)


def write(
    library: Library, plan: Plan, decisions: Mapping[str, Decision], step: Callable[[float], None] = lambda _: None
) -> Imported:
    """Write what is not there yet, and keep the reader's decisions.  Raises Trouble; then nothing is written.

    step: hears the share done; what it raises, even at the very end, takes everything back.
    """
    plan.check()
    case = plan.case
    there = _there(library, case.slug)
    imported = _compared(there, plan)
    before = remembered(library, case.slug)
    new_decisions = {key: one for key, one in decisions.items() if before.get(key) != one}
    if there is not None and not imported.stays and not new_decisions:
        return imported
    with library.change(tr("Import {}").format(plan.file)) as change:
        if there is None:
            change.add_case(case)
        else:
            own = {stay.key for stay in there.stays}
            stays = [stay for stay in case.stays if stay.key not in own]
            actors, places = {stay.actor for stay in stays}, {stay.place for stay in stays}
            known_actors, known_places = set(there.actor), set(there.place)
            change.add_actors(case.slug, [one for one in case.actors if one.key in actors - known_actors])
            change.add_places(case.slug, [one for one in case.places if one.key in places - known_places])
            change.add_sources(case.slug, [one for one in case.sources if one.key not in there.source])
            change.add_stays(case.slug, stays)
        for key, decision in new_decisions.items():
            change.choose(case.slug, DECISIONS, key, decision.as_json())
        step(1.0)
    return imported


def _there(library: Library, slug: str) -> Case | None:
    if not any(head.slug == slug for head in library.heads()):
        return None
    case = library.case(slug)
    if case.chapter is not None:
        raise Trouble(
            what=tr("“{}” is a case of the book.").format(case.title),
            kept=tr("Nothing was imported."),
            do=tr("Give the import another title."),
        )
    return case


def _compared(there: Case | None, plan: Plan) -> Imported:
    case = plan.case
    if there is None:
        counts = (len(case.actors), len(case.places), len(case.stays))
        return Imported(case.slug, case.title, True, *counts, there=0, elsewhere=0, missing=0)
    asked_of_some = bool(plan.settings.years or plan.settings.persons)  # then nobody expects the others
    new = [stay for stay in case.stays if stay.key not in there.stay]
    old = [stay for stay in case.stays if stay.key in there.stay]
    return Imported(
        slug=case.slug,
        title=there.title,
        is_new=False,
        people=len({stay.actor for stay in new} - set(there.actor)),
        places=len({stay.place for stay in new} - set(there.place)),
        stays=len(new),
        there=len(old),
        elsewhere=sum(there.stay[stay.key].place != stay.place for stay in old),
        missing=0 if asked_of_some else len(set(there.stay) - {stay.key for stay in case.stays}),
    )
