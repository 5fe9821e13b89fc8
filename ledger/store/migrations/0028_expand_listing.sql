-- What pages look up at each request, among all acts: steps of cases since the last look, whose hands a case was in, and
-- the last self-check.
create index intake_step on intake (log_id, intake_id) include (case_id) where case_id is not null;
create index intake_hand on intake (log_id, officer, case_id) where case_id is not null;
create index intake_checked on intake (log_id, made_at, intake_id) where command = 'self-check';
