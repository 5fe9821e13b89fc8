-- What the quarantine is asked between batches: which messages have a schema that is known by now, and which are to be
-- read again.
create index quarantine_fingerprint on quarantine (log_id, fingerprint) where reason = 'unknown_fingerprint';
create index quarantine_reread_asked on quarantine_reread (log_id, idx) where reason is null;
