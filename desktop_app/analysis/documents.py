"""Which items of evidence rest on one document, so that they must not be counted twice?

A document is what a source and a locator name together: document 577 of a volume, a chapter of a book, an appendix, a
diary's entry.  A source alone is never one, however short: the same book cited twice without a place in it may mean
two of its thousand pages.  Where a locator lists documents by number, each is one, whatever point or page of it is
meant.  Items that share at least one document belong together, and so do those that a third one ties.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from desktop_app.casebook.case import Citation, Evidence
from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble

_ONE = re.compile(r"\b(?:doc\.|document)\s+(\d+)", re.IGNORECASE)
_SEVERAL = re.compile(r"\b(?:docs\.|documents)\s+(\d+(?:\s*(?:,|and|&|-|–)\s*\d+)*)", re.IGNORECASE)
_RANGE = re.compile(r"(\d+)\s*[-–]\s*(\d+)")
_MOST = 500  # documents in one locator


@dataclass(frozen=True, slots=True)
class Document:
    source: str  # key
    locator: str


@dataclass(frozen=True, slots=True)
class Grouping:
    """What the reader said about items that share a document: by keys of evidence."""

    apart: frozenset[str] = frozenset()  # count each of these by itself after all
    together: tuple[frozenset[str], ...] = ()  # these rest on one thing, whatever they cite
    counted: frozenset[str] = frozenset()  # of its group, count this one rather than the weightiest


AS_CITED = Grouping()


def documents(citations: Iterable[Citation]) -> frozenset[Document]:
    """The documents that these citations name; sources without a locator name none."""
    return frozenset(
        Document(citation.source, place)
        for citation in citations
        if citation.locator
        for place in _places(citation.locator)
    )


def _places(locator: str) -> Iterable[str]:
    numbered = _SEVERAL.search(locator) or _ONE.search(locator)
    if not numbered:
        return (" ".join(locator.casefold().split()),)
    numbers = {int(number) for number in re.findall(r"\d+", numbered[1])}
    for first, last in _RANGE.findall(numbered[1]):
        numbers.update(range(int(first), min(int(last), int(first) + _MOST) + 1))
    return tuple(f"doc. {number}" for number in sorted(numbers))


def groups(evidence: Sequence[Evidence], grouping: Grouping = AS_CITED) -> tuple[tuple[str, ...], ...]:
    """Keys of the items that belong together, groups of two or more, in the order of the evidence.

    Raises Trouble if the reader's grouping names an item that is not there.
    """
    keys = [item.key for item in evidence]
    named = grouping.apart.union(grouping.counted, *grouping.together)
    unknown = sorted(named.difference(keys))
    if unknown:
        raise Trouble(
            what=tr("There is no evidence “{}” in this matrix.").format(unknown[0]),
            do=tr("Remove it from the groups, or restore the item."),
        )
    sharing: dict[Document, set[str]] = {}
    for item in evidence:
        if item.key not in grouping.apart:
            for document in documents(item.citations):
                sharing.setdefault(document, set()).add(item.key)
    return _merged(keys, [*sharing.values(), *grouping.together])


def _merged(keys: Sequence[str], bundles: Iterable[Collection[str]]) -> tuple[tuple[str, ...], ...]:
    """Bundles that overlap become one."""
    group_of = {key: {key} for key in keys}
    for bundle in bundles:
        merged = set().union(*(group_of[key] for key in bundle))
        for key in merged:
            group_of[key] = merged
    found: list[tuple[str, ...]] = []
    for key in keys:
        members = tuple(one for one in keys if one in group_of[key])
        if len(members) > 1 and members not in found:
            found.append(members)
    return tuple(found)
