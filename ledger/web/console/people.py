"""People and roles: who may use the console, how they stand with it, who is invited and whose account is revoked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fastapi.responses import Response

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook
from ledger.cases.moments import minute
from ledger.cases.texts import Language, Text
from ledger.judging.acts import OPERATIONS, REASONS, enter_act
from ledger.judging.looks import looks_by_reason
from ledger.judging.officers import Officer, officers_at
from ledger.judging.staff import AccountRefused, invite, revoke
from ledger.vault.accounts import Account
from ledger.web.console.codes import grouped
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route
from ledger.web.console.words import ROLE_WORDS, WORDS

_DAY = 86_400_000_000
#: After how long (µs) without signing in an account is dormant, and how far back looks are counted.
DORMANT, COUNTED = 90 * _DAY, 30 * _DAY


@dataclass(frozen=True, slots=True)
class _Row:
    officer: Officer
    version: int
    roles: str
    stands: Text
    signed_in: str
    looks: str
    closed: Text | None
    both: bool
    may_invite: bool
    may_revoke: bool


def dormant(account: Account, now: int) -> bool:
    """Tell whether nobody has signed in to an account for so long that it had better be revoked."""
    last = account.signed_in_at or account.enrolled_at
    return last is not None and account.revoked_at is None and now - last > DORMANT


def stands(account: Account | None, now: int) -> Text:
    """Return the words for how an officer stands with the console."""
    if account is None:
        return WORDS["account_none"]
    if account.enrolled_at is None or account.revoked_at is not None:
        return WORDS["account_revoked" if account.revoked_at is not None else "account_invited"]
    return WORDS["account_dormant" if dormant(account, now) else "account_enrolled"]


def people(console: Console, asked: Asked, code: str = "", invited: str = "") -> Response:
    """List officers. ``code``: of an invitation that was just made, shown once; ``invited``: for whom."""
    accounts = {one.officer: one for one in console.accounts.all()}
    registers = console.desks.registers()
    with console.desks.one() as desk:
        looks = looks_by_reason(desk.connection, asked.now - COUNTED)
        clashes = _clashes(console.shelf.all(Casebook(desk.connection, desk.vault)))
        enter_act(
            desk.connection, desk.vault, registers, asked.who.officer, "inspection", "console people", {}, None,
            asked.now, None, OPERATIONS,
        )  # fmt: skip
    officers = officers_at(registers, asked.now)
    versions = {row.key: row.idx for row in registers.keys_at("officers", asked.now)}
    rows = [_row(asked, one, versions[one.code], accounts.get(one.code), looks.get(one.code, {})) for one in officers]
    strangers = [one for one in accounts.values() if one.officer not in {officer.code for officer in officers}]
    return console.render(
        asked, "people.html", WORDS["people_title"].told_in(asked.lang), rows=rows, code=grouped(code), invited=invited,
        strangers=[one.officer for one in strangers if one.revoked_at is None],
        dormant=sum(dormant(one, asked.now) for one in accounts.values()), path="/people", clashes=clashes,
    )  # fmt: skip


def invite_one(console: Console, asked: Asked) -> Response:
    officer = asked.form.get("officer", "")
    try:
        with console.desks.one() as desk:
            code = invite(
                desk.connection, desk.vault, console.desks.registers(), console.accounts, officer, asked.who.officer,
                "operation", asked.now,
            )  # fmt: skip
    except AccountRefused:
        return console.said(asked.lang, "own_account", 409, asked.who)
    return people(console, asked, code, officer)


def confirm_revoke(console: Console, asked: Asked) -> Response:
    """Ask once more before an account is revoked."""
    words = WORDS["revoke_title"]
    return console.render(
        asked, "revoke.html", words.told_in(asked.lang), officer=asked.form.get("officer", ""),
        crumbs=[("/people", WORDS["people_title"].told_in(asked.lang))], path="/people",
    )  # fmt: skip


def revoke_one(console: Console, asked: Asked) -> Response:
    try:
        with console.desks.one() as desk:
            revoke(
                desk.connection, desk.vault, console.desks.registers(), console.accounts,
                asked.form.get("officer", ""), asked.who.officer, "operation", asked.now,
            )  # fmt: skip
    except AccountRefused:
        return console.said(asked.lang, "own_account", 409, asked.who)
    return to(asked, "/people")


def _row(
    asked: Asked, officer: Officer, version: int, account: Account | None, looks: Mapping[str, int]
) -> _Row:  # fmt: skip
    mine = officer.code == asked.who.officer
    counted = [f"{_reason(reason, asked.lang)} {count}" for reason, count in sorted(looks.items())]
    closed = officer.closed(asked.now)
    there = account is not None and account.revoked_at is None
    signed_in = minute(account.signed_in_at) if account is not None and account.signed_in_at is not None else None
    return _Row(
        officer, version, "、".join(ROLE_WORDS[role].told_in(asked.lang) for role in sorted(officer.roles)),
        stands(account, asked.now), signed_in.told_in(asked.lang) if signed_in else "–", "、".join(counted) or "–",
        WORDS[f"{closed}_title"] if closed else None, {"auditor", "privacy_officer"} <= officer.roles,
        not mine, there and not mine,
    )  # fmt: skip


def _clashes(cases: Iterable[Case]) -> int:
    """Count cases that one officer decided and looked at a second time. No step allows it; that none is there is seen
    in the steps themselves."""
    return sum(1 for case in cases if case.decision is not None and case.decision.officer == case.seconded_by)


def _reason(code: str, lang: Language) -> str:
    japanese, _, english = REASONS.get(code, code).partition(" / ")
    return english if lang == "en" and english else japanese



ROUTES = (
    Route("GET", "/people", OPERATIONS, people, personal=False, menu=WORDS["people_title"]),
    Route("POST", "/people/invite", OPERATIONS, invite_one, personal=False),
    Route("POST", "/people/revoke", OPERATIONS, confirm_revoke, personal=False),
    Route("POST", "/people/revoked", OPERATIONS, revoke_one, personal=False),
)
