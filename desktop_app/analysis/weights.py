"""How strong is a piece of evidence, in decibels and in words?

A weight of evidence is 10·log10 of how much more probable the item is under one explanation than under another (Good
1985; Fairfield and Charman 2022).  Weights of independent items add up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite, log10
from types import MappingProxyType

from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Test
from desktop_app.casebook.trouble import Trouble

AGAINST = -0.5  # what is named in `against` gets this much of the weight that the favoured explanation gets
HARDLY = 0.1  # found in at most so many of 1: hardly to be expected; in at least 1 - HARDLY: all but certain


@dataclass(frozen=True, slots=True)
class Weight:
    """A weight of evidence in decibels, with the range that the reader would stand by."""

    low: float
    mid: float
    high: float

    def __post_init__(self) -> None:
        if not all(isfinite(db) for db in (self.low, self.mid, self.high)):
            raise Trouble(
                what=tr("A weight without end would settle the question for good."),
                do=tr("Give a number of decibels; 30 already stands for 1,000 to 1."),
            )
        if not self.low <= self.mid <= self.high:
            raise Trouble(
                what=tr("The weight {:g} lies outside its own range, {:g} to {:g}.").format(
                    self.mid, self.low, self.high
                ),
                do=tr("Give the range from the lower to the higher number, with the weight between them."),
            )

    def __add__(self, other: "Weight") -> "Weight":
        """Ranges added: both at their lowest, both at their highest."""
        return Weight(self.low + other.low, self.mid + other.mid, self.high + other.high)

    def times(self, factor: float) -> "Weight":
        low, high = sorted((self.low * factor, self.high * factor))
        return Weight(low, self.mid * factor, high)


ALIKE = Weight(0.0, 0.0, 0.0)

# From the process-tracing test that an item passes to its weight for the favoured explanation: shown and editable.
TABLE: Mapping[Test, Weight] = MappingProxyType(
    {
        Test.STRAW: Weight(1.0, 3.0, 5.0),
        Test.HOOP: Weight(2.0, 3.0, 5.0),  # passing it confirms little: 0.95/0.5 is 2.8 dB
        Test.SMOKING_GUN: Weight(7.0, 10.0, 13.0),
        Test.DOUBLY_DECISIVE: Weight(15.0, 20.0, 25.0),
    }
)


@dataclass(frozen=True, slots=True)
class Word:
    """A step of the scale: how much more, or less, an item is to be expected."""

    more: str
    less: str
    from_db: float  # the least weight, of either sign, that is said so
    weight: Weight  # what is meant by choosing the word


def scale() -> tuple[Word, ...]:
    """Words and decibels, from “alike” upwards; the steps below 0 mirror those above."""
    alike = tr("alike")
    return (
        Word(alike, alike, 0.0, ALIKE),
        Word(tr("slightly more"), tr("slightly less"), 0.75, Weight(0.5, 1.5, 2.5)),
        Word(tr("somewhat more"), tr("somewhat less"), 2.25, Weight(1.0, 3.0, 5.0)),
        Word(tr("clearly more"), tr("clearly less"), 4.5, Weight(3.0, 6.0, 9.0)),
        Word(tr("much more"), tr("much less"), 8.0, Weight(7.0, 10.0, 13.0)),
        Word(tr("very much more"), tr("very much less"), 15.0, Weight(15.0, 20.0, 25.0)),
    )


def step(db: float) -> int:
    """The step of the scale that a weight is on: 0 alike, ±1 slightly … ±5 very much, of the weight's sign."""
    rank = max(index for index, word in enumerate(scale()) if abs(db) >= word.from_db)
    return rank if db >= 0 else -rank


def in_words(db: float) -> str:
    rank = step(db)
    word = scale()[abs(rank)]
    return word.more if rank >= 0 else word.less


def from_step(rank: int) -> Weight:
    """The weight that is meant by a word, by its step."""
    return scale()[abs(rank)].weight.times(1.0 if rank >= 0 else -1.0)


def odds(db: float) -> float:
    """How many to 1 a weight in decibels stands for."""
    return float(10 ** (db / 10))


def decibels(ratio: float) -> float:
    """The weight in decibels of a likelihood ratio.  Raises Trouble unless it is above 0 and finite."""
    if not (ratio > 0 and isfinite(ratio)):
        raise Trouble(
            what=tr("“{:g} to 1” would settle the question for good.").format(ratio),
            do=tr("Give a ratio above 0; 1,000 to 1 is 30 dB."),
        )
    return 10 * log10(ratio)


def checked_chance(chance: float) -> float:
    """A probability, if it is one that evidence can still change.  Raises Trouble at 0, at 1 and beyond."""
    if not 0 < chance < 1:
        raise Trouble(
            what=tr("{:g} of 100 leaves no room for error: no evidence could ever change it.").format(100 * chance),
            do=tr("Give something above 0 and below 100: 0.1 for “hardly ever”, 99.9 for “nearly always”."),
        )
    return chance


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability with its range, each above 0 and below 1.  Raises Trouble otherwise."""

    low: float
    mid: float
    high: float

    def __post_init__(self) -> None:
        for chance in (self.low, self.mid, self.high):
            checked_chance(chance)
        if not self.low <= self.mid <= self.high:
            raise Trouble(
                what=tr("The chance {:g} lies outside its own range, {:g} to {:g}.").format(
                    self.mid, self.low, self.high
                ),
                do=tr("Give the range from the lower to the higher number, with the chance between them."),
            )


def weight_found(certitude: float, uniqueness: float) -> float:
    """The weight in decibels of an item that was found.

    certitude: chance of finding it if the explanation holds (p1); uniqueness: if the rival holds (p0).
    """
    return decibels(checked_chance(certitude) / checked_chance(uniqueness))


def weight_absent(certitude: float, uniqueness: float) -> float:
    """The weight in decibels of an item that was looked for and not found."""
    return decibels((1 - checked_chance(certitude)) / (1 - checked_chance(uniqueness)))


def implied(db: float, test: Test) -> tuple[float, float]:
    """A certitude and a uniqueness that give this weight: one pair of many, such as the test would have it.

    A weight below 0 has them the other way round.  Within 1 and 99 of 100, so a weight beyond 20 dB is not reached.
    """
    ratio = min(odds(abs(db)), 99.0)
    if test in (Test.HOOP, Test.DOUBLY_DECISIVE):
        more = 0.95
    elif test == Test.SMOKING_GUN:
        more = min(0.05 * ratio, 0.95)
    else:
        more = min(0.5 * ratio**0.5, 0.9 - 0.01)  # neither all but certain
    more = min(max(more, 0.01 * ratio), 0.99)
    less = more / ratio
    return (more, less) if db >= 0 else (less, more)


def kind_of_test(certitude: float, uniqueness: float) -> Test:
    """Which process-tracing test an item is (Van Evera 1997): certain or not, hardly found otherwise or not."""
    certain = checked_chance(certitude) >= 1 - HARDLY
    unique = checked_chance(uniqueness) <= HARDLY
    if certain:
        return Test.DOUBLY_DECISIVE if unique else Test.HOOP
    return Test.SMOKING_GUN if unique else Test.STRAW
