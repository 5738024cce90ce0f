from desktop_app.views.selection import Focus
from desktop_app.views.trail import Trail

HOME, FIRST, SECOND, THIRD = Focus(), Focus("first"), Focus("second"), Focus("third")


def test_back_and_forward_lead_along_the_same_way() -> None:
    trail = Trail()
    trail.leave(FIRST)
    trail.leave(SECOND)
    assert trail.back(THIRD) == SECOND
    assert trail.back(SECOND) == FIRST
    assert trail.back(FIRST) is None
    assert trail.forward(FIRST) == SECOND
    assert trail.forward(SECOND) == THIRD
    assert not trail.leads_forward


def test_going_elsewhere_after_a_step_back_forgets_what_lay_ahead() -> None:
    trail = Trail()
    trail.leave(FIRST)
    assert trail.back(SECOND) == FIRST
    trail.leave(FIRST)
    assert not trail.leads_forward
    assert trail.leads_back


def test_the_last_case_is_found_behind_home() -> None:
    trail = Trail()
    assert trail.last_case is None
    for place in (HOME, FIRST, SECOND, HOME):
        trail.leave(place)
    assert trail.last_case == SECOND
