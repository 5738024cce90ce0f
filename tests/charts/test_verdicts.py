"""The plane of the verdicts: where they stand, legible, and answering to clicks and keys."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from desktop_app.casebook.case import Head, Verdict, standing
from desktop_app.casebook.terms import Pattern, Sureness
from desktop_app.charts.boxes import Box
from desktop_app.charts.colours import DARK
from desktop_app.charts.painting import chart_font
from desktop_app.charts.verdicts import Verdicts

HEADS = tuple(
    Head(f"case-{n}", n, f"Case {n}", f"The case of number {n}", "1945", Pattern.OVERLAP, ()) for n in range(1, 22)
)
SIZES = ((830, 220), (1400, 300))


@pytest.fixture
def plane(qtbot: QtBot) -> Verdicts:
    made = Verdicts()
    made.setFont(chart_font())
    qtbot.addWidget(made)
    made.resize(*SIZES[0])
    made.show()
    return made


def verdict(case: int, value: int | None, sureness: Sureness = Sureness.GUESS) -> Verdict:
    return Verdict(case, f"case-{case}", value, sureness, "since it *seems* so", "me", "2026-07-01T10:00:00Z")


def spread(count: int) -> list[Verdict]:
    return [verdict(n, (n * 37) % 101, tuple(Sureness)[n % 3]) for n in range(1, count + 1)]


def test_the_newest_verdict_stands_and_a_withdrawn_one_does_not() -> None:
    newest_first = [verdict(3, None), verdict(3, 70), verdict(5, 10), verdict(5, 90)]
    assert {slug: one.value for slug, one in standing(newest_first).items()} == {"case-5": 10}


def test_right_is_cause_and_up_is_certain(plane: Verdicts) -> None:
    plane.show_verdicts(HEADS, [verdict(1, 0, Sureness.GUESS), verdict(2, 100, Sureness.CERTAIN)], DARK)
    chance, cause = (next(disc for disc in plane.discs if disc.head.chapter == n) for n in (1, 2))
    assert chance.x < cause.x
    assert chance.y > cause.y
    assert plane.plane.left <= chance.x < plane.plane.left + 20
    assert plane.plane.right - 20 < cause.x <= plane.plane.right
    assert plane.judged == 2


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("count", [0, 1, 9, 12])
def test_no_disc_or_name_overlaps_another(plane: Verdicts, size: tuple[int, int], count: int) -> None:
    plane.resize(*size)
    plane.show_verdicts(HEADS, spread(count), DARK)
    boxes = [Box(disc.x - 9, disc.y - 9, disc.x + 9, disc.y + 9) for disc in plane.discs]
    boxes += [disc.name for disc in plane.discs if disc.name]
    assert not [(a, b) for a, b in combinations(boxes, 2) if a.hits(b)]
    assert all(box.within(Box(0, 0, *size)) for box in boxes)
    assert len(plane.discs) == 21


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(st.integers(0, 100), max_size=21),
    sureness=st.lists(st.sampled_from(Sureness), min_size=21, max_size=21),
)
def test_names_never_overlap_whatever_the_verdicts(
    plane: Verdicts, values: list[int], sureness: list[Sureness]
) -> None:
    given_verdicts = [verdict(at + 1, value, sureness[at]) for at, value in enumerate(values)]
    plane.show_verdicts(HEADS, given_verdicts, DARK)
    names = [disc.name for disc in plane.discs if disc.name]
    assert not [(a, b) for a, b in combinations(names, 2) if a.hits(b)]
    assert all(name.within(plane.plane) for name in names)


def test_a_click_on_a_disc_picks_its_case(plane: Verdicts, qtbot: QtBot) -> None:
    plane.show_verdicts(HEADS, [verdict(14, 62)], DARK)
    for chapter in (14, 7):  # judged, not yet judged
        disc = next(disc for disc in plane.discs if disc.head.chapter == chapter)
        with qtbot.waitSignal(plane.picked) as picked:
            qtbot.mouseClick(plane, Qt.MouseButton.LeftButton, pos=QPoint(round(disc.x), round(disc.y)))
        assert picked.args[0].case == f"case-{chapter}"


def test_the_link_leads_to_the_next_case_to_judge(plane: Verdicts, qtbot: QtBot) -> None:
    plane.show_verdicts(HEADS, [verdict(1, 62), verdict(3, 5)], DARK)
    link = plane.link
    assert link is not None
    at = QPoint(round((link.left + link.right) / 2), round((link.top + link.bottom) / 2))
    with qtbot.waitSignal(plane.picked) as picked:
        qtbot.mouseClick(plane, Qt.MouseButton.LeftButton, pos=at)
    assert picked.args[0].case == "case-2"


def test_once_all_are_judged_nothing_is_left_to_judge(plane: Verdicts) -> None:
    plane.show_verdicts(HEADS, spread(21), DARK)
    assert plane.next_unjudged is None
    assert plane.link is None
    assert not plane.grab().isNull()


def test_the_keys_go_from_disc_to_disc(plane: Verdicts, qtbot: QtBot) -> None:
    plane.show_verdicts(HEADS, [verdict(14, 62), verdict(2, 5)], DARK)
    qtbot.keyClick(plane, Qt.Key.Key_Right)
    assert "5 of 100, a guess" in plane.accessibleDescription()
    qtbot.keyClick(plane, Qt.Key.Key_Right)
    with qtbot.waitSignal(plane.picked) as picked:
        qtbot.keyClick(plane, Qt.Key.Key_Return)
    assert picked.args[0].case == "case-14"
