"""No path tells a verdict that nobody confirmed: whatever is judged when, decided, answered and supplemented."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.cases import csv, html, json, verdicts
from ledger.cases.case import Case, Confirmation
from ledger.cases.folding import after, fold
from ledger.cases.letters.plain import text
from ledger.cases.meant import Meant, decide_step
from ledger.cases.pdf import answer as as_letter
from ledger.cases.projection import Projection, project
from ledger.cases.rows import Row, Rows
from ledger.cases.steps import StepRefused
from ledger.cases.texts import SENTENCES
from ledger.cases.verdicts import TELLABLE, Judged, verdicts_told
from ledger.judging.ranges import EVERYTHING
from ledger.judging.records import RecordRow
from ledger.law.words import Sentence
from tests.unit.cases.case_steps import AGREE, IDENTIFY, opened, step

RECORDS = tuple(f"{n:032x}" for n in range(3))
#: By record its judgements, each with the head size from which it is current.
History = Mapping[str, list[tuple[int, Judged]]]
VERDICTS = ("lawful", "violation", "undetermined", "not_provision")
ANY: Any = None


@st.composite
def histories(draw: st.DrawFn) -> History:
    found = {}
    for record in RECORDS:
        later = sorted(draw(st.sets(st.integers(1, 9), max_size=3)))
        found[record] = [
            (size, Judged(
                f"{record}-{size}", draw(st.sampled_from(VERDICTS)), "consent", "consent_in_scope", "27(1)", (),
                Sentence("x", "x"),
            )) for size in (0, *later)
        ]  # fmt: skip
    return found


def current(history: History, record: str, as_of: int) -> Judged:
    return [judged for size, judged in history[record] if size < as_of][-1]


DECISIONS = st.lists(
    st.tuples(st.integers(1, 4), st.sets(st.sampled_from(RECORDS)), st.none() | st.sets(st.sampled_from(RECORDS))),
    min_size=1, max_size=3,
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(history=histories(), made=DECISIONS)
def test_no_path_tells_an_unconfirmed_verdict(
    make_record: Any, make_answer: Any, history: History, made: list[tuple[int, set[str], set[str] | None]]
) -> None:
    records = [make_record(record_id=record) for record in RECORDS]
    whole = project(make_answer(*records))
    case, size, confirmed = fold([opened(), IDENTIFY]), 0, set[tuple[str, Confirmation]]()
    for grows, withheld, confirm in made:
        size += grows
        seen = {one.record_id: current(history, one.record_id, size) for one in whole.records}
        meant = Meant(size, dict.fromkeys(withheld, "33(2)i"), confirm)
        means = set(RECORDS) - withheld if confirm is None else confirm
        possible = means.isdisjoint(withheld) and all(seen[record].verdict in TELLABLE for record in means)
        try:
            said = decide_step(case, meant, size, EVERYTHING, lambda _, seen=seen, size=size: rows(whole, seen, size))
        except StepRefused:
            assert not possible
            continue
        assert possible and said["confirmed"].keys() == means
        confirmed |= {(record, Confirmation(seen[record].judgement, seen[record].verdict)) for record in means}
        case = answered(case, said, any(seen[record].verdict == "violation" for record in means))
        shown = given_out(case, history, make_answer(*records))
        for one in shown.records:
            now = current(history, one.record_id, size)
            assert one.verdict in (None, now.verdict)
            if one.verdict is not None:
                assert (one.record_id, Confirmation(now.judgement, now.verdict)) in confirmed
        if not shown.tells_verdicts:
            tells_none(shown)
        case = after(case, step("supplement"))


def rows(whole: Projection, seen: Mapping[str, Judged], size: int) -> Rows:
    return Rows(size, 0, ANY, {one.record_id: Row(one, KEPT, seen[one.record_id], "m", "g")
                               for one in whole.records}, {})  # fmt: skip


KEPT = RecordRow(
    0, b"", b"", "crm", 0, 1, 1, 0, 0, "aozora", (), "p", "consent", "lawful", "consent", "statutory", (), None, None,
    None,
)  # fmt: skip


def answered(case: Case, said: dict[str, Any], violation: bool) -> Case:
    """Decide, look a second time where it takes two, and release."""
    case = after(case, step("decide", **said))
    if violation:
        assert case.stage == "second", "one officer alone admits nothing"
    if case.stage == "second":
        case = after(case, AGREE)
    return after(case, step("answer", code_digest="d", code_until=2**62))


def given_out(case: Case, history: History, answer: Any) -> Projection:
    """What the person is given, by a ledger that judged so."""
    assert case.decision is not None

    def judged(_c: Any, _v: Any, _p: Any, wanted: Any, as_of: int) -> dict[str, Judged]:
        return {record: current(history, record, as_of) for record in wanted}

    with patch.object(verdicts, "judged", judged):
        told = verdicts_told(ANY, ANY, (), case.decisions, case.decision.as_of)
    return project(answer, case.decision.withheld, told)


def tells_none(shown: Projection) -> None:
    """See that no document says a verdict."""
    written = [render(shown).decode() for render in (json.render, csv.render)]
    written += [text(as_letter(shown, "ABCDE-FGHJK", language)) for language in ("ja", "en")]
    assert all("判断しています" not in one and "We judge" not in one for one in written)
    page = html.render(shown).decode()
    assert 'class="chip ' not in page and (not shown.records or SENTENCES["being_checked"].ja in page)
