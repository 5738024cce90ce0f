"""What does a note in Markdown say, as data that a template can set?

CommonMark, less what would swallow something that a reader typed: HTML, entities, reference definitions and indented
code print as they stand.  A line ends where the reader ended it.
"""

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

Block = dict[str, Any]

_DEEPEST = 8  # lists and quotations within one another; what lies deeper is hardly meant as such
_LONG_WORD = re.compile(r"\S{100}(?=\S)")  # may break here, unseen: else it leaves the page, and PDF/A has its limits
_LONGEST_ADDRESS = 2000  # that can be clicked; Typst takes 8,000 letters
_LEAVES = {"paragraph": "p", "heading": "h"}
_BRANCHES = {"blockquote": "quote", "bullet_list": "list", "ordered_list": "list", "list_item": "item"}


def blocks(text: str) -> list[Block]:
    """The note as a tree of blocks.

    Each has a `kind`: p, h, code, rule, quote, list or item.  p and h have `runs`, stretches of text with their styles;
    quote, list and item have `blocks`; `rtl` is true where the text runs from right to left.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    tokens = _parser().parse(text)
    if any(token.level > 2 * _DEEPEST for token in tokens):
        return [plain(text)]
    return _tree(iter(tokens))


def plain(text: str) -> Block:
    return {"kind": "p", "runs": [{"text": _LONG_WORD.sub("\\g<0>\u200b", text)}], "rtl": _from_right(text)}


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    class AsTyped(MarkdownIt):
        """Leaves addresses as the reader typed them."""

        def normalizeLink(self, url: str) -> str:
            return url

        def normalizeLinkText(self, link: str) -> str:
            return link

    rules = ["html_block", "html_inline", "entity", "reference", "code", "lheading"]
    # Deeper than we print: what lies deeper than the parser goes would be left out.
    return AsTyped("commonmark", {"maxNesting": 2 * _DEEPEST + 4}).enable("strikethrough").disable(rules)


def _tree(tokens: "Iterator[Token]") -> list[Block]:
    found: list[Block] = []
    for token in tokens:
        name = token.type.removesuffix("_open")
        if token.type.endswith("_close"):
            return found
        if name in _LEAVES:
            inline = next(tokens)
            next(tokens)  # its end
            leaf = {"kind": _LEAVES[name], "runs": _runs(inline.children or []), "rtl": _from_right(inline.content)}
            found.append(leaf)
        elif name in _BRANCHES:
            branch: Block = {"kind": _BRANCHES[name], "blocks": _tree(tokens)}
            if name == "list_item":
                branch["marker"] = f"{token.info}{token.markup}" if token.info else "•"
            found.append(branch)
        elif name in ("fence", "code_block"):
            content = token.content.removesuffix("\n")
            head = f"{token.info}\n" if token.info.strip() else ""  # typed after ```, and not to be lost
            found.append({"kind": "code", "text": _LONG_WORD.sub("\\g<0>\u200b", head + content)})
        elif name == "hr":
            found.append({"kind": "rule"})
    return found


def _runs(tokens: "list[Token]") -> list[dict[str, Any]]:
    styles: list[str] = []
    links: list[str] = []
    found: list[dict[str, Any]] = []

    def add(text: str, *more: str) -> None:
        if not text:
            return
        run: dict[str, Any] = {"text": _LONG_WORD.sub("\\g<0>\u200b", text)}
        run.update(dict.fromkeys((*styles, *more), True))
        if links and links[-1].startswith(("https://", "http://")) and len(links[-1]) < _LONGEST_ADDRESS:
            run["link"] = links[-1]
        found.append(run)

    for token in tokens:
        if token.type in ("em_open", "strong_open", "s_open"):
            styles.append(token.type.removesuffix("_open"))
        elif token.type in ("em_close", "strong_close", "s_close"):
            styles.remove(token.type.removesuffix("_close"))
        elif token.type == "link_open":
            links.append(str(token.attrs["href"]))
        elif token.type == "link_close":
            address = links.pop()
            if found and token.info != "auto":
                add(f" ({address})")  # on paper nobody can click it
        elif token.type == "image":
            add(f"{token.content} ({token.attrs['src']})")
        elif token.type in ("softbreak", "hardbreak"):
            add("\n")
        elif token.type == "code_inline":
            add(token.content, "code")
        else:
            add(token.content)
    return found


def _from_right(text: str) -> bool:
    """Does the first letter belong to a script that is written from right to left?"""
    for letter in text:
        if (direction := unicodedata.bidirectional(letter)) in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False
