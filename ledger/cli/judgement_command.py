"""`judgement`: every judgement of one record, what led to each, and the rule that decided."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

import click
from rich.table import Table

from ledger.cases.one_record import RecordClosed, record_within
from ledger.cases.outside import outside
from ledger.cli.asking import counted, officer_options, show
from ledger.cli.desk import desk
from ledger.judging.acts import LOOKS
from ledger.judging.history import NoSuchRecord, Told, find_record, judgements_of
from ledger.judging.keeping import Keeping, keeping_of
from ledger.judging.paired import Paired, pairs_of
from ledger.judging.pairs import DIFFERENCES
from ledger.judging.records import owners_of
from ledger.judging.registered import approver
from ledger.law.catalogue import (
    MARKS,
    POLICIES,
    VERDICTS,
    answered,
    decided_by,
    duty_reason,
    explained,
    ground,
    missing,
    policy_reason,
)  # fmt: skip
from ledger.law.words import Sentence

_CAUSES: Mapping[str, Sentence] = {
    "acceptance": Sentence("遅れて届いた資料の承認", "late evidence was accepted"),
    "consent": Sentence("同意の変更", "a consent was given, changed or withdrawn"),
    "correction": Sentence("記録の訂正", "the provision was corrected or voided"),
    "link": Sentence("本人の同一性", "ids were told to be one person, or no longer"),
    "refusal": Sentence("事前の確認への答え", "an answer given before the data left"),
    "register": Sentence("登録簿の変更", "a register changed"),
    "rules": Sentence("判断規則の変更", "the rule sets changed"),
    "stop": Sentence("停止", "the person stopped provision, or a stop ended"),
    "watermark": Sentence("届くべき資料がすべて届いた", "all facts of a kind had come"),
}
_FIRST = Sentence("最初の判断", "the first judgement")
_ERASED = Sentence("消去されました", "erased")
_DECIDED = "◀"


@click.command()
@click.argument("record")
@officer_options
@click.option("--at", "size", type=click.IntRange(0), metavar="SIZE", help="As the log stood at this head size.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def judgement(record: str, officer: str, reason: str, size: int | None, as_json: bool) -> None:
    """Show every judgement of RECORD (index, or entry id in hex), the first one first. The last is the current one."""
    with desk("judgement", officer, reason, LOOKS) as at:
        if size is not None and size > at.as_of:
            raise click.BadParameter(f"the log has {at.as_of} entries; name that or fewer", param_hint="--at")
        as_of = at.as_of if size is None else size
        idx = find_record(at.connection, record, as_of)
        look = outside(at.connection, at.vault, at.registers, officer, at.as_of, at.now)
        found = record_within(look, officer, at.range, idx, as_of, at.now)
        if found is None:
            raise NoSuchRecord(record)
        row, closed = found
        if closed:
            raise RecordClosed
        (owner,) = owners_of(at.vault, [row])
        at.enter({"record_index": idx, "as_of": as_of}, owner)
        told = judgements_of(at.connection, at.vault, idx, as_of)
        kept = keeping_of(at.connection, at.registers, [row], as_of, at.now)[idx]
        pairs = pairs_of(at.connection, at.vault, at.registers, row, as_of)
        approvers = [
            None if basis is None else approver(at.registers, basis["duty_reason"], row.happened_at)
            for basis in (one.basis_and_duty for one in told)
        ]
    if as_json:
        click.echo(json.dumps({
            "record_index": idx, "record": told[0].entry_id, "as_of": as_of,
            "keeping": {**asdict(kept), "until": kept.until and kept.until.isoformat()},
            "counterparts": [
                {"source": pair.source, "event_id": str(UUID(bytes=pair.event_id)), "differences": pair.differing}
                for pair in pairs
            ],
            "judgements": [_json(one, one is told[-1], who) for one, who in zip(told, approvers, strict=True)],
        }, ensure_ascii=False, indent=2))  # fmt: skip
        return
    for one, who in zip(told, approvers, strict=True):
        _show(one, one is told[-1], who)
    click.echo(_said_of_keeping(kept))
    for pair in pairs:
        click.echo(_said_of_pair(pair))
    click.echo(f"{counted(len(told), 'judgement')} of the record at index {idx}, as of entry {as_of}.")


def _said_of_keeping(kept: Keeping) -> str:
    until = f"{kept.until}まで保存 / kept until {kept.until}" if kept.until else "保存期間の定めなし / no period set"
    said = [
        until,
        *(["継続中の系列のため延びます / its series is open, so the day moves"] if kept.open else []),
        *(["法的保全の対象 / under a legal hold"] if kept.held else []),
        *(["省略した事項の記録が見つかりません / what it omits is in no record"] if kept.dangling else []),
    ]
    return "; ".join(said)


def _said_of_pair(pair: Paired) -> str:
    where = f"{pair.source} {UUID(bytes=pair.event_id)}"
    if pair.differing is None:
        return f"相手方の記録 / the other side's record: {where}: {_ERASED.ja} / {_ERASED.en}"
    same = Sentence("一致", "the same")
    said = _joined([DIFFERENCES[code] for code in pair.differing]) if pair.differing else same
    return f"相手方の記録 / the other side's record: {where}: {said.ja} / {said.en}"


def _json(one: Told, current: bool, approved_by: str | None) -> dict[str, Any]:
    basis, verdict = one.basis_and_duty, one.verdict_and_policy
    made = {
        "index": one.idx, "entry": one.entry_id, "current": current, "as_of": one.as_of, "law": one.law,
        "engine": one.engine,
        "cause": None if one.cause is None else {
            "index": one.cause.idx, "kind": one.cause.kind, "entry": one.cause.entry_id,
        },
        "erased": basis is None,
    }  # fmt: skip
    if basis is None or verdict is None:
        return made
    decisive = decided_by(verdict["rules"])
    return {
        **made, **basis, "approved_by": approved_by, **verdict, "explanation": explained(basis, verdict)._asdict(),
        "rules": [
            {**rule, "decided": rule is decisive, "says": answered(rule)._asdict()} for rule in verdict["rules"]
        ],
    }  # fmt: skip


def _show(one: Told, current: bool, approved_by: str | None) -> None:
    basis, verdict = one.basis_and_duty, one.verdict_and_policy
    why = _FIRST if one.cause is None else _CAUSES.get(one.cause.kind or "", _ERASED)
    table = Table(
        "", "日本語", "English", show_lines=True, title_justify="left",
        title=f"Entry {one.idx}{', current' if current else ''}: as of {one.as_of}, law {one.law}, engine {one.engine}",
    )  # fmt: skip
    at = "" if one.cause is None else f" {one.cause.idx}"
    table.add_row(f"Cause{at}", why.ja, why.en)
    if basis is None or verdict is None:
        table.add_row("Judgement", *_ERASED)
        show(table)
        return
    table.add_row("Judgement", *explained(basis, verdict))
    table.add_row("Verdict", *VERDICTS[verdict["verdict"]])
    table.add_row("Ground claimed", *ground(basis["claimed"]))
    table.add_row("Duty to record", *duty_reason(basis["duty_reason"], approved_by))
    kept, because = POLICIES[verdict["policy"]], policy_reason(verdict["policy_reason"])
    table.add_row("Policy", f"{kept.ja}：{because.ja}", f"{kept.en}: {because.en}")
    if verdict["missing"]:
        table.add_row("Missing", *_joined([missing(code) for code in verdict["missing"]]))
    if verdict["marks"]:
        table.add_row("Marks", *_joined([MARKS[mark] for mark in verdict["marks"]]))
    decisive = decided_by(verdict["rules"])
    for rule in verdict["rules"]:
        table.add_row(f"{rule['answer']}{f' {_DECIDED}' if rule is decisive else ''}", *answered(rule))
    show(table)


def _joined(sentences: Sequence[Sentence]) -> Sentence:
    return Sentence("、".join(one.ja for one in sentences), "; ".join(one.en for one in sentences))
