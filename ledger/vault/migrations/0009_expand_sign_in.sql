-- How the staff sign in to the console. No view of the log (docs/decisions/0017): nothing here says what an officer may do,
-- which is for the register, nor what they did, which is in the acts. A role of its own: no other process reads it.

create table account (
  officer      text   primary key,
  sealed       bytea  not null,          -- the password's argon2id string and the secret of one-time codes
  invited_by   text   not null,
  enrolled_at  bigint not null,          -- µs since 1970 UTC, as every instant here
  last_code    bigint not null default 0,-- time step of the last one-time code that was taken
  signed_in_at bigint,
  revoked_at   bigint
);

create table invitation (
  digest     bytea  primary key,         -- of the code that was printed once
  officer    text   not null unique,
  sealed     bytea  not null,            -- the secret of one-time codes that enrolment shows
  invited_by text   not null,
  until      bigint not null
);

create table session (
  digest   bytea  primary key,           -- of the cookie
  officer  text   not null,
  begun_at bigint not null,
  seen_at  bigint not null
);

-- Browsers in which an officer has signed in before: guesses made elsewhere do not slow them down.
create table device (
  digest  bytea  primary key,
  officer text   not null,
  until   bigint not null
);

-- Why a session looks at a case: asked once, before the case opens.
create table look (
  session bytea not null references session on delete cascade,
  case_id bytea not null,
  reason  text  not null,
  primary key (session, case_id)
);

grant usage on schema :schema to pl_staff;
grant select on schema_migration, named_key, master_check to pl_staff;
grant select, insert, update, delete on account, invitation, session, device, look to pl_staff;
