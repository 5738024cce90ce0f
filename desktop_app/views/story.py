"""What does the case tell, who says so, and who and where are its people and places?"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import escape

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QMenu, QTextBrowser

from desktop_app.casebook.case import Case, Head, Target, Thread
from desktop_app.casebook.language import tr
from desktop_app.casebook.terms import Claimant, Kind
from desktop_app.casebook.titles import title_of
from desktop_app.charts.colours import Theme
from desktop_app.views.theme import INTERFACE, READING, px

SCHEME = "casebook"


def address(kind: Kind, key: str) -> str:
    return f"{SCHEME}:{kind}/{key}"


def target_of(url: QUrl, case: str) -> Target | None:
    """What a link in the text points at; None for an address that is not ours."""
    kind, _, key = url.path().partition("/")
    return Target(case, Kind(kind), key) if url.scheme() == SCHEME and key else None


def names(case: Case) -> dict[str, tuple[Kind, str]]:
    """The names in a case's prose that are links, each with what it means.

    A short name counts only where it means one actor of the case; a name of an actor and a place is nobody's.
    """
    meanings: dict[str, set[tuple[Kind, str]]] = {}
    for actor in case.actors:
        family = actor.name.split()[-1] if actor.kind == "person" else actor.name
        for name in {actor.name, actor.short, actor.native_name or actor.name, family}:
            meanings.setdefault(name, set()).add((Kind.ACTOR, actor.key))
    for place in case.places:
        for name in {place.name, place.modern_name, *place.names}:
            meanings.setdefault(name, set()).add((Kind.PLACE, place.key))
    # "Chiang" where a case has two of them is nobody's, but "Chiang Kai-shek" is his.
    return {name: next(iter(found)) for name, found in meanings.items() if len(found) == 1 and len(name) > 2}


def linked(text: str, meanings: Mapping[str, tuple[Kind, str]], noted: frozenset[tuple[Kind, str]]) -> str:
    """The text as HTML, names turned into links, longest name first; what has a note of the reader's wears his mark."""
    parts, last = [], 0
    for start, name in _found(text, _by_first_word(frozenset(meanings))):
        kind, key = meanings[name]
        mark = '<span class="mine">&#8202;✎</span>' if (kind, key) in noted else ""
        parts += [escape(text[last:start]), f'<a href="{address(kind, key)}">{escape(name)}</a>{mark}']
        last = start + len(name)
    return "".join((*parts, escape(text[last:])))


_WORD = r"[\w-]+"


@lru_cache(maxsize=1)  # the paragraphs of one story share it
def _by_first_word(names: frozenset[str]) -> Mapping[str, list[str]]:
    """The names, longest first.  One pattern of all names would take 3 ms to compile."""
    found: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        if word := re.match(_WORD, name):
            found.setdefault(word[0], []).append(name)
    return found


def _found(text: str, by_first_word: Mapping[str, list[str]]) -> Iterator[tuple[int, str]]:
    """Where which name stands, as words of its own."""
    end = 0
    for word in re.finditer(_WORD, text):
        start = word.start()
        if start < end:
            continue
        for name in by_first_word.get(word[0], ()):
            if text.startswith(name, start) and not re.match(_WORD, text[start + len(name) :][:1]):
                end = start + len(name)
                yield start, name
                break


def sections(case: Case) -> Iterator[tuple[Claimant, str, tuple[str, ...]]]:
    """Who claims it, heading, paragraphs."""
    yield Claimant.EDITOR, tr("What coincided"), (case.coincidence,)
    yield Claimant.AUTHOR, tr("What the book suggests"), (case.author_claim,)
    yield Claimant.EDITOR, tr("Background"), (case.background,)
    yield Claimant.LITERATURE, tr("How others see it"), (case.assessment,)
    yield Claimant.EDITOR, tr("Open questions"), case.open_questions
    yield Claimant.EDITOR, tr("Where sources disagree, and what was chosen"), case.checks


