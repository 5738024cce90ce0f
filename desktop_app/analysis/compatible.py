"""Which explanations of a case may hold together, so that their chances need not add up to one?

Chances that add up take for granted that just one explanation holds.  Where two shipped ones answer different halves
of the question, such as a motive and a timing, both may hold; then each is compared with each other one alone.  The
case file says which, as our reading of how the explanations are worded, and the reader may say otherwise.
"""

from desktop_app.casebook.case import Case
from desktop_app.casebook.language import tr


def said(case: Case) -> str:
    """In one sentence, that more than one of the explanations may hold, or that just one is meant to."""
    if not case.compatible:
        return tr("The explanations are worded so that just one of them holds.")
    names = "; ".join(
        tr("“{}” and “{}”").format(case.hypothesis[one].short, case.hypothesis[two].short)
        for one, two in case.compatible
    )
    return tr("More than one may hold: {}.").format(names)


def how(case: Case, *, exclusive: bool) -> str:
    """What is to be said beside a result: whether chances add up, and why."""
    if exclusive:
        return tr("{} They are counted as if just one held, as you said.").format(said(case)) if case.compatible else ""
    if not case.compatible:
        return tr("Compared in pairs, as you said.")
    return tr("{} So each is compared with one other at a time, and nothing adds up to 100.").format(said(case))
