-- What was erased, as the log says in clear, and what was given out and has to be called back.

-- Entries whose openings nobody can read any more: a run of indexes of one erasure entry.
create table erased (
  log_id      smallint not null,
  idx         bigint   not null,    -- of the erasure entry
  first_index bigint   not null,
  next_index  bigint   not null,
  primary key (log_id, idx, first_index)
);
create index erased_entry on erased (log_id, first_index);

-- Files that answers were written to.
create table export (
  log_id   smallint not null,
  idx      bigint   not null,       -- of the act that wrote them
  identity bigint   not null,
  made_at  bigint   not null,
  files    text[]   not null,       -- their paths carry nothing of the person
  primary key (log_id, idx)
);
create index export_person on export (log_id, identity);

grant select, insert on erased, export to pl_worker;
grant select on erased, export to pl_reader, pl_rebuild, pl_erasure;

-- The erasure role appends its entry under the head's lock, as the worker does, and deletes what views say of it.
grant insert on erased, entry, sealed, tile to pl_erasure;
grant update on head, tile to pl_erasure;
grant delete on alert, alert_acknowledgement, export to pl_erasure;
