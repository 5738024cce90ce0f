"""Which links of a case does an analysis use: whose, of which kinds, how certain, and not those the reader rejects?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.casebook.case import Case, Link
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Reading, Stance
from desktop_app.casebook.terms import Certainty, Claimant, LinkKind


@dataclass(frozen=True, slots=True)
class Held:
    """A choice of links."""

    claimants: frozenset[Claimant] = frozenset(Claimant)
    kinds: frozenset[LinkKind] = frozenset(LinkKind)
    certainties: frozenset[Certainty] = frozenset(Certainty)
    left_out: frozenset[str] = frozenset()  # keys of links

    def shows(self, link: Link) -> bool:
        """Whether the filters let a link through, left out or not."""
        return link.claimed_by in self.claimants and link.kind in self.kinds and link.certainty in self.certainties

    def links(self, case: Case) -> tuple[Link, ...]:
        return tuple(link for link in case.links if self.shows(link) and link.key not in self.left_out)

    def as_settings(self) -> dict[str, Any]:
        return {
            "claimants": sorted(self.claimants),
            "kinds": sorted(self.kinds),
            "certainties": sorted(self.certainties),
            "left_out": sorted(self.left_out),
        }

    def said(self, case: Case) -> str:
        """How many links of how many are used, in a sentence."""
        used, of = len(self.links(case)), len(case.links)
        if used == of:
            return tr("All {} links of the case are used.").format(of)
        return tr("{} of {} links are used: those that are shown and that you do not reject.").format(used, of)


def held_of(settings: Mapping[str, Any]) -> Held:
    """The choice as it was kept.  Raises KeyError, TypeError or ValueError for what is none."""
    return Held(
        frozenset(map(Claimant, settings["claimants"])),
        frozenset(map(LinkKind, settings["kinds"])),
        frozenset(map(Certainty, settings["certainties"])),
        frozenset(map(str, settings["left_out"])),
    )


def rejected(reading: Reading) -> frozenset[str]:
    return frozenset(one.link for one in reading.contests if one.stance is Stance.REJECT)
