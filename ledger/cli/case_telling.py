"""What the commands about cases share: a step is taken, and where the case stands then is told."""

from __future__ import annotations

from collections.abc import Set
from datetime import date
from typing import Any

import click

from ledger.cases.agents import CUSTODY, INTERESTS, KINDS_OF_AGENT, PROOFS, TOLD_BY, UNSAFE
from ledger.cases.case import Case
from ledger.cases.casebook import Casebook, CodeByMail, readable
from ledger.cases.clock import DELAYS, PAUSES
from ledger.cases.complaints import CATEGORIES, LEADS_TO, OUTCOMES
from ledger.cases.deadline import deadline
from ledger.cases.grounds import grounds_of
from ledger.cases.mail.address import masked
from ledger.cases.moments import minute
from ledger.cases.next_step import next_in_words, next_steps
from ledger.cases.requests import WITHHELD
from ledger.cases.targets import next_target
from ledger.cases.visible import visible
from ledger.cli.asking import officer_options
from ledger.cli.desk import Desk
from ledger.judging.closed_days import closed_days


class FormUnreadable(Exception):
    """The file is not the form that is meant: JSON with the members that `case open --help` names. Nothing was entered;
    what was in the file is not repeated here: write it anew by that form."""


def case_number(command: Any) -> Any:
    """Take the case's number, the officer and the reason."""
    return click.argument("number")(officer_options(command))


def book(at: Desk) -> Casebook:
    """Return the cases, for the officer at this desk."""
    return Casebook(at.connection, at.vault)


def take(
    at: Desk, number: str, said: dict[str, Any], turn: int | None = None, code: CodeByMail | None = None
) -> None:  # fmt: skip
    """Take the step that the desk was opened for, and tell where the case stands then."""
    case = book(at).step(number, at.officer, at.reason, at.command, said, at.now, at.registers, turn, code)
    tell(case, at.now, closed_days(at.registers, at.now))


def pairs_of(written: str) -> list[tuple[str, str]]:
    """Return (namespace, id) of each line. Raises FormUnreadable."""
    pairs = [line.strip().partition(" ") for line in written.splitlines() if line.strip()]
    if not pairs or not all(number for _, _, number in pairs):
        raise FormUnreadable("ids")
    return [(namespace, number) for namespace, _, number in pairs]


def line_of(one: Case, now: int, holidays: Set[date], late: bool) -> dict[str, Any]:
    """Return a case as a line of the list: nothing of who asks, nor of who is protected. ``late``: something came to be
    known after its answer."""
    due = deadline(one, now)
    first, *also = next_steps(one, now, late)
    return {
        "number": readable(one.number), "kind": one.kind.code, "channel": one.channel,
        "arrived": one.arrived.isoformat(), "next": first, "also": also,
        "target": None if one.ended else next_target(one, now, holidays).isoformat(),
        "paused_for": one.clock.paused_for, "due": due.due.isoformat(), "days_left": due.days_left,
        "suit_from": due.suit_from.isoformat() if due.suit_from else None, "stage": one.stage,
        "owner": one.owner or None,
        "mail_undelivered": any(mailed.outcome == "given_up" for mailed in one.mails),
    }  # fmt: skip


