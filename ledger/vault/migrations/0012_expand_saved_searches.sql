-- How an officer likes to search: filters under a name of their own, sealed, and the columns of the list. No filter names a
-- person, and a name that an officer thought of is nobody else's to read.
create table saved_search (
  search_id uuid   primary key,
  officer   text   not null,
  sealed    bytea  not null,             -- the name, and what the filters say, in codes
  saved_at  bigint not null              -- µs since 1970 UTC
);

create index saved_search_officer on saved_search (officer, saved_at);

create table search_columns (
  officer text   primary key,
  columns text[] not null
);

grant select, insert, update, delete on saved_search, search_columns to pl_staff;
