"""How does the reader read a case: what he contests, how he weighs it, and what he asked of it?

A reading hangs on the parts of a case by their keys and changes none of them.  Links of the reader's own are links of
the case (`claimed_by` reader).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

PREFIX = "reader-"  # keys and slugs that begin so are the reader's; the book has none such


class Stance(StrEnum):
    """What the reader says to a link that somebody else claims."""

    AGREE = "agree"
    DOUBT = "doubt"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Contest:
    link: str  # key
    stance: Stance
    reason: str  # Markdown
    author: str
    changed: str  # ISO 8601, UTC


@dataclass(frozen=True, slots=True)
class Rating:
    """The reader's weight of an item of evidence under one hypothesis, in decibels; it goes before ours."""

    evidence: str  # key
    hypothesis: str  # key
    low_db: float
    mid_db: float
    high_db: float
    words: str = ""  # the step of the scale that was chosen; empty: numbers were given
    certitude: float | None = None  # chance of finding the item if the hypothesis holds
    uniqueness: float | None = None  # chance of finding it if its rival holds
    reason: str = ""  # Markdown
    source: str | None = None  # key
    author: str = ""
    changed: str = ""  # ISO 8601, UTC


@dataclass(frozen=True, slots=True)
class Prior:
    """How probable a hypothesis was before the evidence, says the reader: chances between 0 and 1."""

    hypothesis: str  # key
    low: float
    mid: float
    high: float
    reason: str = ""  # Markdown
    author: str = ""
    changed: str = ""  # ISO 8601, UTC


@dataclass(frozen=True, slots=True)
class Choice:
    """A small setting of an analysis that belongs to a case, or to all."""

    case: str  # slug; empty: of all cases
    kind: str  # of what: "combination", "apart", "table", "means" …
    key: str
    value: Any  # plain JSON
    changed: str  # ISO 8601, UTC


@dataclass(frozen=True, slots=True)
class Saved:
    """An analysis that was run and kept, with all that it takes to run it again."""

    id: int
    case: str  # slug
    kind: str
    name: str
    settings: Mapping[str, Any]  # plain JSON
    seed: int | None
    result: Mapping[str, Any]  # plain JSON
    assumptions: tuple[str, ...]
    version: str  # of the program that ran it
    made: str  # ISO 8601, UTC
    in_summary: bool  # printed with the case summary
    author: str


@dataclass(frozen=True, slots=True)
class Locked:
    """Thresholds written down before a test was run (`analysis/locking.py`)."""

    id: int
    case: str  # slug
    kind: str
    thresholds: str  # canonical JSON: what was hashed
    digest: str
    made: str  # ISO 8601, UTC: the time that was hashed with it
    author: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader said of one case, and of all cases where that holds for it too."""

    case: str  # slug
    contests: tuple[Contest, ...] = ()
    ratings: tuple[Rating, ...] = ()
    priors: tuple[Prior, ...] = ()
    choices: tuple[Choice, ...] = ()  # those of all cases, then the case's own
    gone: tuple[Contest | Rating | Prior, ...] = ()  # said of links, evidence and hypotheses that the case has lost

    def contest(self, link: str) -> Contest | None:
        return next((one for one in self.contests if one.link == link), None)

    def rating(self, evidence: str, hypothesis: str) -> Rating | None:
        return next((one for one in self.ratings if (one.evidence, one.hypothesis) == (evidence, hypothesis)), None)

    def prior(self, hypothesis: str) -> Prior | None:
        return next((one for one in self.priors if one.hypothesis == hypothesis), None)

    def chosen(self, kind: str) -> dict[str, Any]:
        """The settings of one kind by key; what the case says goes before what all cases say."""
        return {choice.key: choice.value for choice in self.choices if choice.kind == kind}
