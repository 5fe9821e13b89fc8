-- Requests at the contact window: a case is the acts that carry its number, which is random and names nobody.
alter table intake add column case_id uuid;
create index intake_case on intake (log_id, case_id, intake_id) where case_id is not null;