def tell(one: Case, now: int, holidays: Set[date]) -> None:
    """Print where a case stands, what is next, and what was decided."""
    due = deadline(one, now)
    click.echo(f"{readable(one.number)}  {one.kind.named.ja}, stands at: {one.stage}")
    if one.also_data:
        click.echo("  The personal data held is asked for as well (33(1)).")
    if one.owner:
        click.echo(f"  Seen to by {one.owner}.")
    target = "" if one.ended else f"（目標：{next_target(one, now, holidays)}）"
    click.echo(f"  つぎにすること：{next_in_words(next_steps(one, now)).ja}{target}")
    click.echo(f"  {due.words.ja}（あと{due.days_left}日）")
    if due.suit_from is not None:
        click.echo(f"  Suit possible from {due.suit_from} (article 39).")
    if one.clock.paused_for is not None:
        click.echo(f"  Paused: {PAUSES[one.clock.paused_for].ja}. Day 14 goes on.")
    if one.clock.extended is not None:
        click.echo(f"  Extended to {one.clock.extended.until}: {DELAYS[one.clock.extended.because].ja}")
    if one.fee:
        click.echo(f"  Fee: {one.fee} yen, {one.fee_settled or 'not settled'}.")
    if one.decision is not None:
        by = f"{one.decision.officer}{f', seconded by {one.seconded_by}' if one.seconded_by else ''}"
        click.echo(f"  Decided: {one.decision.outcome} by {by}, {len(one.decision.withheld)} withheld.")
        for record, told in one.decision.confirmed.items():
            click.echo(f"    confirmed {record}: {told.verdict}")
        for record, ground in one.decision.withheld.items():
            click.echo(f"    withheld {record}: {WITHHELD[ground].ja}")
        for record, items in one.decision.left_out.items():
            for item, ground in items.items():
                click.echo(f"    left out of {record}: {item}: {WITHHELD[ground].ja}")
        for ground in one.decision.grounds:
            click.echo(f"    ground {ground}: {grounds_of(one.kind.code)[ground].words.ja}")
    if one.answered_at is not None:
        click.echo(f"  Answered {minute(one.answered_at).en}; opened {one.opened} times.")
    if one.proof is not None:
        proved = "typed" if one.proof.made else f"not typed, {one.proof.tries} wrong"
        click.echo(f"  Code sent to {masked(one.proof.address)}: {proved}.")
    if one.files:
        click.echo(f"  Files: {sum(not filed.destroyed for filed in one.files)} (`case attachment list`).")
    for mailed in one.mails:
        click.echo(f"  Mail ({mailed.kind}) {mailed.outcome}, {minute(mailed.at).en}.")
    for officer, at, text in one.notes:
        click.echo(f"  note by {officer}, {minute(at).en}: {visible(text)}")


def tell_who_asks(one: Case) -> None:
    """Print what the officers of a case have to know of who asks, and of a complaint. The look is entered by then."""
    if one.protected:
        click.echo("  PROTECTED: nothing by post, no agent, no new address, two officers for every decision.")
        click.echo("  No word of this to who asks, in any form.")
    if one.unsafe:
        click.echo(f"  NOT TO BE USED, as the person says: {visible(one.unsafe)}")
    agent = one.agent
    if agent is not None:
        click.echo(f"  agent: {KINDS_OF_AGENT[agent.kind].words.ja} {visible(agent.name)}")
        if agent.asks_alone:
            click.echo("    asks alone: whether this parent may is for an officer (case screen --custody)")
        for code, words in ((agent.proof, PROOFS), (agent.interest, INTERESTS), (agent.custody, CUSTODY),
                            (agent.told, {**TOLD_BY, **UNSAFE})):  # fmt: skip
            if code is not None:
                click.echo(f"    {words[code].ja}")
        if agent.lacking is not None:
            click.echo(f"    lacking: {agent.lacking}")
    for what, wish in one.wishes.lines:
        click.echo(f"  {what.ja}：{wish.ja}")
    if one.many_by_one_agent:
        click.echo("  One agent has asked for many people of late.")
    complaint = one.complaint
    if complaint.category is not None:
        click.echo(f"  {CATEGORIES[complaint.category].ja}, answered for by {complaint.responsible}")
    for led in complaint.led:
        click.echo(f"    led to: {LEADS_TO[led.to].ja} {visible(led.reference)} {led.handling or ''}".rstrip())
    if complaint.outcome is not None:
        click.echo(f"    outcome: {OUTCOMES[complaint.outcome].ja} {visible(complaint.lessons)}".rstrip())
    for message in one.thread:
        by = "the person" if message.from_person else message.officer
        click.echo(f"  message of {by}, {minute(message.at).en}: {visible(message.text)}")
