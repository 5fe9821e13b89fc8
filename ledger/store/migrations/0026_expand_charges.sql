-- Who sees to which group of violations: few among all acts, and looked up together.
create index intake_charge on intake (log_id, intake_id) where command = 'violations own';
