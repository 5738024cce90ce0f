"""What rows does a delimited text file hold, in which encoding, between which signs?

A file is read in portions, however large it is; what it is written in is found in its beginning and can be overruled.
"""

import codecs
import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble

SAMPLE_BYTES = 1 << 20
_PORTION_BYTES = 1 << 16
_PREVIEW_ROWS = 50
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_LONGEST_FIELD = 131_072  # characters

# What can be chosen; the names are Python's.
ENCODINGS = {
    "utf-8": "Unicode (UTF-8)",
    "utf-16": "Unicode (UTF-16)",
    "cp1252": "Western European (Latin-1, Windows-1252)",
    "gb18030": "Chinese, simplified (GB 18030)",
    "big5hkscs": "Chinese, traditional (Big5)",
    "cp932": "Japanese (Shift-JIS)",
    "euc_jp": "Japanese (EUC)",
    "cp949": "Korean (EUC-KR)",
    "cp1251": "Cyrillic (Windows-1251)",
    "koi8_r": "Cyrillic (KOI8-R)",
    "iso8859_2": "Central European (Latin-2)",
}
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_GUESSED = ("cp932", "gb18030", "cp1252")  # whose letters can be told apart
_MOST_ACCENTED = 0.4  # of the letters
_SURE_SHARE = 0.8  # of the letters beyond ASCII that must be common ones

Step = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written."""

    encoding: str  # one of ENCODINGS
    separator: str
    doubtful: bool = False  # the encoding is a guess among several


@dataclass(frozen=True, slots=True)
class Preview:
    """The beginning of a file, read in one form."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def form_of(path: Path, encoding: str | None = None, separator: str | None = None) -> Form:
    """The form in which a file seems to be written; what is given holds.  Raises Trouble if it cannot be read."""
    with opened(path) as file:
        sample = file.read(SAMPLE_BYTES)
    if not sample.strip():
        raise Trouble(what=tr("{} is empty.").format(path.name), kept=tr("Nothing was imported."))
    found, doubtful = (encoding, False) if encoding else _encoding(sample)
    if encoding and not _known(encoding):
        raise Trouble(
            what=tr("There is no encoding “{}”.").format(encoding),
            kept=tr("Nothing was imported."),
            do=tr("Name one of these: {}.").format(", ".join(ENCODINGS)),
        )
    # What is not in this encoding is refused with its row when it is read; the separator is seen all the same.
    return Form(found, separator or _separator(_decoded(sample, found, "replace")), doubtful)


def preview(path: Path, form: Form) -> Preview:
    """The names of the columns and the first rows.  Raises Trouble."""
    rows: list[tuple[str, ...]] = []
    header: tuple[str, ...] = ()
    for number, row in records(path, form):
        if number == 1:
            header = row
        else:
            rows.append(row)
        if len(rows) == _PREVIEW_ROWS:
            break
    return Preview(header, tuple(rows))


