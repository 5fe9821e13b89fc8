"""From what a register holds to what the law asks about: one reading of each kind of body.

A body was checked against its register's JSON Schema when it came in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ledger.law.days import after_months, day_number, jst_day
from ledger.law.foreign import EQUIVALENT, EQUIVALENT_SINCE
from ledger.law.periods import CHECK_MONTHS, DAYS_TO_ASK
from ledger.law.registered import (
    AgreementEntry,
    CountryEntry,
    DocumentEntry,
    HoldEntry,
    InterpretationEntry,
    ItemEntry,
    JointUseEntry,
    NoticeEntry,
    NotificationEntry,
    PolicyEntry,
    PolicySentence,
    PurposeEntry,
    RecipientEntry,
    StatuteEntry,
    SystemEntry,
    TermsEntry,
)  # fmt: skip
from ledger.law.seed_policy import SEED
from ledger.registers.snapshot import RegisterRow, Registers

Body = Mapping[str, Any]

#: Kinds of recipient that have no representative to name (Rule 20(1)).
_UNREPRESENTED = frozenset({"person", "unspecified_many", "department"})
#: The nine items of a notification (27(2)) by the member that holds each; items and methods are asked about apart.
_NOTIFIED = {
    "operator": "1", "provision_is_a_purpose": "2", "items": "3", "acquisition": "4", "methods": "5",
    "stops_on_request": "6", "how_to_ask": "7", "updating": "8", "starts_on": "9",
}  # fmt: skip
#: Of these, what may change only after a new notification (27(3)).
_NOTIFIED_BEFORE = ("items", "acquisition", "methods", "how_to_ask", "updating", "starts_on")


def recipient(row: RegisterRow) -> RecipientEntry:
    body = row.body
    return RecipientEntry(
        code=row.key,
        kind=body["kind"],
        country=body["country"],
        ranges=frozenset(body.get("range", ())),
        article_16_2=body.get("article_16_2"),
        annex_2=body.get("annex_2", False),
        domestic=body.get("operator_in_japan", False),
        legal_person=body.get("legal_person"),
        named=_filled(body, "name", "address")
        and (body["kind"] in _UNREPRESENTED or _filled(body, "representative")),
    )


def item(row: RegisterRow) -> ItemEntry:
    return ItemEntry(row.key, bool(row.body["sensitive"]), frozenset(row.body.get("sensitive_with", ())))


def purpose(row: RegisterRow) -> PurposeEntry:
    return PurposeEntry(row.key, row.body["announced_on"])


def statute(row: RegisterRow) -> StatuteEntry:
    return StatuteEntry(row.key, bool(row.body["domestic"]))


def agreement(row: RegisterRow) -> AgreementEntry:
    body = row.body
    return AgreementEntry(
        code=row.key,
        kind=body["kind"],
        parties=frozenset(body["parties"]),
        items=_codes(body, "items"),
        purposes=_codes(body, "purposes"),
        work=frozenset(body.get("work", ())),
        own_purposes=body.get("own_purposes", False),
        concluded=day_number(body["concluded_on"]),
        ended=_day(body, "ended_on"),
        deal=body.get("deal"),
        clauses=frozenset(body.get("clauses", ())),
    )


def joint_use(row: RegisterRow, versions: Sequence[RegisterRow]) -> JointUseEntry:
    """Read a group of joint users. ``versions``: every version of it, in the order of the time they hold from."""
    body = row.body
    manager = body.get("manager") or {}
    shown = {
        "fact": bool(body.get("fact_stated")),
        "items": bool(body["items"]),
        "users": bool(body["users"] or body.get("ranges")),
        "purposes": bool(body["purposes"]),
        "manager": _filled(manager, "name", "address") and _represented(manager),
    }
    before = [version for version in versions if version.valid_from < row.valid_from]
    return JointUseEntry(
        code=row.key,
        users=frozenset(body["users"]),
        ranges=frozenset(body.get("ranges", ())),
        items=frozenset(body["items"]),
        purposes=frozenset(body["purposes"]),
        lacking=frozenset(name for name, there in shown.items() if not there),
        noticed=_day(body, "noticed_on"),
        contractors=frozenset(body.get("contractors", ())),
        altered=_altered(body, [version.body for version in before]),
        told_before_change=_told_before(row, before, _joint_use_told, "noticed_on"),
    )


def notification(row: RegisterRow, versions: Sequence[RegisterRow]) -> NotificationEntry:
    """Read an opt-out notification. ``versions``: every version of it, in the order of the time they hold from."""
    body = row.body
    before = [version for version in versions if version.valid_from < row.valid_from]
    return NotificationEntry(
        code=row.key,
        items=frozenset(body["items"]),
        methods=frozenset(body["methods"]),
        lacking=frozenset(number for member, number in _NOTIFIED.items() if not _filled(body, member)),
        notified=_day(body, "notified_on"),
        noticed=_day(body, "noticed_on"),
        published=_day(body, "published_on"),
        own_published=_day(body, "own_publication_on"),
        starts=_day(body, "starts_on"),
        ended=_day(body, "ended_on"),
        time_to_ask=body.get("days_to_ask", DAYS_TO_ASK),
        told_before_change=_told_before(row, before, _notification_told, "notified_on", "noticed_on"),
    )


def country(code: str, row: RegisterRow | None, day: int) -> CountryEntry:
    """Read a country on a day: the law's own list says what is equivalent where the register does not."""
    body: Body = row.body if row else {}
    since, until = _day(body, "equivalent_from"), _day(body, "equivalent_until")
    if since is None:
        since = EQUIVALENT_SINCE if code in EQUIVALENT else None
    surveyed = _done_by(day, body, "surveyed_on")
    return CountryEntry(
        code,
        since is not None and since <= day and (until is None or day <= until),
        surveyed,
        None if surveyed is None else after_months(surveyed, body.get("check_months", CHECK_MONTHS)),
    )


