"""Files are read in the encoding and form in which they are written, or refused with the row."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.casebook.trouble import Trouble
from desktop_app.exchange import tables
from desktop_app.exchange.tables import Form, form_of, preview, records

Writes = Callable[[bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Writes:
    def written(content: bytes) -> Path:
        path = tmp_path / "table.csv"
        path.write_bytes(content)
        return path

    return written


WESTERN = "name,place\nGaëtan de Raismes,Orléans\nJosé Núñez,Córdoba\nJürgen Groß,Köln\n"
CHINESE = "姓名,地点\n宋子文,重庆\n蒋介石,重庆\n王世杰,莫斯科\n斯大林,莫斯科\n赫尔利,重庆\n"
JAPANESE = "氏名,地名\n東郷茂徳,東京\n佐藤尚武,モスクワ\n広田弘毅,箱根\nマリク大使は強羅ホテルに滞在した,箱根\n"


@pytest.mark.parametrize(
    ("text", "written_as", "found"),
    [
        (WESTERN, "utf-8", "utf-8"),
        (WESTERN, "utf-8-sig", "utf-8"),
        (WESTERN, "utf-16", "utf-16"),
        (WESTERN, "latin-1", "cp1252"),
        (CHINESE, "gb18030", "gb18030"),
        (JAPANESE, "shift_jis", "cp932"),
        (CHINESE + JAPANESE, "utf-8", "utf-8"),
    ],
)
def test_the_encoding_is_found(write: Writes, text: str, written_as: str, found: str) -> None:
    path = write(text.encode(written_as))
    form = form_of(path)
    assert (form.encoding, form.separator, form.doubtful) == (found, ",", False)
    rows = [",".join(row) for _, row in records(path, form)]
    assert rows == text.splitlines()


def test_an_encoding_that_cannot_be_told_is_said_to_be_doubtful(write: Writes) -> None:
    path = write("имя,место\nМолотов,Москва\n".encode("koi8-r"))
    assert form_of(path).doubtful
    assert preview(path, form_of(path, "koi8_r")).rows == (("Молотов", "Москва"),)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(write: Writes, separator: str) -> None:
    rows = ["who", "where", "when"], ["Soong", "Moscow, Kremlin", "1945"], ["Stalin", "Potsdam", "1945"]
    lines = "\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    path = write(lines.encode())
    assert form_of(path).separator == separator
    assert [list(row) for _, row in records(path, form_of(path))] == list(rows)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_ends_a_row_and_empty_rows_count(write: Writes, ending: str) -> None:
    path = write(ending.join(["a,b", "1,2", "", " , ", '"3\u2028x",4', ""]).encode())
    assert list(records(path, Form("utf-8", ","))) == [(1, ("a", "b")), (2, ("1", "2")), (5, ("3\u2028x", "4"))]


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8), min_size=2, max_size=4),
        max_size=9,
    ),
    st.integers(1, 9),
)
def test_portions_do_not_change_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], size: int
) -> None:
    cells = [["head", *("" for _ in rows[:1])], *rows]
    lines = "\r\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in cells)
    path = tmp_path_factory.mktemp("portions") / "table.csv"
    path.write_bytes(lines.encode())
    with pytest.MonkeyPatch.context() as patch:
        whole = list(records(path, Form("utf-8", ",")))
        patch.setattr(tables, "_PORTION_BYTES", size)
        assert list(records(path, Form("utf-8", ","))) == whole
    expected = [tuple(cell.strip() for cell in row) for row in cells if any(cell.strip() for cell in row)]
    assert [row for _, row in whole] == expected


def test_progress_is_told_and_a_cancel_ends_the_reading(write: Writes) -> None:
    path = write(b"a,b\n" + b"1,2\n" * 200_000)
    told: list[float] = []

    class Enough(Exception):
        pass

    def step(share: float) -> None:
        told.append(share)
        if share > 0.5:
            raise Enough

    with pytest.raises(Enough):
        list(records(path, Form("utf-8", ","), step))
    assert told == sorted(told)
    assert 0.5 < told[-1] < 0.7


@pytest.mark.parametrize(
    ("content", "form", "words"),
    [
        (b'a,b\n1,2\n"3,4\n', Form("utf-8", ","), "row 3.*never closed"),
        (b'a,b\n1,"2"x\n', Form("utf-8", ","), "row 2.*after a closing quotation mark"),
        (b"a,b\n1," + b"x" * 200_000 + b"\n", Form("utf-8", ","), "row 2.*more than 131,072 characters"),
        (b"a,b\n1,\xe9\n", Form("utf-8", ","), "row .*Unicode.*another encoding"),
        (b"a,b\n1,\0\n", Form("utf-8", ","), "zero bytes"),
        (b"x" * 3_000_000, Form("utf-8", ","), "a line has no end"),
    ],
)
def test_what_is_no_table_is_told_with_its_row(write: Writes, content: bytes, form: Form, words: str) -> None:
    with pytest.raises(Trouble, match=f"(?s){words}") as caught:
        list(records(write(content), form))
    assert caught.value.kept == "Nothing was imported."


def test_an_empty_a_missing_and_an_oddly_encoded_file(write: Writes, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="is empty"):
        form_of(write(b" \n"))
    with pytest.raises(Trouble, match="cannot be read"):
        form_of(tmp_path / "none.csv")
    with pytest.raises(Trouble, match="no encoding “klingon”"):
        form_of(write(b"a,b"), "klingon")


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (WESTERN.encode("latin-1"), "utf-8"),
        (CHINESE.encode("gb18030"), "shift_jis"),
        (bytes(range(256)) * 9, None),  # no text at all
    ],
)
def test_a_file_that_is_not_in_the_encoding_is_refused_with_the_row(
    write: Writes, content: bytes, named: str | None
) -> None:
    path = write(content)
    with pytest.raises(Trouble, match=r"table.csv, (about )?row 1: ") as caught:
        preview(path, form_of(path, named))
    assert caught.value.kept == "Nothing was imported."
