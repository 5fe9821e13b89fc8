"""The facts of a record as the person reads them, one by one, and which of them the Act grants.

What the Act grants depends on the ground (Rules 20 and 24), and for a violation the safe reading grants
everything. Were the block chosen by the verdict, the date's place would tell it before an officer has
confirmed it. So the block depends on the role and on the *class* of the claimed ground alone, and a class
is drawn so wide that each of lawful, undetermined and violation can stand in it. Provisions that claim
neither consent nor its kin form one class with the opt-out: a claimed exemption (27(1)i, 27(5)i, …) is a
第三者提供記録 only when it did not hold, so naming it would name the verdict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ledger.cases.answer import Coded, DisclosableRecord
from ledger.cases.countries import country_named
from ledger.cases.moments import minute, rfc3339
from ledger.cases.requests import WITHHELD
from ledger.cases.texts import SENTENCES, Text
from ledger.cases.verdicts import Judged, Verdict
from ledger.law import catalogue

FACTS = (
    "when",
    "recipient_name",
    "recipient_address",
    "recipient_representative",
    "recipient_country",
    "person",
    "items",
    "items_left_out",
    "purpose",
    "recipient_purpose",
    "method",
    "consent",
    "terms",
    "acquisition",
    "published",
    "notification",
    "ground",
    "judgement",
)
"""Every fact in the one order of all documents: いつ・だれに・何を・なぜ・根拠・判断."""

_OTHER_SIDE = frozenset({"recipient_name", "recipient_address", "recipient_representative"})
_ALWAYS_GRANTED = _OTHER_SIDE | {"person", "items", "items_left_out"}

_GRANTED: dict[tuple[str, str], frozenset[str]] = {
    ("provider", "consent"): _ALWAYS_GRANTED | {"consent"},  # Rule 20(1)(ii)
    ("provider", "28(1)consent"): _ALWAYS_GRANTED | {"consent"},
    ("provider", "not_consent"): _ALWAYS_GRANTED | {"when"},  # Rule 20(1)(i); the safe reading
    ("recipient", "consent"): _ALWAYS_GRANTED | {"consent", "acquisition"},  # Rule 24(1)(ii)
    ("recipient", "28(1)consent"): _ALWAYS_GRANTED | {"consent", "acquisition"},
    ("recipient", "31(1)"): _ALWAYS_GRANTED | {"consent"},  # Rule 24(1)(iii)
    ("recipient", "27(2)"): _ALWAYS_GRANTED | {"when", "acquisition", "published", "notification"},
    ("recipient", "not_consent"): _ALWAYS_GRANTED | {"when", "acquisition"},  # Rule 24; the safe reading
}

_GRANTED_BESIDES: Mapping[str, frozenset[str]] = {"violation": frozenset({"when"})}
"""What is granted besides, once a verdict is confirmed: what had no consent is recorded with its date (Rule 20(1)(i));
the safe reading."""

Value = str | None | dict[str, str] | list[dict[str, str]] | list[dict[str, str | int]]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a record: words for people, ``value`` for programs.

    ``recorded`` marks words written by somebody else (names, addresses), which have no second language.
    """

    code: str
    label: Text
    words: Text
    value: Value
    recorded: bool = False


def facts_of(record: DisclosableRecord, verdict: Verdict | None) -> list[Fact]:
    """Return the facts of a record in their order. ``verdict``: what an officer confirmed, if one did."""
    return [fact for code in FACTS if (fact := _fact(code, record, verdict)) is not None]


def granted(record: DisclosableRecord, verdict: Verdict | None) -> frozenset[str]:
    """Return the codes of the facts that the Act grants of a record."""
    act = _granted(record)
    return act if verdict is None else act | _GRANTED_BESIDES.get(verdict.judged.verdict, frozenset())


def ground_class(role: str, ground: str) -> str:
    """Return the class of a claimed ground: all that a document may tell or rest on."""
    return ground if (role, ground) in _GRANTED else "not_consent"


def _fact(code: str, record: DisclosableRecord, verdict: Verdict | None) -> Fact | None:
    told = _BY_VERDICT.get(code)
    return _MAKERS[code](record) if told is None or verdict is None else told(record, verdict.judged, verdict)


def _granted(record: DisclosableRecord) -> frozenset[str]:
    return _GRANTED[record.role, ground_class(record.role, record.ground)]


def _asks_for(record: DisclosableRecord, code: str) -> bool:
    return code in _granted(record)


def _ours(code: str, words: Text, value: Value) -> Fact:
    return Fact(code, SENTENCES[code], words, value)


def _told(code: str, words: str | None, label: str | None = None) -> Fact:
    if words is None:
        return Fact(code, SENTENCES[label or code], SENTENCES["not_recorded"], None)
    return Fact(code, SENTENCES[label or code], Text(words, words), words, recorded=True)


def _coded(entry: Coded) -> dict[str, str]:
    return {"code": entry.code, "ja": entry.ja, "en": entry.en}


def _sentence(code: str, sentence: str) -> Fact:
    words = SENTENCES[sentence]
    return _ours(code, words, {"code": sentence, "ja": words.ja, "en": words.en})


def _when(record: DisclosableRecord) -> Fact:
    return _ours("when", minute(record.happened_at), rfc3339(record.happened_at))