def records(path: Path, form: Form, step: Step = lambda _: None) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Every row with its number as a spreadsheet counts, the header being 1; rows of nothing are counted and left out.

    step: called now and then with the share of the file that is read; what it raises ends the reading.
    Raises Trouble, with the number of the row, where the encoding or the form does not hold.
    """
    with opened(path) as file:
        size = max(path.stat().st_size, 1)
        lines = _lines(file, form, lambda: step(min(file.tell() / size, 1.0)))
        number = 0
        reader = csv.reader(lines, delimiter=form.separator, strict=True)
        while True:
            try:
                row = next(reader, None)
            except csv.Error as error:
                raise _no_table(path, number + 1, str(error)) from error
            except UnicodeError as error:
                raise _undecodable(path, number + 1, form) from error
            if row is None:
                return
            number += 1
            if any(cell.strip() for cell in row):
                yield number, tuple(cell.strip() for cell in row)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise Trouble(
            what=tr("{} cannot be read: {}.").format(path, error.strerror),
            kept=tr("Nothing was imported."),
            do=tr("Look at its name and its permissions."),
        ) from error


def _lines(file: BinaryIO, form: Form, told: Callable[[], None]) -> Iterator[str]:
    """Lines as the csv module wants them, with their ends; none is held longer than a field may be."""
    decoder = codecs.getincrementaldecoder("utf-8-sig" if form.encoding == "utf-8" else form.encoding)("strict")
    left = ""
    while True:
        portion = file.read(_PORTION_BYTES)
        told()
        text = left + decoder.decode(portion, final=not portion)
        if "\0" in text:
            raise csv.Error(tr("it holds zero bytes, as no text does"))
        *lines, left = _split(text)
        if len(left) > _LONGEST_FIELD * 8:
            raise csv.Error(tr("a line has no end"))
        yield from lines
        if not portion:
            yield from [left] if left else []
            return


def _split(text: str) -> list[str]:
    """Lines ended by LF, CR LF or CR, the last one unended; other signs that Python calls line ends are none."""
    whole = text.replace("\r\n", "\n")
    half = "\r" if whole.endswith("\r") else ""  # perhaps of an end
    parts = whole.removesuffix(half).replace("\r", "\n").split("\n")
    return [*(f"{part}\n" for part in parts[:-1]), parts[-1] + half]


def _encoding(sample: bytes) -> tuple[str, bool]:
    """The encoding, and whether it is a guess among several."""
    for mark, encoding in _MARKS.items():
        if sample.startswith(mark):
            return encoding, False
    if _decodes(sample, "utf-8"):
        return "utf-8", False
    shares = {encoding: _common_share(sample, encoding) for encoding in _GUESSED}
    good = [encoding for encoding, share in shares.items() if share >= _SURE_SHARE]
    return (max(shares, key=lambda encoding: shares[encoding]), len(good) != 1)


def _common_share(sample: bytes, encoding: str) -> float:
    """Which part of the letters beyond ASCII is of those that texts in this encoding are mostly made of."""
    if not _decodes(sample, encoding):
        return 0.0
    text = _decoded(sample, encoding)
    letters = [c for c in text if c > "\x7f"]
    if encoding == "cp1252" and len(letters) > _MOST_ACCENTED * sum(map(str.isalpha, text)):
        return 0.0  # another alphabet: Western words have few accents
    return sum(_is_common(c, encoding) for c in letters) / len(letters) if letters else 0.0


def _is_common(character: str, encoding: str) -> bool:
    if encoding == "cp1252":
        return character in "àâäãåáæçèéêëìíîïñòóôöõøœùúûüýÿßÀÂÄÃÅÁÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØŒÙÚÛÜÝŸ–—‘’“”„«»…°§¿¡ ·šžŠŽ"
    if "\u3000" <= character <= "\u30ff" or "\uff01" <= character <= "\uff5e":
        return encoding == "cp932" or not "\u3041" <= character <= "\u30fa"
    try:  # first levels: the characters in daily use
        code = character.encode("gb2312" if encoding == "gb18030" else "shift_jis")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and (0xA1 <= code[0] <= 0xD7 if encoding == "gb18030" else 0x81 <= code[0] <= 0x97)


def _decodes(sample: bytes, encoding: str) -> bool:
    try:
        _decoded(sample, encoding)
    except UnicodeError:
        return False
    return True


def _decoded(sample: bytes, encoding: str, errors: str = "strict") -> str:
    """The text of a beginning of a file, whose last character may be cut unless it is the whole."""
    decoder = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)(errors)
    return decoder.decode(sample, final=len(sample) < SAMPLE_BYTES)


def _known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True


def _separator(text: str) -> str:
    """The sign that parts the first rows into the same number of columns, the more the better."""

    def columns(separator: str) -> Sequence[int]:
        lines = _split(text[: SAMPLE_BYTES // 16])[:_PREVIEW_ROWS]
        try:
            return [len(row) for row in csv.reader(lines, delimiter=separator) if row]
        except csv.Error:
            return []

    def score(separator: str) -> tuple[int, int]:
        counts = columns(separator)
        widest = counts[0] if counts else 0
        return (sum(count == widest for count in counts) if widest > 1 else 0, widest)

    return max(SEPARATORS, key=score)


def _no_table(path: Path, number: int, why: str) -> Trouble:
    if "field larger" in why:
        why = tr("a field has more than {:,} characters; perhaps a quotation mark is never closed").format(
            _LONGEST_FIELD
        )
    elif "unexpected end" in why:
        why = tr("a quotation mark is never closed")
    elif "expected after" in why:
        why = tr("something stands after a closing quotation mark")
    return Trouble(
        what=tr("{}, row {:,}: {}.").format(path.name, number, why),
        kept=tr("Nothing was imported."),
        do=tr("Save the table again as CSV, or choose another separator."),
    )


def _undecodable(path: Path, number: int, form: Form) -> Trouble:
    return Trouble(
        what=tr("{}, about row {:,}: this is not {}.").format(
            path.name, number, ENCODINGS.get(form.encoding, form.encoding)
        ),
        kept=tr("Nothing was imported."),
        do=tr("Choose another encoding, such as {}.").format(
            ", ".join(one for one in ENCODINGS if one != form.encoding)
        ),
    )
