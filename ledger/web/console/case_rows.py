"""The decision about records: one record and one decision at a time, or all that are alike after a page that counts
them. What is chosen stands as steps of the case until the decision takes it all together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi.responses import Response

from ledger.cases.casebook import Casebook, NoSuchCase
from ledger.cases.choices import GIVE, ITEMS, Alike
from ledger.cases.deciding import LONGEST_REASON, lacking
from ledger.cases.inside import Inside, inside_of
from ledger.cases.looking import outcome_of
from ledger.cases.meant import Meant, decide_step
from ledger.cases.moments import day, minute
from ledger.cases.projection import RecordShown
from ledger.cases.requests import WITHHELD
from ledger.cases.rows import Row
from ledger.cases.texts import Text
from ledger.judging.acts import DECISIONS
from ledger.law.catalogue import VERDICTS
from ledger.web.console.case_choice import (
    Typed,
    chosen_lines,
    chosen_words,
    faults,
    form,
    step_said,
    typed,
    typed_before,
)
from ledger.web.console.case_frame import case_page, filled, found
from ledger.web.console.case_row_list import portion
from ledger.web.console.case_words import WORDS
from ledger.web.console.choosing import ChosenMeanwhile, choose
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route
from ledger.web.console.sitting import Sitting, sit, sitting_of
from ledger.web.forms import number_in

#: Lines of one page of a list.
_PAGE = 50


def listed(console: Console, asked: Asked) -> Response:
    """Show the records by groups of those that are alike, and how far the decision has come."""
    with console.desks.one() as desk:
        case = found(desk, asked)
        if not case.ids:
            return case_page(console, asked, case, "case_unidentified.html", "tab_records", tab="/records")
        sitting = sitting_of(console, asked, desk, case)
    groups, at = sitting.groups, _from(asked)
    return case_page(
        console, asked, case, "case_records.html", "tab_records", tab="/records", **_progress(sitting),
        lines=[_line(sitting, group) for group in groups[at : at + _PAGE]], at=at, page=_PAGE, groups=len(groups),
        deciding=case.stage == "decision", first=next(iter(sitting.mine), None), next=sitting.next_after(""),
    )  # fmt: skip


def anew(console: Console, asked: Asked) -> Response:
    """Look again, as of the ledger's present head. What was chosen about records that are as they were stands."""
    with console.desks.one() as desk:
        case = found(desk, asked)
    console.looks.anew(case)
    return to(asked, f"/cases/{case.number}/records")


def row(console: Console, asked: Asked) -> Response:
    """Show one record: as the person would see it, beside the inside view and the list of all; or lead to the one of
    the number that was asked for."""
    if "place" not in asked.query:
        return _row(console, asked, None, {})
    with console.desks.one() as desk:
        sitting = sit(console, asked, desk)
    place, order = number_in(asked.query["place"]), list(sitting.mine)
    if not 1 <= place <= len(order):
        return _row(console, asked, None, {"place": filled(WORDS["place_wrong"], f"{len(order):,}")})
    return to(asked, f"/cases/{sitting.case.number}/records/{order[place - 1]}")


def row_chosen(console: Console, asked: Asked) -> Response:
    """Enter the choice about one record, and go on to the next."""
    record = asked.params["record"]
    with console.desks.one() as desk:
        sitting = sit(console, asked, desk)
        made = _within(sitting, record)
        told = typed(asked, made)
        errors = faults(told, made)
        if errors:
            return _row(console, asked, told, errors)
        marks = frozenset({made.mark, made.group})
        try:
            case = choose(console, asked, desk, sitting.case, marks, _turn(asked), made.mark, step_said(told))
        except ChosenMeanwhile:
            return _row(console, asked, told, {"choice": WORDS["chosen_meanwhile"]}, 409)
        following = sitting_of(console, asked, desk, case).next_after(record)
    behind = f"/records/{following}" if following is not None else "/decide"
    return to(asked, f"/cases/{case.number}{behind}")


def alike(console: Console, asked: Asked) -> Response:
    """Count the records that are alike, before they are decided together."""
    return _alike(console, asked, None, {})


def alike_chosen(console: Console, asked: Asked) -> Response:
    """Enter one choice about all records that are alike."""
    with console.desks.one() as desk:
        sitting = sit(console, asked, desk)
        group = _group(sitting, asked.params["mark"])
        first = sitting.mine[next(iter(group.records))]
        told = typed(asked, first)
        errors = faults(told, first)
        if errors:
            return _alike(console, asked, told, errors)
        marks = frozenset({group.mark, *group.records.values()})
        try:
            case = choose(console, asked, desk, sitting.case, marks, _turn(asked), group.mark, step_said(told))
        except ChosenMeanwhile:
            return _alike(console, asked, told, {"choice": WORDS["chosen_meanwhile"]}, 409)
        left = sitting_of(console, asked, desk, case).left
    return to(asked, f"/cases/{case.number}{'/records' if left else '/decide'}")


