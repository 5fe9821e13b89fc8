-- The audit compares time stamps with the heads they are about.
grant select on time_stamp to pl_auditor;
