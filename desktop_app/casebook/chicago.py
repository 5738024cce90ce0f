"""How does a Chicago note cite this source?

Full notes of the Chicago Manual of Style, 18th edition (2024), chapters 13 and 14: no place of publication unless the
case names one, at most two authors by name, `page` or a locator last.  Dates are American, as in the manual.
"""

import re
from collections.abc import Mapping
from typing import Any

from desktop_app.casebook.case import Source
from desktop_app.casebook.language import tr

Run = tuple[str, bool]  # text, italic

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_ALONE = {"book", "pamphlet", "report", "map", "motion_picture", "software", "standard"}  # titles in italics
_PERIODICAL = {"article-journal", "article-magazine", "article-newspaper", "review", "review-book", "article"}
_ACTS = {"treaty", "legislation", "bill", "legal_case", "regulation", "hearing"}  # named by title, not by author
_LETTERS = {"personal_communication", "interview"}  # described, not quoted


def chicago(source: Source, locator: str | None = None) -> str:
    """The full note as plain text, with typographic quotation marks and a full stop."""
    return "".join(text for text, _italic in runs(source, locator))


def runs(source: Source, locator: str | None = None) -> tuple[Run, ...]:
    """The full note as stretches of text, each in italics or not."""
    csl = {name: value for name, value in source.csl.items() if value not in (None, "", [])}
    note = _Note()
    kind = str(csl.get("type", "document"))
    if kind in _PERIODICAL:
        _periodical(note, csl, locator)
    elif kind in _ALONE and "container-title" not in csl:
        _alone(note, csl, locator)
    elif kind in ("thesis", "paper-conference", "speech"):
        _spoken_or_submitted(note, csl, locator)
    elif kind in ("chapter", "book", "entry-encyclopedia", "entry-dictionary", "report", "paper-conference"):
        _within(note, csl, locator)
    else:
        _document(note, csl, locator)
    note.add(_url(csl))
    return note.finished(seen=source.seen)


class _Note:
    """The parts of a note, put together with the punctuation between them."""

    def __init__(self) -> None:
        self.runs: list[Run] = []

    def add(self, text: str, *, italic: bool = False, joint: str = ", ") -> None:
        """Append a part, if there is one; a comma or full stop goes inside a closing quotation mark."""
        if not text:
            return
        if self.runs:
            self._punctuate(joint)
        self.runs.append((text, italic))

    def quoted(self, title: str, joint: str = ", ") -> None:
        """A title in quotation marks; a description, as of a review or of what was seen of an article, has none."""
        described = re.fullmatch(r"\[(.*)\]|(Review of .*)", title)
        if described:
            title = described[1] or described[2]
            self.add(smart(title[0].lower() + title[1:]), joint=joint)
            return
        self.add(f"“{smart(title).translate(_INNER)}”", joint=joint)

    def title(self, title: str, joint: str = ", ") -> None:
        """A title in italics; what stands in brackets at its end explains it and is upright."""
        name, bracket = _bracket(smart(title))
        self.add(name, italic=True, joint=joint)
        self.add(bracket, joint=" ")

    def finished(self, *, seen: bool) -> tuple[Run, ...]:
        self._punctuate(".")
        if not seen:
            self.runs.append((" (" + tr("Named by another source, not consulted.") + ")", False))
        merged: list[Run] = []
        for text, italic in self.runs:
            if merged and merged[-1][1] == italic:
                merged[-1] = (merged[-1][0] + text, italic)
            else:
                merged.append((text, italic))
        return tuple(merged)

    def _punctuate(self, joint: str) -> None:
        text, italic = self.runs[-1]
        mark, space = joint.strip(), joint[len(joint.rstrip()) :]
        if mark in (",", ".") and text.endswith("”"):
            self.runs[-1] = (f"{text[:-1]}{'' if mark == '.' and text[-2] in '.?!' else mark}”{space}", italic)
        elif mark == "." and text.endswith((".", "?", "!")):
            pass
        else:
            self.runs.append((joint, False))


