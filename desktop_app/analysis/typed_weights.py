"""Which weight, or which chance, did the reader type?

“10”, “+10 (7 to 13)”, “7–13”, “−3”, “much more” for a weight in decibels; “25–40”, “30 (25 to 40)”, “30” for a
chance of 100.  A number without a range gets a usual one, so that no weight is ever more exact than it was meant.
"""

import re

from desktop_app.analysis.weights import Chance, Weight, from_step, scale
from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble

_NUMBER = r"[+\-−–]?\s*\d+(?:[.,]\d+)?"
_TO = r"\s*(?:to|\.\.\.?|…|–|—|-|/)\s*"
_RANGE = re.compile(rf"({_NUMBER}){_TO}({_NUMBER})")
_ONE = re.compile(rf"({_NUMBER})")
_BOTH = re.compile(rf"({_NUMBER})(?:\s*[(;:]\s*|,?\s+)\(?({_NUMBER}){_TO}({_NUMBER})\)?")
_UNITS = re.compile(r"\s*(?:db|of 100|%|in 100)\s*$", re.IGNORECASE)
USUAL_SHARE = 0.3  # of a weight, to either side, where none was given
LEAST_HALF_RANGE_DB = 1.0


def weight_typed(text: str) -> Weight:
    """The weight in decibels.  Raises Trouble for what is neither a number, a range nor a word of the scale."""
    words = " ".join(text.casefold().split())
    for rank, word in enumerate(scale()):
        for said, sign in ((word.more, 1), (word.less, -1)):
            if words == said.casefold():
                return from_step(sign * rank)
    found = _numbers(text)
    if found is None:
        raise Trouble(
            what=tr("“{}” is no weight.").format(text.strip()),
            do=tr("Type decibels, such as 10 or 7 to 13 or −3, or words, such as “{}”.").format(scale()[4].more),
        )
    low, mid, high = found
    if low is None or high is None:
        half = max(LEAST_HALF_RANGE_DB, USUAL_SHARE * abs(mid)) if mid else 0.0
        return Weight(mid - half, mid, mid + half)
    return Weight(low, mid, high)


def chance_typed(text: str) -> Chance:
    """The chance, typed as so many of 100.  Raises Trouble for what is no number, and for 0 and 100."""
    found = _numbers(text)
    if found is None:
        raise Trouble(
            what=tr("“{}” is no chance.").format(text.strip()),
            do=tr("Type so many of 100, best as a range: 25–40."),
        )
    low, mid, high = found
    if low is None or high is None:
        low, high = max(mid * 0.75, mid / 2 if mid < 2 else 1.0), min(mid * 1.25, (mid + 100) / 2)
        if not 0 < mid < 100:
            low = high = mid
    return Chance(low / 100, mid / 100, high / 100)


def _numbers(text: str) -> tuple[float | None, float, float | None] | None:
    """The least, the middle and the greatest number; the ends are None where one number stands alone."""
    bare = _UNITS.sub("", text.strip())
    if both := _BOTH.fullmatch(bare):
        mid, low, high = (_number(part) for part in both.groups())
        return low, mid, high
    if span := _RANGE.fullmatch(bare):
        low, high = sorted(_number(part) for part in span.groups())
        return low, (low + high) / 2, high
    if one := _ONE.fullmatch(bare):
        return None, _number(one[1]), None
    return None


def _number(text: str) -> float:
    return float(re.sub(r"\s", "", text).replace("−", "-").replace("–", "-").replace(",", "."))
