"""What is a case made of?

Every part is immutable.  Parts refer to one another by key, the stable name that the case files, the library and the
reader's notes share; a key is unique among the parts of its kind in one case, and actors and places keep theirs from
case to case.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from desktop_app.casebook.terms import (
    ActorKind,
    Certainty,
    Claimant,
    HypothesisKind,
    Kind,
    LinkKind,
    Pattern,
    Presence,
    Strength,
    Sureness,
    Test,
)
from desktop_app.casebook.when import When

Pair = tuple[str, str]  # keys of two parts of one kind


@dataclass(frozen=True, slots=True)
class Target:
    """What is selected or noted on: a part of a case, or the case itself (then `key` is its slug)."""

    case: str  # slug
    kind: Kind
    key: str


@dataclass(frozen=True, slots=True)
class Citation:
    source: str  # key
    locator: str | None


@dataclass(frozen=True, slots=True)
class Source:
    key: str
    csl: Mapping[str, Any]  # CSL-JSON vocabulary without `id`: type, title, author, issued, URL …
    seen: bool  # False: named by another source, not consulted

    @property
    def title(self) -> str:
        return str(self.csl["title"])


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, state, body, force or ship; name, native name, kind and life are the same in all cases."""

    key: str
    name: str
    native_name: str | None
    kind: ActorKind
    life: When | None
    short: str  # the name that a historian would write at a line
    side: str
    role: str


@dataclass(frozen=True, slots=True)
class Place:
    """A point with a radius; position, radius and modern name are the same in all cases."""

    key: str
    name: str  # of the time
    modern_name: str
    names: tuple[str, ...]
    country: str  # of the time
    lat: float
    lon: float
    radius_km: float
    transit: bool  # a journey, not a place to stay
    aboard: bool  # one ship or one train: those whose stays in it overlap travelled together


@dataclass(frozen=True, slots=True)
class Participation:
    actor: str
    role: str
    presence: Presence


@dataclass(frozen=True, slots=True)
class Event:
    key: str
    title: str
    when: When
    place: str | None
    summary: str
    participants: tuple[Participation, ...]
    certainty: Certainty
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Stay:
    key: str
    actor: str
    place: str
    when: When
    certainty: Certainty
    note: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A causal annotation: one event bears on another, says somebody."""

    key: str
    cause: str  # event
    effect: str  # event
    kind: LinkKind
    claimed_by: Claimant
    strength: Strength
    mechanism: str
    counterfactual: str | None
    certainty: Certainty
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    key: str
    short: str
    kind: HypothesisKind
    statement: str


@dataclass(frozen=True, slots=True)
class Evidence:
    key: str
    short: str
    statement: str
    events: tuple[str, ...]
    favours: str  # hypothesis
    against: tuple[str, ...]  # hypotheses
    test: Test
    reason: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Case:
    slug: str
    chapter: int | None  # None: the reader's own case
    title: str
    short_title: str
    years: str
    book_pages: str | None
    question: str
    coincidence: str
    author_claim: str
    background: str
    assessment: str
    pattern: Pattern
    focus: tuple[When, ...]  # the windows that the charts open on
    coincident: tuple[str, ...]  # events: what the charts point at first
    related: tuple[int, ...]  # chapters
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    sources: tuple[Source, ...]
    events: tuple[Event, ...]
    stays: tuple[Stay, ...]
    links: tuple[Link, ...]
    hypotheses: tuple[Hypothesis, ...]
    evidence: tuple[Evidence, ...]
    open_questions: tuple[str, ...]
    checks: tuple[str, ...]
    compatible: tuple[Pair, ...] = ()  # hypotheses that may both hold, as they are worded; of all others just one does

    @property
    def heading(self) -> str:
        """As a window's title or a running head names it: chapter and title."""
        return f"{self.chapter} · {self.title}" if self.chapter else self.title

    @cached_property
    def actor(self) -> Mapping[str, Actor]:
        return {part.key: part for part in self.actors}

    @cached_property
    def place(self) -> Mapping[str, Place]:
        return {part.key: part for part in self.places}

    @cached_property
    def source(self) -> Mapping[str, Source]:
        return {part.key: part for part in self.sources}

    @cached_property
    def event(self) -> Mapping[str, Event]:
        return {part.key: part for part in self.events}

    @cached_property
    def stay(self) -> Mapping[str, Stay]:
        return {part.key: part for part in self.stays}

    @cached_property
    def link(self) -> Mapping[str, Link]:
        return {part.key: part for part in self.links}

    @cached_property
    def hypothesis(self) -> Mapping[str, Hypothesis]:
        return {part.key: part for part in self.hypotheses}

    @cached_property
    def item(self) -> Mapping[str, Evidence]:
        """Items of evidence by key."""
        return {part.key: part for part in self.evidence}


@dataclass(frozen=True, slots=True)
class Head:
    """What lists and Home need of a case, without the case."""

    slug: str
    chapter: int | None
    title: str
    short_title: str
    years: str
    pattern: Pattern
    coincident: tuple[Event, ...]  # without participants and citations

    @property
    def name(self) -> str:
        return f"{self.chapter} · {self.short_title}" if self.chapter else self.short_title


@dataclass(frozen=True, slots=True)
class Thread:
    """What ties cases to one another."""

    key: str
    title: str
    note: str
    cases: tuple[int, ...]  # chapters


@dataclass(frozen=True, slots=True)
class Annotation:
    """A note of the reader's: Markdown, with tags, on one target."""

    id: int
    target: Target
    text: str
    tags: tuple[str, ...]
    author: str
    created: str  # ISO 8601, UTC
    changed: str
    orphaned: bool = False  # its target has gone from the case


@dataclass(frozen=True, slots=True)
class Verdict:
    """The reader's answer at one time; the latest one of a case holds, earlier ones stay."""

    id: int
    case: str  # slug
    value: int | None  # 0 mere chance … 100 one caused the other; None: withdrawn
    sureness: Sureness
    reason: str  # Markdown
    author: str
    created: str  # ISO 8601, UTC


def standing(verdicts: Iterable[Verdict]) -> dict[str, Verdict]:
    """The verdict that holds in each judged case, by slug; verdicts come newest first, a withdrawn one is none."""
    newest: dict[str, Verdict] = {}
    for verdict in verdicts:
        newest.setdefault(verdict.case, verdict)
    return {slug: verdict for slug, verdict in newest.items() if verdict.value is not None}
