-- Announcements of keys, among the acts of which there are many.
create index intake_announced on intake (log_id, intake_id) where command = 'key announce';
