"""The second officer's look: what the first chose and why, group by group; then agreeing, or sending it back."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import Response

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook, NoSuchCase
from ledger.cases.choices import AGREES, DIFFERS, SECOND, Choice
from ledger.cases.grounds import grounds_of
from ledger.cases.inside import inside_of
from ledger.cases.moments import day
from ledger.cases.tasks import own_decision
from ledger.cases.texts import Text
from ledger.cases.to_second import Part, parts
from ledger.judging.acts import DECISIONS
from ledger.web.console.case_choice import MOST_CHARACTERS, chosen_lines, chosen_words
from ledger.web.console.case_frame import case_page, filled, found, word
from ledger.web.console.case_rows import consent_lines, shown_lines
from ledger.web.console.case_words import WORDS
from ledger.web.console.choosing import ChosenMeanwhile, choose
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route
from ledger.web.console.sitting import Sitting, sitting_of
from ledger.web.forms import number_in


def listed(console: Console, asked: Asked) -> Response:
    """Show what is withheld and why, and what was said of it so far."""
    return _listed(console, asked, {}, {})


def finished(console: Console, asked: Asked) -> Response:
    """Agree to the decision, or send it back: for records as the looks at them say, otherwise as the form does."""
    with console.desks.one() as desk:
        case = found(desk, asked)
        if case.stage != "second" or asked.form.get("turn") != str(case.turn):
            return to(asked, f"/cases/{case.number}/second")
        typed = {name: asked.form.get(name, "") for name in ("choice", "text", "names")}
        sitting = sitting_of(console, asked, desk, case) if _by_records(case) else None
        if sitting is not None and sitting.beyond:
            return to(asked, f"/cases/{case.number}/second")
        if sitting is not None and (there := _parts(sitting)):
            said = _said_of(case)
            if not there.keys() <= said.keys():
                return to(asked, f"/cases/{case.number}/second")
            against = [one for mark, one in said.items() if mark in there and one.choice == DIFFERS]
            agrees, why = not against, "\n".join(one.text for one in against)
        else:
            errors = _faults(typed)
            if errors:
                return _listed(console, asked, typed, errors)
            agrees, why = typed["choice"] == AGREES, typed["text"]
        if agrees and case.decision is not None and case.decision.explained and not typed["names"]:
            return _listed(console, asked, typed, {"names": WORDS["names_missing"]})
        Casebook(desk.connection, desk.vault).step(
            case.number, asked.who.officer, asked.reason or "request", "case second",
            {"agrees": agrees, "why": why, "names_nobody_else": bool(typed["names"])}, asked.now,
            console.desks.registers(), case.turn,
        )  # fmt: skip
    return to(asked, f"/cases/{case.number}")


def part(console: Console, asked: Asked) -> Response:
    """Show records that are withheld together: as the person would see them, the inside view, and the first officer's
    choice with its reason."""
    return _part(console, asked, None, {})


def part_said(console: Console, asked: Asked) -> Response:
    """Enter what the second officer says of them, and go on to the next."""
    typed = {name: asked.form.get(name, "") for name in ("choice", "text")}
    errors = _faults(typed)
    if errors:
        return _part(console, asked, typed, errors)
    with console.desks.one() as desk:
        case = found(desk, asked)
        there = _parts(sitting_of(console, asked, desk, case))
        mark = asked.params["mark"]
        if mark not in there or case.stage != "second":
            return to(asked, f"/cases/{case.number}/second")
        try:
            after = choose(
                console, asked, desk, case, frozenset({mark}), number_in(asked.form.get("turn", "")), mark, typed
            )
        except ChosenMeanwhile:
            return _part(console, asked, typed, {"choice": WORDS["chosen_meanwhile"]}, 409)
        said = _said_of(after)
        following = next((one for one in there if one not in said), None)
    return to(asked, f"/cases/{case.number}/second{f'/{following}' if following else ''}")


def _listed(
    console: Console, asked: Asked, typed: Mapping[str, str], errors: Mapping[str, Text]
) -> Response:  # fmt: skip
    with console.desks.one() as desk:
        case = found(desk, asked)
        sitting = sitting_of(console, asked, desk, case) if case.ids and _by_records(case) else None
    said = _said_of(case)
    there = _parts(sitting) if sitting is not None else {}
    against = any(mark in there and one.choice == DIFFERS for mark, one in said.items())
    return case_page(
        console, asked, case, "case_second.html", "second", errors=errors,
        typed={"choice": "", "text": "", "names": "", **typed, "turn": str(case.turn)}, case=case,
        own=own_decision(case, asked.who.officer), records=_by_records(case),
        given=len(sitting.rows.rows) - sum(len(one.group.records) for one in there.values() if one.ground)
        if sitting else 0,
        parts=[
            _line(sitting, mark, one, said.get(mark)) for mark, one in there.items() if sitting is not None
        ],
        left=sum(mark not in said for mark in there), against=against, beyond=sitting.beyond if sitting else False,
        outcome=WORDS[f"outcome_{case.decision.outcome}"] if case.decision else None,
        choices=[(one, word(asked, f"choice_{one}"), "") for one in (AGREES, DIFFERS)],
        grounds=[
            grounds_of(case.kind.code)[one].words for one in (case.decision.grounds if case.decision else ())
        ],
    )  # fmt: skip


def _part(
    console: Console, asked: Asked, typed: Mapping[str, str] | None, errors: Mapping[str, Text], status: int = 200
) -> Response:  # fmt: skip
    mark = asked.params["mark"]
    with console.desks.one() as desk:
        case = found(desk, asked)
        sitting = sitting_of(console, asked, desk, case)
        there = _parts(sitting)
        if mark not in there or not there[mark].group.records.keys() <= sitting.mine.keys():
            raise NoSuchCase("records")
        records = [sitting.mine[record] for record in there[mark].group.records]
        inside = inside_of(
            desk.connection, desk.vault, console.desks.registers(), records[0].kept, sitting.rows.as_of
        )  # fmt: skip
    said = _said_of(case)
    stands = said.get(mark)
    if typed is None:
        typed = {"choice": stands.choice if stands else "", "text": stands.text if stands else ""}
    return case_page(
        console, asked, case, "case_second_part.html", "second", status=status, errors=errors,
        typed={**typed, "turn": str(case.turn)}, mark=mark, line=_line(sitting, mark, there[mark], stands),
        choice=chosen_lines(sitting.chosen[records[0].shown.record_id], records[0]),
        heading=records[0].shown.heading, blocks=shown_lines(records[0].shown), inside=inside,
        consents=consent_lines(inside),
        place=list(there).index(mark) + 1, total=len(there), left=sum(one not in said for one in there),
        own=own_decision(case, asked.who.officer), deciding=case.stage == "second",
        choices=[(one, word(asked, f"choice_{one}"), "") for one in (AGREES, DIFFERS)],
    )  # fmt: skip


def _by_records(case: Case) -> bool:
    """Tell whether the decision is about records one by one, and not a reply or a refusal as a whole."""
    return case.decision is not None and case.gives_records


def _parts(sitting: Sitting) -> dict[str, Part]:
    decision = sitting.case.decision
    reasons = {record: choice.text for record, choice in sitting.chosen.items()}
    return parts(sitting.rows, decision, reasons) if decision is not None else {}


def _said_of(case: Case) -> dict[str, Choice]:
    """Return the latest that a second officer said, by what it is about."""
    return {one.about: one for one in case.choices if one.choice in SECOND}


def _line(sitting: Sitting, mark: str, one: Part, said: Choice | None) -> dict[str, object]:
    records = [sitting.rows.rows[record] for record in one.group.records]
    times = [record.kept.happened_at for record in records]
    facts = {fact.code: fact.words for fact in (*records[0].shown.granted_by_act, *records[0].shown.added_by_operator)}
    first = sitting.chosen[records[0].shown.record_id]
    return {
        "mark": mark, "count": len(records), "first": day(min(times)), "last": day(max(times)),
        "name": facts["recipient_name"], "items": facts["items"], "chosen": chosen_words(first),
        "officer": first.officer, "why": one.why, "said": said and WORDS[f"choice_{said.choice}"],
        "said_text": said.text if said is not None else "",
    }  # fmt: skip


def _faults(typed: Mapping[str, str]) -> dict[str, Text]:
    errors: dict[str, Text] = {}
    if typed["choice"] not in SECOND:
        errors["choice"] = WORDS["second_missing"]
    elif typed["choice"] == DIFFERS and not typed["text"]:
        errors["text"] = WORDS["differs_why_missing"]
    if len(typed["text"]) > MOST_CHARACTERS:
        errors["text"] = filled(WORDS["too_long_by"], MOST_CHARACTERS)
    return errors


ROUTES = (
    Route("GET", "/cases/{number}/second", DECISIONS, listed, personal=True),
    Route("POST", "/cases/{number}/second", DECISIONS, finished, personal=True),
    Route("GET", "/cases/{number}/second/{mark}", DECISIONS, part, personal=True),
    Route("POST", "/cases/{number}/second/{mark}", DECISIONS, part_said, personal=True),
)
