"""What registers say, as the law asks about it. Days are Japanese calendar days since 1970-01-01, both ends included.

A register is data with history: what stands here is the version that held at the instant of the act.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class RecipientEntry:
    """Who receives: kind, country (ISO 3166), ranges it belongs to, and what the Act asks of it.

    ``article_16_2``: body of article 16(2), or None where the register leaves it to the kind; ``annex_2``: a
    corporation of annex 2 (national universities and the like), to which articles 29 and 30 apply; ``domestic``: a
    company abroad that is itself an operator using a database for business in Japan (foreign guideline 2-2);
    ``legal_person``: the operator's own legal person, another one, or unsaid (then the kind decides); ``named``: name,
    address and, where there is one to name, representative are on file (Rule 20(1)).
    """

    code: str
    kind: str
    country: str
    ranges: frozenset[str]
    article_16_2: bool | None
    annex_2: bool = False
    domestic: bool = False
    legal_person: Literal["operator", "other"] | None = None
    named: bool = True


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """A data item; ``sensitive``: 要配慮個人情報 (article 2(3)); ``sensitive_with``: other items, or recipients, beside
    which it reveals such data."""

    code: str
    sensitive: bool
    sensitive_with: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PurposeEntry:
    """A purpose of ours, and the Japanese day it was announced on (ISO 8601; article 21)."""

    code: str
    announced_on: str


@dataclass(frozen=True, slots=True)
class StatuteEntry:
    """A statute that may be cited. A foreign statute is not 法令 (PPC foreign-provision guideline, 総論)."""

    code: str
    domestic: bool


@dataclass(frozen=True, slots=True)
class AgreementEntry:
    """An agreement that a provision may rest on (articles 27(5)i, ii and 27(1)vi).

    ``kind``: entrustment, succession or joint_research; ``parties``: recipients it was concluded with; ``items`` and
    ``purposes``: what it covers, None where it does not say; ``work``: what the other side may do with the data;
    ``own_purposes``: the other side may use the data for purposes of its own; ``deal``: of a succession merger, split,
    transfer or due_diligence; ``clauses``: what a due-diligence contract fixes.
    """

    code: str
    kind: str
    parties: frozenset[str]
    items: frozenset[str] | None
    purposes: frozenset[str] | None
    work: frozenset[str]
    own_purposes: bool
    concluded: int
    ended: int | None
    deal: str | None = None
    clauses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class JointUseEntry:
    """A group of joint users (27(5)iii). ``lacking``: notice items that are missing; ``noticed``: the day on which the
    person was told or could easily learn of it; ``altered``: items or users were changed on none of the ways there are;
    ``contractors``: users who only work for another (they stay contractors)."""

    code: str
    users: frozenset[str]
    ranges: frozenset[str]
    items: frozenset[str]
    purposes: frozenset[str]
    lacking: frozenset[str]
    noticed: int | None
    contractors: frozenset[str]
    altered: bool
    told_before_change: bool


@dataclass(frozen=True, slots=True)
class NotificationEntry:
    """An opt-out notification to the Commission (27(2), Rules 11 to 14). ``lacking``: of the nine items those that are
    missing; days are None where the step was not taken; ``told_before_change``: a change of items 3 to 5 or 7 to 9 was
    notified anew before it took effect (27(3))."""

    code: str
    items: frozenset[str]
    methods: frozenset[str]
    lacking: frozenset[str]
    notified: int | None
    noticed: int | None
    published: int | None
    own_published: int | None
    starts: int | None
    ended: int | None
    time_to_ask: int
    told_before_change: bool = True


@dataclass(frozen=True, slots=True)
class CountryEntry:
    """A country: ``equivalent`` on the day of the act (28(1), PPC notice); ``surveyed``: when its system was last
    looked into; ``due``: the last day on which that look counts as fresh."""

    code: str
    equivalent: bool
    surveyed: int | None
    due: int | None


@dataclass(frozen=True, slots=True)
class SystemEntry:
    """A conforming system of one recipient (28(1), Rule 16). ``means``: contract, group_rules or cbpr; ``checked`` and
    ``due``: the last yearly check and the last day on which it counts (Rule 18); ``stop_from``: the first day from
    which continued measures are hard to secure, so that provision has to stop."""

    code: str
    recipient: str
    means: str
    since: int
    until: int | None
    checked: int | None
    due: int | None
    stop_from: int | None


@dataclass(frozen=True, slots=True)
class InterpretationEntry:
    """A reading by which no record is due (confirmation guideline 2-2), approved by an officer of ours."""

    code: str
    side: Literal["provider", "recipient", "both"]
    approved_by: str | None


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A contract or other document that stands for records (Rule 19(3)). ``for_supply``: it is about supplying goods or
    services to the person; ``complete``: it holds all statutory items."""

    code: str
    for_supply: bool
    complete: bool


@dataclass(frozen=True, slots=True)
class HoldEntry:
    """Records that may not be destroyed: of these recipients and sources (None: all), provided from ``since`` to
    ``until`` (Japanese days, both included; None: open)."""

    code: str
    recipients: frozenset[str] | None
    sources: frozenset[str] | None
    since: int | None
    until: int | None


@dataclass(frozen=True, slots=True)
class TermsEntry:
    """A version of the terms of use, and what its text says about provision; None where it does not limit.
    ``version``: the register's version of the entry, by which a consent tells what was shown to the person."""

    code: str
    services: frozenset[str]
    said: str | None
    shown_from: int
    shown_until: int | None
    recipients: frozenset[str] | None
    ranges: frozenset[str] | None
    items: frozenset[str] | None
    purposes: frozenset[str] | None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class NoticeEntry:
    """Information shown before a consent to provision abroad (28(2), Rule 17). ``countries``: those named, or the
    candidates where none could be fixed; ``lacking``: parts that are missing with no reason given; ``version``: as of
    terms."""

    code: str
    countries: frozenset[str]
    lacking: frozenset[str]
    version: int | None = None


@dataclass(frozen=True, slots=True)
class PolicySentence:
    """A sentence of the operator's policy that an act can break. ``rule``: what it promises (see `ledger.law.policy`);
    ``allows``: the grounds on which it lets data go."""

    number: str
    ja: str
    en: str
    rule: str
    allows: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PolicyEntry:
    """A version of the operator's policy as it was in force for a service."""

    version: str
    sentences: tuple[PolicySentence, ...]