def _side(record: DisclosableRecord, part: str) -> str:
    # A receipt names the provider, so the label turns; the code stays, so that a program finds one key.
    return f"{'recipient' if record.role == 'provider' else 'provider'}_{part}"


def _name(record: DisclosableRecord) -> Fact:
    return _told("recipient_name", record.recipient.name or record.recipient.code, _side(record, "name"))


def _address(record: DisclosableRecord) -> Fact:
    return _told("recipient_address", record.recipient.address, _side(record, "address"))


def _representative(record: DisclosableRecord) -> Fact:
    return _told("recipient_representative", record.recipient.representative, _side(record, "representative"))


def _country(record: DisclosableRecord) -> Fact:
    label, country = SENTENCES[_side(record, "country")], record.recipient.country
    words = SENTENCES["not_recorded"] if country is None else country_named(country)
    return Fact("recipient_country", label, words, country)


def _person(_record: DisclosableRecord) -> Fact:
    return _sentence("person", "the_person")


def _items(record: DisclosableRecord) -> Fact | None:
    if record.left_out and not record.items:
        return None
    words = Text("、".join(item.ja for item in record.items), ", ".join(item.en for item in record.items))
    return _ours("items", words, [_coded(item) for item in record.items])


def _left_out(record: DisclosableRecord) -> Fact | None:
    """How many items are left out on which ground: never which."""
    if not record.left_out:
        return None
    sentence, counted = SENTENCES["left_out"], sorted(Counter(record.left_out).items())
    words = Text(
        "".join(sentence.ja.format(count, WITHHELD[ground].ja) for ground, count in counted),
        " ".join(sentence.en.format(count, WITHHELD[ground].en) for ground, count in counted),
    )
    value: list[dict[str, str | int]] = [
        {"ground": ground, "count": count, "ja": WITHHELD[ground].ja, "en": WITHHELD[ground].en}
        for ground, count in counted
    ]
    return _ours("items_left_out", words, value)


def _purpose(record: DisclosableRecord) -> Fact:
    return _ours("purpose", Text(record.purpose.ja, record.purpose.en), _coded(record.purpose))


def _recipient_purpose(record: DisclosableRecord) -> Fact | None:
    return None if record.recipient_purpose is None else _told("recipient_purpose", record.recipient_purpose)


def _method(record: DisclosableRecord) -> Fact:
    words = SENTENCES.get(f"method_{record.method}", Text(record.method, record.method))
    return _ours("method", words, {"code": record.method, "ja": words.ja, "en": words.en})


def _consent(record: DisclosableRecord) -> Fact | None:
    return _sentence("consent", "consent_recorded") if _asks_for(record, "consent") else None


def _terms(record: DisclosableRecord) -> Fact | None:
    return _told("terms", record.terms) if _asks_for(record, "consent") and record.terms is not None else None


def _acquisition(record: DisclosableRecord) -> Fact | None:
    return _told("acquisition", record.acquisition) if _asks_for(record, "acquisition") else None


def _published(record: DisclosableRecord) -> Fact | None:
    return _sentence("published", "published_recorded") if _asks_for(record, "published") else None


def _notification(record: DisclosableRecord) -> Fact | None:
    return _told("notification", record.opt_out_notification) if _asks_for(record, "notification") else None


def _ground(record: DisclosableRecord) -> Fact:
    found = ground_class(record.role, record.ground)
    words = SENTENCES[f"ground_{found}"]
    return _ours("ground", words, {"code": found, "ja": words.ja, "en": words.en})


def _judgement(_record: DisclosableRecord) -> Fact:
    return _sentence("judgement", "being_checked")


def _ground_found(record: DisclosableRecord, found: Judged, _verdict: Verdict) -> Fact:
    """The basis by its own name, where the class did not say it and it holds; one that failed is still named by none:
    an exemption that was claimed may be somebody else's affair."""
    if ground_class(record.role, record.ground) != "not_consent":
        return _ground(record)
    if found.verdict == "lawful":
        words = catalogue.ground(found.basis)
        return _ours("ground", Text(words.ja, words.en), {"code": found.basis, "ja": words.ja, "en": words.en})
    return _sentence("ground", "ground_failed") if found.verdict == "violation" else _ground(record)


def _judgement_told(record: DisclosableRecord, found: Judged, verdict: Verdict) -> Fact:
    words = verdict.words(record.role)
    return _ours("judgement", words, {"code": found.verdict, "ja": words.ja, "en": words.en})


_BY_VERDICT: dict[str, Callable[[DisclosableRecord, Judged, Verdict], Fact]] = {
    "ground": _ground_found, "judgement": _judgement_told,
}  # fmt: skip
_MAKERS: dict[str, Callable[[DisclosableRecord], Fact | None]] = {
    "when": _when,
    "recipient_name": _name,
    "recipient_address": _address,
    "recipient_representative": _representative,
    "recipient_country": _country,
    "person": _person,
    "items": _items,
    "items_left_out": _left_out,
    "purpose": _purpose,
    "recipient_purpose": _recipient_purpose,
    "method": _method,
    "consent": _consent,
    "terms": _terms,
    "acquisition": _acquisition,
    "published": _published,
    "notification": _notification,
    "ground": _ground,
    "judgement": _judgement,
}
