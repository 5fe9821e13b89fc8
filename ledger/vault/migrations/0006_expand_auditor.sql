-- An audit opens what is sealed, with the master key that is held elsewhere: of the key store it needs wrapped keys and
-- what was destroyed. It adds the key of a day where its own act is the first of that day.
grant usage on schema :schema to pl_auditor;
grant select on identity, key, named_key, master_check, erasure_order, destroyed, schema_migration to pl_auditor;
grant insert on key to pl_auditor;
