"""`case`: requests at the contact window, from their arrival to the answer, as the staff work them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import click
from rich.table import Table

from ledger.cases.case import Case
from ledger.cases.casebook import CASES, readable
from ledger.cases.codes_by_mail import proof_by_mail
from ledger.cases.fees import fee_of
from ledger.cases.files.store import outlived
from ledger.cases.given import confirmed
from ledger.cases.keeping import goes_from, keeping_at, standings
from ledger.cases.late import NOTHING, late
from ledger.cases.mail.address import address_of, masked
from ledger.cases.moments import day, minute
from ledger.cases.next_step import next_in_words
from ledger.cases.requests import CHANNELS, IDENTITY_METHODS, KINDS
from ledger.cases.retention_words import CASES as KEPT
from ledger.cases.steps import StepRefused, known
from ledger.cases.stopping import ASKED, stop_states, to_tell
from ledger.cases.visible import visible
from ledger.cases.wishes import DELIVERIES
from ledger.cli.asking import counted, officer_options, show
from ledger.cli.case_answer_command import answer
from ledger.cli.case_attachment_command import attachment, destroyed
from ledger.cli.case_deciding import decide, enter_look_of, rows_for, second
from ledger.cli.case_existence_command import existence
from ledger.cli.case_steps import STEPS
from ledger.cli.case_stop_command import beside, stop, tell_stops
from ledger.cli.case_telling import FormUnreadable, book, case_number, line_of, pairs_of, take, tell, tell_who_asks
from ledger.cli.desk import Desk, desk
from ledger.cli.letter_command import letter
from ledger.cli.settings import load_settings
from ledger.judging.closed_days import closed_days
from ledger.law.days import calendar, jst_day


@click.group()
def case() -> None:
    """Work the requests of people: enter, identify, decide, look a second time, answer."""


for _one in (*STEPS, decide, second):
    case.add_command(_one)


@case.command("open")
@officer_options
@click.option("--kind", type=click.Choice(sorted(KINDS)), required=True, help="What is asked for.")
@click.option("--channel", type=click.Choice(sorted(set(CHANNELS) - {"web"})), required=True, help="How it arrived.")
@click.option("--arrived", type=click.DateTime(["%Y-%m-%d"]), help="Japanese day of arrival; today when left out.")
@click.option("--protected", is_flag=True, help="The person is to be protected, as they or their agent say.")
@click.option("--also-data", is_flag=True, help="With records, the personal data held is asked for as well (33(1)).")
@click.option("--language", type=click.Choice(["ja", "en"]), default="ja", show_default=True)
@click.argument("form", type=click.File("r", encoding="utf-8"), default="-")
def open_(
    officer: str, reason: str, kind: str, channel: str, arrived: datetime | None, protected: bool,
    also_data: bool, language: str, form: Any,
) -> None:  # fmt: skip
    """Enter a request that came on paper, by telephone or at the counter, and print its receipt.

    FORM (- for standard input) is JSON: `asked` (the person's words), `contact` (how to reach them), `claimed` (by
    which numbers they say they are known), `email` where mail may go to them, `unsafe` where they
    say which contacts held before are not to be used, `delivery` where they say how they want
    the answer (page, post, counter, any), and where there is one `agent`: {`kind`: parent, guardian, mandated, heir;
    `name`; `alone`: of a parent, false where the other parent asks too}, and of a stop `scope` (recipient, item or
    all: what is to stop).
    """
    told = _form(form.read())
    with desk("case open", officer, reason, CASES) as at:
        today = calendar(jst_day(at.now))
        day = arrived.date() if arrived is not None else today
        if day > today:
            raise StepRefused(f"a request cannot have arrived on {day}, which is yet to come; say on which day it did")
        said = {
            "kind": kind, "channel": channel, "language": language, "arrived": day.isoformat(), **told,
            "fee": fee_of(at.registers, kind, at.now), "protected": protected,
            "also_data": also_data,
        }  # fmt: skip
        receipt, _ = book(at).open(said, officer, at.now)
    click.echo(f"受付番号 / case number  {readable(receipt.number)}")
    click.echo(f"確認番号 / secret       {readable(receipt.secret)}")
    click.echo("Give both to the person, and keep neither: of the secret only a digest is kept here.")


@case.command("list")
@officer_options
@click.option("--all", "closed", is_flag=True, help="Answered and closed ones too.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(officer: str, reason: str, closed: bool, as_json: bool) -> None:
    """List cases, those due first: a sheet to print, so that a machine that is down misses no day. An answered case
    stands there too once something came to be known that its answer lacks."""
    with desk("case list", officer, reason, CASES) as at:
        at.enter({"all": closed, "as_of": at.as_of})
        everything = book(at).all()
        known = late(at.connection, at.vault, everything, at.range, at.as_of, at.now)
        cases = [one for one in everything if closed or not one.ended or to_tell(one) or one.number in known]
        stops = stop_states(at.connection, at.registers, cases, at.as_of, at.now)
        lines = [
            {
                **line_of(one, at.now, closed_days(at.registers, at.now), one.number in known),
                "stop": stops[one.number].state, "awaited": stops[one.number].awaited,
            }
            for one in cases
        ]  # fmt: skip
        gone = book(at).gone() if closed else []
    if as_json:
        click.echo(json.dumps(lines, ensure_ascii=False, indent=2))
        return
    table = Table("Case", "Kind", "Arrived", "Next", "Target", "Day 14", "Days left", "Suit from", "Stands at")
    for one, line in zip(cases, lines, strict=True):
        table.add_row(
            line["number"], one.kind.named.ja, line["arrived"], next_in_words([line["next"], *line["also"]]).ja,
            f"{line['target'] or '–'}{'（停止中）' if line['paused_for'] else ''}", line["due"],
            str(line["days_left"]), line["suit_from"] or "–",
            line["stage"] + (" (mail undelivered)" if line["mail_undelivered"] else "") + beside(stops[one.number]),
        )  # fmt: skip
    show(table)
    for case_id in gone:
        click.echo(f"Case {case_id.hex()}: its key is gone, and nobody can read what it said.")
    click.echo(
        f"{counted(len(cases), 'case')}. Days are Japanese calendar days; nothing moves article 39's fourteenth."
    )


@case.command("show")
@case_number
@click.option("--records", is_flag=True, help="Also what the person would be given as things stand.")
def show_(number: str, officer: str, reason: str, records: bool) -> None:
    """Show one case; with --records, the records as the person would see them, each with the machine's judgement."""
    with desk("case show", officer, reason, CASES) as at:
        one = book(at).looked_at(number, officer, at.now)
        decision = one.decision
        known = late(at.connection, at.vault, [one], at.range, at.as_of, at.now).get(one.number, NOTHING)
        rows, as_of = None, at.as_of
        if records:
            as_of = decision.as_of if decision is not None else as_of
            rows = rows_for(at, one, as_of)
        if rows is None:
            at.enter({"case": one.number, "as_of": at.as_of})
        else:
            enter_look_of(at, rows)
        tell(one, at.now, closed_days(at.registers, at.now))
        if known.any:
            click.echo(f"  Since the answer {len(known.came)} records came of what had happened before it, and"
                       f" {len(known.changed)} told verdicts have changed (`case supplement`).")  # fmt: skip
        tell_who_asks(one)
        tell_stops(at, one)
        _tell_what_was_said(one)
        if one.ended:
            _tell_how_long(at, one)
        click.echo(f"  Seen at turn {one.turn}, as of entry {as_of}.")
    for row in rows.rows.values() if rows is not None else ():
        click.echo(f"  {row.shown.record_id}  {row.shown.heading.ja}")
        for fact in (*row.shown.granted_by_act, *row.shown.added_by_operator):
            codes = f"  [{' '.join(item.code for item in row.items)}]" if fact.code == "items" else ""
            click.echo(f"    {fact.label.ja}: {visible(fact.words.ja)}{codes}")
        if row.judged is not None:
            click.echo(f"    machine: {row.judged.explained.ja}")


