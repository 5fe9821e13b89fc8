-- Destroying keys. An order is written down first, so that what was begun is finished after a crash; its keys are moved
-- out of `key`, where nobody finds them for sealing or reading any more, and end as numbers without material.

create table erasure_order (
  erasure    uuid   primary key,
  ground     text   not null,
  officer    text   not null,
  ordered_at bigint not null,      -- µs since 1970 UTC
  identities bigint[] not null,    -- whose ids the blind index forgets; empty where only months go
  done_at    bigint
);

create table doomed (
  key_id  bigint primary key,
  kind    text   not null,
  owner   bytea  not null,
  period  int    not null,
  wrapped bytea  not null,
  erasure uuid   not null references erasure_order
);

create table destroyed (
  key_id    bigint primary key,
  erasure   uuid   not null references erasure_order,
  erased_at bigint not null,
  day       int                    -- yyyymmdd, of a key of a day: what lay in quarantine then is gone
);

grant select, insert, update on erasure_order to pl_erasure;
grant select, insert, delete on doomed to pl_erasure;
grant select, insert on destroyed to pl_erasure;
grant select on erasure_order, destroyed to pl_reader, pl_rebuild;
grant select (key_id, erasure) on doomed to pl_reader, pl_rebuild;
