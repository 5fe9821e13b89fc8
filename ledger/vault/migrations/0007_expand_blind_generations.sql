-- Changing the key of the blind index over (docs/decisions/0015). Generation 1 is made with the key `index`, generation n
-- with `index.n` from the blind of the one before. Rows move from the last one to the next; a generation that was left
-- has no rows and gets none. All rows of one id are of one generation.
create table blind_generation (
  number  int primary key,
  left_at timestamptz
);
insert into blind_generation (number) values (1);

alter table identity add column generation int not null default 1;

grant select on blind_generation to pl_worker, pl_reader, pl_rebuild, pl_relay, pl_keys, pl_auditor;
grant insert on blind_generation, named_key to pl_keys;
grant update (left_at) on blind_generation to pl_keys;
grant select on identity to pl_keys;
grant update (blind, generation) on identity to pl_keys;