def system(row: RegisterRow, day: int) -> SystemEntry:
    """Read a conforming system on a day: a check made later does not count on it."""
    body = row.body
    checked = _done_by(day, body, "checked_on")
    return SystemEntry(
        code=row.key,
        recipient=body["recipient"],
        means=body["means"],
        since=day_number(body["in_place_from"]),
        until=_day(body, "in_place_until"),
        checked=checked,
        due=_due(day_number(body["in_place_from"]) if checked is None else checked, body),
        stop_from=_day(body, "stop_from"),
    )


def interpretation(row: RegisterRow) -> InterpretationEntry:
    approved_by = row.body["approved_by"] if _filled(row.body, "approved_by") else None
    return InterpretationEntry(row.key, row.body["side"], approved_by)


def document(row: RegisterRow) -> DocumentEntry:
    return DocumentEntry(row.key, bool(row.body["for_supply"]), bool(row.body["complete"]))


def legal_hold(row: RegisterRow) -> HoldEntry:
    body = row.body
    return HoldEntry(
        row.key, _codes(body, "recipients"), _codes(body, "sources"), _day(body, "since"), _day(body, "until")
    )


def terms(row: RegisterRow) -> TermsEntry:
    body = row.body
    return TermsEntry(
        code=row.key,
        services=frozenset({body["service"]} if body.get("service") else ()),
        said=body.get("said"),
        shown_from=first_shown(row),
        shown_until=_day(body, "shown_until"),
        recipients=_codes(body, "recipients"),
        ranges=_codes(body, "ranges"),
        items=_codes(body, "items"),
        purposes=_codes(body, "purposes"),
        version=row.idx,
    )


def first_shown(row: RegisterRow) -> int:
    """Return the first Japanese day on which a version of the terms was shown."""
    return day_number(row.body["shown_from"])


def notice(row: RegisterRow) -> NoticeEntry:
    body = row.body
    parts = {
        "country": bool(body["countries"]),
        "system": _filled(body, "system") or _filled(body, "country_unfixed_because"),
        "measures": _filled(body, "measures") or _filled(body, "measures_unknown_because"),
    }
    return NoticeEntry(
        row.key, frozenset(body["countries"]), frozenset(name for name, there in parts.items() if not there), row.idx
    )


def policy(row: RegisterRow) -> PolicyEntry:
    sentences = tuple(
        PolicySentence(
            one["number"], one["ja"], one["en"], one["rule"], frozenset(one.get("allows", ()))
        )
        for one in row.body["sentences"]
    )  # fmt: skip
    return PolicyEntry(row.key, sentences)


def policy_sentence(registers: Registers, version: str, number: str, at: int) -> PolicySentence | None:
    """Return the sentence that a judgement of an act at the instant names by version and number."""
    row = registers.valid_at("policies", version, at)
    entry = policy(row) if row else SEED if version == SEED.version else None
    return next((one for one in entry.sentences if one.number == number), None) if entry else None


