"""What follows from a weighing, in sentences: what would tip it, what to look for next, how far counts go?"""

from dataclasses import dataclass
from math import isinf

from desktop_app.analysis.saying import of_100, signed
from desktop_app.analysis.sensitivity import PriorTip, Tip
from desktop_app.analysis.weighing import Weighing
from desktop_app.casebook.language import tr

TIPS = 3  # said


@dataclass(frozen=True, slots=True)
class Line:
    """One finding: what it is about, and a sentence."""

    title: str
    text: str
    key: str = ""


def tip_lines(weighed: Weighing) -> tuple[Line, ...]:
    """What would change the ranking: the nearest ratings, each item once, and the nearest prior."""
    found: dict[str, Line] = {}
    for tip in weighed.tips.ratings:
        if tip.leads and tip.item not in found and len(found) < TIPS - 1:
            found[tip.item] = Line(_title(weighed, tip.item), _tip_words(weighed, tip), tip.item)
    priors = [tip for tip in weighed.tips.priors if tip.leads][:1]
    return (*found.values(), *(Line(tr("Your prior"), _prior_words(weighed, tip)) for tip in priors))


def _title(weighed: Weighing, key: str) -> str:
    return next(row.short for row in weighed.matrix.rows if row.key == key)


def _tip_words(weighed: Weighing, tip: Tip) -> str:
    way = tr("above") if tip.flips_at > tip.now else tr("below")
    words = tr("{} {} dB under “{}”, now {}").format(
        way, signed(tip.flips_at), weighed.matrix.short(tip.hypothesis), signed(tip.now)
    )
    return words + (tr(": within its range") if tip.within else "")


def _prior_words(weighed: Weighing, tip: PriorTip) -> str:
    now = tr("equal") if abs(tip.now - 1) < 0.005 else tr("{:.2g} times").format(tip.now)
    return tr("“{}” {:.2g} times “{}”, now {}").format(
        weighed.matrix.short(tip.hypothesis), tip.flips_at, weighed.matrix.short(tip.rival), now
    )


def lead_words(weighed: Weighing) -> str:
    first, second = weighed.matrix.short(weighed.tips.leader), weighed.matrix.short(weighed.tips.runner_up)
    if weighed.tips.lead < 0.05:
        return tr("“{}” and “{}” are level.").format(first, second)
    return tr("“{}” leads by {:.1f} dB over “{}”, until:").format(first, weighed.tips.lead, second)


def next_lines(weighed: Weighing, unsaid: str = "") -> tuple[Line, ...]:
    """What to look for next, best first; `unsaid` stands where nobody said how likely it is to be found."""
    lines = []
    for gain in weighed.gains:
        if gain.bits is None:
            lines.append(Line(gain.short, unsaid or tr("say how likely it is to be found ›"), gain.search))
        else:
            chance = of_100(gain.chance or 0.0)
            lines.append(Line(gain.short, tr("{:.2f} bit; found in {} of 100").format(gain.bits, chance), gain.search))
    return tuple(lines)


def count_words(weighed: Weighing) -> str:
    """The count-only Bayes factors, with the bias that would undo them."""
    counts, factors = weighed.counts, weighed.factors
    first, rival = weighed.matrix.short(counts.hypothesis), weighed.matrix.short(counts.rival)
    if factors is None:
        return tr("No item tells “{}” and “{}” apart, so there is nothing to count.").format(first, rival)
    words = tr("{} items for “{}” over “{}”, {} the other way, {} neither. Open archive: Bayes factor {}{}.").format(
        len(counts.supporting),
        first,
        rival,
        len(counts.opposing),
        len(counts.neither),
        _factor(factors.binomial),
        _bias(factors.binomial_bias),
    )
    if factors.urn is None or factors.urn_bias is None:
        return words
    return words + tr(" Closed archive: {}{}.").format(_factor(factors.urn), _bias(factors.urn_bias))


def _factor(factor: float) -> str:
    return "∞" if isinf(factor) else f"{factor:.3g}"


def _bias(bias: float) -> str:
    if bias == 1:
        return ""
    if isinf(bias):
        return tr(", which no bias undoes")
    return tr(", undone if such items were kept {:.2g} times as readily (ω)").format(bias)
