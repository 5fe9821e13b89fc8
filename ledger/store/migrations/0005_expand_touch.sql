-- Judging again: which records a change of a register touches, how far a large cause has come, and what came of it.

-- Which register entries a record's claim names: a hash of the set of them. Null where an earlier release wrote the row.
alter table record add column touch bigint;
create index record_touch on record (log_id, touch, happened_at);

-- The sets, written out: once for each.
create table touch (
  log_id   smallint not null,
  register text     not null,
  key      text     not null,
  touch    bigint   not null,
  primary key (log_id, register, key, touch)
);
create index touch_every on touch (log_id, touch);

-- What corrections name besides what the record names.
create table corrected (
  log_id   smallint not null,
  idx      bigint   not null,     -- of the correction
  touch    bigint   not null,
  source   text     not null,
  event_id uuid     not null,     -- of the provision corrected
  primary key (log_id, idx)
);
create index corrected_touch on corrected (log_id, touch, idx);

-- Consents by the text and by the information on a foreign country that was shown.
create index consent_terms on consent (log_id, (scope::jsonb ->> 'terms'), identity);
create index consent_notice on consent (log_id, (scope::jsonb ->> 'foreign_information'), identity)
  where scope::jsonb ->> 'foreign_information' is not null;

-- Rule sets by which records were judged from this entry on, with the days they came into force: canonical JSON.
create table rules (
  log_id smallint not null,
  idx    bigint   not null,
  sets   text     not null,
  primary key (log_id, idx)
);

-- Facts that changed judgements, once everything they touch was judged again.
create table cause (
  log_id          smallint not null,
  idx             bigint   not null,
  entry_id        uuid     not null,
  fact_idx        bigint   not null,
  fact_id         uuid     not null,   -- its entry
  fact_kind       text     not null,
  looked_at       bigint   not null,
  changed         bigint   not null,
  first_record    bigint   not null,   -- of those looked at
  last_record     bigint   not null,
  first_judgement bigint   not null,   -- of those written
  last_judgement  bigint   not null,
  verdicts        text     not null,   -- canonical JSON: number by verdict before and verdict after
  raised_at       bigint   not null,
  primary key (log_id, idx)
);
create index cause_fact on cause (log_id, fact_idx);

-- The fact at head.rejudged_to where it touches more than one pass takes: how far it has come. No view, but state.
create table rejudging (
  log_id   smallint primary key,
  fact_idx bigint not null,
  reached  text   not null,            -- canonical JSON: the place of the last record looked at, and the count so far
  passes   bigint not null
) with (fillfactor = 50);
insert into rejudging (log_id, fact_idx, reached, passes) values (1, -1, '', 0);

grant select, insert on touch, corrected, rules, cause to pl_worker;
grant select, update on rejudging to pl_worker;
grant select on touch, corrected, rules, cause, rejudging to pl_reader, pl_rebuild, pl_erasure;
grant select on cause to pl_relay;
grant delete on corrected to pl_erasure;
