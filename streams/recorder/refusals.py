"""Answers of the pre-flight check in the view of refusals: what a later provision is held against.

A no stands there unless the same was answered within the hour, so that a service that keeps asking does not fill the
view; a yes stands there only where it lifts a no. Each that does is a fact: records of the person that came in between
are judged again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.judging.refusals import HELD
from ledger.log.head import LOG_ID
from streams.recorder.transaction import Rows

if TYPE_CHECKING:
    from streams.recorder.effects import PlacedAct

#: A no that was answered so recently (µs) is not noted again.
_REPEATED = 3_600_000_000
_NOTE = """
with noted as (
  insert into refusal (log_id, idx, entry_id, identity, source, recipient, items, answered_at, refused)
  select v.* from (
    values (%s::smallint, %s::bigint, %s::uuid, %s::bigint, %s::text, %s::text, %s::text[], %s::bigint, %s::boolean)
  ) v(log_id, idx, entry_id, identity, source, recipient, items, answered_at, refused)
  left join lateral (
    select r.refused, r.items, r.answered_at from refusal r
    where r.log_id = v.log_id and r.identity = v.identity and r.source = v.source and r.recipient = v.recipient
      and r.items && v.items and r.idx < v.idx and r.answered_at > v.answered_at - %s
    order by r.idx desc limit 1
  ) last on true
  where case
    when v.refused then
      last.refused is distinct from true or not last.items @> v.items or last.answered_at <= v.answered_at - %s
    else last.refused or not last.items @> v.items
  end
  returning log_id, idx, entry_id, identity, answered_at
)
insert into fact (log_id, idx, entry_id, kind, identity, happened_at, appended_at)
select log_id, idx, entry_id, 'refusal', identity, answered_at, answered_at from noted
"""


def note_answer(rows: Rows, act: PlacedAct) -> None:
    """Note the answer if a later provision may ignore it, or if it lifts one. What is about nobody known is not."""
    if act.identity is None:
        return
    about = act.about
    rows.later(_NOTE, (
        LOG_ID, act.idx, act.entry_id, act.identity, about["source"], about["recipient"],
        list(about["items"]), act.made_at, about["answer"] == "no", HELD, _REPEATED,
    ))  # fmt: skip
