"""How does all that the reader wrote and judged read as one Markdown file, without this program?"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from desktop_app.casebook import wording
from desktop_app.casebook.case import Annotation, Head, Target, Verdict
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Kind


def markdown(
    heads: Iterable[Head],
    annotations: Iterable[Annotation],
    verdicts: Iterable[Verdict],
    titles: Mapping[Target, str],
    readings: Mapping[str, Sequence[str]] = MappingProxyType({}),
    general: Sequence[str] = (),
) -> str:
    """All notes and verdicts, case by case in the order of the heads, each under its target; the earliest first.

    titles: what targets are called; one that is missing is named by its key.  Notes stand as they were written.
    readings: by slug, what the reader said of a case besides, as paragraphs (`exchange/readings.py`); general: of all.
    """
    notes: dict[str, list[Annotation]] = {}
    for note in sorted(annotations, key=lambda note: (note.target.kind != Kind.CASE, note.created, note.id)):
        notes.setdefault(note.target.case, []).append(note)
    judged: dict[str, list[Verdict]] = {}
    for verdict in sorted(verdicts, key=lambda verdict: verdict.id):
        judged.setdefault(verdict.case, []).append(verdict)
    names = {head.slug: f"{head.chapter} · {head.title}" if head.chapter else head.title for head in heads}
    said = notes.keys() | judged.keys() | {slug for slug, parts in readings.items() if parts}
    slugs = [slug for slug in (*names, *sorted(said - names.keys())) if slug in said]
    parts = [f"# {tr('Notes and verdicts')}"]
    if not slugs and not general:
        parts.append(tr("There are no notes and no verdicts yet."))
    for slug in slugs:
        parts.append(f"## {names.get(slug, slug)}")
        parts.append(f"`{slug}`")
        parts += _verdicts(judged.get(slug, []))
        parts += readings.get(slug, ())
        parts += _notes(notes.get(slug, []), titles)
    parts += general
    return "\n\n".join(parts) + "\n"


def _verdicts(verdicts: list[Verdict]) -> list[str]:
    if not verdicts:
        return []
    parts = [f"### {tr('Verdict')}"]
    for verdict in verdicts:
        if verdict.value is None:
            answer = tr("withdrawn")
        else:
            answer = tr("{} of 100 (0: mere chance, 100: one caused the other), {}").format(
                verdict.value, wording.sureness(verdict.sureness)
            )
        parts.append(f"**{answer}** – {verdict.author}, {_day(verdict.created)}")
        if verdict.reason.strip():
            parts.append(quoted(verdict.reason))
    return parts


def _notes(notes: list[Annotation], titles: Mapping[Target, str]) -> list[str]:
    parts = []
    for target, own in groupby(sorted(notes, key=lambda note: _place(note.target)), key=lambda note: note.target):
        group = list(own)
        if target.kind == Kind.CASE:
            parts.append(f"### {wording.on(target, '')}")
        else:
            parts.append(f"### {wording.capital(wording.kind(target.kind))}: {titles.get(target, target.key)}")
        if target.kind != Kind.CASE:
            parts.append(f"`{target.kind} {target.key}`")
        if group[0].orphaned:
            parts.append(f"*{tr('This is no longer in the case.')}*")
        for note in group:
            line = f"{note.author}, {_day(note.created)}"
            if _day(note.changed) != _day(note.created):
                line += ", " + tr("changed {}").format(_day(note.changed))
            if note.tags:
                line += " · " + ", ".join(f"#{tag}" for tag in note.tags)
            parts += [line, quoted(note.text)]
    return parts


def _place(target: Target) -> tuple[int, str]:
    return (list(Kind).index(target.kind), target.key)


def _day(moment: str) -> str:
    """The day of a stamp, in UTC, as it is stored."""
    return moment[:10]


def quoted(text: str) -> str:
    """A block of its own: headings and lists of a note cannot be taken for those of the file."""
    return "\n".join(f"> {line}".rstrip() for line in text.rstrip().split("\n"))
