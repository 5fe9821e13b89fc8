"""`case answer`: release the answer, with the code that opens it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from ledger.cases.casebook import CASES, new_code, readable
from ledger.cases.codes_by_mail import answer_by_mail
from ledger.cases.mail.address import masked
from ledger.cases.moments import minute
from ledger.cases.release import released
from ledger.cases.stopping import answer_of, stop_now
from ledger.cli.case_telling import book, case_number, take
from ledger.cli.desk import desk
from ledger.cli.settings import load_settings


@click.command()
@case_number
@click.option("--by", type=click.Choice(["post", "phone", "counter", "email"]), help="By which way the code goes.")
@click.option("--held-since", type=click.DateTime(["%Y-%m-%d"]), help="Since when the contact it goes to is held.")
@click.option("--to", type=click.Choice(["agent", "principal"]), help="To whom, where an agent asks.")
@click.option("--in-hand", type=click.File("r", encoding="utf-8"),
              help="Of a stop that some service has not put into effect: file with the reply that it is in hand.")
def answer(
    number: str, officer: str, reason: str, by: str | None, held_since: datetime | None, to: str | None, in_hand: Any
) -> None:  # fmt: skip
    """Release the answer, and print the code that goes to the person by a second channel (post, telephone); or have it
    sent by e-mail once they ask for it where they follow their case, since a receipt never goes that way."""
    code = None if by == "email" else new_code()
    if by == "email":
        load_settings().required("smtp_host")
    with desk("case answer", officer, reason, CASES) as at:
        one = book(at).looked_at(number, officer, at.now)
        step = {
            **released(code, at.now), "by": by, "to": to,
            "held_since": held_since.date().isoformat() if held_since is not None else None,
            **answer_of(stop_now(at.connection, at.registers, one, at.now), in_hand.read() if in_hand else None),
        }  # fmt: skip
        if by == "email":
            take(at, number, answer_by_mail(one, step))
            leaves, until = minute(step["available_at"]).en, minute(step["code_until"]).en
            click.echo(f"News go to {masked(one.address)} at {leaves}, the next release tick.")
            click.echo(f"Until {until} the person has the code sent there when they receive the answer.")
            return
        take(at, number, step)
    assert code is not None, "what no mail brings is printed"
    click.echo(f"受取番号 / code  {readable(code)}")
    click.echo(f"Opens the answer until {minute(step['code_until']).en}. Send it another way than the receipt went.")
    click.echo(f"A first answer can be received from {minute(step['available_at']).en} on, the next release tick.")
