-- Whoever asked for a stop stays stopped after erasure: when the blind index no longer knows an id, its keyed tombstone
-- still names the identities that held it. `tombstone` is an HMAC of (namespace, id) under the key of that name, which
-- never rotates. The erasure role has no business here.
create table stopped (
  tombstone   bytea  not null,
  holder_from bigint not null,
  identity    bigint not null,
  primary key (tombstone, holder_from)
);

grant select, insert on stopped to pl_worker;
grant select on stopped to pl_reader;