def summed_up(console: Console, asked: Asked) -> Response:
    """Show what the decision comes to, before it is made."""
    return _summed_up(console, asked, {})


def decided(console: Console, asked: Asked) -> Response:
    """Make the decision of all that was chosen, if the case stands as it was looked at."""
    with console.desks.one() as desk:
        sitting = sit(console, asked, desk)
        case, rows = sitting.case, sitting.rows
        if asked.form.get("as_of") != str(rows.as_of) or asked.form.get("turn") != str(case.turn):
            return _summed_up(console, asked, {"moved": WORDS["moved_meanwhile"]}, 409)
        if not sitting.complete:
            return to(asked, f"/cases/{case.number}/records")
        explained = asked.form.get("explained", "").strip()
        if len(explained) > LONGEST_REASON:
            return _summed_up(console, asked, {"explained": filled(WORDS["too_long_by"], LONGEST_REASON)})
        meant = replace(_meant(sitting), explained=explained)
        after = Casebook(desk.connection, desk.vault).step(
            case.number, asked.who.officer, asked.reason or "request", "case decide",
            decide_step(case, meant, rows.as_of, asked.who.range, lambda _: rows),
            asked.now, console.desks.registers(), case.turn,
        )  # fmt: skip
    return to(asked, f"/cases/{after.number}")


def shown_lines(record: RecordShown) -> list[tuple[str, list[tuple[Text, Text, bool]]]]:
    """Return a record as the person would read it: its two blocks, each with its lines (label, words, recorded)."""
    return [
        (block, [(fact.label, fact.words, fact.recorded) for fact in facts])
        for block, facts in (("granted", record.granted_by_act), ("added", record.added_by_operator)) if facts
    ]  # fmt: skip


def consent_lines(inside: Inside | None) -> list[tuple[Text, Text, bool, bool]]:
    """Return the consents of an inside view: what became of each, when, whether before the act, whether told late."""
    told = inside.consents if inside is not None else ()
    return [
        (WORDS.get(f"consent_{one.change}", Text(one.change, one.change)), minute(one.at), one.before, one.late)
        for one in told
    ]  # fmt: skip


def _meant(sitting: Sitting) -> Meant:
    """Return what was chosen so far as one decision."""
    made = sitting.chosen
    return Meant(
        sitting.rows.as_of,
        {record: one.choice for record, one in made.items() if one.choice in WITHHELD},
        [record for record, one in made.items() if one.confirms],
        left_out={record: one.left_out for record, one in made.items() if one.left_out},
    )


def _row(
    console: Console, asked: Asked, made_of_it: Typed | None, errors: Mapping[str, Text], status: int = 200
) -> Response:  # fmt: skip
    record = asked.params["record"]
    with console.desks.one() as desk:
        sitting = sit(console, asked, desk)
        made, case = _within(sitting, record), sitting.case
        inside = inside_of(desk.connection, desk.vault, console.desks.registers(), made.kept, sitting.rows.as_of)
    group, order = sitting.rows.groups[made.group], list(sitting.mine)
    stands = sitting.chosen.get(record)
    fields = form(asked, made_of_it or typed_before(stands), made)
    return case_page(
        console, asked, case, "case_row.html", "row", status=status, errors=errors,
        typed={**fields.pop("typed_choice"), "turn": str(case.turn), "place": asked.query.get("place", "")},
        **fields, **_progress(sitting), record=record, place=order.index(record) + 1,
        listed=portion(order, sitting.chosen, record, asked.query.get("list", "")),
        heading=made.shown.heading, blocks=shown_lines(made.shown),
        amendments=[amendment.words for amendment in made.shown.amendments], inside=inside,
        consents=consent_lines(inside),
        group=group, alike=len(group.records), stands=stands, deciding=case.stage == "decision",
        at_second=case.stage == "second", stands_lines=chosen_lines(stands, made) if stands else [],
    )  # fmt: skip


def _alike(
    console: Console, asked: Asked, made_of_it: Typed | None, errors: Mapping[str, Text], status: int = 200
) -> Response:  # fmt: skip
    with console.desks.one() as desk:
        sitting = sit(console, asked, desk)
    group, case, at = _group(sitting, asked.params["mark"]), sitting.case, _from(asked)
    made = [sitting.mine[record] for record in group.records]
    fields, judged = form(asked, made_of_it or Typed(), made[0]), made[0].judged
    return case_page(
        console, asked, case, "case_alike.html", "alike", status=status, errors=errors,
        typed={**fields.pop("typed_choice"), "turn": str(case.turn)}, **fields, group=group, count=len(made),
        blocks=shown_lines(made[0].shown), line=_line(sitting, group), at=at, page=_PAGE,
        explained=Text(judged.explained.ja, judged.explained.en) if judged is not None else None,
        rows=[
            (record, day(sitting.rows.rows[record].kept.happened_at), _chosen_words(sitting, record))
            for record in list(group.records)[at : at + _PAGE]
        ],
        deciding=case.stage == "decision", sent_back=case.sent_back,
    )  # fmt: skip


