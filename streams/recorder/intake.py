"""Moving acts of people from the intake into the log: in order, exactly once (rule 9)."""

from __future__ import annotations

from ledger.log.append import append, ready
from ledger.log.head import LOG_ID, read_head
from ledger.store.connect import Connection

_WAITING = """
select i.intake_id, i.entry_id, i.entry, i.key_id, i.sealed from intake i
where i.log_id = %s and not exists (select from act a where a.intake_id = i.intake_id)
order by i.intake_id limit 500
"""


def move_intake(connection: Connection) -> int:
    """Append what waits in the intake, at most 500 acts, and return how many were moved."""
    if not connection.execute(_WAITING, (LOG_ID,)).fetchone():
        return 0
    with connection.transaction():
        head = read_head(connection, LOG_ID, lock=True)
        # Read again under the lock: another worker may have moved them meanwhile.
        waiting = connection.execute(_WAITING, (LOG_ID,)).fetchall()
        if not waiting:
            return 0
        append(
            connection, LOG_ID, head.size, head.root,
            [ready(entry_id.bytes, entry, key_id, sealed) for _, entry_id, entry, key_id, sealed in waiting],
        )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.executemany(
                "insert into act (log_id, idx, intake_id) values (%s, %s, %s)",
                [(LOG_ID, idx, row[0]) for idx, row in enumerate(waiting, start=head.size)],
            )
    return len(waiting)
