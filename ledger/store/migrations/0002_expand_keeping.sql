-- Records that are not kept by their own day alone: those of a series or of a document that stands for them, and those
-- that point to another record for what they omit (Rules 19 to 21).

create table series (
  log_id      smallint not null,
  idx         bigint   not null,
  series      uuid     not null,    -- keyed, since services put names in such ids
  form        text     not null,
  happened_at bigint   not null,
  closed      boolean  not null,
  primary key (log_id, idx)
);
create index series_last on series (log_id, series, happened_at);

create table omission (
  log_id   smallint not null,
  idx      bigint   not null,
  source   text     not null,
  event_id uuid     not null,      -- of the provision whose record holds the items
  primary key (log_id, idx)
);
create index omission_holder on omission (log_id, source, event_id);

grant select, insert on series, omission to pl_worker;
grant select on series, omission to pl_reader, pl_rebuild, pl_erasure;
grant delete on series, omission to pl_erasure;