def _summed_up(
    console: Console, asked: Asked, errors: Mapping[str, Text], status: int = 200
) -> Response:  # fmt: skip
    with console.desks.one() as desk:
        sitting = sit(console, asked, desk)
    rows, case = sitting.rows, sitting.case
    counts, meant = Counter(made.choice for made in sitting.chosen.values()), _meant(sitting)
    outcome = outcome_of(len(rows.rows), len(meant.withheld), len(meant.left_out))
    told = Counter(rows.rows[record].kept.verdict for record in meant.confirm or ())
    return case_page(
        console, asked, case, "case_decide.html", "decide", status=status, errors=errors,
        typed={
            "as_of": str(rows.as_of), "turn": str(case.turn), "explained": asked.form.get("explained", ""),
        }, explains=outcome in ("part", "refused"), **_progress(sitting), complete=sitting.complete,
        counts=[
            (WORDS[f"withhold_{choice}" if choice in WITHHELD else f"choice_{choice}"], counts[choice])
            for choice in (GIVE, ITEMS, *WITHHELD) if counts[choice]
        ],
        told=[(Text(*VERDICTS[verdict]), count) for verdict, count in sorted(told.items())],
        checking=len(rows.rows) - len(meant.withheld) - told.total(),
        outcome=WORDS[f"outcome_{outcome}"], needs_second=outcome in ("part", "refused") or told["violation"] > 0,
        deciding=case.stage == "decision", held_up=lacking(case) is not None,
    )  # fmt: skip


def _progress(sitting: Sitting) -> dict[str, Any]:
    total = len(sitting.mine)
    return {
        "sent_back": sitting.case.sent_back, "total": total, "left": sitting.left, "done": total - sitting.left,
        "beyond": sitting.beyond,
        "looked_at": minute(sitting.rows.made_at), "as_of": sitting.rows.as_of,
    }  # fmt: skip


def _line(sitting: Sitting, group: Alike) -> dict[str, Any]:
    """Return one line of the list: what is alike in the group, its days, and what was chosen about it."""
    records = [sitting.mine[record] for record in group.records if record in sitting.mine]
    times = [one.kept.happened_at for one in records]
    facts = {fact.code: fact.words for fact in (*records[0].shown.granted_by_act, *records[0].shown.added_by_operator)}
    counts = Counter(chosen_words(made) for record in group.records if (made := sitting.chosen.get(record)))
    verdict = records[0].kept.verdict
    return {
        "mark": group.mark, "record": records[0].shown.record_id, "count": len(records),
        "first": day(min(times)), "last": day(max(times)), "name": facts["recipient_name"], "items": facts["items"],
        "purpose": facts["purpose"], "ground": facts["ground"], "role": records[0].shown.role, "verdict": verdict,
        "verdict_words": Text(*VERDICTS[verdict]), "left": len(records) - counts.total(),
        "chosen": list(counts.items()),
    }  # fmt: skip


def _chosen_words(sitting: Sitting, record: str) -> Text | None:
    made = sitting.chosen.get(record)
    return chosen_words(made) if made is not None else None


def _within(sitting: Sitting, record: str) -> Row:
    """Return a record within the officer's range. Raises NoSuchCase, so that others look like none."""
    if record not in sitting.mine:
        raise NoSuchCase("record")
    return sitting.mine[record]


def _group(sitting: Sitting, mark: str) -> Alike:
    """Return a group that lies within the officer's range. Raises NoSuchCase."""
    group = sitting.rows.groups.get(mark)
    if group is None or not group.records.keys() <= sitting.mine.keys():
        raise NoSuchCase("group")
    return group


def _turn(asked: Asked) -> int:
    return number_in(asked.form.get("turn", ""))


def _from(asked: Asked) -> int:
    return number_in(asked.query.get("from", "0"))


_ROWS = "/cases/{number}/records"
ROUTES = (
    Route("GET", _ROWS, DECISIONS, listed, personal=True),
    Route("POST", _ROWS, DECISIONS, anew, personal=True),
    Route("GET", _ROWS + "/{record}", DECISIONS, row, personal=True),
    Route("POST", _ROWS + "/{record}", DECISIONS, row_chosen, personal=True),
    Route("GET", "/cases/{number}/alike/{mark}", DECISIONS, alike, personal=True),
    Route("POST", "/cases/{number}/alike/{mark}", DECISIONS, alike_chosen, personal=True),
    Route("GET", "/cases/{number}/decide", DECISIONS, summed_up, personal=True),
    Route("POST", "/cases/{number}/decide", DECISIONS, decided, personal=True),
)
