"""Which words does the program use for the terms of a case, in the window, on paper and in what it writes?

All begin small; `capital` makes the beginning of a line of one.
"""

from desktop_app.casebook.case import Target, Verdict
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Stance
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


def capital(words: str) -> str:
    """The words as the beginning of a line."""
    return words[:1].upper() + words[1:]


def kind(term: Kind) -> str:
    """What a part of a case is."""
    return {
        Kind.CASE: tr("case"),
        Kind.EVENT: tr("event"),
        Kind.ACTOR: tr("actor"),
        Kind.PLACE: tr("place"),
        Kind.STAY: tr("stay"),
        Kind.LINK: tr("link"),
        Kind.HYPOTHESIS: tr("hypothesis"),
        Kind.EVIDENCE: tr("evidence"),
        Kind.SOURCE: tr("source"),
    }[term]


def claimant(term: Claimant) -> str:
    """Who claims it, as the reader sees it: what he wrote himself is "mine"."""
    return {
        Claimant.AUTHOR: tr("the book"),
        Claimant.LITERATURE: tr("the literature"),
        Claimant.EDITOR: tr("our reading"),
        Claimant.READER: tr("mine"),
    }[term]


def claimant_in_print(term: Claimant) -> str:
    """Who claims it, for somebody else's eyes."""
    return tr("the reader") if term is Claimant.READER else claimant(term)


def certainty(term: Certainty) -> str:
    """How well it is attested, in one word: for choices and narrow columns, beside the claimant's mark."""
    return {
        Certainty.ESTABLISHED: tr("established"),
        Certainty.PROBABLE: tr("probable"),
        Certainty.DISPUTED: tr("disputed"),
        Certainty.CLAIMED: tr("claimed"),
    }[term]


def attested(term: Certainty) -> str:
    """How well it is attested, where nothing else tells who claims it."""
    return tr("only the book says so") if term is Certainty.CLAIMED else certainty(term)


def presence(term: Presence) -> str:
    return {
        Presence.PRESENT: tr("present"),
        Presence.REMOTE: tr("from afar"),
        Presence.SUBJECT: tr("concerned"),
    }[term]


def actor(term: ActorKind) -> str:
    return {
        ActorKind.PERSON: tr("person"),
        ActorKind.STATE: tr("state"),
        ActorKind.ORGANISATION: tr("organisation"),
        ActorKind.FORCE: tr("force"),
        ActorKind.SHIP: tr("ship"),
        ActorKind.GROUP: tr("group"),
    }[term]


def link(term: LinkKind) -> str:
    """Between cause and effect: "the talks caused the delay"."""
    return {
        LinkKind.CAUSED: tr("caused"),
        LinkKind.ENABLED: tr("enabled"),
        LinkKind.PREVENTED: tr("prevented"),
        LinkKind.HASTENED: tr("hastened"),
        LinkKind.DELAYED: tr("delayed"),
        LinkKind.MOTIVATED: tr("motivated"),
        LinkKind.SIGNALLED: tr("signalled"),
        LinkKind.COINCIDED: tr("coincided with"),
    }[term]


def strength(term: Strength) -> str:
    return {
        Strength.WEAK: tr("weak"),
        Strength.MODERATE: tr("moderate"),
        Strength.STRONG: tr("strong"),
    }[term]


def stance(term: Stance) -> str:
    """What the reader says to a link, as he sees it."""
    return {
        Stance.AGREE: tr("I agree"),
        Stance.DOUBT: tr("I doubt it"),
        Stance.REJECT: tr("I reject it"),
    }[term]


def stance_in_print(term: Stance) -> str:
    """The same for somebody else's eyes."""
    return {
        Stance.AGREE: tr("the reader agrees"),
        Stance.DOUBT: tr("the reader doubts it"),
        Stance.REJECT: tr("the reader rejects it"),
    }[term]


def hypothesis(term: HypothesisKind) -> str:
    return {
        HypothesisKind.CHANCE: tr("chance"),
        HypothesisKind.CAUSE: tr("cause"),
        HypothesisKind.COMMON_CAUSE: tr("common cause"),
        HypothesisKind.DESIGN: tr("design"),
    }[term]


def test(term: Test) -> str:
    return {
        Test.STRAW: tr("straw in the wind"),
        Test.HOOP: tr("hoop"),
        Test.SMOKING_GUN: tr("smoking gun"),
        Test.DOUBLY_DECISIVE: tr("doubly decisive"),
    }[term]


def pattern(term: Pattern) -> str:
    """What kind of coincidence a case is, in a word or two."""
    return {
        Pattern.SAME_DAY: tr("same day"),
        Pattern.NEXT_DAY: tr("next day"),
        Pattern.ANNIVERSARY: tr("anniversary"),
        Pattern.OVERLAP: tr("overlap"),
        Pattern.SEQUENCE: tr("sequence"),
        Pattern.LIKENESS: tr("likeness"),
    }[term]


def pattern_explained(term: Pattern) -> str:
    """What kind of coincidence a case is, for who has not met the word."""
    more = {
        Pattern.ANNIVERSARY: tr("the same day in other years"),
        Pattern.OVERLAP: tr("one span within another"),
        Pattern.SEQUENCE: tr("one soon after the other"),
        Pattern.LIKENESS: tr("alike, far apart in time"),
    }.get(term)
    return tr("{}: {}").format(pattern(term), more) if more else pattern(term)


def on(term: Target, name: str) -> str:
    """What a note is on: "On the place Moscow"; the name alone would not tell a person from a ship."""
    return {
        Kind.CASE: tr("On the case"),
        Kind.EVENT: tr("On the event {}"),
        Kind.ACTOR: tr("On {}"),
        Kind.PLACE: tr("On the place {}"),
        Kind.STAY: tr("On the stay {}"),
        Kind.LINK: tr("On the link {}"),
        Kind.HYPOTHESIS: tr("On the hypothesis {}"),
        Kind.EVIDENCE: tr("On the evidence {}"),
        Kind.SOURCE: tr("On the source {}"),
    }[term.kind].format(name)


def sureness(term: Sureness) -> str:
    return {
        Sureness.GUESS: tr("a guess"),
        Sureness.FAIRLY_SURE: tr("fairly sure"),
        Sureness.CERTAIN: tr("certain"),
    }[term]


def leaning(value: int) -> str:
    """Where a verdict stands between chance (0) and cause (100)."""
    return next(
        words
        for most, words in (
            (10, tr("mere chance")),
            (35, tr("rather chance")),
            (65, tr("between chance and cause")),
            (89, tr("rather cause")),
            (100, tr("one caused the other")),
        )
        if value <= most
    )


def verdict(given: Verdict) -> str:
    """A verdict in words: "between chance and cause: 62 of 100, fairly sure"."""
    if given.value is None:
        return tr("withdrawn")
    return tr("{}: {} of 100, {}").format(leaning(given.value), given.value, sureness(given.sureness))
