"""What stands in the printed summary of a case, section by section?

The result is data for the template: lists, mappings, texts and numbers, whole sections with a title and a kind.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from desktop_app.casebook import wording
from desktop_app.casebook.case import (
    Annotation,
    Case,
    Citation,
    Event,
    Evidence,
    Head,
    Link,
    Stay,
    Target,
    Thread,
    Verdict,
)
from desktop_app.casebook.chicago import MONTHS, runs, smart
from desktop_app.casebook.language import tr
from desktop_app.casebook.reading import Contest, Locked, Saved
from desktop_app.casebook.said import said
from desktop_app.casebook.terms import Certainty, Claimant, Kind, Presence
from desktop_app.casebook.titles import title_of
from desktop_app.reports import markdown

Data = dict[str, Any]

BOOK = ("Bruce A. Elleman, ", "The Impact of Coincidence", " (2023)")
_RUNNING = 95  # letters beside the program's name at the top of a page
_LONG = 1200  # letters: a row of the table longer than this may run over the page's end


def summary(
    case: Case,
    annotations: Sequence[Annotation],
    verdicts: Sequence[Verdict],
    *,
    heads: Sequence[Head],
    threads: Sequence[Thread],
    date: date,
    origin: str,
    clean: Callable[[str], str],
    kept: Sequence[Saved] = (),
    locks: Sequence[Locked] = (),
    contests: Sequence[Contest] = (),
) -> Data:
    """The whole document.  `clean` is what a reader's own texts pass through before their Markdown is read."""
    numbers = _numbers(case)
    sections = [
        _prose(tr("What coincided"), case.coincidence),
        {"kind": "figure", "caption": _caption(), "alt": alternative(case)},
        _claim(tr("What the book suggests"), Claimant.AUTHOR, case.author_claim),
        _claim(tr("How others see it"), Claimant.LITERATURE, case.assessment),
        _prose(tr("Background"), case.background),
        _reader(case, annotations, verdicts, clean),
        _events(case, numbers),
        _stays(case, numbers),
        _links(case, numbers, contests, clean),
        _hypotheses(case),
        _evidence(case, numbers),
        _analyses(case, kept, locks, clean),
        _list(tr("Open questions"), case.open_questions),
        _list(tr("Where sources disagree, and what was chosen"), case.checks),
        _related(case, heads, threads),
        _sources(case, numbers),
    ]
    return {
        "title": case.title,
        "above": _above(case, heads),
        "question": smart(case.question),
        "running": [smart(_running(case)), tr("Coincidence Casebook")],
        "foot": smart(f"{origin}, {_day(date)}"),
        "date": {"year": date.year, "month": date.month, "day": date.day},
        "keywords": [tr("coincidence"), *(actor.name for actor in case.actors[:8])],
        "sections": [section for section in sections if section],
    }


def _analyses(case: Case, kept: Sequence[Saved], locks: Sequence[Locked], clean: Callable[[str], str]) -> Data | None:
    if not any(saved.in_summary for saved in kept):
        return None
    from desktop_app.reports import analyses  # late: it loads NumPy, 0.1 s, and most summaries have none

    return analyses.section(case, kept, locks, clean)


def _name(case: Case) -> str:
    return tr("Case {} · {}").format(case.chapter, case.title) if case.chapter else case.title


def _running(case: Case) -> str:
    """What stands at the top of every page but the first: one line, so the short title where the long one is longer."""
    name = _name(case)
    return name if len(name) <= _RUNNING else _name(replace(case, title=f"{case.short_title} ({case.years})"))


def _above(case: Case, heads: Sequence[Head]) -> list[Data]:
    if case.chapter is None:
        return [{"text": smart(tr("A case of the reader's own"))}]
    chapters = sum(head.chapter is not None for head in heads)
    place = tr("Case {} of {}").format(case.chapter, chapters) if chapters else tr("Case {}").format(case.chapter)
    pages = tr(", pp. {}").format(case.book_pages.replace("-", "–")) if case.book_pages else ""
    author, title, year = BOOK
    return [{"text": f"{place} · {author}"}, {"text": title, "em": True}, {"text": year + pages}]


