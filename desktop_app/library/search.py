"""Where in the library do these words stand, and which place matters most?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from desktop_app.casebook import wording
from desktop_app.casebook.case import Target
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Kind
from desktop_app.library import passages
from desktop_app.library.folding import fold, fold_with_origins
from desktop_app.library.library import Library

MARK, UNMARK = "\u0002", "\u0003"  # around a match in a snippet: no text holds them
SNIPPET = 160  # characters
_WEIGHTS = "12.0, 4.0, 1.0"  # of a match in a name, another title, other text (bm25)

_TERM = re.compile(r'"([^"]*)"?|([^\s"]+)')
_WORD = re.compile(r"[^\W_]+")
_PIECE = 4000  # characters folded at a time, looking for the first match
_LONGEST_QUERY = 400  # characters; more is a slip of the clipboard


@dataclass(frozen=True, slots=True)
class Hit:
    target: Target
    title: str
    where: str  # what it is and in which case
    snippet: str  # of the text as written, matches between MARK and UNMARK
    rank: float  # bm25: the lower, the better


@dataclass(frozen=True, slots=True)
class _Term:
    words: tuple[str, ...]  # folded; one after the other
    whole: bool  # the last word as it stands, not only its beginning

    @property
    def query(self) -> str:
        return f'"{" ".join(self.words)}"' + ("" if self.whole else " *")

    @property
    def pattern(self) -> str:
        end = r"(?![^\W_])" if self.whole else r"[^\W_]*"
        return r"(?<![^\W_])" + r"[\W_]+".join(map(re.escape, self.words)) + end


def search(library: Library, text: str, limit: int = 50) -> tuple[Hit, ...]:
    """What holds all of the words typed, the last by its beginning; where nothing does, all by their beginnings.

    A number is always whole: 19 is not found in 1945.  Between quotation marks words stand as written.  Names of
    actors, places and events and titles of cases come first, whole words before beginnings, then by rank.  An actor or
    place that several cases share is one hit: a page shows all of its cases.
    """
    typed = _terms(text)
    if not typed:
        return ()
    finished = [replace(term, whole=True) for term in typed[:-1]]
    for terms in ([*finished, typed[-1] if not _is_number(typed[-1]) else replace(typed[-1], whole=True)], typed):
        if found := _found(library, terms, limit):
            matcher = re.compile("|".join(term.pattern for term in terms))
            return tuple(islice(_hits(library, found, matcher), limit))
    return ()


def _found(library: Library, terms: Sequence[_Term], limit: int) -> dict[passages.Passage, float]:
    """What holds all of the terms, with its rank, best first."""
    begun = " AND ".join(term.query for term in terms)
    whole = " AND ".join(replace(term, whole=True).query for term in terms)
    found: dict[passages.Passage, float] = {}
    for query in (f"{{name}} : ({whole})", f"{{name}} : ({begun})", begun):
        if len(found) < limit:
            for passage, rank in library.matches(query, _WEIGHTS, limit):
                found.setdefault(passage, rank)
    return found


def _is_number(term: _Term) -> bool:
    return term.words[-1].isdigit()


def _terms(text: str) -> list[_Term]:
    terms = []
    for quoted, plain in _TERM.findall(text[:_LONGEST_QUERY]):
        if words := tuple(_WORD.findall(fold(quoted or plain))):
            terms.append(_Term(words, whole=bool(quoted)))
    return terms


def _hits(library: Library, found: dict[passages.Passage, float], matcher: re.Pattern[str]) -> Iterator[Hit]:
    cases = {head.slug: head.name for head in library.heads()}
    written = library.words(found)
    shared = set()
    for passage, rank in found.items():
        kind, _ = passage
        words = written[passage]
        if kind in (Kind.ACTOR, Kind.PLACE):
            if (kind, words.key) in shared:
                continue
            shared.add((kind, words.key))
        case = cases.get(words.case, words.case)
        body = words.body.split(passages.BETWEEN)
        title, *others = (words.name or words.title).split(passages.BETWEEN)
        if kind in passages.OF_THE_READER:
            title, others, body = _first_line(words.body) or case, [], [*body, words.title]
        target = Target(words.case, Kind(words.target), words.key)
        yield Hit(target, title, f"{_kind_name(kind)} · {case}", _snippet(others, body, matcher), rank)


def _first_line(note: str) -> str:
    """A note's own heading, without its Markdown."""
    return note.strip().partition("\n")[0].lstrip("#> ")[: SNIPPET // 2]


def _kind_name(kind: str) -> str:
    own = {
        "annotation": tr("Note"),
        "verdict": tr("Verdict"),
        "contest": tr("Contested link"),
        "rating": tr("Weight of evidence"),
        "prior": tr("Prior"),
    }
    return own.get(kind) or wording.capital(wording.kind(Kind(kind)))


def _snippet(names: Sequence[str], body: Sequence[str], matcher: re.Pattern[str]) -> str:
    """The words around the first match, from the first text that has one; else how the body begins."""
    for text in (*names, *body):
        spans = _matches(text, matcher)
        if spans:
            return _marked(text, spans)
    beginning = " ".join(next(filter(None, body), "")[: 2 * SNIPPET].split())
    return beginning if len(beginning) <= SNIPPET else f"{beginning[:SNIPPET]}…"


def _matches(text: str, matcher: re.Pattern[str]) -> list[tuple[int, int]]:
    """The first match and those close behind it, as spans of the text as written."""
    start = 0
    while start < len(text):
        folded, origins = fold_with_origins(text[start : start + _PIECE])
        spans: list[tuple[int, int]] = []
        for match in matcher.finditer(folded):
            first, last = start + origins[match.start()], start + origins[match.end() - 1] + 1
            while last < len(text) and not fold(text[last]):
                last += 1  # an accent that stands apart belongs to its letter
            if spans and last > spans[0][0] + SNIPPET:
                break
            spans.append((first, last))
        if spans:
            return spans
        start += _PIECE - SNIPPET  # a match may lie across the edge
    return []


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    begin = max(0, spans[0][0] - SNIPPET // 3)
    if begin:
        begin = next((i + 1 for i in range(begin, spans[0][0]) if text[i].isspace()), begin)
    end = min(len(text), max(begin + SNIPPET, spans[-1][1]))
    if end < len(text):
        end = next((i for i in range(end, spans[-1][1], -1) if text[i].isspace()), end)
    parts = ["…" if begin else ""]
    position = begin
    for first, last in spans:
        parts += [text[position:first], MARK, text[first:last], UNMARK]
        position = last
    parts += [text[position:end], "…" if end < len(text) else ""]
    return re.sub(r"\s+", " ", "".join(parts)).strip()
