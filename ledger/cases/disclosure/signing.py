"""An answer as evidence: signed by the issuer, proved by a published head, stamped where there is an authority."""

from __future__ import annotations

import http.client
import logging
from collections.abc import Mapping
from dataclasses import dataclass

from ledger.cases.disclosure.build import Evidence, KeptRecord, build
from ledger.cases.disclosure.issuer import IssuerKey
from ledger.cases.disclosure.kept import announced, published_head
from ledger.cases.projection import Projection
from ledger.judging.coverage import Coverage
from ledger.log.notary.stamps import StampInvalid, ask_for_stamp
from ledger.store.connect import Connection
from ledger.vault.vault import Vault

logger = logging.getLogger(__name__)

#: How long (s) a published head over the records is waited for.
_PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs answers; ``time_stamp_url``: of an RFC 3161 authority, or empty."""

    name: str
    key: IssuerKey
    time_stamp_url: str


def signed(
    connection: Connection, vault: Vault, issuer: Issuer, projection: Projection, kept: Mapping[str, KeptRecord],
    covered: Coverage, size: int,
) -> bytes:  # fmt: skip
    """Return the answer as evidence, under a head of ``size`` entries or more. ``connection`` is in no transaction.

    Raises NotAnnounced, NoHeadYet, OpeningDiffers.
    """
    told = announced(connection, vault, issuer.name, issuer.key.public)
    note, prover, stamps = published_head(connection, max(size, told.index + 1), _PATIENCE)
    stamps = stamps or _stamped(issuer.time_stamp_url, note.text)
    return build(projection, kept, Evidence(issuer.name, issuer.key, told, note, prover, stamps, covered.as_json()))


def _stamped(url: str, text: str) -> list[bytes]:
    """Have a head stamped that is too new for the notary to have done it. An authority that does not answer keeps
    nobody from an answer."""
    if not url:
        return []
    try:
        return [ask_for_stamp(url, text)[0]]
    except (OSError, http.client.HTTPException, StampInvalid) as error:
        logger.warning("the evidence goes without a time stamp (%s)", type(error).__name__)
        return []
