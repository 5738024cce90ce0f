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

_NEAR = 4  # words between two terms that stand together

_TERM = re.compile(r'"([^"]*)"?|([^\s"]+)')
_WORD = re.compile(r"[^\W_]+")
_PIECE = 4000  # characters folded at a time, looking for matches
_PIECES = 3  # of a longer text, once one has a match: no further ones
_CLOSE = 12  # matches that a snippet may show
_LONGEST_QUERY = 400  # characters; more is a slip of the clipboard


@dataclass(frozen=True, slots=True)
class Hit:
    target: Target
    title: str
    where: str  # what it is and in which case or cases
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


@dataclass(frozen=True, slots=True)
class _Matcher:
    """Finds the terms in folded text; the group that matched tells which."""

    pattern: re.Pattern[str]
    begun: tuple[str, ...]  # the longest word of each term

    @classmethod
    def of(cls, terms: Sequence[_Term]) -> "_Matcher":
        return cls(
            re.compile("|".join(f"({term.pattern})" for term in terms)),
            tuple(max(term.words, key=len) for term in terms),
        )

    @property
    def count(self) -> int:
        return len(self.begun)

    def at_most(self, folded: str) -> int:
        """How many of the terms may stand in the text: much sooner told than how many do."""
        return sum(word in folded for word in self.begun)


def search(library: Library, text: str, limit: int = 50) -> tuple[Hit, ...]:
    """What holds all of the words typed, the last by its beginning; where nothing does, all by their beginnings.

    A number is always whole: 19 is not found in 1945.  Between quotation marks words stand as written.  Names of
    actors, places and events and titles of cases come first, whole words before beginnings, then texts in which the
    words stand together, then all others, each by rank.  An actor or place that several cases share is one hit: a page
    shows all of its cases.
    """
    typed = _terms(text)
    if not typed:
        return ()
    finished = [replace(term, whole=True) for term in typed[:-1]]
    for terms in ([*finished, typed[-1] if not _is_number(typed[-1]) else replace(typed[-1], whole=True)], typed):
        if found := _found(library, terms, limit):
            return tuple(islice(_hits(library, found, _Matcher.of(terms)), limit))
    return ()


def _found(library: Library, terms: Sequence[_Term], limit: int) -> dict[passages.Passage, float]:
    """What holds all of the terms, with its rank, best first."""
    begun = " AND ".join(term.query for term in terms)
    whole = " AND ".join(replace(term, whole=True).query for term in terms)
    found: dict[passages.Passage, float] = {}
    together = f"NEAR({' '.join(term.query for term in terms)}, {_NEAR})" if len(terms) > 1 else begun
    for query in (f"{{name}} : ({whole})", f"{{name}} : ({begun})", together, begun):
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


def _hits(library: Library, found: dict[passages.Passage, float], matcher: "_Matcher") -> Iterator[Hit]:
    cases = library.case_names()
    written = library.words(found)
    shared = set()
    cases_of: dict[str, dict[str, tuple[str, ...]]] = {
        kind: library.cases_of(kind, {words.key for (one, _), words in written.items() if one == kind})
        for kind in (Kind.ACTOR, Kind.PLACE)
    }
    for passage, rank in found.items():
        kind, _ = passage
        words = written[passage]
        if kind in (Kind.ACTOR, Kind.PLACE):
            if (kind, words.key) in shared:
                continue
            shared.add((kind, words.key))
        told_in = [cases.get(slug, slug) for slug in cases_of.get(kind, {}).get(words.key, ())]
        case = cases.get(words.case, words.case)
        body = words.body.split(passages.BETWEEN)
        title, *others = (words.name or words.title).split(passages.BETWEEN)
        if kind in passages.OF_THE_READER:
            title, others, body = _first_line(words.body) or case, [], [*body, words.title]
        target = Target(words.case, Kind(words.target), words.key)
        where = f"{_kind_name(kind)} · {case if len(told_in) < 2 else _in_cases(told_in)}"
        yield Hit(target, title, where, _snippet(others, body, matcher), rank)


def _in_cases(names: Sequence[str]) -> str:
    """ "cases 13, 14, 15": by their numbers, and a case of the reader's own, which has none, by its name."""
    return tr("cases {}").format(", ".join(name.partition(" · ")[0] for name in names))


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


def _snippet(names: Sequence[str], body: Sequence[str], matcher: "_Matcher") -> str:
    """The words around the place where most of the terms stand together; else how the body begins."""
    best: tuple[int, str, list[tuple[int, int]]] = (0, "", [])
    for text in (*names, *body):
        terms, spans = _matches(text, matcher, best[0])
        if spans:
            best = (terms, text, spans)
        if terms == matcher.count:
            break
    if best[0]:
        return _marked(*best[1:])
    beginning = " ".join(next(filter(None, body), "")[: 2 * SNIPPET].split())
    return beginning if len(beginning) <= SNIPPET else f"{beginning[:SNIPPET]}…"


def _matches(text: str, matcher: "_Matcher", more_than: int) -> tuple[int, list[tuple[int, int]]]:
    """The place at which most of the terms stand together, but more than so many: how many, and their spans as written.

    No spans where there is no such place.
    """
    most, chosen, piece_at = more_than, [(0, 0)], 0
    for piece, start in enumerate(range(0, len(text), _PIECE - SNIPPET)):  # a match may lie across an edge
        folded = fold(text[start : start + _PIECE])
        if matcher.at_most(folded) <= most:
            continue
        found = [(*match.span(), match.lastindex) for match in matcher.pattern.finditer(folded)]
        for at, (first, _, _) in enumerate(found):
            near = [one for one in islice(found, at, at + _CLOSE) if one[1] <= first + SNIPPET]
            terms = len({term for *_, term in near})
            if terms > most:
                most, chosen, piece_at = terms, [(begin, end) for begin, end, _ in near], start
        if most == matcher.count or (most and piece >= _PIECES):
            break
    if most == more_than:
        return most, []
    _, origins = fold_with_origins(text[piece_at : piece_at + _PIECE])
    spans = []
    for begin, end in chosen:
        first, last = piece_at + origins[begin], piece_at + origins[end - 1] + 1
        while last < len(text) and not fold(text[last]):
            last += 1  # an accent that stands apart belongs to its letter
        spans.append((first, last))
    return most, spans


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
