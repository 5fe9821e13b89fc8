-- Asked for on a page: messages of the quarantine that are to be read again, and what became of it.

-- A row without a reason is an officer's act that asks; one with a reason is an entry that says why the message cannot
-- be read still. What could be read has a row of `quarantine_resolution`.
create table quarantine_reread (
  log_id    smallint not null,
  idx       bigint   not null,
  topic_id  uuid     not null,
  partition int      not null,
  "offset"  bigint   not null,
  officer   text     not null,
  reason    text,
  primary key (log_id, idx)
);
create index quarantine_reread_place on quarantine_reread (log_id, topic_id, partition, "offset");

grant select, insert on quarantine_reread to pl_worker;
grant select on quarantine_reread to pl_reader, pl_rebuild, pl_erasure, pl_auditor;
-- They go with the key of their day.
grant delete on quarantine_reread to pl_erasure;
