"""What was looked for, found or not, and what should be looked for next?

Absence is evidence only of what was looked for.  What to look for next is ranked by expected information gain: by how
many bits, on average over finding it and not finding it, the search would change the present distribution.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log2

from desktop_app.analysis.weights import Chance, Weight, decibels
from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble


class Outcome(StrEnum):
    OPEN = "open"  # nobody has looked yet
    FOUND = "found"
    ABSENT = "absent"  # looked for, and not found


@dataclass(frozen=True, slots=True)
class Search:
    """Something that may be found: with its chance under each explanation, once the reader has given them."""

    key: str
    short: str
    outcome: Outcome = Outcome.OPEN
    chances: tuple[tuple[str, Chance], ...] = ()  # hypothesis, chance of finding it there
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Gain:
    """What a search may be expected to teach."""

    search: str  # key
    short: str
    bits: float | None  # None: its chances are not yet given
    chance: float | None  # of finding it, as things stand


def open_questions(case: Case) -> tuple[Search, ...]:
    """The open questions of a case as searches, still without chances."""
    return tuple(
        Search(f"open-question-{number}", question) for number, question in enumerate(case.open_questions, start=1)
    )


def weights(search: Search, hypotheses: Sequence[str]) -> tuple[Weight, ...]:
    """The weights of what was found or was absent, one a hypothesis.

    Only differences within a row count: the row is shifted so that its middle weights add up to 0.
    Raises Trouble for an open search and where a hypothesis has no chance.
    """
    if search.outcome == Outcome.OPEN:
        raise Trouble(
            what=tr("“{}” has not been looked for yet.").format(search.short),
            do=tr("Say whether it was found before it is weighed."),
        )
    chances = _chances(search, hypotheses)
    if search.outcome == Outcome.FOUND:
        rows = [(decibels(one.low), decibels(one.mid), decibels(one.high)) for one in chances]
    else:
        rows = [(decibels(1 - one.high), decibels(1 - one.mid), decibels(1 - one.low)) for one in chances]
    level = sum(mid for _, mid, _ in rows) / len(rows)
    return tuple(Weight(low - level, mid - level, high - level) for low, mid, high in rows)


def _chances(search: Search, hypotheses: Sequence[str]) -> tuple[Chance, ...]:
    given = dict(search.chances)
    unknown = [key for key in given if key not in hypotheses]
    if unknown:
        raise Trouble(
            what=tr("“{}” has a chance under “{}”, which is no explanation of this matrix.").format(
                search.short, unknown[0]
            ),
            do=tr("Remove that chance, or add the explanation."),
        )
    missing = [key for key in hypotheses if key not in given]
    if missing:
        raise Trouble(
            what=tr("“{}” has no chance of being found under “{}”.").format(search.short, missing[0]),
            do=tr("Give the chance of finding it under every explanation."),
        )
    return tuple(given[key] for key in hypotheses)


def expected_gain(shares: Mapping[str, float], found: Mapping[str, float]) -> float:
    """Expected information gain of one search, in bits: Σ over its outcomes of P(outcome) · KL(after ‖ before).

    shares: the present distribution over the hypotheses, adding up to 1; found: the chance of finding it under each.
    """
    total = 0.0
    for likelihood in (found, {key: 1 - chance for key, chance in found.items()}):
        outcome = sum(share * likelihood[key] for key, share in shares.items())
        for key, share in shares.items():
            after = share * likelihood[key] / outcome
            if after > 0:
                total += outcome * after * log2(after / share)
    return max(0.0, total)


def look_next(shares: Mapping[str, float], searches: Sequence[Search]) -> tuple[Gain, ...]:
    """The searches still open, the most instructive first; those without chances last.

    shares: the present distribution over the hypotheses (the middle posterior).
    """
    gains: list[Gain] = []
    for search in searches:
        if search.outcome != Outcome.OPEN:
            continue
        if not search.chances:
            gains.append(Gain(search.key, search.short, None, None))
            continue
        chances = _chances(search, tuple(shares))
        found = {key: chance.mid for key, chance in zip(shares, chances, strict=True)}
        chance = sum(share * found[key] for key, share in shares.items())
        gains.append(Gain(search.key, search.short, expected_gain(shares, found), chance))
    return tuple(sorted(gains, key=lambda gain: (gain.bits is None, -(gain.bits or 0.0))))
