"""`witness`: cosign heads of logs one watches, on a machine of one's own."""

from __future__ import annotations

import logging
import time

import click

from ledger.cli.once_a_minute import say_once_a_minute
from ledger.cli.serving import answer_at
from ledger.cli.settings import load_settings
from ledger.cli.wiring import set_up_logging
from ledger.log.note import Cosigner
from ledger.log.signing_keys import read_signing_key
from ledger.log.trust_policy import parse_policy
from ledger.log.witness.witness import Witness
from ledger.web.witness import witness_app

logger = logging.getLogger("ledger.witness")


@click.command()
@click.option("--listen", help="host:port to listen at.")
def witness(listen: str | None) -> None:
    """Cosign heads that extend the last one seen, over HTTP, until told to stop."""
    set_up_logging("witness")
    say_once_a_minute()
    settings = load_settings(witness_listen=listen)
    policy = parse_policy(settings.required("witness_policy_file").read_bytes())
    made = Witness(
        read_signing_key(settings.required("witness_key_file"), Cosigner),
        [log.key for log in policy.logs],
        settings.required("witness_folder"),
        lambda: int(time.time()),
    )
    logger.info("cosigning heads of %d logs at http://%s/", len(policy.logs), settings.witness_listen)
    # One process: one memory, which no two may write.
    answer_at(witness_app(made), settings.witness_listen)
