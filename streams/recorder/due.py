"""Records that stay undetermined too long raise an alert, whatever the topics do."""

from __future__ import annotations

from ledger.judging.awaiting import EVERYTHING
from ledger.judging.records import records_at
from ledger.law.days import jst_date
from ledger.log.append import append, ready
from ledger.log.entry import body_entry
from ledger.log.head import LOG_ID, read_head
from ledger.store.connect import Connection
from ledger.vault.keys import day
from ledger.vault.seal import seal
from ledger.vault.vault import Vault

_OVERDUE = """
select r.idx from open_record r
where r.log_id = %(log)s and r.awaits = any(%(awaits)s) and r.appended_at < %(before)s
  -- What the index can narrow: long past, or dated into the future.
  and (r.happened_at < %(before)s or r.happened_at > %(now)s)
  and not exists (select from alert a where a.log_id = r.log_id and a.record_idx = r.idx and a.kind = 'overdue')
order by r.idx limit 500
"""


def raise_overdue(connection: Connection, vault: Vault, after: int, now: int) -> int:
    """Append one alert entry for each record undetermined for longer than ``after`` (µs since the broker took it).

    At most 500 at a time; returns how many.
    """
    values = {"log": LOG_ID, "before": now - after, "now": now, "awaits": list(EVERYTHING)}
    if not connection.execute(_OVERDUE, values).fetchone():
        return 0
    key_scope = day(jst_date(now))
    key = vault.keys({key_scope})[key_scope]
    with connection.transaction():
        head = read_head(connection, LOG_ID, lock=True)
        overdue = [idx for (idx,) in connection.execute(_OVERDUE, values)]
        rows = records_at(connection, overdue, head.size)
        entries = []
        for row in rows:
            sealable = body_entry(
                "alert", {"kind": "overdue", "record": row.entry_id.hex()}, [row.entry_id],
                {"index": row.idx, "raised_at": str(now)},
            )  # fmt: skip
            assert sealable.opening is not None
            sealed = seal(key.cipher, sealable.opening, sealable.entry_id)
            entries.append(ready(sealable.entry_id, sealable.entry, key.key_id, sealed))
        if not entries:
            return 0
        append(connection, LOG_ID, head.size, head.root, entries)
        for idx, row in enumerate(rows, start=head.size):
            connection.execute(
                "insert into alert (log_id, idx, kind, record_idx, raised_at) values (%s, %s, 'overdue', %s, %s)",
                (LOG_ID, idx, row.idx, now),
            )
        connection.execute(
            "insert into outbox (log_id, kind, first_index, next_index) values (%s, 'alerts', %s, %s)",
            (LOG_ID, head.size, head.size + len(entries)),
        )
    return len(entries)