def html(case: Case, theme: Theme, noted: frozenset[tuple[Kind, str]], relations: str = "") -> str:
    """The whole story as rich text.  relations: HTML on the cases that this one is tied to."""
    meanings = names(case)
    parts = [f"<style>{_style(theme)}</style>"]
    for claimant, heading, paragraphs in sections(case):
        texts = [paragraph for paragraph in paragraphs if paragraph]
        if not texts:
            continue
        square = f'<span style="color:{theme.claimants[claimant]}">■</span>'
        parts.append(f'<p class="caption">{square}&nbsp; {escape(heading.upper())}</p>')
        if len(paragraphs) == 1:
            parts.append(f'<p class="prose">{linked(texts[0], meanings, noted)}</p>')
        else:
            parts += [f'<p class="item">–&nbsp; {linked(text, meanings, noted)}</p>' for text in texts]
    return "".join(parts) + relations


def _style(theme: Theme) -> str:
    return f"""
    .prose, .item {{ font-family: '{READING}'; font-size: {px(14.5)}px; line-height: {px(22)}px; color: {theme.text};
        margin: 0 0 {px(12)}px 0; }}
    .item {{ font-size: {px(13)}px; line-height: {px(19)}px; margin: 0 0 {px(5)}px {px(14)}px;
        text-indent: -{px(14)}px; }}
    .caption {{ font-family: '{INTERFACE}'; font-size: {px(10.5)}px; font-weight: 600; letter-spacing: 1px;
        color: {theme.quiet}; margin: {px(4)}px 0 {px(3)}px 0; }}
    .mine {{ color: {theme.claimants[Claimant.READER]}; font-size: {px(11)}px; }}
    a {{ color: {theme.accent}; }}
    """


