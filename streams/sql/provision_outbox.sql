-- A service's transactional outbox: the service writes its event in the transaction of its own business, so the two
-- cannot part; `provision-ledger relay` publishes it and deletes the row once the broker has it.
-- Needs PostgreSQL 13 or newer. Apply it once, in the service's own schema. The service needs INSERT on
-- provision_outbox; the relay SELECT, UPDATE (number) and DELETE there and all rights on provision_outbox_instance.

create table if not exists provision_outbox (
  outbox_id bigint generated always as identity primary key,
  source    text   not null,
  name      text   not null,       -- Provision, ProvisionCorrection, ConsentChange, PersonLink, RegisterChange
  number    bigint,                -- the relay's running number, set before the event is first sent
  event     bytea  not null        -- Avro single-object encoding
);

create table if not exists provision_outbox_instance (
  source      text   primary key,
  instance    text   not null,     -- this outbox's name as a publisher instance
  last_number bigint not null default 0
);
