-- The audit department reads what the audit compares, and changes nothing: views are made again in temporary tables of
-- its own session. It adds to the intake alone, since an audit is an act like any other look.
grant usage on schema :schema to pl_auditor;
grant select on
  schema_migration, head, entry, sealed, tile, checkpoint, intake, quarantine, position, outbox,
  record, judgement, fact, consent, link, register, conflict, watermark_entry, alert, trace, seen,
  quarantine_resolution, act, stop, stop_acknowledgement, series, omission, acceptance, alert_acknowledgement, block,
  touch, corrected, rules, cause, refusal, counterpart, erased, export
  to pl_auditor;
grant insert on intake to pl_auditor;