class Story(QTextBrowser):
    """The case as prose: one stop of the Tab key, in which Left and Right go from name to name and Return follows one.

    Signals: picked(Target), case_chosen(chapter), note_wanted(Target), find_wanted().
    """

    picked, note_wanted, find_wanted = Signal(object), Signal(object), Signal()
    case_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__(openLinks=False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setAccessibleName(tr("Story of the case"))
        self.setAccessibleDescription(
            tr("Left and Right go from name to name, Return opens the card of one; Up and Down scroll.")
        )
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.LinksAccessibleByMouse)
        self._case: Case | None = None
        self._name: tuple[int, int] | None = None  # where the keys are: a link's first and last position
        self.anchorClicked.connect(self._follow)

    def show_case(self, case: Case, theme: Theme, noted: frozenset[tuple[Kind, str]], relations: str) -> None:
        """Show the case; where it is the one already shown, the reader's place in the text is kept."""
        same = self._case is not None and self._case.slug == case.slug
        place = self.verticalScrollBar().value() if same else 0
        self._case = case
        self._name = self._name if same else None
        self.document().setDocumentMargin(0)
        self.setHtml(html(case, theme, noted, relations))
        self.verticalScrollBar().setValue(place)

    def resizeEvent(self, event: object) -> None:
        """At most 75 characters a line: the room beyond stays empty."""
        measure = px(14.5) * 47
        left = px(24)
        self.setViewportMargins(left, px(12), max(px(16), self.width() - left - measure), 0)
        super().resizeEvent(event)  # type: ignore[arg-type]

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        key = event.key()
        if plain and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._go_to_name(1 if key == Qt.Key.Key_Right else -1)
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._name:
                self._follow(QUrl(self.cursor_at(*self._name).charFormat().anchorHref()))
        elif plain and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + bar.singleStep() * (1 if key == Qt.Key.Key_Down else -1))
        elif plain and key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar = self.verticalScrollBar()
            bar.setValue(bar.minimum() if key == Qt.Key.Key_Home else bar.maximum())
        else:
            super().keyPressEvent(event)

    def _go_to_name(self, step: int) -> None:
        """Mark the next link, or the one before; the first one in view where none is marked there."""
        names = list(self._links())
        if not names:
            return
        if self._name in names and self._in_view(self._name):
            at = names.index(self._name) + step
        else:
            top = self.first_in_view
            bottom = self.cursorForPosition(self.viewport().rect().bottomRight()).position()
            at = sum(end <= top for _, end in names) if step > 0 else sum(start < bottom for start, _ in names) - 1
        if 0 <= at < len(names):
            self._name = names[at]
            self.setTextCursor(self.cursor_at(*self._name))

    def _links(self) -> Iterator[tuple[int, int]]:
        """First and last position of each link; a link whose letters differ in format is one."""
        block = self.document().begin()
        while block.isValid():
            last = ("", 0, 0)
            pieces = block.begin()
            while not pieces.atEnd():
                piece = pieces.fragment()
                address, start = piece.charFormat().anchorHref(), piece.position()
                if address and (address, start) == (last[0], last[2]):
                    last = (address, last[1], start + piece.length())
                else:
                    if last[0]:
                        yield last[1:]
                    last = (address, start, start + piece.length())
                pieces += 1
            if last[0]:
                yield last[1:]
            block = block.next()

    def cursor_at(self, first: int, last: int) -> QTextCursor:
        """A cursor that selects what stands between two positions."""
        cursor = self.textCursor()
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _in_view(self, name: tuple[int, int]) -> bool:
        return self.viewport().rect().intersects(self.cursorRect(self.cursor_at(*name)))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu(self.anchorAt(event.pos())).popup(event.globalPos())

    def menu(self, link: str) -> QMenu:
        """What can be done with the selected text, and with the link under the pointer."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        target = target_of(QUrl(link), self._case.slug) if self._case else None
        name = title_of(self._case, target) if self._case and target else None
        if target and name:
            menu.addAction(tr("Show {}").format(name), lambda: self.picked.emit(target))
            menu.addAction(tr("Write a note on {}…").format(name), lambda: self.note_wanted.emit(target))
            menu.addSeparator()
        elif link:
            menu.addAction(tr("Open this case"), lambda: self._follow(QUrl(link)))
            menu.addSeparator()
        copy = menu.addAction(tr("Copy"), self.copy)
        copy.setEnabled(self.textCursor().hasSelection())
        menu.addAction(tr("Select all"), self.selectAll)
        menu.addSeparator()
        menu.addAction(tr("Find…"), self.find_wanted.emit)
        return menu

    @property
    def first_in_view(self) -> int:
        """The position of the first character on the screen."""
        return self.cursorForPosition(QPoint(0, 0)).position()

    def _follow(self, url: QUrl) -> None:
        if url.scheme() == "case":
            self.case_chosen.emit(int(url.path()))
        elif self._case and (target := target_of(url, self._case.slug)):
            self.picked.emit(target)


def relations(case: Case, heads: tuple[Head, ...], threads: tuple[Thread, ...], theme: Theme) -> str:
    """HTML on what ties the case to others: its threads, and the chapters that it names."""
    title = {head.chapter: head for head in heads if head.chapter}
    mine = [thread for thread in threads if case.chapter in thread.cases]
    lines = [
        f"<b>{escape(thread.title)}</b> – {escape(thread.note)}: " + _chapters(thread.cases, case, title)
        for thread in mine
    ]
    named = [chapter for chapter in case.related if not any(chapter in thread.cases for thread in mine)]
    if named:
        lines.append(f"{escape(tr('See also'))}: " + _chapters(tuple(named), case, title))
    if not lines:
        return ""
    square = f'<span style="color:{theme.claimants[Claimant.EDITOR]}">■</span>'
    caption = f'<p class="caption">{square}&nbsp; {escape(tr("Threads to other cases").upper())}</p>'
    return caption + "".join(f'<p class="item">–&nbsp; {line}</p>' for line in lines)


def _chapters(chapters: tuple[int, ...], case: Case, title: Mapping[int, Head]) -> str:
    return " · ".join(
        f'<a href="case:{chapter}">{escape(title[chapter].name)}</a>'
        for chapter in chapters
        if chapter != case.chapter and chapter in title
    )
