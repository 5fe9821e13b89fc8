-- What services were asked for in cases (articles 33(1), 34), what came back as events, and which tasks are answered.

-- One row for each source that a step `case task` asks. Of a task that goes out (`announced`) everything else is in
-- `sealed`, under the key of the case: who it is about, what is asked, and the key to which the answer is sealed.
create table task (
  log_id    smallint not null,
  idx       bigint   not null,
  task      uuid     not null,
  case_id   uuid     not null,
  source    text     not null,
  kind      text     not null,    -- data, correction
  due_at    bigint   not null,    -- when its last Japanese day ends
  told_at   bigint   not null,
  announced boolean  not null,
  key_id    bigint   not null,
  sealed    bytea    not null,
  primary key (log_id, idx, source)
);
create index task_id on task (log_id, task);

-- Events by which sources answer. What they say stays sealed to the task's key.
create table task_answer (
  log_id smallint not null,
  idx    bigint   not null,
  task   uuid     not null,
  source text     not null,
  primary key (log_id, idx)
);

-- Answers that stand in a case: of an event (`answer_idx`), or entered by an officer. `read`: one could be read.
create table task_report (
  log_id     smallint not null,
  idx        bigint   not null,
  task       uuid     not null,
  answer_idx bigint,
  read       boolean  not null,
  primary key (log_id, idx)
);
create index task_report_id on task_report (log_id, task);

grant select, insert on task, task_answer, task_report to pl_worker;
grant select on task, task_answer, task_report to pl_reader, pl_rebuild, pl_erasure, pl_auditor;
grant select on task to pl_relay;
-- They go with the case.
grant delete on task, task_report to pl_erasure;
