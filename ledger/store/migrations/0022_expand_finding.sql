-- Records that were a violation once, by a later judgement: as the first judgements have an index of theirs.
create index judgement_unlawful on judgement (log_id, record_idx, idx) where verdict = 'violation';