def _tell_how_long(at: Desk, one: Case) -> None:
    """Print what keeps a case that is over, and from when it may go."""
    kept = keeping_at(at.registers, at.now, load_settings().case_days)
    ((_, stands),) = standings([one], at.vault.catalogue, kept)
    until = goes_from(one, at.vault.catalogue, kept)
    click.echo(f"  保存：{KEPT[stands].ja}{'' if until is None else f'（{day(until).ja}から消去できます）'}")


@case.command()
@case_number
@click.option("--held-since", type=click.DateTime(["%Y-%m-%d"]), required=True,
              help="Day since when the address is held: before the request.")  # fmt: skip
@click.argument("address", type=click.File("r", encoding="utf-8"), default="-")
def code(number: str, officer: str, reason: str, held_since: datetime, address: Any) -> None:
    """Send a code to the e-mail address in the file ADDRESS (- for standard input), one that was held before the
    request came. Who types it at the window proves that they read that address; then `case identify`.
    """
    load_settings().required("smtp_host")
    to = address_of(address.read())
    with desk("case code", officer, reason, CASES) as at:
        said, mail = proof_by_mail(to, held_since.date(), at.now)
        take(at, number, said, code=mail)
    click.echo(f"A code goes to {masked(to)}; it can be typed until {minute(mail.until).en}.")


