-- Silence of a source that never spoke, and of one partition beside others that do.

alter table heard
  add column known_at  bigint not null default 0,  -- when the ledger first knew the partition; 0: before this was kept
  add column missed_at bigint;  -- since when nothing comes of it while its source is heard elsewhere; null: not missed
