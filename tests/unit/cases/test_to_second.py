"""What a second officer looks at: together only what was decided alike for the same reason."""

from __future__ import annotations

from typing import cast

from ledger.cases.case import Decision
from ledger.cases.choices import Alike
from ledger.cases.folding import fold
from ledger.cases.given import Given
from ledger.cases.rows import Rows
from ledger.cases.to_second import parts
from tests.unit.cases.case_steps import IDENTIFY, opened, step

ROWS = Rows(1, 0, cast(Given, None), {}, {"group": Alike("group", {"aa": "1", "bb": "2", "cc": "3"})})


def decision(**withheld: str) -> Decision:
    decided = step("decide", outcome="part", as_of=1, withheld=withheld, text="")
    made = fold([opened(), IDENTIFY, decided]).decision
    assert made is not None
    return made


def test_records_withheld_for_one_reason_are_agreed_to_together_and_for_two_apart() -> None:
    withheld = decision(aa="33(2)i", bb="33(2)i")
    (one,) = parts(ROWS, withheld, {"aa": "隣人の名", "bb": "隣人の名"}).values()
    assert sorted(one.group.records) == ["aa", "bb"] and one.why == "隣人の名"
    two = parts(ROWS, withheld, {"aa": "隣人の名", "bb": "捜査中"})
    assert [(sorted(each.group.records), each.why) for each in two.values()] == [
        (["aa"], "隣人の名"), (["bb"], "捜査中"),
    ]  # fmt: skip


def test_what_was_agreed_to_for_one_reason_is_not_agreed_to_for_another() -> None:
    withheld = decision(aa="33(2)i")
    marks = [next(iter(parts(ROWS, withheld, {"aa": why}))) for why in ("隣人の名", "捜査中", "隣人の名")]
    assert marks[0] == marks[2] != marks[1]


def test_what_is_given_as_it_is_takes_no_second_look_whatever_was_said_of_it() -> None:
    assert not parts(ROWS, decision(), {"aa": "何もない", "bb": ""})
