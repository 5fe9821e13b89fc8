"""A case as the API tells it to the person themselves: no more than they read at the window."""

from __future__ import annotations

from ledger.cases.case import Case
from ledger.cases.casebook import readable
from ledger.cases.deadline import deadline
from ledger.cases.grounds import grounds_of
from ledger.cases.mail.address import masked
from ledger.cases.moments import rfc3339
from ledger.cases.part import PartShown
from ledger.cases.parts import parts_shown
from ledger.cases.stopped_before import stopped_before
from ledger.cases.stopping import stop_now, told_of_stop
from ledger.cases.texts import Text
from ledger.web.api import answers, own_answers
from ledger.web.api.calls import Seat
from ledger.web.receiving import formats


def state_of(at: Seat, case: Case) -> own_answers.State:
    """Return where a case stands."""
    state = stop_now(at.desk.connection, at.registers, case, at.now)
    before = stopped_before(at.desk.connection, at.registers, case, at.now)
    stop = before if state.state == "none" else state.words
    due = deadline(case, at.now)
    assert case.stage != "second", "a person is not told of the second officer"
    assert case.stage != "answer", "nor that an answer was decided, before its tick"
    pending = case.stage not in ("answered", "closed")
    return own_answers.State(
        number=readable(case.number), kind=case.kind.code, arrived=case.arrived.isoformat(),
        stage=case.stage,
        due=due.due.isoformat() if pending else None, due_ja=due.words.ja if pending else None,
        due_en=due.words.en if pending else None,
        suit_from=due.suit_from.isoformat() if pending and due.suit_from is not None else None,
        closed_because=case.closed_because, formats=formats(at.desk.issuer) if case.gives_records else [],
        receive_until=None if case.code is None else rfc3339(case.code.until),
        code_until=None if case.code is None or case.code.digest is None else rfc3339(case.code.valid_until),
        stop=None if stop is None else _words(stop),
        proof_sent_to=masked(case.proof.address) if case.stage == "identity" and case.proof is not None
        and case.proof.open_at(at.now) else None,
        thread=[
            own_answers.OwnMessage(from_you=one.from_person, at=rfc3339(one.at), text=one.text) for one in case.thread
        ],
        files=[
            own_answers.OwnFile(kind=one.kind, bytes=one.size, at=rfc3339(one.at), destroyed=one.destroyed)
            for one in case.files if one.from_person
        ],
    )  # fmt: skip


def reply_of(at: Seat, case: Case) -> own_answers.Reply:
    """Return the answer to a request for something else than records, or a refusal of records as a whole."""
    decision = case.decision
    assert decision is not None, "an answer was decided"
    grounds = [(code, grounds_of(case.kind.code)[code].words) for code in decision.grounds]
    return own_answers.Reply(
        reply=case.stops.in_hand or decision.text, measure=decision.measure, explained=decision.explained,
        stop=[_words(one) for one in told_of_stop(case)], sued_over=case.kind.sued_over,
        grounds=[answers.CodeTold(code=code, ja=words.ja, en=words.en) for code, words in grounds],
        parts=[_part(part) for part in parts_shown(at.desk.connection, at.desk.vault, case)],
    )  # fmt: skip


def _part(part: PartShown) -> own_answers.PartTold:
    service = own_answers.ServiceTold(code=part.source, ja=part.name.ja, en=part.name.en)
    because = part.because
    return own_answers.PartTold(
        service=service, outcome=part.outcome, told_ja=part.told.ja, told_en=part.told.en, text=part.text,
        ground=None if because is None else answers.CodeTold(code=part.ground, ja=because.ja, en=because.en),
        data=[own_answers.DataTold(item_ja=item.ja, item_en=item.en, value_ja=value.ja, value_en=value.en)
              for item, value in part.held],
    )  # fmt: skip


def _words(text: Text) -> answers.WordsTold:
    return answers.WordsTold(ja=text.ja, en=text.en)
