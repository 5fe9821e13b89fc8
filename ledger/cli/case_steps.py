"""`case …`: steps beside the way from request to answer: the clock, agents, protection, fees, messages, complaints."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

import click

from ledger.cases import agents, complaints
from ledger.cases.casebook import CASES
from ledger.cases.clock import DELAYS, PAUSES
from ledger.cases.conflicts import RELATIONS, Relation, declare
from ledger.cases.protection import PROTECTED_BECAUSE
from ledger.cases.steps import StepRefused
from ledger.cli.asking import officer_options
from ledger.cli.case_task_command import task
from ledger.cli.case_telling import book, case_number, take
from ledger.cli.desk import desk

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@case_number
@click.option("--cause", type=click.Choice(sorted(PAUSES)), required=True, help="What only the person can give.")
def pause(number: str, officer: str, reason: str, cause: str) -> None:
    """Let the internal targets stand still. Article 39's fourteenth day does not."""
    _take("case pause", number, officer, reason, {"cause": cause})


@click.command()
@case_number
def resume(number: str, officer: str, reason: str) -> None:
    """Let the internal targets run on."""
    _take("case resume", number, officer, reason, {})


@click.command()
@case_number
@click.option("--because", type=click.Choice(sorted(DELAYS)), required=True, help="The reason the person is told.")
@click.option("--until", type=_DAY, required=True, help="The new day, which the person is told.")
def extend(number: str, officer: str, reason: str, because: str, until: datetime) -> None:
    """Say that the answer will be late, why, and the new day. Article 39's fourteenth day stays."""
    _take("case extend", number, officer, reason, {"because": because, "until": until.date().isoformat()})


@click.command()
@case_number
@click.option("--settled", type=click.Choice(["paid", "waived"]), required=True)
def fee(number: str, officer: str, reason: str, settled: str) -> None:
    """Say that the fee that was named beforehand was paid, or is not asked for any more."""
    _take("case fee", number, officer, reason, {"settled": settled})


@click.command()
@case_number
@click.option("--proof", type=click.Choice(sorted(agents.PROOFS)), required=True, help="What showed their right.")
def agent(number: str, officer: str, reason: str, proof: str) -> None:
    """Say that an agent has shown their right to ask."""
    _take("case agent", number, officer, reason, {"proof": proof})


@click.command()
@case_number
@click.option("--by", type=click.Choice(sorted(agents.TOLD_BY)), help="How the person concerned was told.")
@click.option("--held-since", type=_DAY, help="Since when that contact is held; before the request arrived.")
@click.option("--objects", is_flag=True, help="They do not want the agent to act.")
@click.option("--unsafe", type=click.Choice(sorted(agents.UNSAFE)), help="Why they were not told.")
def principal(
    number: str, officer: str, reason: str, by: str | None, held_since: datetime | None, objects: bool,
    unsafe: str | None,
) -> None:  # fmt: skip
    """Say how the person was told for whom an agent asks, or why that would be unsafe (two officers then decide)."""
    if (by is None) == (unsafe is None):
        raise StepRefused("how the person was told, or why not, is said by one of the two; give --by or --unsafe")
    since = held_since.date().isoformat() if held_since is not None else None
    said: dict[str, Any] = {"by": by, "held_since": since, "objects": objects} if by else {"unsafe": unsafe}
    _take("case principal", number, officer, reason, said)


@click.command()
@case_number
@click.option("--interest", type=click.Choice(sorted(agents.INTERESTS)), required=True)
@click.option("--custody", type=click.Choice(sorted(agents.CUSTODY)), help="By what a parent may ask alone.")
def screen(number: str, officer: str, reason: str, interest: str, custody: str | None) -> None:
    """Say what was found about a parent's interest, before anything is confirmed to them."""
    _take("case screen", number, officer, reason, {"interest": interest, "custody": custody})


@click.command()
@case_number
@click.option("--because", type=click.Choice(sorted(PROTECTED_BECAUSE)), required=True)
@click.option("--on/--off", default=True, show_default=True)
def protect(number: str, officer: str, reason: str, because: str, on: bool) -> None:
    """Say that the person has to be protected from who might ask, or no longer. Nobody who asks learns of it."""
    _take("case protect", number, officer, reason, {"because": because, "on": on})


@click.command()
@case_number
@click.argument("contacts", type=click.File("r", encoding="utf-8"), default="-")
def unsafe(number: str, officer: str, reason: str, contacts: Any) -> None:
    """Add contacts that the person asks us not to use (CONTACTS: a file, - for standard input). No mail goes to an
    address named there, and no code that went there opens anything. It is not taken back."""
    _take("case unsafe", number, officer, reason, {"contacts": contacts.read()})


