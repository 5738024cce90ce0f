"""Which words may a case use, and in which order do they rank?"""

from enum import StrEnum


class Certainty(StrEnum):
    """How well a statement is attested."""

    ESTABLISHED = "established"
    PROBABLE = "probable"
    DISPUTED = "disputed"
    CLAIMED = "claimed"  # only the book says so


class Claimant(StrEnum):
    """Who claims something: the first thing a reader must be able to see."""

    AUTHOR = "author"  # the book
    LITERATURE = "literature"  # other historians
    EDITOR = "editor"  # our reading, the plain record
    READER = "reader"


class Presence(StrEnum):
    """How an actor took part in an event."""

    PRESENT = "present"
    REMOTE = "remote"  # by telegram, through others
    SUBJECT = "subject"  # affected, talked about


class ActorKind(StrEnum):
    PERSON = "person"
    STATE = "state"
    ORGANISATION = "organisation"
    FORCE = "force"
    SHIP = "ship"
    GROUP = "group"


class LinkKind(StrEnum):
    """How one event bears on another; `coincided` makes no causal claim."""

    CAUSED = "caused"
    ENABLED = "enabled"
    PREVENTED = "prevented"
    HASTENED = "hastened"
    DELAYED = "delayed"
    MOTIVATED = "motivated"
    SIGNALLED = "signalled"
    COINCIDED = "coincided"


class Strength(StrEnum):
    WEAK = "weak"
    MODERATE = "moderate"
    STRONG = "strong"


class HypothesisKind(StrEnum):
    CHANCE = "chance"
    CAUSE = "cause"
    COMMON_CAUSE = "common-cause"
    DESIGN = "design"


class Test(StrEnum):
    """Process-tracing tests (Van Evera 1997), passed by the favoured hypothesis."""

    __test__ = False  # no test of ours, whatever pytest thinks of the name

    STRAW = "straw-in-the-wind"
    HOOP = "hoop"
    SMOKING_GUN = "smoking-gun"
    DOUBLY_DECISIVE = "doubly-decisive"


class Pattern(StrEnum):
    """The kind of coincidence a case is."""

    SAME_DAY = "same-day"
    NEXT_DAY = "next-day"
    ANNIVERSARY = "anniversary"  # the same calendar day in other years
    OVERLAP = "overlap"  # one span within another
    SEQUENCE = "sequence"  # one soon after the other
    LIKENESS = "likeness"  # like words, numbers or ideas, far apart in time


class Kind(StrEnum):
    """What can be selected, noted on and linked to."""

    CASE = "case"
    EVENT = "event"
    ACTOR = "actor"
    PLACE = "place"
    STAY = "stay"
    LINK = "link"
    HYPOTHESIS = "hypothesis"
    EVIDENCE = "evidence"
    SOURCE = "source"


class Sureness(StrEnum):
    """How sure the reader is of a verdict."""

    GUESS = "guess"
    FAIRLY_SURE = "fairly-sure"
    CERTAIN = "certain"
