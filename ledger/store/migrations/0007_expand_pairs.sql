-- Records that point to the other side's record of the same act (articles 29 and 30: two records of one act).

create table counterpart (
  log_id   smallint not null,
  idx      bigint   not null,
  event_id uuid     not null,      -- of the other side's provision, whichever source told it
  primary key (log_id, idx)
);
create index counterpart_event on counterpart (log_id, event_id);

grant select, insert on counterpart to pl_worker;
grant select on counterpart to pl_reader, pl_rebuild, pl_erasure;
grant delete on counterpart to pl_erasure;
