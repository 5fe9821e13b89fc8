"""How the programs run: one sentence, each value beside what is usual and since when, and every source."""

from __future__ import annotations

from typing import NamedTuple

from fastapi.responses import Response

from ledger.audit.selfcheck import SelfCheck, last
from ledger.cases.moments import minute, short
from ledger.cases.texts import Text
from ledger.judging.acts import ROLES, enter_act
from ledger.judging.completeness import Heard, heard_sources
from ledger.judging.running import Running, running
from ledger.judging.tallies import Tally, published, unread
from ledger.web.console.checks_words import WORDS
from ledger.web.console.console import Console
from ledger.web.console.parts import filled
from ledger.web.console.routes import Asked, Route

#: µs after which what waits, a head, or a check is late.
_SECONDS, _HEAD, _DAY = 5_000_000, 600_000_000, 86_400_000_000
_FEW = 100


class Value(NamedTuple):
    """One value. ``well``: within what is usual; ``steps``: code of the steps that are taken where it is not."""

    what: Text
    now: Text
    usual: Text
    since: str
    well: bool
    steps: str


def shown(console: Console, asked: Asked) -> Response:
    """Show how things stand."""
    registers = console.desks.registers()
    with console.desks.one() as desk:
        enter_act(
            desk.connection, desk.vault, registers, asked.who.officer, "operation", "console operations", {}, None,
            asked.now, None, ROLES,
        )  # fmt: skip
        stands, head, waiting = running(desk.connection), published(desk.connection), unread(desk.connection)
        heard = heard_sources(desk.connection, registers, asked.now)
        checks = last(desk.connection, desk.vault, asked.now, 1)
    silent = sum(1 for one in heard if one.silence_due(asked.now))
    values = _values(stands, head, waiting, checks[0] if checks else None, silent, asked.now)
    wrong = sum(1 for one in values if not one.well)
    return console.render(
        asked, "operations.html", WORDS["operations"].told_in(asked.lang), words=WORDS, values=values,
        sentence=filled(WORDS["some_wrong"], wrong, silent) if wrong or silent else WORDS["all_well"],
        as_of=filled(WORDS["as_of"], minute(asked.now)), sources=[_source(one, asked.now) for one in heard],
        count=filled(WORDS["sources"], len(heard)),
    )  # fmt: skip


def _values(
    now_is: Running, published_head: Tally, quarantined: Tally, check: SelfCheck | None, silent: int, now: int
) -> list[Value]:  # fmt: skip
    def late(at: int | None, after: int) -> bool:
        return at is None or now - at > after

    waits = now_is.acts_since is not None and now - now_is.acts_since > _SECONDS
    behind = published_head.count < now_is.size and late(published_head.since, _HEAD)
    checked = WORDS["none"] if check is None else WORDS["failed" if check.failed else "ok"]
    head = WORDS["none"] if published_head.since is None else filled(WORDS["entries"], published_head.count)
    stamp = WORDS["none"] if now_is.stamped_at is None else minute(now_is.stamped_at)
    heard = WORDS["never"] if now_is.heard_at is None else minute(now_is.heard_at)
    return [
        Value(WORDS["value_log"], filled(WORDS["entries"], now_is.size), WORDS["usual_grows"], "–", True, "worker"),
        Value(WORDS["value_heard"], heard, WORDS["usual_heard"], _at(now_is.heard_at), not silent,
              "silence"),
        Value(WORDS["value_acts"], filled(WORDS["number"], now_is.acts), WORDS["usual_second"], _at(now_is.acts_since),
              not waits, "worker"),
        Value(WORDS["value_outbox"], filled(WORDS["number"], now_is.outbox), WORDS["usual_few"], "–",
              now_is.outbox <= _FEW, "relay"),
        Value(WORDS["value_head"], head, WORDS["usual_head"], _at(published_head.since), not behind,
              "notary"),
        Value(WORDS["value_stamp"], stamp, Text("–", "–"), _at(now_is.stamped_at), True, "stamp"),
        Value(WORDS["value_mail"], filled(WORDS["number"], now_is.mail), WORDS["usual_few"], _at(now_is.mail_since),
              now_is.mail <= _FEW, "mail"),
        Value(WORDS["value_given_up"], filled(WORDS["number"], now_is.given_up), WORDS["usual_zero"], "–",
              not now_is.given_up, "mail"),
        Value(WORDS["value_unread"], filled(WORDS["number"], quarantined.count), WORDS["usual_zero"],
              _at(quarantined.since), not quarantined.count, "quarantine"),
        Value(WORDS["value_check"], checked, WORDS["usual_check"], "–" if check is None else short(check.made_at),
              check is not None and not check.failed and not late(check.made_at, _DAY), "check"),
    ]  # fmt: skip


def _source(one: Heard, now: int) -> tuple[str, str, str, Text, str, Text]:
    silent = one.silence_due(now)
    state = "silent" if silent else "done" if one.final else "heard"
    return (
        one.source, _at(one.last_heard), _at(one.heard_until), filled(WORDS["seconds"], one.interval // 1_000_000),
        "violation" if silent else "lawful", WORDS[f"source_{state}"],
    )  # fmt: skip


def _at(at: int | None) -> str:
    return "–" if at is None else short(at)


ROUTES = (Route("GET", "/operations", ROLES, shown, personal=False, menu=WORDS["operations"]),)
