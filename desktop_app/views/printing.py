"""How does a case come onto paper: the chart drawn by Qt, the page set by Typst?"""

from dataclasses import dataclass
from datetime import date

from desktop_app.casebook.case import Annotation, Case, Head, Thread, Verdict
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Contest, Locked, Saved
from desktop_app.casebook.titles import title_of
from desktop_app.exchange.notes import markdown
from desktop_app.exchange.readings import of_all_cases, told
from desktop_app.library.library import Library
from desktop_app.reports.summary import Printed, pdf

FIGURE_PX = (860, 520)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the printed summary needs, gathered on the GUI thread; setting it may happen on another."""

    case: Case
    annotations: tuple[Annotation, ...]
    verdicts: tuple[Verdict, ...]
    heads: tuple[Head, ...]
    threads: tuple[Thread, ...]
    figure_svg: str
    origin: str
    analyses: tuple[Saved, ...] = ()
    locks: tuple[Locked, ...] = ()
    contests: tuple[Contest, ...] = ()


def gather(library: Library, case: Case, *, with_notes: bool = True) -> Sheet:
    """Read what is the reader's and draw the storyline."""
    from desktop_app.charts.vector import figure

    own = with_notes and not library.shipped
    return Sheet(
        case,
        library.annotations(case.slug) if with_notes else (),
        library.verdicts(case.slug) if with_notes else (),
        library.heads(),
        library.threads(),
        figure(case, *FIGURE_PX),
        tr("The reader's library") if own else tr("The cases as shipped"),
        library.analyses(case.slug) if with_notes else (),
        library.locks(case.slug) if with_notes else (),
        library.reading(case.slug).contests if with_notes else (),
    )


def printed(sheet: Sheet) -> Printed:
    """Set the sheet by Typst: some 50 ms, for any thread."""
    return pdf(
        sheet.case,
        sheet.annotations,
        sheet.verdicts,
        sheet.figure_svg,
        heads=sheet.heads,
        threads=sheet.threads,
        analyses=sheet.analyses,
        locks=sheet.locks,
        contests=sheet.contests,
        date=date.today(),
        origin=sheet.origin,
    )


def notes_as_markdown(library: Library) -> str:
    """All that the reader wrote and judged, with what it is on, so that nobody's work depends on this program."""
    heads, notes, settings = library.heads(), library.annotations(), library.reading("").choices
    known = {head.slug for head in heads}
    read = library.read_by_reader() & known
    cases = {slug: library.case(slug) for slug in (read | {note.target.case for note in notes}) & known}
    titles = {
        note.target: title
        for note in notes
        if note.target.case in cases and (title := title_of(cases[note.target.case], note.target))
    }
    readings = {
        slug: told(cases[slug], library.reading(slug), library.locks(slug), library.analyses(slug)) for slug in read
    }
    return markdown(heads, notes, library.verdicts(), titles, readings, of_all_cases(settings))
