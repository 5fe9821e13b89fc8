"""Looks at a case, by the staff and by the person, as the audit sees them."""

from __future__ import annotations

from tests.integration.attacks.attackers import attacking, audited
from tests.integration.pages import Browser
from tests.integration.windows import FIRST, ask, identified, staff, told, window
from tests.integration.world import World

__all__ = ["told", "window"]


def test_a_look_is_no_fault_and_a_look_made_a_step_of_the_case_is(told: World, window: Browser) -> None:
    theirs = ask(window)
    assert window.post("/ja/follow", theirs).status == 200
    staff(told, "case", "show", theirs["number"], *FIRST)
    identified(told, theirs["number"])
    told.settle()
    assert audited(told).faults == ()
    with attacking(told) as attacker:
        attacker.execute(
            "update intake set case_id = (select case_id from intake where command = 'case open')"
            " where command in ('case show', 'case follow')"
        )
    assert [one.kind for one in audited(told).faults] == ["intake_changed", "intake_changed"]
