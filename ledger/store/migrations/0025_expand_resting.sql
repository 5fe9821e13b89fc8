-- Who proposed that a message of the quarantine rests, who agreed, and who asked when to have it read again: few among
-- all acts, and looked up for one message.
create index intake_quarantine on intake (log_id, made_at, intake_id)
  where command in ('quarantine propose', 'quarantine dismiss', 'quarantine replay');
