"""When do two spellings count as the same word?

Case, accents, apostrophes and the marks of letters that Unicode does not take apart (đ, ł, ø, ү …) make no difference.
Chinese, Japanese and Korean writing has no spaces: each of its characters counts as a word, and a word of it as a
phrase.  Libraries hold folded text: whoever changes a rule here adds a migration that fills the index anew.
"""

from unicodedata import category, normalize

_LETTERS = {
    "đ": "d", "ð": "d", "ł": "l", "ø": "o", "ı": "i", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t", "ŋ": "n",
    "ƒ": "f", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ə": "e", "ƶ": "z",
    "ү": "у", "ұ": "у", "ө": "о", "қ": "к", "ғ": "г", "ң": "н", "ґ": "г",
    "'": "", "’": "", "‘": "", "ʼ": "", "ʻ": "", "ʾ": "", "ʿ": "", "ʹ": "", "′": "", "`": "",
}  # fmt: skip
_WITHOUT_SPACES = (  # Hangul, Kana, Bopomofo, Han: first and last; a pattern of them takes 3 ms to compile
    ("\u1100", "\u11ff"), ("\u3005", "\u3007"), ("\u3040", "\u312f"), ("\u3131", "\u318e"), ("\u31a0", "\u31bf"),
    ("\u31f0", "\u31ff"), ("\u3400", "\u4dbf"), ("\u4e00", "\u9fff"), ("\uac00", "\ud7a3"), ("\uf900", "\ufaff"),
    ("\uff66", "\uff9f"), ("\U00020000", "\U0003ffff"),
)  # fmt: skip


class _Folded(dict[str, str]):
    """Each character's folded form, worked out when it is first met."""

    def __missing__(self, character: str) -> str:
        if any(first <= character <= last for first, last in _WITHOUT_SPACES):
            folded = f" {normalize('NFKC', character)} "
        elif "\ud800" <= character <= "\udfff" or character == "\0":
            folded = " "  # neither can be stored
        else:
            apart = normalize("NFKD", character.casefold())
            folded = "".join(_LETTERS.get(c, c) for c in apart.casefold() if category(c) != "Mn")
        self[character] = folded
        return folded


_folded = _Folded()


def fold(text: str) -> str:
    return "".join(map(_folded.__getitem__, text))


def fold_with_origins(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the position of the one that it came from."""
    parts = [_folded[character] for character in text]
    return "".join(parts), [position for position, part in enumerate(parts) for _ in part]
