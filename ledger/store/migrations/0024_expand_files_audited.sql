-- The audit compares files of cases with the acts that attached and destroyed them.
grant select on attachment to pl_auditor;
