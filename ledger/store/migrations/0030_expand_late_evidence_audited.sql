-- The audit makes judgements again that rest on late evidence: whether two officers had accepted it is asked of this view.
grant select on accepted to pl_auditor;
