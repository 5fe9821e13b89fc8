-- Answers given before data left, as far as a later provision may have ignored them.

-- Every no, unless the same was answered shortly before; of the yeses those that lift a no.
create table refusal (
  log_id      smallint not null,
  idx         bigint   not null,    -- of the act that answered
  entry_id    uuid     not null,
  identity    bigint   not null,
  source      text     not null,    -- that asked
  recipient   text     not null,
  items       text[]   not null,
  answered_at bigint   not null,
  refused     boolean  not null,
  primary key (log_id, idx)
);
create index refusal_person on refusal (log_id, identity, idx);

-- Acts that bind before they stand in the log.
create index intake_binding on intake (log_id, intake_id)
  where command in ('block recipient', 'block source', 'stop give');

grant select, insert on refusal to pl_worker;
grant select on refusal to pl_reader, pl_rebuild, pl_erasure;
grant delete on refusal to pl_erasure;
