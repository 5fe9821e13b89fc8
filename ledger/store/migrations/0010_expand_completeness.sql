-- Alerts about a source or a topic: one that fell silent, one that was made anew.
alter table alert add column about text;
create index alert_about on alert (log_id, kind, about, raised_at) where about is not null;