def _periodical(note: _Note, csl: Mapping[str, Any], locator: str | None) -> None:
    note.add(_authors(csl))
    note.quoted(str(csl["title"]))
    page, other = _place_within(csl, locator)
    if "container-title" not in csl:
        _imprint(note, csl)
        note.add(page)
    elif "volume" in csl:
        note.title(str(csl["container-title"]))
        note.add(str(csl["volume"]), joint=" ")
        note.add(f"no. {_range(str(csl['issue']))}" if "issue" in csl else "")
        note.add(f"({_issued(csl)})" if _issued(csl) else "", joint=" ")
        note.add(page, joint=": ")
    else:
        note.title(str(csl["container-title"]))
        note.add(f"no. {_range(str(csl['issue']))}" if "issue" in csl else "")
        if len(_issued(csl)) == len("1976") and csl["type"] not in ("article-magazine", "article-newspaper"):
            note.add(f"({_issued(csl)})", joint=" ")
            note.add(page, joint=": ")
        else:
            note.add(_issued(csl))
            note.add(page)
    note.add(other)


def _alone(note: _Note, csl: Mapping[str, Any], locator: str | None) -> None:
    editors = _names(csl.get("editor", ()))
    if _authors(csl):
        note.add(_authors(csl))
    elif editors:
        note.add(editors)
        note.add("eds." if len(csl["editor"]) > 1 else "ed.")
    note.title(str(csl["title"]))
    if editors and _authors(csl):
        note.add(f"ed. {editors}")
    edition = str(csl.get("edition", ""))
    note.add("rev. ed." if edition == "revised" else f"{edition} ed." if edition else "")
    note.add(f"vol. {csl['volume']}" if "volume" in csl else "")
    note.add(str(csl.get("number", "")))
    _imprint(note, csl)
    _end(note, csl, locator)


def _spoken_or_submitted(note: _Note, csl: Mapping[str, Any], locator: str | None) -> None:
    note.add(_authors(csl))
    note.quoted(str(csl["title"]))
    what = {"thesis": "thesis", "paper-conference": "paper presented at the", "speech": ""}[csl["type"]]
    what = smart(str(csl.get("genre", what)))
    where = _range(smart(str(csl.get("publisher") or csl.get("container-title") or "")))
    if csl["type"] == "thesis":
        note.add(f"({', '.join(filter(None, (what, where, _issued(csl))))})", joint=" ")
    elif csl["type"] == "paper-conference":
        note.add(f"({what} {', '.join(filter(None, (where, _issued(csl))))})", joint=" ")
    else:
        note.add("" if _dated_in_title(csl) else _issued(csl))
        note.add(where)
    _end(note, csl, locator)


def _within(note: _Note, csl: Mapping[str, Any], locator: str | None) -> None:
    """A part of a larger work: a chapter, an entry, a document in a printed series."""
    authors, whole = _authors(csl), str(csl.get("container-title", ""))
    own_date = csl["type"] == "report" and len(str(csl.get("issued", ""))) > len("1945")
    if csl["type"].startswith("entry") and not authors:
        note.add(whole) if whole.startswith("Wikipedia") else note.title(whole)
        note.add("s.v.")
        note.quoted(str(csl["title"]), joint=" ")
        note.add(_issued(csl))
        _end(note, csl, locator)
        return
    note.add(authors)
    note.quoted(str(csl["title"]))
    if own_date and not _dated_in_title(csl):
        note.add(_issued(csl))
    if whole:
        note.add("in")
        note.title(whole, joint=" ")
        editors = _names(csl.get("editor", ()))
        note.add(f"ed. {editors}" if editors else "")
        note.add(f"vol. {csl['volume']}" if "volume" in csl else "")
    _imprint(note, {name: value for name, value in csl.items() if name != "issued"} if own_date else csl)
    _end(note, csl, locator)


def _document(note: _Note, csl: Mapping[str, Any], locator: str | None) -> None:
    """A web page, a manuscript, a letter, a treaty, a broadcast and whatever else has no pages of its own."""
    kind, title = str(csl.get("type", "")), smart(str(csl["title"]))
    if kind in _LETTERS:
        first: Mapping[str, Any] = next(iter(csl.get("author", ())), {})
        if first.get("given") and title.startswith(f"{first.get('family')} to "):
            note.add(f"{first['given']} {title}")  # "William S. Sims to Admiral Bayly"
        else:
            note.add(_authors(csl))
            note.add(title[0].lower() + title[1:] if title.startswith(("Letter ", "Message ", "Telegram ")) else title)
    else:
        note.add("" if kind in _ACTS else _authors(csl))
        note.quoted(str(csl["title"]))
    if not _dated_in_title(csl):
        note.add(_issued(csl))
    note.add(str(csl.get("archive_location", "")))
    named = _authors(csl)
    for field in ("container-title", "archive", "publisher", "publisher-place"):
        value = smart(str(csl.get(field, "")))
        note.add(value if value != named else "")
        named = value or named
    page, other = _place_within(csl, locator)
    note.add(page)
    note.add(other)


