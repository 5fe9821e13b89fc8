"""What the partner service hands on, and receives, on grounds other than consent at home: each rightly and wrongly."""

from __future__ import annotations

from functools import partial
from typing import Any

from ledger.cli.sample.telling import ASKS, LONG_AGO, STOPPED, Telling, Told, event_id

_RECEIVED: dict[str, Any] = {
    "acquisition": "会員登録の際に本人から直接取得（見本）",
    "confirmation": "契約書の写し（見本）",
}
_PAIRED = "A-000116"


def opt_out(tell: Telling) -> list[Told]:
    """Opt-out as notified; and with sensitive data, an item not notified, data that itself came by opt-out, and of a
    person who had it stopped."""
    given = partial(_given, tell, recipient="list-buyer", ground="27(2)", opt_out_notification="sample-2024-0012")
    return [
        given("opt-out", 199),
        given("opt-out-sensitive", 198, items=["name", "health"]),
        given("opt-out-unlisted", 197, items=["name", "purchases"]),
        given("opt-out-twice", 196, provenance="opt_out"),
        given("opt-out-stopped", 196, who=STOPPED),
    ]


def not_third_parties(tell: Telling) -> list[Told]:
    """Entrustment, and the contractor's own use; a purchaser's examination with and without a safe contract; joint use,
    and a notice that lacks an item."""
    return [
        _given(tell, "entrusted", 195, recipient="data-entry", ground="27(5)i", agreement="data-entry-2024",
               recipient_purpose="data_entry"),
        _given(tell, "own-use", 194, recipient="data-entry", ground="27(5)i", agreement="data-entry-2024",
               recipient_purpose="own_analysis"),
        _given(tell, "examined", 193, recipient="acquirer", ground="27(5)ii", agreement="acquisition-examination"),
        _given(tell, "examined-unsafely", 192, recipient="acquirer", ground="27(5)ii", agreement="acquisition-letter"),
        _given(tell, "joint-use", 191, recipient="affiliate", ground="27(5)iii", agreement="livels-group"),
        _given(tell, "joint-use-unmanaged", 190, recipient="affiliate", ground="27(5)iii", agreement="livels-pilot"),
    ]  # fmt: skip


def abroad(tell: Telling) -> list[Told]:
    """The United States with and without the information of 28(2), an equivalent country, and three conforming systems:
    checked, not checked for too long, and to be stopped."""
    entrusted = partial(_given, tell, ground="27(5)i", agreement="support-abroad-2024", recipient_purpose="answering")
    return [
        _given(tell, "us-informed", 189, recipient="us-analytics", ground="28(1)consent"),
        _given(tell, "us-uninformed", LONG_AGO, who="A-000119", recipient="us-analytics", ground="28(1)consent"),
        entrusted("us-entrusted", 188, recipient="us-analytics"),
        _given(tell, "fr-consented", 187, recipient="fr-partner"),
        entrusted("sg-checked", 186, recipient="sg-support", recipient_system="sg-support-contract"),
        entrusted("ph-lapsed", 185, recipient="ph-calls", recipient_system="ph-calls-contract"),
        entrusted("in-stopped", 184, recipient="in-builders", recipient_system="in-builders-rules"),
    ]


def received(tell: Telling) -> list[Told]:
    """What we received, confirmed and not; and what we gave to the affiliate, which reports its own side."""
    receipt = partial(_given, tell, role="recipient", recipient="credit-check")
    confirmed = {"consent_confirmed": "their terms of use, version 3"}
    return [
        receipt("received", 183, evidence=confirmed, **_RECEIVED),
        receipt("received-unconfirmed", 182, evidence=confirmed, acquisition=_RECEIVED["acquisition"]),
        _given(tell, "pair", 181, who=_PAIRED, recipient="affiliate"),
        _given(tell, "pair-differing", 180, who=_PAIRED, recipient="affiliate", items=["name", "phone", "purchases"]),
    ]


def received_by_the_affiliate(tell: Telling) -> list[Told]:
    """The affiliate's side of the two acts; of one it names fewer items than we do."""
    return [
        _given(
            tell, f"affiliate-{ours}", minutes, who=_PAIRED, role="recipient", recipient="livels",
            evidence={"consent_record": "their own record"}, counterpart_event=str(event_id("Provision", ours)),
            **_RECEIVED,
        )
        for ours, minutes in (("pair", 179), ("pair-differing", 178))
    ]  # fmt: skip


def other_data(tell: Telling) -> list[Told]:
    """Browsing histories whose recipient has the consent, confirmed and not; pseudonymised data on consent; an approved
    reading; and a letter sent to the wrong address."""
    related = partial(
        tell.provision, recipient="ad-network", items=["browsing"], purpose="marketing", ground="31(1)",
        data_class="personal_related",
    )  # fmt: skip
    return [
        related("related", 177, evidence={"consent_confirmed": "their written statement"}),
        related("related-unconfirmed", 176),
        _given(tell, "pseudonymised", 175, recipient="fr-partner", data_class="pseudonymised"),
        _given(tell, "on-behalf", 174, recipient="repair-shop", ground="interpretation",
               evidence={"interpretation": "on-behalf-of-the-person"}),
        _given(tell, "mis-sent", 173, recipient="advertiser", handling="mis_sent", method="paper"),
    ]  # fmt: skip


def _given(tell: Telling, name: str, minutes: int, who: str = ASKS[1], **more: Any) -> Told:
    return tell.provision(name, minutes, who, **{"items": ["name", "phone"], "purpose": "operation", **more})
