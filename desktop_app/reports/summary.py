"""How does a case become a printed summary?"""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date

from desktop_app.casebook.case import Annotation, Case, Head, Thread, Verdict
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Contest, Locked, Saved
from desktop_app.reports import content, press
from desktop_app.reports.characters import Characters, covered


@dataclass(frozen=True, slots=True)
class Printed:
    pdf: bytes
    missing: tuple[str, ...]  # characters printed as their number, for a message: "U+1F600 grinning face"


def pdf(
    case: Case,
    annotations: Sequence[Annotation],
    verdicts: Sequence[Verdict],
    figure_svg: str,
    *,
    heads: Sequence[Head] = (),
    threads: Sequence[Thread] = (),
    analyses: Sequence[Saved] = (),
    locks: Sequence[Locked] = (),
    contests: Sequence[Contest] = (),
    date: Date,
    origin: str = "",
) -> Printed:
    """The summary of a case as a tagged PDF (PDF/UA-1, PDF/A-2a).

    annotations, verdicts: those of this case, verdicts newest first; empty: the section is left out.
    figure_svg: the storyline; empty: the figure is left out.
    heads, threads: all cases and threads of the library, to count the cases and to name the related ones.
    analyses, locks: those of this case, the oldest first; of the analyses those put in the summary are printed.
    contests: what the reader says of links that others claim.
    date, origin: for the foot, "The reader's library, 24 November 2026".
    """
    letters = Characters(press.printable)
    document = content.summary(
        case,
        annotations,
        verdicts,
        heads=heads,
        threads=threads,
        date=date,
        origin=origin or tr("The reader's library"),
        clean=letters.clean,
        kept=analyses,
        locks=locks,
        contests=contests,
    )
    figure = letters.clean(figure_svg)
    document = letters.clean_all(document)
    try:
        return Printed(press.pdf("summary.typ", document, figure, system_fonts=letters.borrowed), letters.missing)
    except press.NotSet:
        # A font can have every character of a cluster and still not show it: print what our own fonts hold.
        letters.refuse(_risky(json.dumps(document, ensure_ascii=False) + figure))
        document, figure = letters.clean_all(document), letters.clean(figure)
        return Printed(press.pdf("summary.typ", document, figure), letters.missing)


def _risky(text: str) -> set[str]:
    return {char for char in text if char not in covered() or unicodedata.category(char).startswith("M")}
