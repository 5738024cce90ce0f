"""Our fonts show what we say they show, and what they lack is asked of the system."""

import unicodedata

from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.casebook.resources import RESOURCES
from desktop_app.reports.characters import Characters, covered

FONTS = RESOURCES / "fonts"


def never(text):
    raise AssertionError(f"asked the system for {text!r}")


def of_codec(name, wanted=bool):
    found = set()
    for point in range(0x80, 0x10000):
        try:
            code = chr(point).encode(name)
        except UnicodeEncodeError:
            continue
        if wanted(code):
            found.add(chr(point))
    return found


def test_the_list_of_what_is_covered_is_that_of_the_fonts():
    families = {}
    for path in (*FONTS.glob("*.ttf"), *FONTS.glob("*.otf")):
        points = set(TTFont(path).getBestCmap())
        family = path.name.partition("-")[0]
        families[family] = families.get(family, points) & points
    shown = set().union(*families.values())
    listed = {ord(char) for char in covered()} - {0x09, 0x0A}
    assert listed <= shown
    assert {unicodedata.category(chr(point)) for point in shown - listed} <= {"Cc", "Co"}  # no document may hold them


def test_the_scripts_promised_are_covered():
    promised = {
        *(chr(point) for point in range(0x400, 0x460)),
        *"ӨөҮүҒғҚқ",
        *"ĂăÂâĐđÊêÔôƠơƯưẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹ",
        *"ÇçĞğİıÖöŞşÜü",
        *"ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψωςάέήίόύώ",
        *(chr(point) for point in (*range(0x531, 0x557), *range(0x561, 0x588))),
        *"ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةىپچژگ٠١٢٣٤٥٦٧٨٩،؛؟",
        *of_codec("gb2312"),
        *of_codec("big5", lambda code: 0xA4 <= code[0] < 0xC9),
        *of_codec("shift_jis"),
        *of_codec("euc_kr", lambda code: len(code) == 2 and 0xB0 <= code[0] <= 0xC8),
    }
    # a control that Python's codec of JIS lets through
    assert promised - covered() <= {"\x80"}


def test_a_character_that_the_system_shows_is_kept():
    letters = Characters(lambda text: "😀" not in text)
    assert letters.clean("क and 😀") == "क and [U+1F600]"
    assert letters.missing == ("U+1F600 grinning face",)
    assert letters.borrowed


def test_nothing_is_asked_of_the_system_without_need():
    letters = Characters(never)
    assert letters.clean_all({"a": ["plain 宋子文", 3, None], "b": ("\x01",)}) == {
        "a": ["plain 宋子文", 3, None],
        "b": ["[U+0001]"],
    }
    assert not letters.borrowed


def test_what_is_refused_is_replaced_though_a_font_has_it():
    letters = Characters(never)
    letters.refuse("\u0301")
    assert letters.clean("e\u0301") == "e[U+0301]"
    assert letters.missing == ("U+0301 combining acute accent",)


@given(st.text())
def test_cleaned_text_holds_what_can_be_shown_alone(text):
    letters = Characters("".__eq__)
    assert set(letters.clean(text)) <= covered()
