-- The key store, in a database of its own. Rows are only added; destroying a key is a role of its own.

-- One row per holder period of an id. `blind` is a keyed hash of (namespace, id): rotating the index key rewrites
-- as many rows as there are people, not records.
create table identity (
  identity    bigint primary key,
  blind       bytea  not null,
  holder_from bigint not null,
  unique (blind, holder_from)
);

-- Random keys, wrapped by the master key. A scope names exactly one key:
-- person_month (identity, month), event_month (event, month), facts (identity), register, day (month = yyyymmdd).
create table key (
  key_id   bigint primary key,
  kind     text   not null,
  owner    bytea  not null,
  period   int    not null,
  wrapped  bytea  not null,
  made_at  timestamptz not null default now(),
  unique (kind, owner, period)
);

create table named_key (
  name    text primary key,
  wrapped bytea not null
);

grant select, insert on identity, key, named_key to pl_worker;
grant select on identity, key, named_key to pl_reader, pl_rebuild, pl_relay;
grant insert on key to pl_reader;
grant select, delete on identity, key to pl_erasure;
