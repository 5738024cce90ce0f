"""How is what the reader says of links kept: each as one named change that can be undone?

Every function returns the name of the change, and raises Trouble where the library cannot be written.
"""

from collections.abc import Mapping
from typing import Any

from desktop_app.analysis.admissibility import KIND as CHRONOLOGY
from desktop_app.analysis.admissibility import SETTINGS, Asked
from desktop_app.casebook.case import Case, Link
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Stance
from desktop_app.library.library import Library

STANCES = {Stance.AGREE: "Agree with", Stance.DOUBT: "Doubt", Stance.REJECT: "Reject"}


def named(case: Case, link: Link) -> str:
    return f"{case.event[link.cause].title} → {case.event[link.effect].title}"


def add_link(library: Library, case: Case, link: Link) -> tuple[str, str]:
    """The name of the change, and the key of the new link."""
    name = tr("Draw the link “{}”").format(named(case, link))
    with library.change(name) as change:
        key = change.add_link(case.slug, link)
    return name, key


def edit_link(library: Library, case: Case, link: Link) -> str:
    name = tr("Edit the link “{}”").format(named(case, link))
    with library.change(name) as change:
        change.edit_link(case.slug, link)
    return name


def remove_link(library: Library, case: Case, link: Link) -> str:
    name = tr("Remove the link “{}”").format(named(case, link))
    with library.change(name) as change:
        change.remove_link(case.slug, link.key)
    return name


def contest(library: Library, case: Case, link: Link, stance: Stance | None, reason: str) -> str:
    """What is said to one link in one sitting is one step of undo."""
    words = tr(STANCES[stance]) if stance else tr("No longer judge")
    name = f"{words} “{named(case, link)}”"
    with library.change(name, sitting=f"contest {case.slug} {link.key} {stance}") as change:
        change.contest(case.slug, link.key, stance, reason)
    return name


def keep_asked(library: Library, case: Case, asked: Asked) -> str:
    name = tr("Set how dates and news are reckoned")
    with library.change(name, sitting=f"chronology {case.slug}") as change:
        change.choose(case.slug, CHRONOLOGY, SETTINGS, asked.as_settings())
    return name


def choose(library: Library, case: Case, name: str, kind: str, key: str, value: Mapping[str, Any] | None) -> str:
    """Any other setting of an analysis; None takes it back."""
    with library.change(name) as change:
        change.choose(case.slug, kind, key, dict(value) if value is not None else None)
    return name
