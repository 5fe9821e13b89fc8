-- The last head that was published before an instant: where the numbers of a month stand.
create index checkpoint_published on checkpoint (log_id, published_at, checkpoint_id);