def _day(day: date) -> str:
    return f"{day.day} {tr(MONTHS[day.month - 1])} {day.year}"


def _stamp(stamp: str) -> str:
    """The day of a time stamp, in the reader's own time zone."""
    try:
        return _day(datetime.fromisoformat(stamp).astimezone().date())
    except ValueError:
        return stamp


def _caption() -> str:
    return tr(
        "Who was where when. Thick: established; thin: probable; dashed: disputed, claimed, or a journey, its course "
        "unknown. The tinted spans mark what coincided."
    )


def alternative(case: Case) -> str:
    """What the figure shows, for those who cannot see it."""
    spans = "; ".join(f"{case.event[key].title}, {said(case.event[key].when)}" for key in case.coincident)
    moving = {stay.actor for stay in case.stays}
    actors = ", ".join(actor.short for actor in case.actors if actor.key in moving)
    return tr(
        "Storyline: time runs to the right, each place is a band, each actor a line through the places where he was. "
        "Marked as coinciding: {}. Actors: {}. The table of stays below tells the same in words."
    ).format(spans, actors)


def _sentence(text: str) -> str:
    """A clause written for a table, as a sentence of its own."""
    text = smart(text)
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?', '!', '”')) else '.'}" if text else ""


def _paragraphs(text: str) -> list[str]:
    return [smart(" ".join(part.split())) for part in text.split("\n\n") if part.strip()]


def _prose(title: str, text: str) -> Data | None:
    return {"kind": "prose", "title": title, "paragraphs": _paragraphs(text)} if text.strip() else None


def _claim(title: str, by: Claimant, text: str) -> Data | None:
    section = _prose(title, text)
    return section and {**section, "kind": "claim", "by": by.value, "label": _claimant(by)}


def _claimant(term: Claimant) -> str:
    return wording.capital(wording.claimant_in_print(term))


def _list(title: str, items: Iterable[str]) -> Data | None:
    found = [smart(item) for item in items]
    return {"kind": "list", "title": title, "items": found} if found else None


def _place(case: Case, key: str | None) -> str:
    return case.place[key].name if key else ""


def _mark(certainty: Certainty) -> Data | None:
    """How certain, where it is less than established; the book's colour where only the book says so."""
    if certainty is Certainty.ESTABLISHED:
        return None
    by = Claimant.AUTHOR.value if certainty is Certainty.CLAIMED else ""
    return {"word": wording.attested(certainty), "by": by}


def _numbers(case: Case) -> Mapping[str, int]:
    """The sources' numbers, in the order in which they are first cited; those never cited come last."""
    order: dict[str, int] = {}
    citing: tuple[Event | Stay | Link | Evidence, ...]
    citing = (*case.events, *case.stays, *case.links, *case.evidence)
    for key in (*(c.source for part in citing for c in part.citations), *(source.key for source in case.sources)):
        order.setdefault(key, len(order) + 1)
    return order


def _cited(citations: Iterable[Citation], numbers: Mapping[str, int]) -> list[Data]:
    """Number and place in it: "1, docs. 264, 285, 309; 2"."""
    return [{"number": numbers[c.source], "locator": smart(c.locator or "")} for c in citations]


def _present(case: Case, event: Event) -> list[Data]:
    groups = []
    for presence in Presence:
        names = [case.actor[part.actor].short for part in event.participants if part.presence is presence]
        if names:
            groups.append({"label": wording.capital(wording.presence(presence)), "names": ", ".join(names)})
    return groups


def _events(case: Case, numbers: Mapping[str, int]) -> Data | None:
    rows = [
        {
            "when": said(event.when),
            "where": _place(case, event.place),
            "title": smart(event.title),
            "text": smart(event.summary),
            "present": _present(case, event),
            "mark": _mark(event.certainty),
            "coincident": event.key in case.coincident,
            "cited": _cited(event.citations, numbers),
            "long": len(event.summary) > _LONG,
        }
        for event in case.events
    ]
    heads = [tr("When"), tr("Where"), tr("What"), tr("Sources")]
    legend = tr("what coincided")
    return {"kind": "events", "title": tr("Events"), "heads": heads, "rows": rows, "legend": legend} if rows else None


