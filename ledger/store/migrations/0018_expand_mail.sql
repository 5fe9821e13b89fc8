-- Mail to people who ask, and files of cases.

-- What waits to be sent: written with the step that causes it, gone with its sending.
create table mail (
  log_id   smallint not null,
  mail_id  uuid     not null,        -- random; the Message-ID is made of it
  case_id  uuid     not null,
  kind     text     not null,        -- news, proof, receipt
  made_at  bigint   not null,        -- µs since 1970 UTC, as below
  due_at   bigint   not null,        -- when it is tried next
  until    bigint   not null,        -- not tried after
  tries    int      not null default 0,
  state    text     not null default 'waiting',  -- or given_up, without content
  key_id   bigint   not null,
  sealed   bytea    not null,        -- who it goes to and what it says, under the case's key
  primary key (log_id, mail_id)
);
create index mail_due on mail (log_id, due_at) where state = 'waiting';

-- Files that came with a case, in parts, each file sealed under a key of its own.
create table attachment (
  log_id        smallint not null,
  attachment_id uuid     not null,   -- random
  part          int      not null,
  case_id       uuid     not null,
  key_id        bigint   not null,
  sealed        bytea    not null,
  primary key (log_id, attachment_id, part)
);

grant select, insert on mail to pl_reader;
grant select on mail to pl_worker;
grant usage on schema :schema to pl_mail;
grant select on schema_migration, head, register to pl_mail;
grant select, insert on intake to pl_mail;
grant select, update, delete on mail to pl_mail;
grant select, insert on attachment to pl_reader;
grant select, delete on attachment to pl_erasure;
