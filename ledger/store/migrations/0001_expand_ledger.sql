-- The log, what is sealed beside it, and the views of both. Names are unqualified on purpose: rebuild runs
-- this same file in an empty schema. Times are microseconds since 1970 UTC. Every key begins with log_id.

-- The log -----------------------------------------------------------------------------------------------

-- Locking this row is the sequencer: whoever holds it, and nobody else, decides the next index.
create table head (
  log_id      smallint primary key,
  size        bigint not null,
  root        bytea  not null,
  key_epoch   bigint not null default 0,
  rejudged_to bigint not null default 0   -- facts below this index have had their consequences judged
) with (fillfactor = 10);

create table entry (
  log_id smallint not null,
  idx    bigint   not null,
  entry  bytea    not null,
  primary key (log_id, idx)
);

create table tile (
  log_id smallint not null,
  level  smallint not null,
  n      bigint   not null,
  hashes bytea    not null,
  primary key (log_id, level, n)
);
alter table tile alter column hashes set storage external;

-- What was said and its salts, under a key that only this row names.
create table sealed (
  log_id smallint not null,
  idx    bigint   not null,
  key_id bigint   not null,
  sealed bytea    not null,
  primary key (log_id, idx)
) with (toast_tuple_target = 8160);
-- What is encrypted does not compress: trying costs time, and most rows are read with their entry.
alter table sealed alter column sealed set storage external;

-- Taking in ---------------------------------------------------------------------------------------------

create table position (
  log_id      smallint not null,
  topic_id    uuid     not null,
  partition   int      not null,
  topic       text     not null,
  next_offset bigint   not null,
  primary key (log_id, topic_id, partition)
) with (fillfactor = 50);

create table trace (
  log_id       smallint not null,
  topic_id     uuid     not null,
  partition    int      not null,
  first_offset bigint   not null,
  next_offset  bigint   not null,
  disposition  text     not null,   -- entries, duplicate, conflict, quarantine, heartbeat, hole
  first_index  bigint,              -- of the entries, or of what is duplicated
  batch_index  bigint   not null,
  primary key (log_id, topic_id, partition, first_offset)
);

-- Bytes nobody could read, sealed under the day they were taken in.
create table quarantine (
  log_id      smallint not null,
  topic_id    uuid     not null,
  partition   int      not null,
  "offset"    bigint   not null,
  topic       text     not null,
  reason      text     not null,
  fingerprint bytea,
  appended_at bigint   not null,
  taken_at    bigint   not null,
  held_at     bigint,               -- the partition's watermark when this arrived: it may not pass it
  digest      text     not null,
  key_id      bigint   not null,
  seal_id     uuid     not null,
  sealed      bytea    not null,
  primary key (log_id, topic_id, partition, "offset")
);

create table quarantine_resolution (
  log_id    smallint not null,
  topic_id  uuid     not null,
  partition int      not null,
  "offset"  bigint   not null,
  outcome   text     not null,      -- replayed, dismissed
  idx       bigint   not null,
  primary key (log_id, topic_id, partition, "offset")
);

create table watermark (
  log_id    smallint not null,
  source    text     not null,
  kind      text     not null,      -- consent, link, register
  topic_id  uuid     not null,
  partition int      not null,
  reached   bigint   not null,
  primary key (log_id, source, topic_id, partition)
) with (fillfactor = 50);

create table instance (
  log_id       smallint not null,
  source       text     not null,
  instance     text     not null,
  last_number  bigint   not null,
  last_heard   bigint   not null,
  final        boolean  not null default false,
  primary key (log_id, source, instance)
) with (fillfactor = 50);

-- Which running numbers of an instance a batch carried: bit i of the bytes stands for first_number + i.
create table seen (
  log_id       smallint not null,
  source       text     not null,
  instance     text     not null,
  idx          bigint   not null,   -- of the batch entry
  first_number bigint   not null,
  bits         bytea    not null,
  primary key (log_id, source, instance, idx, first_number)
);

-- Views of the log: rows are only ever added, the greatest index is the current one ----------------------

create table record (
  log_id      smallint not null,
  idx         bigint   not null,
  entry_id    uuid     not null,
  event_id    uuid     not null,
  source      text     not null,
  position    int      not null,    -- of the person in the event
  people      int      not null,    -- records of the event
  content     bytea,                -- on the first record of an event only
  identity    bigint,
  happened_at bigint   not null,
  appended_at bigint   not null,
  recipient   text     not null,
  items       text[]   not null,
  purpose     text     not null,
  ground      text     not null,
  verdict     text     not null,
  basis       text     not null,
  duty        text     not null,
  awaits      text,                 -- kinds of fact an undetermined record waits for
  marks       text[],
  primary key (log_id, idx)
);
create unique index record_event on record (log_id, source, event_id) where position = 0;
create index record_person on record (log_id, identity, idx);
create index record_open on record (log_id, awaits, happened_at, idx) where verdict = 'undetermined';
create index record_unlawful on record (log_id, idx) where verdict = 'violation';

create table judgement (
  log_id     smallint not null,
  idx        bigint   not null,
  entry_id   uuid     not null,
  record_idx bigint   not null,
  happened_at bigint  not null,     -- of the record
  verdict    text     not null,
  basis      text     not null,
  duty       text     not null,
  awaits     text,
  marks      text[]   not null,
  cause      bigint   not null,     -- index of the fact that made it necessary
  primary key (log_id, idx)
);
create index judgement_record on judgement (log_id, record_idx, idx);
create index judgement_open on judgement (log_id, awaits, happened_at, idx) where verdict = 'undetermined';

