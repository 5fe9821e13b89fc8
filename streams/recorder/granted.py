"""Giving what was granted: a request for a stop that was found right leads to the stop, exactly once.

The decision is a step that is committed by itself. The stops and the step that names them are entered together after
it, one case at a time, by the next worker that looks: whoever crashes in between leaves it to the next one, and what
was given is seen in the case. A stop binds from the instant of the decision on, so nothing is lost by the wait.
"""

from __future__ import annotations

from uuid import UUID

from ledger.cases.case import Case, Confirmed
from ledger.cases.casebook import Casebook
from ledger.cases.steps import StepRefused
from ledger.cases.stopping import to_give
from ledger.cases.stops import GROUNDS
from ledger.judging.acts import UNSETTLED, enter_what_follows
from ledger.log.head import LOG_ID
from ledger.store.connect import Connection
from ledger.vault.identities import holder_at
from ledger.vault.keys import stops
from ledger.vault.vault import Vault
from streams.recorder.stops import Stopped, stop_given

#: Cases opened at once.
_AT_ONCE = 500
_LAST = "select coalesce(max(intake_id), 0) from intake where log_id = %s"
_DECIDED = """
select intake_id, case_id from intake
where log_id = %s and intake_id > %s and case_id is not null
  and command in ('case decide', 'case second', 'case stop scope', 'case stop id')
"""


class Granter:
    """Gives stops. What it remembers are the decisions it has looked at, where others may still appear behind them."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._looked_at: set[int] = set()
        self._after = 0

    def give(self, connection: Connection, now: int) -> int:
        """Give the stops of every case that was granted since the last look, after a start of every case there is;
        return of how many cases. ``connection`` is in autocommit."""
        row = connection.execute(_LAST, (LOG_ID,)).fetchone()
        decided = dict(connection.execute(_DECIDED, (LOG_ID, self._after)).fetchall())
        book = Casebook(connection, self._vault)
        cases = sorted({case_id.bytes for intake_id, case_id in decided.items() if intake_id not in self._looked_at})
        given = sum(
            self._given(book, case, now)
            for at in range(0, len(cases), _AT_ONCE) for case in book.opened(cases[at : at + _AT_ONCE]).values()
            if to_give(case)
        )  # fmt: skip
        self._after = max(self._after, row[0] - UNSETTLED if row else 0)
        self._looked_at = {intake_id for intake_id in decided if intake_id > self._after}
        return given

    def _given(self, book: Casebook, case: Case, now: int) -> bool:
        assert case.stops.granted_by is not None, "what was granted was granted by somebody"
        try:
            with book.connection.transaction():
                drawn = [self._stop(book.connection, case, one, now) for one in case.ids[len(case.stops.given) :]]
                said = {"stops": [stop.hex for stop in drawn]}
                book.step(case.number, case.stops.granted_by, "request", "case stop", said, now, seen=case.turn)
        except StepRefused:
            return False  # the case has moved on meanwhile, or another worker came first: nothing was entered
        return True

    def _stop(self, connection: Connection, case: Case, confirmed: Confirmed, now: int) -> UUID:
        """Enter the stop of who held an id when it was confirmed, and return its id."""
        assert case.decision is not None and case.stops.granted_at is not None and case.stops.granted_by is not None
        scope = case.decision.scope
        assert scope is not None, "a stop is given by a decision that says what it covers"
        stopped = Stopped(GROUNDS[case.kind.code], case.stops.granted_at, None, scope.recipients, scope.items, now)
        person = (confirmed.namespace, confirmed.number)
        self._vault.forget_people()
        self._vault.keep_stopped([person])
        identity = _bound(self._vault, person, confirmed, case.received_at)
        stop, about = stop_given(self._vault, person, identity, stopped)
        enter_what_follows(
            connection, self._vault, case.stops.granted_by, "request", "stop give", about, stops(identity), now
        )
        return stop


def _bound(vault: Vault, person: tuple[str, str], confirmed: Confirmed, asked_at: int) -> int:
    """Return whom the stop binds: who held the id when it was confirmed. Of somebody nobody knew then, or who was
    erased since, whoever the id led to when it was asked: what a stop kept of it, or its first holder."""
    holders = vault.holdings([person])[person].holders
    if any(holder.identity == confirmed.identity for holder in holders):
        assert confirmed.identity is not None
        return confirmed.identity
    return holder_at(holders, asked_at)