def _imprint(note: _Note, csl: Mapping[str, Any]) -> None:
    """(Publisher, year), without a publisher who is the author."""
    publisher = smart(str(csl.get("publisher", "")))
    place = str(csl.get("publisher-place", ""))
    publisher = "" if publisher == _authors(csl) else publisher
    made = ", ".join(filter(None, (": ".join(filter(None, (place, publisher))), _issued(csl))))
    note.add(f"({made.translate(_BRACKETS)})" if made else "", joint=" ")


def _end(note: _Note, csl: Mapping[str, Any], locator: str | None) -> None:
    page, other = _place_within(csl, locator)
    note.add(page)
    note.add(other)
    note.add(str(csl.get("archive_location", "")))
    note.add(smart(str(csl.get("archive", ""))))


def _place_within(csl: Mapping[str, Any], locator: str | None) -> tuple[str, str]:
    """Pages, and whatever else says where in the source; pages of the locator stand for those of the whole."""
    pages = re.fullmatch(r"pp?\.? ?(\d.*)", locator) if locator else None
    if pages:
        return _range(pages[1]), ""
    return _range(str(csl.get("page", ""))), _range(smart(locator or ""))


def _authors(csl: Mapping[str, Any]) -> str:
    """Who wrote it; nobody where that is only the work's own name again ("Time", in Time)."""
    names = _names(csl.get("author", ()))
    return "" if names == csl.get("container-title") else names


def _names(people: Any) -> str:
    names = [_name(person) for person in people]
    if len(names) > 2:
        return f"{names[0]} et al."
    return " and ".join(names)


def _name(person: Mapping[str, Any]) -> str:
    if "literal" in person:
        return smart(str(person["literal"]))
    family, given = str(person.get("family", "")), str(person.get("given", ""))
    family = " ".join(filter(None, (str(person.get("non-dropping-particle", "")), family)))
    if re.match(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]", family):
        return family + given  # written without a space, the family first
    return smart(" ".join(filter(None, (given, family, str(person.get("suffix", ""))))))


def _issued(csl: Mapping[str, Any]) -> str:
    """Month, day and year of an EDTF date, as exactly as it is given."""
    text = str(csl.get("issued", ""))
    date = re.fullmatch(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?([~?%]?)", text)
    if not date:
        return text.replace("/", "–")
    year, month, day, doubt = date.groups()
    said = year.lstrip("0")
    if month:
        said = f"{MONTHS[int(month) - 1]} {int(day)}, {said}" if day else f"{MONTHS[int(month) - 1]} {said}"
    return {"": said, "~": f"ca. {said}", "?": f"{said}?", "%": f"ca. {said}?"}[doubt]


def _dated_in_title(csl: Mapping[str, Any]) -> bool:
    """Does the title give the date, or what it stands in: "Cable, Molotov to Stalin, 6 November 1945"?"""
    parts = str(csl.get("issued", "")).split("-")
    title = f"{csl['title']} {csl.get('container-title', '')}"
    if len(parts) < 2 or not parts[1].isdigit():
        return parts[0] != "" and parts[0] in title
    month = MONTHS[int(parts[1]) - 1]
    forms = [f"{month} {parts[0]}"]
    if len(parts) > 2:
        forms = [f"{int(parts[2])} {month} {parts[0]}", f"{month} {int(parts[2])}, {parts[0]}"]
    return any(form in title for form in forms)


def _url(csl: Mapping[str, Any]) -> str:
    return f"https://doi.org/{csl['DOI']}" if "DOI" in csl else str(csl.get("URL", ""))


def _range(text: str) -> str:
    """An en dash between the two numbers of a range."""
    return re.sub(r"(?<=\d)-(?=\d)", "–", text)


def _bracket(title: str) -> tuple[str, str]:
    found = re.fullmatch(r"(.+?) (\([^()]*\))", title)
    return (found[1], found[2]) if found else (title, "")


_BRACKETS = str.maketrans("()", "[]")  # brackets within brackets
_INNER = str.maketrans("“”", "‘’")  # quotation marks within quotation marks


def smart(text: str) -> str:
    """Typographic quotation marks and apostrophes for straight ones."""
    text = re.sub(r"(?<![^\s(\[—–“‘/-])'(?=\d\d\b)", "’", text)  # '65
    text = re.sub(r"(?<![^\s(\[—–“‘/-])\"", "“", text).replace('"', "”")
    return re.sub(r"(?<![^\s(\[—–“/-])'", "‘", text).replace("'", "’")