def _stays(case: Case, numbers: Mapping[str, int]) -> Data | None:
    groups = []
    for actor in case.actors:
        stays = [stay for stay in case.stays if stay.actor == actor.key]
        if not stays:
            continue
        rows = [
            {
                "when": said(stay.when),
                "where": _place(case, stay.place),
                "text": smart(stay.note),
                "mark": _mark(stay.certainty),
                "cited": _cited(stay.citations, numbers),
                "long": len(stay.note) > _LONG,
            }
            for stay in sorted(stays, key=lambda stay: stay.when.order)
        ]
        native = f" {actor.native_name}" if actor.native_name else ""
        groups.append({"name": f"{actor.name}{native}", "role": smart(actor.role), "rows": rows})
    heads = [tr("When"), tr("Where"), tr("What is known"), tr("Sources")]
    return {"kind": "stays", "title": tr("Who was where when"), "heads": heads, "groups": groups} if groups else None


def _links(
    case: Case, numbers: Mapping[str, int], contests: Sequence[Contest], clean: Callable[[str], str]
) -> Data | None:
    """What the reader says of a link stands below it."""
    said = {one.link: one for one in contests}
    rows = [
        {
            "by": link.claimed_by.value,
            "label": _claimant(link.claimed_by),
            "cause": smart(case.event[link.cause].title),
            "kind": wording.link(link.kind),
            "strength": wording.strength(link.strength),
            "mark": _mark(link.certainty),
            "effect": smart(case.event[link.effect].title),
            "text": _sentence(link.mechanism),
            "counterfactual": _sentence(link.counterfactual or ""),
            "cited": _cited(link.citations, numbers),
            "stance": _stance(said.get(link.key), clean),
            "long": len(link.mechanism) + len(link.counterfactual or "") > _LONG,
        }
        for link in case.links
    ]
    heads = [tr("Says who"), tr("This"), tr("bears on"), tr("that"), tr("Sources")]
    if not rows:
        return None
    return {
        "kind": "links",
        "title": tr("Causal links"),
        "heads": heads,
        "rows": rows,
        "without": tr("Without it:"),
    }


def _stance(contest: Contest | None, clean: Callable[[str], str]) -> Data | None:
    if contest is None:
        return None
    word = wording.capital(wording.stance_in_print(contest.stance))
    return {"by": Claimant.READER.value, "word": word, "reason": clean(contest.reason.strip())}


def _hypotheses(case: Case) -> Data | None:
    rows = [
        {
            "number": f"H{number}",
            "title": smart(hypothesis.short),
            # "Chance", a hypothesis of chance, needs saying once
            "kind": "" if (kind := wording.capital(wording.hypothesis(hypothesis.kind))) == hypothesis.short else kind,
            "text": smart(hypothesis.statement),
        }
        for number, hypothesis in enumerate(case.hypotheses, 1)
    ]
    if not rows:
        return None
    by = Claimant.EDITOR
    return {
        "kind": "hypotheses",
        "title": tr("Hypotheses"),
        "by": by.value,
        "label": _claimant(by),
        "rows": rows,
    }


def _evidence(case: Case, numbers: Mapping[str, int]) -> Data | None:
    number = {hypothesis.key: f"H{place}" for place, hypothesis in enumerate(case.hypotheses, 1)}
    named = {hypothesis.key: f"{number[hypothesis.key]} {smart(hypothesis.short)}" for hypothesis in case.hypotheses}
    rows = [
        {
            "title": smart(item.short),
            "text": smart(item.statement),
            "favours": named[item.favours],
            "against": [named[key] for key in item.against],
            "test": wording.test(item.test),
            "reason": _sentence(item.reason),
            "cited": _cited(item.citations, numbers),
            "long": len(item.statement) + len(item.reason) > _LONG,
        }
        for item in case.evidence
    ]
    heads = [tr("What"), tr("Bears on"), tr("Sources")]
    words = {"favours": tr("for"), "against": tr("against")}
    if not rows:
        return None
    return {"kind": "evidence", "title": tr("Evidence"), "heads": heads, "rows": rows, "words": words}


