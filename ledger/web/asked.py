"""What a form that was checked and sent says: the first step of a case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ledger.cases.casebook import normal, readable
from ledger.cases.mail.address import address_of
from ledger.cases.requests import RequestKind
from ledger.cases.texts import Language
from ledger.cases.window_words import WORDS
from ledger.cases.wishes import About, Wishes
from ledger.law.days import calendar, jst_day
from ledger.web.asking import Typed, asked_for, by_agent, day_of, questions, with_data

_RECORD = re.compile("[0-9a-f]{32}")


def opening(
    kind: RequestKind, typed: Typed, language: Language, now: int, mails: bool, fee: int
) -> Mapping[str, Any]:
    """Return how the case begins. ``typed`` has been looked at; answers to what is not asked any more stay out.
    ``mails``: mail is sent to people. ``fee``: yen that were named beforehand."""
    asked = {name for one in questions(kind, typed) for name in one.fields}
    told = {name: words for name, words in typed.items() if name in asked}
    said: dict[str, Any] = {
        "kind": asked_for(kind, typed).code, "channel": "web", "language": language,
        "arrived": calendar(jst_day(now)).isoformat(),
        "asked": told.get("asked", ""), "contact": _contact(told), "claimed": told.get("claimed", ""),
        "fee": fee,
        **Wishes(day_of(told, "since"), day_of(told, "until"), told.get("delivery"), _about(typed)).written(),
    }  # fmt: skip
    if with_data(kind, told):
        said["also_data"] = True
    if told.get("scope"):
        said["scope"] = told["scope"]
    if by_agent(told):
        said["agent"] = {
            "kind": told["who"], "name": told["agent_name"], "alone": told.get("alone") != "together"
        }  # fmt: skip
    if told.get("protected") == "yes":
        said["protected"] = True
    # Through which contacts the person is told of an agent is nothing that the agent says.
    if told.get("unsafe") and not by_agent(told):
        said["unsafe"] = told["unsafe"]
    if told.get("email") and mails:
        said["email"] = address_of(told["email"])
    return said


def _about(typed: Typed) -> About | None:
    """Return the record that the form came from; what is none of ours is dropped."""
    number, record = normal(typed.get("about_case", "")), typed.get("about_record", "")
    return About(readable(number), record) if number and _RECORD.fullmatch(record) else None


def _contact(told: Typed) -> str:
    """Return who asks and how they may be reached, for the staff to read."""
    name = "name_agent" if by_agent(told) else "name"
    lines = [f"{WORDS[name].ja}：{told['name']}"]
    lines += [f"{WORDS[by].ja}：{told[by]}" for by in ("agent_name", "phone", "address", "email") if told.get(by)]
    return "\n".join(lines)
