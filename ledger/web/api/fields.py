"""Fields of what is sent to the API and of what it answers: their codes, their bounds, and what every body has in
common."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Collection
from datetime import date
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from ledger.cases.agents import KINDS_OF_AGENT
from ledger.cases.files.kinds import MOST_BYTES
from ledger.cases.grounds import grounds_of
from ledger.cases.mail.address import AddressUnusable, address_of
from ledger.cases.requests import CHANNELS, IDENTITY_METHODS, KINDS, WITHHELD
from ledger.cases.unsafe import LONGEST as LONGEST_CONTACTS
from ledger.cases.wishes import DELIVERIES
from ledger.web.receiving import FORMATS

#: Characters of what a person says, and of a reply.
MOST_CHARACTERS, MOST_REPLY = 4_000, 16_000


def _real_day(written: str) -> str:
    date.fromisoformat(written)
    return written


def address(written: str) -> str:
    """Return an address for e-mail as it is kept, nothing for none. Raises ValueError."""
    try:
        return address_of(written) if written else ""
    except AddressUnusable:
        raise ValueError("no address for e-mail") from None


def _bytes(written: object) -> bytes:
    """Return what is written as base64 (RFC 4648, section 4). Raises PydanticCustomError."""
    try:
        if isinstance(written, str):
            return b64decode(written, validate=True)
    except ValueError:
        pass
    raise PydanticCustomError("base64", "not base64")


def _known(codes: Collection[str]) -> AfterValidator:
    def known(written: str) -> str:
        if written not in codes:
            raise ValueError("no such code")
        return written

    return AfterValidator(known)


def coded(codes: Collection[str]) -> tuple[AfterValidator, WithJsonSchema]:
    """Return what makes a text one of these codes, and says so."""
    return _known(codes), WithJsonSchema({"type": "string", "enum": list(codes)})


Day = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_real_day),
    WithJsonSchema({"type": "string", "format": "date"}),
]  # fmt: skip
Instant = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
Content = Annotated[
    bytes, BeforeValidator(_bytes),
    WithJsonSchema({"type": "string", "contentEncoding": "base64", "maxLength": -(-MOST_BYTES // 3) * 4}),
]  # fmt: skip
Words = Annotated[str, StringConstraints(max_length=MOST_CHARACTERS)]
Contacts = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_CONTACTS, pattern=r"\S")]
RecordId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Drawn = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Registered = Annotated[str, StringConstraints(min_length=1, max_length=80)]
HeadSize = Annotated[int, Field(strict=True, ge=0, lt=2**53)]
Kind = Annotated[str, *coded(KINDS)]
Channel = Annotated[str, *coded(CHANNELS)]
Method = Annotated[str, *coded(IDENTITY_METHODS)]
Ground = Annotated[str, *coded(WITHHELD)]
#: Of every kind; which of them a kind has, its step sees.
_GROUNDS = {code: None for kind in KINDS for code in grounds_of(kind)}
RefusalGround = Annotated[str, *coded(_GROUNDS)]
#: An heir is no agent: their consultation is a case of their own.
_AGENTS = (*KINDS_OF_AGENT, "heir")
AgentKind = Annotated[str, *coded(_AGENTS)]
Format = Annotated[str, *coded(FORMATS)]
Delivery = Annotated[str, *coded(DELIVERIES)]
Stage = Literal["identity", "decision", "second", "answer", "answered", "closed"]


class Sent(BaseModel):
    """What a client sends."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Told(BaseModel):
    """What the API answers."""

    model_config = ConfigDict(extra="forbid", frozen=True)
