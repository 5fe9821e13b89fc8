"""Cases and records as the API tells them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ledger.cases.case import Case
from ledger.cases.casebook import readable
from ledger.cases.deadline import deadline
from ledger.cases.deciding import lacking
from ledger.cases.files.filed import Filed
from ledger.cases.keeping import CaseKeeping, goes_from, standings
from ledger.cases.late import Late
from ledger.cases.moments import rfc3339
from ledger.cases.projection import RecordShown
from ledger.cases.ranged import covers
from ledger.cases.retention_words import CASES
from ledger.cases.rows import Row, Rows
from ledger.cases.service_tasks import ServiceTask
from ledger.cases.stop_progress import StopProgress
from ledger.cases.stops import StopScope
from ledger.cases.verdicts import TELLABLE
from ledger.judging.ranges import Range
from ledger.law.days import calendar, jst_day
from ledger.vault.catalogue import KeyCatalogue
from ledger.web.api.answers import (
    AgentTold,
    CaseTold,
    ClosingTold,
    CodeTold,
    ConfirmedId,
    ConfirmedTold,
    Decided,
    EffectTold,
    FactTold,
    FileTold,
    LateTold,
    LeftOutTold,
    LetterTold,
    Line,
    Looked,
    MessageTold,
    NoteTold,
    RecordTold,
    Retention,
    ScopeTold,
    StopTold,
    TaskTold,
    WithheldTold,
)


def line(case: Case, now: int) -> Line:
    """Return a case as a list tells it."""
    due = deadline(case, now)
    return Line(
        number=readable(case.number), kind=case.kind.code, channel=case.channel, arrived=case.arrived.isoformat(),
        due=due.due.isoformat(), days_left=due.days_left, suit_from=_day(due.suit_from), stage=case.stage,
        turn=case.turn,
    )  # fmt: skip


def whole(case: Case, stops: Sequence[StopProgress], now: int, late: Late) -> CaseTold:
    """Return a case as the staff see it; never its secret or code, of which nobody knows more than a digest. ``late``:
    what came to be known after its answer."""
    closing = case.stops.closing
    return CaseTold(
        **line(case, now).model_dump(), language=case.language, received_at=rfc3339(case.received_at),
        asked=case.asked, contact=case.contact, claimed=case.claimed, email=case.address,
        agent=_agent(case), protected=case.protected, unsafe=case.unsafe, fee=case.fee, fee_settled=case.fee_settled,
        mail_undelivered=any(mailed.outcome == "given_up" for mailed in case.mails),
        ids=[ConfirmedId(namespace=one.namespace, id=one.number) for one in case.ids],
        identified_by=case.identified_by, decision=_decision(case), stops=[_stop(one) for one in stops],
        closing=None if closing is None else ClosingTold(because=closing.because, officer=closing.officer),
        answered_at=_instant(case.answered_at), opened=case.opened,
        code_until=None if case.code is None else rfc3339(case.code.until),
        notes=[NoteTold(officer=by, made_at=rfc3339(at), text=text) for by, at, text in case.notes],
        owner=case.owner, paused_for=case.clock.paused_for,
        extended=_day(case.clock.extended.until if case.clock.extended is not None else None),
        thread=[
            MessageTold(officer=None if one.from_person else one.officer, at=rfc3339(one.at), text=one.text)
            for one in case.thread
        ],
        letters=[
            LetterTold(
                kind=one.kind, language=one.language, number=one.number, sha256=one.sha256, officer=one.officer,
                at=rfc3339(one.at),
            ) for one in case.letters
        ],
        closed_because=case.closed_because, also_data=case.also_data, since=_day(case.wishes.since),
        until=_day(case.wishes.until), delivery=case.wishes.delivery,
        late=LateTold(records=len(late.came), verdicts=len(late.changed)),
        tasks=[_task(task, calendar(jst_day(now))) for task in case.tasks],
    )  # fmt: skip


def _task(task: ServiceTask, today: date) -> TaskTold:
    report = task.report
    return TaskTold(
        task=task.task, source=task.source, kind=task.kind, due=task.due.isoformat(), state=task.state(today),
        announced=task.announced, outcome=report.outcome if report else None, ground=report.ground if report else None,
        rows=len(report.held) if report else 0, unread=task.unread, by=report.by if report else None,
    )  # fmt: skip


def looked(case: Case, rows: Rows, as_of: int, range_: Range) -> Looked:
    """Return what the person would be given, as far as the officer may see it."""
    mine = [row for row in rows.rows.values() if covers(range_, case, row.kept)]
    return Looked(
        turn=case.turn, as_of=as_of, beyond=len(mine) < len(rows.rows), records=[_record(row) for row in mine]
    )


def _record(row: Row) -> RecordTold:
    shown, judged = row.shown, row.judged
    words = judged.words(shown.role) if judged is not None and judged.verdict in TELLABLE else None
    return RecordTold(
        record=shown.record_id, role=shown.role, heading_ja=shown.heading.ja, heading_en=shown.heading.en,
        verdict=row.kept.verdict, basis=row.kept.basis, decided_by=judged.article or None if judged else None,
        confirmed_ja=words and words.ja, confirmed_en=words and words.en,
        items=[CodeTold(code=item.code, ja=item.ja, en=item.en) for item in row.items], facts=facts_of(shown),
    )  # fmt: skip


def facts_of(shown: RecordShown) -> list[FactTold]:
    """Return the lines of a record as the person would read them, what the Act grants first."""
    return [
        FactTold(code=fact.code, ja=fact.words.ja, en=fact.words.en, granted_by_act=granted)
        for granted, facts in ((True, shown.granted_by_act), (False, shown.added_by_operator)) for fact in facts
    ]  # fmt: skip


def file_told(one: Filed) -> FileTold:
    """Return what is told of a file: never what it was called, nor what is in it."""
    return FileTold(
        file=one.file_id, kind=one.kind, bytes=one.size, sha256=one.sha256,
        officer=None if one.from_person else one.officer, at=rfc3339(one.at), shows_identity=one.shows_identity,
        given_out=one.given_out, destroyed=one.destroyed,
    )  # fmt: skip


def retention_told(case: Case, kept: CaseKeeping, keys: KeyCatalogue) -> Retention:
    """Return how long a case is kept."""
    ((_, stands),) = standings([case], keys, kept)
    words = CASES[stands]
    return Retention(
        standing=stands, ja=words.ja, en=words.en, goes_from=_instant(goes_from(case, keys, kept)),
        case_days=kept.days,
    )  # fmt: skip


def _agent(case: Case) -> AgentTold | None:
    agent = case.agent
    return None if agent is None else AgentTold(kind=agent.kind, name=agent.name, lacking=lacking(case))


def _stop(one: StopProgress) -> StopTold:
    told = [(source, rfc3339(since)) for source, since in one.since.items()]
    services = [*told, *((source, None) for source in one.silent)]
    return StopTold(
        stop=str(one.stop), told_at=_instant(one.told_at), stuck=one.stuck, closed=one.closed or None,
        services=[EffectTold(source=source, since=since) for source, since in sorted(services)],
    )  # fmt: skip


def _scope(scope: StopScope | None) -> ScopeTold | None:
    if scope is None:
        return None
    return ScopeTold(
        recipients=None if scope.recipients is None else list(scope.recipients),
        items=None if scope.items is None else list(scope.items),
    )  # fmt: skip


def _decision(case: Case) -> Decided | None:
    decision = case.decision
    if decision is None:
        return None
    return Decided(
        outcome=decision.outcome, officer=decision.officer, as_of=decision.as_of,
        decided_at=rfc3339(decision.decided_at), reply=decision.text, grounds=list(decision.grounds),
        measure=decision.measure, explained=decision.explained, scope=_scope(decision.scope),
        seconded_by=case.seconded_by,
        withheld=[WithheldTold(record=record, ground=ground) for record, ground in decision.withheld.items()],
        left_out=[
            LeftOutTold(record=record, item=item, ground=ground)
            for record, items in decision.left_out.items() for item, ground in items.items()
        ],
        confirmed=[
            ConfirmedTold(record=record, verdict=one.verdict) for record, one in decision.confirmed.items()
        ],
    )  # fmt: skip


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _instant(at: int | None) -> str | None:
    return None if at is None else rfc3339(at)
