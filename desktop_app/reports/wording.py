"""Which words does a report use for the terms of a case?"""

from desktop_app.casebook.case import Target, Verdict
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import (
    Certainty,
    Claimant,
    HypothesisKind,
    Kind,
    LinkKind,
    Presence,
    Strength,
    Sureness,
    Test,
)


def claimant(term: Claimant) -> str:
    return {
        Claimant.AUTHOR: tr("The book"),
        Claimant.LITERATURE: tr("The literature"),
        Claimant.EDITOR: tr("Our reading"),
        Claimant.READER: tr("The reader"),
    }[term]


def certainty(term: Certainty) -> str:
    return {
        Certainty.ESTABLISHED: tr("established"),
        Certainty.PROBABLE: tr("probable"),
        Certainty.DISPUTED: tr("disputed"),
        Certainty.CLAIMED: tr("only the book says so"),
    }[term]


def presence(term: Presence) -> str:
    return {
        Presence.PRESENT: tr("Present"),
        Presence.REMOTE: tr("From afar"),
        Presence.SUBJECT: tr("Concerned"),
    }[term]


def link(term: LinkKind) -> str:
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


def hypothesis(term: HypothesisKind) -> str:
    return {
        HypothesisKind.CHANCE: tr("Chance"),
        HypothesisKind.CAUSE: tr("Cause"),
        HypothesisKind.COMMON_CAUSE: tr("Common cause"),
        HypothesisKind.DESIGN: tr("Design"),
    }[term]


def test(term: Test) -> str:
    return {
        Test.STRAW: tr("straw in the wind"),
        Test.HOOP: tr("hoop"),
        Test.SMOKING_GUN: tr("smoking gun"),
        Test.DOUBLY_DECISIVE: tr("doubly decisive"),
    }[term]


def sureness(term: Sureness) -> str:
    return {
        Sureness.GUESS: tr("a guess"),
        Sureness.FAIRLY_SURE: tr("fairly sure"),
        Sureness.CERTAIN: tr("certain"),
    }[term]


def target(term: Target, name: str) -> str:
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


def verdict(given: Verdict) -> str:
    """A verdict in words: "Between chance and cause: 62 of 100, fairly sure"."""
    if given.value is None:
        return tr("Withdrawn")
    leaning = next(
        words
        for most, words in (
            (10, tr("Mere chance")),
            (35, tr("Rather chance")),
            (65, tr("Between chance and cause")),
            (89, tr("Rather cause")),
            (100, tr("One caused the other")),
        )
        if given.value <= most
    )
    return tr("{}: {} of 100, {}").format(leaning, given.value, sureness(given.sureness))