@case.command()
@case_number
@click.option("--method", type=click.Choice(sorted(IDENTITY_METHODS)), required=True, help="How it was proven.")
@click.option("--ids", type=click.File("r", encoding="utf-8"), default="-",
              help="File (- for standard input) with the ids that are theirs, `namespace id` a line.")  # fmt: skip
def identify(number: str, officer: str, reason: str, method: str, ids: Any) -> None:
    """Say that who asks is who they say, and which ids are theirs."""
    pairs = pairs_of(ids.read())
    with desk("case identify", officer, reason, CASES) as at:
        found = confirmed(at.connection, at.vault, pairs, at.as_of, at.now)
        take(at, number, {"method": method, "ids": [one.written() for one in found], "as_of": at.as_of})
        one = book(at).find(number)
        destroyed(at, one, outlived(one))


@case.command()
@case_number
@click.option("--turn", type=click.IntRange(1), required=True, help="At which the case was looked at (`case show`).")
def supplement(number: str, officer: str, reason: str, turn: int) -> None:
    """Decide an answered case about records anew, as the ledger stands now. Its answer stays until the new one; one
    that waits for its tick is called back."""
    with desk("case supplement", officer, reason, CASES) as at:
        take(at, number, {}, turn)


@case.command()
@case_number
@click.argument("text", type=click.File("r", encoding="utf-8"), default="-")
def note(number: str, officer: str, reason: str, text: Any) -> None:
    """Add a note that only the staff see (TEXT: a file, - for standard input)."""
    with desk("case note", officer, reason, CASES) as at:
        take(at, number, {"text": text.read().strip()})


case.add_command(answer)
case.add_command(stop)
case.add_command(letter)
case.add_command(attachment)
case.add_command(existence)


def _form(written: str) -> dict[str, Any]:
    try:
        told = json.loads(written)
        said: dict[str, Any] = {name: str(told[name]) for name in ("asked", "contact", "claimed")}
        if told.get("email"):
            said["email"] = address_of(str(told["email"]))
        if told.get("unsafe"):
            said["unsafe"] = str(told["unsafe"])
        if told.get("delivery"):
            said["delivery"] = known(str(told["delivery"]), DELIVERIES, "delivery")
        if "scope" in told:
            said["scope"] = known(str(told["scope"]), ASKED, "scope")
        if "agent" in told:
            named = told["agent"]
            said["agent"] = {
                "kind": str(named["kind"]), "name": str(named["name"]), "alone": bool(named.get("alone", True)),
            }  # fmt: skip
        return said
    except (ValueError, KeyError, TypeError) as error:
        raise FormUnreadable(type(error).__name__) from None


def _tell_what_was_said(one: Case) -> None:
    """Print the person's own words, and how to reach them. The look is entered by then."""
    told = (("asked", one.asked), ("contact", one.contact), ("e-mail", one.email), ("known by", one.claimed))
    for label, said in told:
        click.echo(f"  {label}: {visible(said) or '–'}")
    for confirmed_id in one.ids:
        click.echo(f"  confirmed: {visible(confirmed_id.namespace)} {visible(confirmed_id.number)}")
    if one.decision is not None and one.decision.text:
        click.echo(f"  reply: {visible(one.decision.text)}")
