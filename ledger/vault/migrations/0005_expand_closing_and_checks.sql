-- Sweeping keys that seal nothing: a key is marked before it goes, and whoever looks it up to seal with takes the mark
-- away again. A worker of an earlier release does not: sweep once every worker is of this one.
alter table key add column closing boolean not null default false;
grant update (closing) on key to pl_worker, pl_erasure;

-- A value wrapped by each master key that this store knows. A process proves its master key by it before it wraps
-- anything, so that nothing is wrapped by a key that nobody else has.
create table master_check (
  number  bytea primary key,
  wrapped bytea not null
);

grant select on master_check to pl_worker, pl_reader, pl_rebuild, pl_relay, pl_keys;
grant insert on master_check to pl_worker, pl_keys;
grant delete on master_check to pl_keys;
