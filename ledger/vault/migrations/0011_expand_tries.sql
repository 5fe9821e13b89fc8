-- What was tried of late at the console's way in, so that another process, and the same one started anew, know it too. Of
-- whom and from where stands nowhere: a name is a keyed digest of what is counted.
create table tried (
  name  bytea  primary key,
  wrong int    not null,
  last  bigint not null                  -- µs since 1970 UTC
);

create index tried_last on tried (last);

-- A session says under the staff's key for whom and since when it is: one that was written by who has the database and
-- not the key is none. Those that were begun before have ended.
alter table session add column proof bytea;

grant select, insert, update, delete on tried to pl_staff;
