-- Stops by the person (articles 27(2), 35, withdrawal of consent), and which sources have put them into effect.

-- Among rows of one stop the greatest index is the current one: ending a stop adds a row with its end.
create table stop (
  log_id     smallint not null,
  idx        bigint   not null,
  stop       uuid     not null,    -- drawn here: no source can name another's
  identity   bigint   not null,
  ground     text     not null,    -- 27(2), 35(1), 35(3), 35(5), withdrawal
  since      bigint   not null,
  ends_at    bigint,               -- null: open
  recipients text[],               -- null: all
  items      text[],               -- null: all
  told_at    bigint   not null,
  key_id     bigint   not null,    -- of `person`: destroyed when the person is erased
  person     bytea    not null,    -- (namespace, id), sealed, for the announcement
  primary key (log_id, idx)
);
create index stop_person on stop (log_id, identity, idx);
create index stop_id on stop (log_id, stop, idx);

create table stop_acknowledgement (
  log_id       smallint not null,
  idx          bigint   not null,
  stop         uuid     not null,
  source       text     not null,
  effective_at bigint   not null,
  primary key (log_id, idx)
);
create index stop_acknowledgement_stop on stop_acknowledgement (log_id, stop);

-- Stops outlive erasure: nobody deletes them.
grant select, insert on stop, stop_acknowledgement to pl_worker;
grant select on stop, stop_acknowledgement to pl_reader, pl_rebuild, pl_erasure;
grant select on stop to pl_relay;
