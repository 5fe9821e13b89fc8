-- What officers decide: late evidence accepted by two, alerts acknowledged and escalated, recipients and sources blocked.
-- All are views of acts, but for alerts. Times are microseconds since 1970 UTC.

-- One officer's acceptance of a fact that came late. Two officers make it count.
create table acceptance (
  log_id   smallint not null,
  idx      bigint   not null,       -- of the act
  fact_idx bigint   not null,
  officer  text     not null,
  made_at  bigint   not null,
  primary key (log_id, idx)
);
create index acceptance_fact on acceptance (log_id, fact_idx, idx);
create index fact_late on fact (log_id, idx) where late;

-- Facts that two officers accepted, from the second acceptance on.
create view accepted as
select a.log_id, a.fact_idx, min(a.idx) as idx
from acceptance a
where exists (
  select from acceptance b
  where b.log_id = a.log_id and b.fact_idx = a.fact_idx and b.idx < a.idx and b.officer <> a.officer)
group by a.log_id, a.fact_idx;

-- What each fact touches: an acceptance touches what the fact it accepts did.
create view touching as
select f.log_id, f.idx, coalesce(g.kind, f.kind) as kind, coalesce(g.identity, f.identity) as identity,
       coalesce(g.other, f.other) as other, coalesce(g.source, f.source) as source,
       coalesce(g.corrects, f.corrects) as corrects, coalesce(g.happened_at, f.happened_at) as happened_at
from fact f
left join acceptance a on a.log_id = f.log_id and a.idx = f.idx
left join fact g on g.log_id = a.log_id and g.idx = a.fact_idx;

alter table alert
  alter column record_idx drop not null,   -- an alert may be about no single record
  add column entry_id     uuid,            -- of the entry that raised it
  add column concerns     bigint,          -- index of the alert that was escalated, of the block that lapsed
  add column addressed_to text;            -- officer an escalation goes to; null: every privacy officer
update alert a set entry_id = (
  select (convert_from(e.entry, 'UTF8')::json ->> 'id')::uuid from entry e where e.log_id = a.log_id and e.idx = a.idx);
create index alert_raised on alert (log_id, raised_at, idx);
create index alert_concerns on alert (log_id, concerns, kind) where concerns is not null;

create table alert_acknowledgement (
  log_id    smallint not null,
  idx       bigint   not null,      -- of the act
  alert_idx bigint   not null,
  officer   text     not null,
  note      text     not null,
  made_at   bigint   not null,
  primary key (log_id, idx)
);
create index alert_acknowledgement_alert on alert_acknowledgement (log_id, alert_idx, idx);

-- Who answers for an alert: what the register says of the service that owns the record's source.
create view alert_service as
select a.log_id, a.idx, s.service, s.responsible, s.escalates_to, s.escalate_hours
from alert a
join record r on r.log_id = a.log_id and r.idx = a.record_idx
cross join lateral (
  select v.key as service, v.body ->> 'responsible' as responsible, v.body ->> 'escalates_to' as escalates_to,
         (v.body ->> 'escalate_hours')::bigint as escalate_hours
  from (
    select distinct on (key) key, body::jsonb as body from register
    where log_id = a.log_id and register = 'services'
      and valid_from <= a.raised_at and (valid_to is null or a.raised_at < valid_to)
    order by key, idx desc
  ) v
  where v.body -> 'sources' ? r.source
  order by v.key limit 1
) s;

-- One officer's step about a recipient or a source. What is in force follows from the steps and the time.
create table block (
  log_id  smallint not null,
  idx     bigint   not null,        -- of the act
  kind    text     not null,        -- recipient, source
  code    text     not null,
  step    text     not null,        -- block, confirm, lift
  officer text     not null,
  made_at bigint   not null,
  primary key (log_id, idx)
);

grant select, insert on acceptance, alert_acknowledgement, block to pl_worker;
grant select on accepted, touching, alert_service to pl_worker;
grant select on alert_service to pl_relay;
grant select on acceptance, accepted, touching, alert_acknowledgement, alert_service, block to
  pl_reader, pl_rebuild, pl_erasure;
grant delete on acceptance to pl_erasure;
