-- Whether anybody can make rows like this one, by naming themselves and whence they come: of those the latest are kept.
-- The others are of accounts whose password was right, and of browsers an officer signed in from: no flood pushes them out.
alter table tried add column anybodys boolean not null default true;

create index tried_anybodys on tried (last desc, name) where anybodys;
