"""`preflight`: answer services that ask before data leaves."""

from __future__ import annotations

import json
import logging
import sys
import time
from typing import Any

import click

from ledger.cli.asking import now_us
from ledger.cli.once_a_minute import say_once_a_minute
from ledger.cli.serving import answer_at
from ledger.cli.settings import Settings, load_settings
from ledger.cli.wiring import ledger_connection, open_master_keys, set_up_logging
from ledger.judging.preflight import PreFlight, Question
from ledger.judging.services import Service
from ledger.store.connect import VAULT_SCHEMA, Connection, connect, keep_plans
from ledger.vault.vault import Vault
from ledger.web.answering import Answering
from ledger.web.connections import QuickConnection
from ledger.web.preflight import QuestionInvalid, preflight_app
from ledger.web.rate import Rates
from streams.recorder.claims import act_of
from streams.scenario import ScenarioInvalid, from_json

logger = logging.getLogger("ledger.preflight")

#: Seconds after which a thread that computes lets another go on: a question waits for several.
_SWITCH = 0.0005


@click.command()
@click.option("--postgres", help="DSN of the ledger's database.")
@click.option("--listen", help="host:port to listen at.")
def preflight(postgres: str | None, listen: str | None) -> None:
    """Answer "may I?" over HTTP for the services in the register, until told to stop."""
    set_up_logging("preflight")
    say_once_a_minute()
    settings = load_settings(postgres=postgres, preflight_listen=listen)
    answering = Answering(lambda: open_preflight(settings))
    # A schema that does not fit, or a wrong key, is said at once.
    open_preflight(settings).refresh()
    answering.start()
    sys.setswitchinterval(_SWITCH)
    app = preflight_app(answering, read_question, Rates(time.monotonic), now_us)
    logger.info("answering \"may I?\" at http://%s/v1/preflight", settings.preflight_listen)
    # One process: the rate limit is kept in its memory.
    answer_at(app, settings.preflight_listen, kind=QuickConnection)


def open_preflight(settings: Settings) -> PreFlight:
    """Make what answers questions, for one thread."""

    def connect_to_ledger() -> Connection:
        connection = ledger_connection(settings, "pl_reader")
        # An act that could not be entered within this time is not entered later, when nobody looks for it any more.
        connection.execute("set statement_timeout = '5s'")
        connection.execute("set default_transaction_isolation = 'repeatable read'")
        keep_plans(connection)
        return connection

    def connect_to_keys() -> Connection:
        connection = connect(settings.vault_dsn, "pl_reader", VAULT_SCHEMA)
        keep_plans(connection)
        return connection

    return PreFlight(connect_to_ledger, Vault(connect_to_keys, open_master_keys(settings)), now_us)


def read_question(service: Service, written: Any) -> Question:
    """Make a question of a provision in the schema's own field names (docs/events.md).

    ``happened_at`` may be left out and is not looked at: a question is about now. So may ``source``, where the service
    has one only. Raises QuestionInvalid, and ValueError for text that is not Unicode.
    """
    if not isinstance(written, dict):
        raise QuestionInvalid("$")
    json.dumps(written, ensure_ascii=False).encode()
    only = {"source": next(iter(service.sources))} if len(service.sources) == 1 else {}
    try:
        event = from_json("Provision", {**only, "happened_at": "1970-01-01T00:00:00Z", **written})
    except ScenarioInvalid as invalid:
        # A field nobody knows is named by the asker: it is not repeated.
        unknown = invalid.fault == "no such field"
        raise QuestionInvalid(invalid.path.rpartition(".")[0] if unknown else invalid.path) from None
    if "source" not in event:
        raise QuestionInvalid("$.source")
    if event["role"] != "provider":
        raise QuestionInvalid("$.role")
    people = tuple(dict.fromkeys((person["namespace"], person["id"]) for person in event["people"]))
    return Question(service.code, act_of(event["source"], event), people)
