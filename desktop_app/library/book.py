"""Are the case files sound, and how do they become the book, `cases.sqlite`?"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlite_utils import Database

from desktop_app import __version__
from desktop_app.casebook.case import (
    Actor,
    Case,
    Citation,
    Event,
    Evidence,
    Hypothesis,
    Link,
    Participation,
    Place,
    Source,
    Stay,
    Thread,
)
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import (
    ActorKind,
    Certainty,
    Claimant,
    HypothesisKind,
    LinkKind,
    Pattern,
    Presence,
    Strength,
    Test,
)
from desktop_app.library.checking import Part, Problems, Refused
from desktop_app.library.consistency import contradictions, doubts
from desktop_app.library.edition import digest
from desktop_app.library.files import write_whole
from desktop_app.library.passages import index_all
from desktop_app.library.schema import migrate
from desktop_app.library.writing import write_case, write_thread
from desktop_app.library.yaml_text import read

PAGE_BYTES = 4096
WORDS_OF_A_HEAD = 5  # the longest short title that a column's head holds

# CSL 1.0.2: what a source may be, and which of its variables are names; all others are texts.
CSL_TYPES = (
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
    "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event",
    "figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
    "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical", "personal_communication",
    "post", "post-weblog", "regulation", "report", "review", "review-book", "software", "song", "speech", "standard",
    "thesis", "treaty", "webpage",
)  # fmt: skip
CSL_NAMES = ("author", "editor", "translator", "collection-editor", "recipient", "interviewer")
CSL_TEXTS = (
    "container-title", "collection-title", "collection-number", "publisher", "publisher-place", "issued", "accessed",
    "page", "volume", "issue", "number", "edition", "genre", "medium", "archive", "archive_location", "archive-place",
    "DOI", "ISBN", "ISSN", "URL", "language", "original-date", "note",
)  # fmt: skip
NAME_TEXTS = ("family", "given", "literal", "suffix", "non-dropping-particle", "dropping-particle")


def load(path: Path) -> Case:
    """The case of one file.  Raises Refused with all its problems."""
    case, problems = _load(path)
    if problems.found:
        raise Refused(problems.found)
    return case


def load_all(paths: Iterable[Path], threads: Path) -> tuple[tuple[Case, ...], tuple[Thread, ...]]:
    """All cases in the order of their chapters, and their threads.  Raises Refused with the problems of all files."""
    read_cases: list[tuple[str, Case]] = []
    found: list[str] = []
    for path in sorted(paths):
        case, problems = _load(path)
        read_cases.append((path.name, case))
        found += problems.found
    problems = Problems(threads.name)
    tied = _threads(threads, problems)
    _between(read_cases, found)
    chapters = {case.chapter for _, case in read_cases}
    for file, case in read_cases:
        for chapter in set(case.related) - chapters:
            found.append(f"{file}: chapters_related: " + tr("there is no chapter {}").format(chapter))
    for thread in tied:
        for chapter in set(thread.cases) - chapters:
            problems.add(f"threads.{thread.key}.cases", tr("there is no chapter {}").format(chapter))
    found += problems.found
    if found:
        raise Refused(found)
    ordered = sorted((case for _, case in read_cases), key=lambda case: (case.chapter or 0, case.slug))
    return tuple(ordered), tied


@dataclass(frozen=True, slots=True)
class Review:
    """What was found in case files."""

    problems: tuple[str, ...]  # they cannot be taken in
    doubts: tuple[str, ...]  # a human being should look at these


def review(paths: Iterable[Path]) -> Review:
    """Look at any case files, alone and against one another, without taking them in."""
    read_cases: list[tuple[str, Case]] = []
    found: list[str] = []
    doubtful: list[str] = []
    for path in sorted(paths):
        case, problems = _load(path)
        read_cases.append((path.name, case))
        if not problems.found:
            doubtful += [f"{path.name}: {field}: {reason}" for field, reason in doubts(case)]
        found += problems.found
    _between(read_cases, found)
    return Review(tuple(found), tuple(doubtful))


def load_threads(path: Path) -> tuple[Thread, ...]:
    """What ties the cases to one another.  Raises Refused with all problems of the file."""
    problems = Problems(path.name)
    threads = _threads(path, problems)
    if problems.found:
        raise Refused(problems.found)
    return threads


def _threads(path: Path, problems: Problems) -> tuple[Thread, ...]:
    value = read(path, problems)
    if value is None and problems.found:
        return ()
    whole = Part(value, "", problems)
    threads = []
    for part in whole.parts("threads", "id"):
        threads.append(Thread(part.key("id"), part.text("title"), part.text("note"), part.numbers("cases")))
        part.refuse_others()
    whole.refuse_others()
    return tuple(threads)


def _load(path: Path) -> tuple[Case, Problems]:
    problems = Problems(path.name)
    value = read(path, problems)
    case = _case(Part({} if value is None and problems.found else value, "", problems))
    if value is None and problems.found:
        problems.found = problems.found[:1]  # an unreadable file lacks no field
        return case, problems
    for field, reason in contradictions(case):
        problems.add(field, reason)
    return case, problems


def _case(whole: Part) -> Case:
    actors = tuple(_actor(part) for part in whole.parts("actors", "id", least=1))
    places = tuple(_place(part) for part in whole.parts("places", "id", least=1))
    sources = tuple(_source(part) for part in whole.parts("sources", "id", least=1))
    event_parts = whole.parts("events", "id", least=1)
    hypotheses = tuple(_hypothesis(part) for part in whole.parts("hypotheses", "id", least=2))
    known = _Known(
        {actor.key for actor in actors},
        {place.key: place.lon for place in places},
        {source.key for source in sources},
        {part.key("id") for part in event_parts},
        {hypothesis.key for hypothesis in hypotheses},
    )
    case = Case(
        slug=whole.key("slug"),
        chapter=_chapter(whole),
        title=whole.text("title"),
        short_title=whole.text("short_title"),
        years=whole.text("years"),
        book_pages=whole.text_or_none("book_pages"),
        question=whole.text("question"),
        coincidence=whole.text("coincidence"),
        author_claim=whole.text("author_claim"),
        background=whole.text("background"),
        assessment=whole.text("assessment"),
        pattern=whole.word("pattern", Pattern),
        focus=whole.whens("focus"),
        coincident=whole.references("coincident", known.events, least=2, most=4),
        related=whole.numbers("chapters_related"),
        actors=actors,
        places=places,
        sources=sources,
        events=tuple(_event(part, known) for part in event_parts),
        stays=tuple(_stay(part, known) for part in whole.parts("stays", "key", least=1)),
        links=tuple(_link(part, known) for part in whole.parts("links", "key", least=1)),
        hypotheses=hypotheses,
        evidence=tuple(_evidence(part, known) for part in whole.parts("evidence", "id", least=1)),
        open_questions=whole.texts("open_questions", least=1),
        checks=whole.texts("checks"),
        compatible=whole.pairs("compatible", known.hypotheses),
    )
    whole.refuse_others()
    return case


@dataclass(frozen=True, slots=True)
class _Known:
    """The ids that the parts of one case may name."""

    actors: set[str]
    places: Mapping[str, float]  # id -> longitude
    sources: set[str]
    events: set[str]
    hypotheses: set[str]


def _chapter(whole: Part) -> int | None:
    if "chapter" not in set(whole.names()):
        whole.bad("chapter", tr("missing"))
        return None
    if whole.text_or_none("chapter") is None:
        return None
    number = whole.number("chapter", 1, 999)
    if number != int(number):
        whole.bad("chapter", tr("must be a whole number"))
    return int(number)


def _actor(part: Part) -> Actor:
    actor = Actor(
        key=part.key("id"),
        name=part.text("name"),
        native_name=part.text_or_none("native_name"),
        kind=part.word("kind", ActorKind),
        life=part.when_or_none("life"),
        short=part.text("short"),
        side=part.text("side"),
        role=part.text("role"),
    )
    part.refuse_others()
    return actor


def _place(part: Part) -> Place:
    place = Place(
        key=part.key("id"),
        name=part.text("name"),
        modern_name=part.text("modern_name"),
        names=part.texts("names"),
        country=part.text("country"),
        lat=part.number("lat", -90, 90),
        lon=part.number("lon", -180, 180),
        radius_km=part.number("radius_km", 0.001, 20_000),
        transit=part.flag("transit", default=False),
        aboard=part.flag("aboard", default=False),
    )
    if place.aboard and not place.transit:
        part.bad("aboard", tr("only a journey (transit: true) can be aboard one ship or train"))
    part.refuse_others()
    return place


def _source(part: Part) -> Source:
    key = part.key("id")
    csl: dict[str, Any] = {"type": part.text("type"), "title": part.text("title")}
    if csl["type"] and csl["type"] not in CSL_TYPES:
        part.bad("type", tr("“{}” is no kind of source that CSL knows").format(csl["type"]))
    for name in CSL_NAMES:
        if people := [_csl_name(person) for person in part.parts(name)]:
            csl[name] = people
    for name in CSL_TEXTS:
        if text := part.text_or_none(name):
            csl[name] = text
    if not str(csl.get("URL", "https://")).startswith(("https://", "http://")):
        part.bad("URL", tr("must begin with https:// or http://"))
    seen = part.flag("seen")
    part.refuse_others()
    return Source(key, csl, seen)


def _csl_name(part: Part) -> dict[str, str]:
    name = {field: text for field in NAME_TEXTS if (text := part.text_or_none(field))}
    if not name.get("family") and not name.get("literal"):
        part.bad("family", tr("missing, and no literal name either"))
    part.refuse_others()
    return name


def _citations(part: Part, known: _Known) -> tuple[Citation, ...]:
    citations = []
    for cited in part.parts("sources"):
        source = cited.reference("id", known.sources)
        citations.append(Citation(source or "", cited.text_or_none("locator")))
        cited.refuse_others()
    if not citations:
        part.bad("sources", tr("missing source"))
    return tuple(citations)


def _event(part: Part, known: _Known) -> Event:
    place = part.reference("place", known.places, needed=False)
    participants = []
    for taking in part.parts("participants", "actor"):
        participants.append(
            Participation(
                actor=taking.reference("actor", known.actors) or "",
                role=taking.text("role"),
                presence=taking.word("presence", Presence),
            )
        )
        taking.refuse_others()
    event = Event(
        key=part.key("id"),
        title=part.text("title"),
        when=part.when("when", known.places.get(place or "")),
        place=place,
        summary=part.text("summary"),
        participants=tuple(participants),
        certainty=part.word("certainty", Certainty),
        citations=_citations(part, known),
    )
    part.refuse_others()
    return event


def _stay(part: Part, known: _Known) -> Stay:
    place = part.reference("place", known.places) or ""
    stay = Stay(
        key=part.key("key"),
        actor=part.reference("actor", known.actors) or "",
        place=place,
        when=part.when("when", known.places.get(place)),
        certainty=part.word("certainty", Certainty),
        note=part.text_or_none("note") or "",
        citations=_citations(part, known),
    )
    part.refuse_others()
    return stay


def _link(part: Part, known: _Known) -> Link:
    link = Link(
        key=part.key("key"),
        cause=part.reference("cause", known.events) or "",
        effect=part.reference("effect", known.events) or "",
        kind=part.word("kind", LinkKind),
        claimed_by=part.word("claimed_by", Claimant),
        strength=part.word("strength", Strength),
        mechanism=part.text("mechanism"),
        counterfactual=part.text_or_none("counterfactual"),
        certainty=part.word("certainty", Certainty),
        citations=_citations(part, known),
    )
    if link.claimed_by == Claimant.READER:
        part.bad("claimed_by", tr("a case file claims nothing in the reader's name"))
    part.refuse_others()
    return link


def _head(part: Part) -> str:
    short = part.text("short")
    if len(short.split()) > WORDS_OF_A_HEAD:
        part.bad("short", tr("takes at most {} words").format(WORDS_OF_A_HEAD))
    return short


def _hypothesis(part: Part) -> Hypothesis:
    hypothesis = Hypothesis(part.key("id"), _head(part), part.word("kind", HypothesisKind), part.text("statement"))
    part.refuse_others()
    return hypothesis


def _evidence(part: Part, known: _Known) -> Evidence:
    evidence = Evidence(
        key=part.key("id"),
        short=_head(part),
        statement=part.text("statement"),
        events=part.references("events", known.events),
        favours=part.reference("favours", known.hypotheses) or "",
        against=part.references("against", known.hypotheses),
        test=part.word("test", Test),
        reason=part.text("reason"),
        citations=_citations(part, known),
    )
    if evidence.favours in evidence.against:
        part.bad("against", tr("names the hypothesis that it favours"))
    part.refuse_others()
    return evidence


def _between(cases: Sequence[tuple[str, Case]], found: list[str]) -> None:
    """What two files say of one chapter, actor or place must be the same."""
    first: dict[tuple[str, object], tuple[str, Mapping[str, object]]] = {}
    for file, case in cases:
        problems = Problems(file)
        for name, taken in (("slug", case.slug), ("chapter", case.chapter)):
            other, _ = first.setdefault((name, taken), (file, {}))
            if taken and other != file:
                problems.add(name, tr("{} is taken by {}").format(taken, other))
        for field, key, facts in _shared(case):
            other, others = first.setdefault((field, key), (file, facts))
            for name, value in facts.items():
                if value != others[name]:
                    problems.add(
                        f"{field}.{key}.{name}", tr("{} differs from {} in {}").format(value, others[name], other)
                    )
        found += problems.found


def _shared(case: Case) -> Iterable[tuple[str, str, Mapping[str, object]]]:
    for actor in case.actors:
        life = actor.life.text if actor.life else None
        yield (
            "actors",
            actor.key,
            {"name": actor.name, "native_name": actor.native_name, "kind": str(actor.kind), "life": life},
        )
    for place in case.places:
        yield (
            "places",
            place.key,
            {"modern_name": place.modern_name, "lat": place.lat, "lon": place.lon, "radius_km": place.radius_km},
        )


def build(cases: Path, threads: Path, target: Path) -> None:
    """Write the book: the same files give the same bytes.  Raises Refused, and leaves the target as it was."""
    read_cases, tied = load_all(cases.glob("*.yaml"), threads)
    with TemporaryDirectory() as folder:
        draft = Path(folder, "cases.sqlite")
        connection = sqlite3.connect(draft, isolation_level=None)
        with closing(connection):
            connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
            connection.execute("PRAGMA synchronous = OFF")
            migrate(connection)
            db = Database(connection, execute_plugins=False)
            with db.atomic():
                # When this very file came to its tables is no part of the book.
                connection.execute("UPDATE _sqlite_migrations SET applied_at = ''")
                for case in read_cases:
                    write_case(db, case)
                for position, thread in enumerate(tied):
                    write_thread(db, position, thread)
                index_all(connection)
                row = (1, __version__, digest(connection))
                connection.execute("INSERT INTO book (id, version, digest) VALUES (?, ?, ?)", row)
            connection.execute("VACUUM")
        write_whole(target, draft.read_bytes())