@click.command()
@case_number
def death(number: str, officer: str, reason: str) -> None:
    """Say that the person concerned has died: every mandate ends, the case closes, heirs go to a consultation."""
    _take("case death", number, officer, reason, {})


@click.command()
@case_number
def withdraw(number: str, officer: str, reason: str) -> None:
    """Say that the person has withdrawn their request, by paper, telephone or at the counter. An answer that was
    released can be withdrawn no more."""
    _take("case withdraw", number, officer, reason, {})


@click.command()
@case_number
@click.argument("text", type=click.File("r", encoding="utf-8"), default="-")
def message(number: str, officer: str, reason: str, text: Any) -> None:
    """Write to the person (TEXT: a file, - for standard input). They read it where they follow their case."""
    _take("case message", number, officer, reason, {"text": text.read()})


@click.command()
@case_number
@click.option("--category", type=click.Choice(sorted(complaints.CATEGORIES)), required=True)
@click.option("--responsible", required=True, help="Officer who answers for it.")
def assign(number: str, officer: str, reason: str, category: str, responsible: str) -> None:
    """Say what a complaint or consultation is about and who answers for it."""
    with desk("case assign", officer, reason, CASES) as at:
        if at.registers.valid_at("officers", responsible, at.now) is None:
            raise StepRefused("there is no such officer in the register; `register list officers` says who there are")
        take(at, number, {"category": category, "responsible": responsible})


@click.command()
@case_number
@click.option("--outcome", type=click.Choice(sorted(complaints.OUTCOMES)), required=True)
@click.argument("lessons", type=click.File("r", encoding="utf-8"), default="-")
def conclude(number: str, officer: str, reason: str, outcome: str, lessons: Any) -> None:
    """Say what came of a complaint, and what was learned (LESSONS: a file, - for standard input)."""
    _take("case conclude", number, officer, reason, {"outcome": outcome, "lessons": lessons.read().strip()})


@click.command()
@case_number
@click.option("--to", type=click.Choice(sorted(complaints.LEADS_TO)), required=True)
@click.option("--reference", default="", help="Entry id of the judgement or the stop.")
@click.option("--handling", type=click.Choice(sorted(complaints.ARTICLE26)), help="What the provision was (art. 26).")
def refer(number: str, officer: str, reason: str, to: str, reference: str, handling: str | None) -> None:
    """Keep what a complaint led to: judging again, a stop, or the question of article 26."""
    _take("case refer", number, officer, reason, {"to": to, "reference": reference, "handling": handling})


@click.command()
@case_number
@click.option("--to", help="Officer who is to see to it; who enters this, when left out.")
def own(number: str, officer: str, reason: str, to: str | None) -> None:
    """Say which officer sees to a case."""
    with desk("case own", officer, reason, CASES) as at:
        row = at.registers.valid_at("officers", to or officer, at.now)
        if row is None or not CASES & set(row.body["roles"]):
            raise StepRefused(
                "there is no such officer in the register, or none who may work a case; `register list officers` says"
                " who there are"
            )
        take(at, number, {"owner": to or officer, "before": book(at).looked_at(number, officer, at.now).owner})


@click.group()
def conflicts() -> None:
    """Whom an officer must not work a case about."""


@conflicts.command("declare")
@officer_options
@click.argument("people", type=click.File("r", encoding="utf-8"), default="-")
def declare_(officer: str, reason: str, people: Any) -> None:
    """Say by which ids you, your kin and who reports to you are known here (PEOPLE: a file, - for standard input;
    `self|kin|report namespace id` a line). It stands for what you declared before; no line: nobody."""
    told: list[tuple[Relation, str, str]] = []
    for line in people.read().splitlines():
        relation, _, who = line.strip().partition(" ")
        namespace, _, number = who.partition(" ")
        if not line.strip():
            continue
        if relation not in RELATIONS or not namespace or not number:
            raise StepRefused("a line is not `self|kin|report namespace id`; write it so")
        told.append((cast(Relation, relation), namespace, number))
    with desk("case conflicts declare", officer, reason, CASES) as at:
        left_out = declare(at.connection, at.vault, at.registers, officer, reason, told, at.now)
    click.echo(f"Declared {len(told)} ids. They go with the key of today (day_key_days): declare them anew each year.")
    if left_out:
        click.echo(f"{left_out} ids that you declared before are not among them; an alert tells other officers.")


def _take(command: str, number: str, officer: str, reason: str, said: dict[str, Any]) -> None:
    with desk(command, officer, reason, CASES) as at:
        take(at, number, said)


STEPS: tuple[click.Command, ...] = (
    own, pause, resume, extend, fee, agent, principal, screen, protect, unsafe, death, withdraw, message, assign,
    conclude, refer, conflicts, task,
)  # fmt: skip
