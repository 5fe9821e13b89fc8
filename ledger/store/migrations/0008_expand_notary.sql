-- What the notary published. Its memory of what it signed lies outside this database on purpose.

-- Signed heads that the witnesses' quorum has cosigned: the note as it was published.
create table checkpoint (
  log_id        smallint not null,
  checkpoint_id bigint   generated always as identity,
  size          bigint   not null,
  note          bytea    not null,
  published_at  bigint   not null,    -- µs since 1970 UTC, by the notary's clock
  primary key (log_id, checkpoint_id)
);
create index checkpoint_size on checkpoint (log_id, size, checkpoint_id);

-- RFC 3161 time stamps of published heads: answers of an authority about the text of a checkpoint.
create table time_stamp (
  log_id        smallint not null,
  checkpoint_id bigint   not null,
  token         bytea    not null,
  stamped_at    bigint   not null,    -- as the authority says, µs since 1970 UTC
  primary key (log_id, checkpoint_id)
);

grant usage on schema :schema to pl_notary;
grant select on head, tile, schema_migration to pl_notary;
grant select, insert on checkpoint, time_stamp to pl_notary;
grant select on checkpoint, time_stamp to pl_worker, pl_reader, pl_rebuild, pl_erasure;
