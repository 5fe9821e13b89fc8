"""What a worker is made of: the recorder, and how its stream signs in to Kafka. Apart from what every command needs,
since Faust takes longer to load than most commands to run."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from functools import partial
from typing import Any

from faust.auth import SASLCredentials, SSLCredentials

from ledger.cli.settings import Settings
from ledger.cli.wiring import ENGINE, ledger_connection, open_vault
from streams.recorder.points import OnPoint, pass_by
from streams.recorder.recorder import Recorder

_DAY_US = 86_400_000_000


def open_recorder(settings: Settings, on_point: OnPoint = pass_by) -> Recorder:
    """Build a worker's recorder."""
    return Recorder(
        connect=partial(ledger_connection, settings, "pl_worker"),
        open_vault=partial(open_vault, settings, "pl_worker"),
        engine=ENGINE,
        overdue_after=int(settings.overdue_days * _DAY_US),
        on_point=on_point,
    )


def faust_security(security: Mapping[str, Any]) -> dict[str, Any]:
    """Return kafka-python's security settings as the worker's stream needs them."""
    found: dict[str, Any] = {"kafka_python": dict(security)}
    protocol = str(security.get("security_protocol", "PLAINTEXT")).upper()
    context = None
    if protocol.endswith("SSL"):
        context = ssl.create_default_context(cafile=security.get("ssl_cafile"))
        if security.get("ssl_certfile"):
            context.load_cert_chain(security["ssl_certfile"], security.get("ssl_keyfile"), security.get("ssl_password"))
        found["ssl_context"] = context
    if protocol.startswith("SASL"):
        found["credentials"] = SASLCredentials(
            username=security.get("sasl_plain_username"),
            password=security.get("sasl_plain_password"),
            mechanism=security.get("sasl_mechanism", "PLAIN"),
            ssl_context=context,
        )
    elif context is not None:
        found["credentials"] = SSLCredentials(context)
    return found
