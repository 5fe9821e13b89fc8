"""Who asks: how they were identified, for whom an agent acts and what is lacking, the fee, and whether the person is
protected. From here each of it is seen to on a page of its own."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import Response

from ledger.cases.agents import CUSTODY, INTERESTS, KINDS_OF_AGENT, PROOFS, TOLD_BY, UNSAFE, Agent
from ledger.cases.case import Case
from ledger.cases.casebook import Casebook
from ledger.cases.requests import IDENTITY_METHODS
from ledger.cases.texts import Text
from ledger.judging.acts import DECISIONS, enter_act
from ledger.web.console.case_frame import case_page, filled, found, word
from ledger.web.console.case_unproven import grounds_of_who_asks
from ledger.web.console.case_withdraw import may_be_withdrawn
from ledger.web.console.case_words import WORDS
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route

_SETTLED = ("paid", "waived")


def shown(console: Console, asked: Asked) -> Response:
    """Show what is known of who asks, and what can be seen to."""
    with console.desks.one() as desk:
        case = found(desk, asked)
        # The look stands before anything is shown.
        enter_act(
            desk.connection, desk.vault, console.desks.registers(), asked.who.officer, asked.reason or "request",
            "case show", {"case": case.number}, None, asked.now, None, DECISIONS,
        )  # fmt: skip
    return case_page(
        console, asked, case, "case_asker.html", "asker_title", tab="/asker", case=case, fee=fee_words(case),
        identified=_identified(case), agent=None if case.agent is None else KINDS_OF_AGENT[case.agent.kind].words,
        checks=[] if case.agent is None else checks_of(case.agent), pages=_pages(asked, case),
    )  # fmt: skip


def fee(console: Console, asked: Asked) -> Response:
    """Show what fee was named."""
    with console.desks.one() as desk:
        case = found(desk, asked)
    return _fee(console, asked, case, {})


def settled(console: Console, asked: Asked) -> Response:
    """Enter that the fee was paid or waived."""
    how = asked.form.get("settled", "")
    with console.desks.one() as desk:
        case = found(desk, asked)
        if how not in _SETTLED:
            return _fee(console, asked, case, {"settled": WORDS["settled_missing"]})
        Casebook(desk.connection, desk.vault).step(
            case.number, asked.who.officer, asked.reason or "request", "case fee", {"settled": how}, asked.now,
            console.desks.registers(),
        )  # fmt: skip
    return to(asked, f"/cases/{case.number}/asker")


def fee_words(case: Case) -> Text:
    """Say which fee was named, and whether it is settled."""
    return filled(WORDS[f"fee_{case.fee_settled or 'asked'}"], case.fee) if case.fee else WORDS["fee_none"]


def checks_of(agent: Agent) -> list[Text]:
    """Say, a line each, what was checked of an agent and what was not yet."""
    lines = []
    if agent.kind == "parent":
        lines.append(_done("interest", None if agent.interest is None else INTERESTS[agent.interest]))
    if agent.asks_alone:
        lines.append(_done("custody", None if agent.custody is None else CUSTODY[agent.custody]))
    lines.append(_done("proof", None if agent.proof is None else PROOFS[agent.proof]))
    if agent.untold_because is not None:
        lines.append(_with(WORDS["told_unsafe"], UNSAFE[agent.untold_because]))
    else:
        lines.append(_done("told", None if agent.told is None else TOLD_BY[agent.told]))
    return [*lines, WORDS["objects_done"]] if agent.objects else lines


def _done(what: str, words: Text | None) -> Text:
    return WORDS[f"{what}_none"] if words is None else _with(WORDS[f"{what}_done"], words)


def _with(words: Text, within: Text) -> Text:
    return Text(words.ja.format(within.ja), words.en.format(within.en))


def _identified(case: Case) -> Text:
    if case.identified_by is not None:
        return IDENTITY_METHODS[case.identified_by]
    return WORDS["asker_unidentified" if case.kind.personal else "asker_spared"]


def _pages(asked: Asked, case: Case) -> list[tuple[str, Text]]:
    """Return the pages (behind the case's address) that see to something in this case, and their words."""
    undecided = case.stage in ("identity", "decision")
    open_ = case.stage not in ("answered", "closed")
    there = (
        ("identify", undecided and case.kind.personal, "identify"),
        ("code", case.stage == "identity", "code_title"),
        ("fee", open_ and case.fee > 0, "fee_title"),
        ("screen", undecided and case.agent is not None and case.agent.kind == "parent", "screen_title"),
        ("agent", undecided and case.agent is not None, "proof_title"),
        ("principal", case.stage != "closed" and case.agent is not None, "principal_title"),
        ("unproven", bool(grounds_of_who_asks(case)), "unproven_title"),
        ("protect", case.stage != "closed", "protect_title"),
        ("unsafe", case.stage != "closed" and case.agent is None, "unsafe_title"),
        ("withdraw", may_be_withdrawn(asked, case), "withdraw_title"),
        ("death", case.stage != "closed", "death_title"),
    )
    return [(f"/cases/{case.number}/{path}", WORDS[words]) for path, shows, words in there if shows]


def _fee(console: Console, asked: Asked, case: Case, errors: Mapping[str, Text]) -> Response:
    return case_page(
        console, asked, case, "case_fee.html", "fee_title", errors=errors, typed={"settled": case.fee_settled or ""},
        case=case, ways=[(one, word(asked, f"settled_{one}"), "") for one in _SETTLED],
    )  # fmt: skip


ROUTES = (
    Route("GET", "/cases/{number}/asker", DECISIONS, shown, personal=True),
    Route("GET", "/cases/{number}/fee", DECISIONS, fee, personal=True),
    Route("POST", "/cases/{number}/fee", DECISIONS, settled, personal=True),
)
