-- What a step of a case looks up beside the case: whom officers declared, who is protected, who opened what of late.
create index intake_conflicts on intake (log_id, officer, intake_id) where command = 'case conflicts declare';
create index intake_protect on intake (log_id, case_id) where command = 'case protect';
create index intake_case_open on intake (log_id, made_at) where command = 'case open';
