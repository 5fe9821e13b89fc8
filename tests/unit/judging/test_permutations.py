"""Within the declared lag the order of arrival is of no account: the same facts end in the same judgement.

Consents, links, register changes, corrections and stops arrive one by one in an order drawn by Hypothesis, each told in
time; what one register says of one key keeps its own order, as on its topic. Watermarks stand where a recorder would
have them: below whatever has not come yet.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ledger.judging.corrections import Correction
from ledger.judging.judging import Judging, judge_looked
from ledger.judging.lookup import FACT_KINDS, LinkRow, Links, Looked
from ledger.law.stops import BARS, StopOrder
from ledger.law.types import Act, ConsentChange, ConsentScope, Judgement
from ledger.registers.snapshot import RegisterRow, Registers
from tests.unit.law.acts import AT, COMPLETE, act

EVENT = ("source", b"event")
EVER = 2**62
LONG_AGO = AT - 10**15


class Fact(NamedTuple):
    """Something told: what it is, when it happened (µs UTC), whom or which key it is about, and what it says."""

    kind: str
    at: int
    about: Any
    said: Any


SCOPE = ConsentScope("terms", ("company",), None, ("name",), ("operation",), None, None, "web", None, "told")
scopes = st.sampled_from([SCOPE, SCOPE, replace(SCOPE, items=("name", "phone")), replace(SCOPE, recipients=("other",))])
_COMPANY = {"name": "n", "address": "a", "representative": "r", "kind": "company", "country": "JP"}
_BASE = {
    ("recipients", "company"): _COMPANY,
    ("data_items", "name"): {"ja": "氏名", "en": "name", "sensitive": False},
    ("data_items", "phone"): {"ja": "電話番号", "en": "phone", "sensitive": False},
    ("purposes", "operation"): {"ja": "運営", "en": "operation", "announced_on": "2022-04-01"},
}  # fmt: skip
_CHANGES: tuple[tuple[tuple[str, str], dict[str, Any]], ...] = (
    (("recipients", "company"), {**_COMPANY, "country": "US"}),
    (("recipients", "company"), {**_COMPANY, "kind": "government"}),
    (("recipients", "company"), _COMPANY),
    (("statutes", "jp-ccp-197-2"), {"ja": "刑事訴訟法", "domestic": True}),
    (("agreements", "agreement 1"), {"kind": "entrustment", "parties": ["company"], "concluded_on": "2023-04-01"}),
    (("purposes", "operation"), {"ja": "運営", "en": "operation", "announced_on": "2027-04-01"}),
)

people = st.sampled_from([1, 2])
_facts: st.SearchStrategy[tuple[str, Any, Any]] = st.one_of(
    st.tuples(
        st.just("consent"), people,
        st.tuples(st.sampled_from(["c", "d"]), st.sampled_from(["given", "changed", "withdrawn"]), scopes),
    ),
    st.tuples(st.just("link"), st.none(), st.sampled_from([True, True, False])),
    st.sampled_from(_CHANGES).map(lambda change: ("register", *change)),
    st.tuples(
        st.just("correction"), st.none(),
        st.sampled_from([("void", {}), ("correct", {"items": ["phone"]}), ("correct", {"items": ["name"]})]),
    ),
    st.tuples(
        st.just("stop"), people, st.tuples(st.sampled_from(sorted(BARS)), st.sampled_from([None, frozenset({"phone"})]))
    ),
)  # fmt: skip


@st.composite
def facts(draw: st.DrawFn) -> tuple[Fact, ...]:
    """Some facts at instants of their own: at one instant, which came first would be anybody's guess."""
    instants = draw(st.lists(st.integers(AT - 9, AT + 3), max_size=7, unique=True))
    return tuple(
        Fact(kind, at, about, said) for at, (kind, about, said) in ((at, draw(_facts)) for at in sorted(instants))
    )


ACTS = (
    act(),
    act(items=("name", "phone")),
    act(ground="27(1)i", evidence=COMPLETE["27(1)i"][0]),
    act(ground="27(5)i"),
    act(ground="28(1)consent"),
)


