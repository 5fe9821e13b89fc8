-- The HTTP API. Its clients are acts (made, revoked), found again by their commands.
create index intake_client on intake (log_id, intake_id)
  where command in ('api-client create', 'api-client revoke');

-- What was asked under an idempotency key within the last day, and what was answered: asked again, it is answered again
-- and nothing is entered twice. No view: nothing that is proved rests on it, and the audit does not compare it.
create table asked_once (
  log_id   smallint not null,
  asked    bytea    not null,    -- keyed digest of the client and its key
  request  bytea    not null,    -- keyed digest of what was asked
  made_at  bigint   not null,    -- µs since 1970 UTC
  key_id   bigint   not null,    -- of the case, by which the answer is sealed
  sealed   bytea    not null,
  primary key (log_id, asked)
);
create index asked_once_made on asked_once (made_at);

grant select, insert, delete on asked_once to pl_reader;
