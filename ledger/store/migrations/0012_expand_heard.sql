-- How far every partition was heard, what of the running numbers was looked through, and who looked at whose records.

-- State of taking in, as `watermark` is: a partition that never spoke stands here with -1, so that it holds its source
-- back. By the topic's name: one that was made anew goes on where the one before it ended, and is told as a gap.
create table heard (
  log_id      smallint not null,
  source      text     not null,
  topic       text     not null,
  partition   int      not null,
  heard_until bigint   not null,    -- the broker's time of the last message that the source is known to have written
  primary key (log_id, source, topic, partition)
) with (fillfactor = 50);

-- Alerts tell of the missing numbers up to told_number; those up to asked_number are told once the source's lag has
-- passed since asked_at.
alter table instance
  add column told_number  bigint not null default 0,
  add column asked_number bigint not null default 0,
  add column asked_at     bigint not null default 0;

create index seen_number on seen (log_id, source, instance, first_number);
create index trace_hole on trace (log_id, topic_id, partition, first_offset) where disposition = 'hole';

-- Acts of officers, newest first; questions of services are many, and looks of nobody.
create index intake_person on intake (log_id, key_id, made_at, intake_id) where command <> 'preflight';
create index intake_officer on intake (log_id, officer, made_at, intake_id) where command <> 'preflight';
create index intake_made on intake (log_id, made_at, intake_id) where command <> 'preflight';

grant select, insert, update on heard to pl_worker;
grant select on heard to pl_reader, pl_rebuild, pl_erasure;
