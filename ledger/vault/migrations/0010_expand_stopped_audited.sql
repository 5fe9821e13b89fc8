-- The audit compares whom stops bind after erasure with the stops themselves.
grant select on stopped to pl_auditor;