def _reader(
    case: Case, annotations: Sequence[Annotation], verdicts: Sequence[Verdict], clean: Callable[[str], str]
) -> Data | None:
    if not annotations and not verdicts:
        return None
    rank = {target: place for place, target in enumerate(_targets(case))}
    notes = sorted(annotations, key=lambda note: (rank.get(note.target, len(rank)), note.created, note.id))
    by = Claimant.READER
    return {
        "kind": "reader",
        "title": smart(tr("The reader's verdict and notes")),
        "by": by.value,
        "verdict_label": smart(tr("The reader's verdict")),
        "note_label": smart(tr("The reader's notes") if len(notes) > 1 else tr("The reader's note")),
        "earlier_label": tr("Earlier verdicts"),
        "scale": [tr("chance"), tr("cause")],
        "verdicts": [
            {
                "value": verdict.value,
                "words": wording.capital(wording.verdict(verdict)),
                "day": _stamp(verdict.created),
                "blocks": markdown.blocks(clean(verdict.reason)),
            }
            for verdict in verdicts
        ],
        "notes": [
            {
                "on": _on(case, note),
                "day": _stamp(note.changed or note.created),
                "tags": " ".join(f"#{tag.removeprefix('#')}" for tag in note.tags),
                "blocks": markdown.blocks(clean(note.text)),
            }
            for note in notes
        ],
    }


def _targets(case: Case) -> Iterable[Target]:
    """All that can be noted on, in the order of the summary."""
    yield Target(case.slug, Kind.CASE, case.slug)
    for kind, parts in (
        (Kind.EVENT, case.events),
        (Kind.ACTOR, case.actors),
        (Kind.PLACE, case.places),
        (Kind.STAY, case.stays),
        (Kind.LINK, case.links),
        (Kind.HYPOTHESIS, case.hypotheses),
        (Kind.EVIDENCE, case.evidence),
        (Kind.SOURCE, case.sources),
    ):
        for part in parts:
            yield Target(case.slug, kind, part.key)


def _on(case: Case, note: Annotation) -> str:
    target = note.target
    name = title_of(case, target) or tr("{} (no longer in the case)").format(target.key)
    return wording.on(target, name if target.kind in (Kind.ACTOR, Kind.PLACE) else f"“{smart(name)}”")


def _related(case: Case, heads: Sequence[Head], threads: Sequence[Thread]) -> Data | None:
    of = {head.chapter: head for head in heads if head.chapter}
    items = []
    for thread in threads:
        if case.chapter in thread.cases:
            others = ", ".join(
                of[chapter].name for chapter in thread.cases if chapter in of and chapter != case.chapter
            )
            items.append({"title": thread.title, "text": _sentence(thread.note), "others": others})
    in_threads = {chapter for thread in threads if case.chapter in thread.cases for chapter in thread.cases}
    rest = ", ".join(of[chapter].name for chapter in case.related if chapter in of and chapter not in in_threads)
    if rest:
        items.append({"title": tr("Also related"), "text": "", "others": rest})
    return {"kind": "related", "title": tr("Threads to other cases"), "items": items} if items else None


def _sources(case: Case, numbers: Mapping[str, int]) -> Data | None:
    rows = []
    for key, number in sorted(numbers.items(), key=lambda pair: pair[1]):
        source = case.source[key]
        doi, address = source.csl.get("DOI"), str(source.csl.get("URL") or "")
        note = [{"text": text, "em": italic} for text, italic in runs(source)]
        rows.append({"number": number, "runs": note, "address": f"https://doi.org/{doi}" if doi else address})
    return {"kind": "sources", "title": tr("Sources"), "rows": rows} if rows else None