def looked(told: tuple[Fact, ...], pending: tuple[Fact, ...]) -> Looked:
    """What a look-up finds when these facts were told in this order and those have not come yet."""
    rows = [RegisterRow(idx, *key, LONG_AGO, None, body) for idx, (key, body) in enumerate(_BASE.items())]
    links: list[LinkRow] = []
    consents: dict[int, tuple[ConsentChange, ...]] = {}
    stops: dict[int, tuple[StopOrder, ...]] = {}
    corrections: tuple[Correction, ...] = ()
    for idx, fact in enumerate(told, start=len(rows)):
        if fact.kind == "register":
            rows.append(RegisterRow(idx, *fact.about, fact.at, None, fact.said))
        elif fact.kind == "link":
            links.append(LinkRow(idx, fact.said, 1, 2, fact.at, False))
        elif fact.kind == "correction":
            corrections = (*corrections, Correction(idx, fact.said[0], False, fact.at, fact.said[1]))
        elif fact.kind == "stop":
            order = StopOrder(idx, fact.said[0], fact.at, None, None, fact.said[1])
            stops[fact.about] = (*stops.get(fact.about, ()), order)
        else:
            name, change, scope = fact.said
            given = ConsentChange(idx, f"{fact.about}/{name}", change, fact.at, False, scope)
            consents[fact.about] = (*consents.get(fact.about, ()), given)
    reached = {kind: min((fact.at - 1 for fact in pending if fact.kind == kind), default=EVER) for kind in FACT_KINDS}
    return Looked(
        len(rows), Registers(len(rows), rows), reached, Links(links), consents, {EVENT: corrections}, stops
    )  # fmt: skip


def judged(
    asked: Act, told: tuple[Fact, ...], pending: tuple[Fact, ...] = (), kept: Judging | None = None
) -> Judgement:  # fmt: skip
    known = looked(told, pending)
    return judge_looked(kept or Judging(known.registers), known, EVENT, asked, 1, AT, AT).judgement


class Arrivals(RuleBasedStateMachine):
    """Facts arrive in any order, and the act is judged after each."""

    asked: Act = ACTS[0]
    told: tuple[Fact, ...] = ()
    pending: tuple[Fact, ...] = ()
    final: Judgement | None = None
    #: Remembers its answers as long as the registers stay as they are.
    kept: Judging | None = None

    @initialize(some=facts(), asked=st.sampled_from(ACTS))
    def begin(self, some: tuple[Fact, ...], asked: Act) -> None:
        self.asked, self.told, self.pending = asked, (), some
        self.final = judged(asked, some)

    @precondition(lambda self: self.pending)
    @rule(data=st.data())
    def arrive(self, data: st.DataObject) -> None:
        fact = data.draw(st.sampled_from(self.pending))
        if fact.kind == "register":
            fact = next(one for one in self.pending if one.kind == "register" and one.about == fact.about)
        self.pending = tuple(one for one in self.pending if one is not fact)
        self.told = (*self.told, fact)
        if fact.kind == "register":
            self.kept = None

    @rule()
    def ask_again(self) -> None:
        """An answer that was kept is the answer that would be given afresh."""
        self.kept = self.kept or Judging(looked(self.told, self.pending).registers)
        kept = judged(self.asked, self.told, self.pending, self.kept)
        assert kept == judged(self.asked, self.told, self.pending)

    @invariant()
    def nothing_is_open_once_all_that_counts_has_come(self) -> None:
        if self.final is None:
            return
        now = judged(self.asked, self.told, self.pending)
        if all(fact.at > AT and fact.kind != "correction" for fact in self.pending):
            assert now == self.final
        if self.pending and now.verdict == "undetermined":
            waiting = {code.partition(":")[0] for code in now.missing}
            assert waiting <= {"consent", "register"}
            assert any(fact.kind in ("consent", "link", "register") for fact in self.pending)

    @invariant()
    def nothing_is_found_wanting_that_may_still_arrive(self) -> None:
        if self.final is None:
            return
        to_come = {fact.kind for fact in self.pending if fact.at <= AT}
        for answered in judged(self.asked, self.told, self.pending).rules:
            if (answered.question, answered.answer) == ("consent_in_scope", "no"):
                assert not to_come & {"consent", "link"}
            if answered.answer == "no" and any(code.startswith("register:") for code in answered.missing):
                assert "register" not in to_come

    def teardown(self) -> None:
        if self.final is not None:
            # Whatever has not come yet comes now, the last first, but for the order of each register's key.
            registers = [fact for fact in self.pending if fact.kind == "register"]
            others = [fact for fact in reversed(self.pending) if fact.kind != "register"]
            assert judged(self.asked, (*self.told, *others, *registers)) == self.final


TestArrivals = Arrivals.TestCase
TestArrivals.settings = settings(max_examples=150, stateful_step_count=12, deadline=None)
