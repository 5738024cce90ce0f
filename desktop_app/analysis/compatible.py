"""Which explanations of a case may hold together, so that their chances need not add up to one?

Chances that add up take for granted that just one explanation holds.  Where two shipped ones answer different halves
of the question, such as a motive and a timing, both may hold; then each is compared with each other one alone.  This
is our reading of how the explanations are worded, and the reader may say otherwise.
"""

from collections.abc import Mapping
from types import MappingProxyType

from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr

Pair = tuple[str, str]

TOGETHER: Mapping[str, tuple[Pair, ...]] = MappingProxyType(
    {
        "hawaii-and-guam-1897": (("japan-rivalry", "road-to-manila"),),
        "mahan-island-hopping-1911": (("descent", "common-grammar"), ("circumstances", "common-grammar")),
        "yuan-shikai-21-demands": (("wartime-opening", "preapproval"), ("wartime-opening", "propaganda")),
        "gallipoli-armenian-genocide-1915": (("landing-triggered", "war-crisis"),),
        "seventh-of-december": (("chance", "own-timetables"), ("own-timetables", "season")),
        "halifax-explosion-1917": (("base-removed", "atlantic-war"), ("base-removed", "sabotage")),
        "wilson-may-fourth-1919": (("settlement-itself", "press-tactics"), ("missing-statement", "press-tactics")),
        "mongolian-gold-1924": (("gold-motive", "strategy"), ("strategy", "mongol-initiative")),
        "great-purges-manchukuo-1937": (
            ("settlement-reaction", "war-fear"),
            ("settlement-reaction", "domestic"),
            ("war-fear", "domestic"),
        ),
        "pearl-harbor-1941": (("chance", "pressure"), ("chance", "japanese-choice")),
        "kamikazes-1944": (("shared-motif", "navy-policy"),),
        "kurile-order-one-1945": (
            ("chance", "words-made-dispute"),
            ("stalin-design", "words-made-dispute"),
            ("stalin-design", "yalta-and-force"),
        ),
        "yalta-status-quo-1945": (
            ("chance", "words-decided"),
            ("stalin-chose-words", "words-decided"),
            ("stalin-chose-words", "facts-decided"),
        ),
        "cia-china-1948": (("titoism", "deliberate-loss"),),
        "tonkin-gulf-1964": (("chance", "covert-war"), ("covert-war", "pretext")),
        "soviet-blockade-1965": (("wedge", "blockade"), ("wedge", "soviet-caution")),
        "anti-sam-strategy-1966": (("rivalry", "soak-up"), ("rivalry", "side-effect")),
        "top-gun-1969": (("released", "halt-behind-both"),),
        "kent-state-1970": (("chance", "cambodia"),),
    }
)


def together(case: Case) -> tuple[Pair, ...]:
    """Pairs of shipped explanations, by keys, that may both hold; empty where just one is meant to hold."""
    return tuple(pair for pair in TOGETHER.get(case.slug, ()) if all(key in case.hypothesis for key in pair))


def said(case: Case) -> str:
    """In one sentence, that more than one of the explanations may hold, or that just one is meant to."""
    pairs = together(case)
    if not pairs:
        return tr("The explanations are worded so that just one of them holds.")
    names = "; ".join(
        tr("“{}” and “{}”").format(case.hypothesis[one].short, case.hypothesis[two].short) for one, two in pairs
    )
    return tr("More than one may hold: {}.").format(names)


def how(case: Case, *, exclusive: bool) -> str:
    """What is to be said beside a result: whether chances add up, and why."""
    if exclusive:
        return tr("{} They are counted as if just one held, as you said.").format(said(case)) if together(case) else ""
    if not together(case):
        return tr("Compared in pairs, as you said.")
    return tr("{} So each is compared with one other at a time, and nothing adds up to 100.").format(said(case))