-- Records whose current judgement is undetermined.
create view open_record as
select r.log_id, r.idx, r.happened_at, r.appended_at, r.awaits
from record r
where r.verdict = 'undetermined'
  and not exists (select from judgement j where j.log_id = r.log_id and j.record_idx = r.idx)
union all
select j.log_id, j.record_idx, j.happened_at, r.appended_at, j.awaits
from judgement j join record r on r.log_id = j.log_id and r.idx = j.record_idx
where j.verdict = 'undetermined'
  and not exists (
    select from judgement l where l.log_id = j.log_id and l.record_idx = j.record_idx and l.idx > j.idx);

-- Every event that is not a provision, with what it may touch.
create table fact (
  log_id      smallint not null,
  idx         bigint   not null,
  entry_id    uuid     not null,
  kind        text     not null,    -- register, link, consent, correction, watermark
  source      text,
  event_id    uuid,
  content     bytea,
  identity    bigint,
  other       bigint,
  corrects    uuid,
  happened_at bigint   not null,
  appended_at bigint   not null,
  late        boolean  not null default false,
  primary key (log_id, idx)
);
create unique index fact_event on fact (log_id, source, event_id);
create index fact_corrects on fact (log_id, corrects) where corrects is not null;

create table consent (
  log_id      smallint not null,
  idx         bigint   not null,
  identity    bigint   not null,
  consent     uuid     not null,    -- keyed, since services put names in their consent ids
  change      text     not null,
  happened_at bigint   not null,
  late        boolean  not null,
  scope       text     not null,    -- canonical JSON of codes
  primary key (log_id, idx)
);
create index consent_person on consent (log_id, identity, idx);

create table link (
  log_id      smallint not null,
  idx         bigint   not null,
  change      text     not null,
  identity    bigint   not null,
  other       bigint   not null,
  since       bigint   not null,
  late        boolean  not null,
  primary key (log_id, idx)
);
create index link_person on link (log_id, identity, idx);
create index link_other on link (log_id, other, idx);

create table register (
  log_id      smallint not null,
  idx         bigint   not null,
  register    text     not null,
  key         text     not null,
  valid_from  bigint   not null,
  valid_to    bigint,
  body        text     not null,
  primary key (log_id, idx)
);
create index register_key on register (log_id, register, key, idx);

create table conflict (
  log_id      smallint not null,
  idx         bigint   not null,
  entry_id    uuid     not null,
  source      text     not null,
  event_id    uuid     not null,
  content     bytea    not null,
  first_index bigint   not null,    -- of the entry that holds the id
  primary key (log_id, idx)
);

create table watermark_entry (
  log_id  smallint not null,
  idx     bigint   not null,
  kind    text     not null,
  reached bigint   not null,
  primary key (log_id, idx)
);
create index watermark_kind on watermark_entry (log_id, kind, idx);

create table alert (
  log_id    smallint not null,
  idx       bigint   not null,      -- of the entry that raised it
  kind      text     not null,      -- violation, overdue
  record_idx bigint  not null,
  raised_at bigint   not null,
  primary key (log_id, idx)
);
create index alert_record on alert (log_id, record_idx, kind);

-- Acts of people: committed before their answer leaves, moved into the log in order -----------------------

create table intake (
  log_id    smallint not null,
  intake_id bigint   generated always as identity,
  made_at   bigint   not null,
  officer   text     not null,
  command   text     not null,
  reason    text     not null,
  entry     bytea    not null,
  entry_id  uuid     not null,
  key_id    bigint   not null,
  sealed    bytea    not null,
  primary key (log_id, intake_id)
);

create table act (
  log_id    smallint not null,
  idx       bigint   not null,
  intake_id bigint   not null unique,
  primary key (log_id, idx)
);

-- Ways out: places only, never content ---------------------------------------------------------------------

create table outbox (
  outbox_id   bigint generated always as identity primary key,
  log_id      smallint not null,
  kind        text     not null,    -- verdicts, alerts, dead_letters
  first_index bigint   not null,    -- of the entries; of the offsets for dead_letters
  next_index  bigint   not null,
  topic_id    uuid,                 -- where a dead letter stood
  partition   int
);

-- Who may do what -------------------------------------------------------------------------------------------

grant select, insert on
  entry, tile, sealed, position, trace, quarantine, quarantine_resolution, watermark, instance, seen, record, judgement,
  fact, consent, link, register, conflict, watermark_entry, alert, act, outbox
  to pl_worker;
grant select, insert on intake to pl_worker;
grant select on open_record to pl_worker;
grant select on head to pl_worker;
grant update on head, tile, position, watermark, instance to pl_worker;

grant select on head, record, judgement, alert, outbox to pl_relay;
grant select (log_id, topic_id, partition, "offset", topic, reason) on quarantine to pl_relay;
grant delete on outbox to pl_relay;

grant select on all tables in schema :schema to pl_reader;
grant insert on intake to pl_reader;

grant select on all tables in schema :schema to pl_rebuild;
grant select on all tables in schema :schema to pl_erasure;
grant delete on
  record, judgement, fact, consent, link, conflict, quarantine_resolution
  to pl_erasure;

insert into head (log_id, size, root) values
  (1, 0, '\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