def approver(registers: Registers, reason: str, at: int) -> str | None:
    """Return the officer who approved the reading by which, as the reason of a duty says, no record is due for an act
    at the instant; None where no reading is the reason."""
    kind, _, code = reason.partition(":")
    row = registers.valid_at("interpretations", code, at) if kind == "interpretation" else None
    return None if row is None else interpretation(row).approved_by


def policy_in_force(rows: Sequence[RegisterRow], service_names: frozenset[str], at: int) -> RegisterRow | None:
    """Return the policy in force at the instant for a service, by any of its names: the last that came into force."""
    day = jst_day(at)
    found = [
        row
        for row in rows
        if day_number(row.body["in_force_from"]) <= day
        and (not row.body.get("services") or service_names & set(row.body["services"]))
    ]
    return max(found, key=lambda row: (row.body["in_force_from"], row.idx), default=None)


def terms_in_force(entries: Sequence[TermsEntry], service_names: frozenset[str], day: int) -> str:
    """Return the version of the terms shown on the day for a service, or nothing where none is registered."""
    found = [
        entry
        for entry in entries
        if entry.services & service_names
        and entry.shown_from <= day
        and (entry.shown_until is None or day <= entry.shown_until)
    ]
    return max(found, key=lambda entry: (entry.shown_from, entry.code)).code if found else ""


def _altered(body: Body, before: Sequence[Body]) -> bool:
    """Tell whether items or users were added on none of the ways there are (general guideline 3-6-3(3))."""
    if not before or body.get("changes_because"):
        return False
    allowed: dict[str, set[str]] = {}
    for number, version in enumerate(before):
        for member in ("items", "users", "ranges"):
            if number == 0 or version.get("changes_because"):
                allowed[member] = allowed.get(member, set()) | set(version.get(member, ()))
    return any(set(body.get(member, ())) - allowed.get(member, set()) for member in ("items", "users", "ranges"))


def _joint_use_told(body: Body, told: Body) -> bool:
    """Tell whether a joint use is, in what has to be told before it changes, what people were told (27(6)). A new name
    of who was responsible before is told without delay after it."""
    renamed = body.get("changes_because") == "name_only"
    same_manager = renamed or (told.get("manager") or {}).get("name") == (body.get("manager") or {}).get("name")
    return same_manager and set(told["purposes"]) == set(body["purposes"])


def _notification_told(body: Body, told: Body) -> bool:
    """Tell whether a notification is, in what has to be told before it changes, what was notified (27(3)). The order
    of what is listed says nothing."""
    return all(_said(body, member) == _said(told, member) for member in _NOTIFIED_BEFORE)


def _told_before(
    row: RegisterRow, before: Sequence[RegisterRow], same: Callable[[Body, Body], bool], *days: str
) -> bool:  # fmt: skip
    """Tell whether what a version changes was told, on each of these days, before it took effect.

    Compared is the last version that was told, so no later change of something else heals one that never was.
    """
    told, rightly = (before or [row])[0].body, True
    for version in (*before[1:], row):
        since = jst_day(version.valid_from)
        anew = (_day(version.body, day) for day in days if version.body.get(day) != told.get(day))
        rightly = same(version.body, told) or sum(day is not None and day <= since for day in anew) == len(days)
        if rightly:
            told = version.body
    return rightly


def _said(body: Body, member: str) -> Any:
    said = body.get(member)
    return frozenset(said) if isinstance(said, list | tuple) else said


def _represented(manager: Body) -> bool:
    """Tell whether a manager's representative is named, which only a corporation has: null says that it is none."""
    return "representative" in manager and (manager["representative"] is None or _filled(manager, "representative"))


def _filled(body: Body, *members: str) -> bool:
    """Tell whether each of these says something: blanks say nothing."""
    said = (body.get(member) for member in members)
    return all(bool(one.strip() if isinstance(one, str) else one) for one in said)


def _due(checked: int, body: Body) -> int:
    return after_months(checked, body.get("check_months", CHECK_MONTHS))


def _day(body: Body, member: str) -> int | None:
    return day_number(body[member]) if body.get(member) else None


def _done_by(day: int, body: Body, member: str) -> int | None:
    done = _day(body, member)
    return done if done is not None and done <= day else None


def _codes(body: Body, member: str) -> frozenset[str] | None:
    return frozenset(body[member]) if member in body else None
