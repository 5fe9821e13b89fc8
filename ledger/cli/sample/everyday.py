"""What happens every day at the sample company: consents, screening, the support desk, and events sent again."""

from __future__ import annotations

from ledger.cli.sample.telling import LONG_AGO, STOPPED, Telling, Told

#: Recipients that the partner terms name.
PARTNERS = ["affiliate", "us-analytics", "fr-partner", "sg-support", "ph-calls", "in-builders"]


def consents_in_time(tell: Telling) -> list[Told]:
    """Consents told before what rests on them, one withdrawal, a child's, one person's second id, and one's stop."""
    return [
        *(tell.consent(f"A-0001{number:02}", 300) for number in range(1, 7)),
        tell.consent("A-000107", 300, recipients=None, range="delivery"),
        tell.consent("A-000108", 320),
        tell.consent("A-000108", 150, change="withdrawn"),
        tell.consent("A-000117", 310, incapacity="minor", consented_by="parent"),
        _to_partners(tell, "A-000101", 305, foreign_information="notice-us-2025"),
        _to_partners(tell, "A-000116", 305),
        tell.link("A-000101", "web", "W-55", 330),
        tell.stop(STOPPED, 315, "27(2)"),
    ]  # fmt: skip


def consents_afterwards(tell: Telling) -> list[Told]:
    """A consent given in time but told only after the provision that rests on it; three told too late to heal anything:
    a plain one, a child's alone, and one without information on the foreign country."""
    return [
        tell.consent("A-000109", 290),
        tell.consent("A-000115", LONG_AGO + 60),
        tell.consent("A-000118", LONG_AGO + 60, incapacity="minor"),
        _to_partners(tell, "A-000119", LONG_AGO + 60),
    ]


def screening(tell: Telling) -> list[Told]:
    """What the screening service handed on."""
    return [
        *(tell.provision(f"screen-{number}", 240 - number, f"A-0001{number:02}") for number in range(1, 7)),
        tell.provision("by-range", 200, "A-000107", recipient="delivery-partner", purpose="operation"),
        tell.provision("before-withdrawal", 180, "A-000108"),
        tell.provision("after-withdrawal", 100, "A-000108"),
        tell.provision("told-before-consent", 210, "A-000109"),
        tell.provision("nobody-asked", 30 * 60, "A-000110"),
        tell.provision("too-much", 29 * 60, "A-000102", items=["name", "birthday", "phone"]),
        tell.provision("to-an-advertiser", 28 * 60, "A-000103", recipient="advertiser"),
        tell.provision("consent-may-come", 30, "A-000111"),
        tell.provision("not-announced", 120, "A-000104", purpose="profiling"),
        tell.provision("unknown-recipient", LONG_AGO, "A-000105", recipient="nobody-registered-this"),
        tell.provision("consent-told-too-late", LONG_AGO, "A-000115"),
        tell.provision("child-with-a-parent", 190, "A-000117"),
        tell.provision("child-alone", LONG_AGO, "A-000118"),
        tell.provision("second-id", 170, "W-55", namespace="web"),
        tell.provision("wrong-recipient", 110, "A-000101", recipient="advertiser"),
        tell.correction("correction", 100, "wrong-recipient", "mistyped", replacement={"recipient": "credit-check"}),
        tell.provision("never-sent", 27 * 60, "A-000106"),
        tell.correction("void", 90, "never-sent", "the transfer failed"),
    ]  # fmt: skip


def support(tell: Telling) -> list[Told]:
    """What the support desk handed on where the law allows it without consent, rightly and wrongly."""
    return [
        tell.excepted("police-order", 220, "police", "27(1)i", statute="jp-code-of-criminal-procedure-197-2"),
        tell.excepted("police-favour", 215, "police", "27(1)i"),
        tell.excepted("foreign-order", 214, "advertiser", "27(1)i", statute="us-stored-communications-act"),
        tell.excepted(
            "emergency", 213, "hospital", "27(1)ii", items=["name", "health"],
            necessity="collapsed at the counter", consent_difficult="unconscious",
        ),
        tell.excepted("no-emergency", 212, "hospital", "27(1)ii", necessity="asked by telephone"),
        tell.excepted(
            "child", 211, "child-guidance", "27(1)iii",
            special_necessity="notice under the child welfare law", consent_difficult="the guardian is concerned",
        ),
        tell.excepted(
            "city", 209, "city-office", "27(1)iv", public_duty="disaster relief", impediment="no time to ask",
        ),
        tell.excepted(
            "not-a-body", 208, "advertiser", "27(1)iv", public_duty="a survey", impediment="no time to ask",
        ),
        tell.excepted(
            "research", 207, "university", "27(1)vii",
            academic_purpose="a study of usage", no_unjust_infringement="no contact, results in sums only",
        ),
        tell.provision("three-people", 206, "A-000112", "A-000113", "A-000114", ground="27(1)iv",
                       recipient="city-office", purpose="inquiry",
                       evidence={"public_duty": "disaster relief", "impediment": "no time to ask"}),
        tell.provision("cloud", 205, "A-000101", ground="non_handling_cloud", recipient="cloud-vendor",
                       evidence={"no_handling": "contract clause 7"}),
        tell.provision("department", 204, "A-000102", ground="same_legal_person", recipient="other-department",
                       evidence={"same_legal_person": "operations"}),
        tell.provision("own-copy", 203, "A-000103", ground="to_the_person", recipient="the-person",
                       evidence={"to_the_person": "by registered mail"}),
        tell.provision("shelter", 202, "A-000101", ground="27(1)ii", recipient="hospital", purpose="security",
                       existence="ii", evidence={"necessity": "threat", "consent_difficult": "no contact"}),
    ]  # fmt: skip


def again(tell: Telling) -> list[Told]:
    """Two events sent again as they were, and one id that comes back saying something else."""
    return [
        tell.provision("screen-1", 239, "A-000101"),
        tell.provision("by-range", 200, "A-000107", recipient="delivery-partner", purpose="operation"),
        tell.provision("screen-2", 238, "A-000102", recipient="advertiser"),
    ]


def _to_partners(tell: Telling, who: str, minutes: int, **more: str) -> Told:
    return tell.consent(
        who, minutes, consent=f"partners, {who}", terms="terms-partners-2025-10", recipients=PARTNERS,
        items=["name", "phone", "purchases"], purposes=["operation"], **more,
    )  # fmt: skip
