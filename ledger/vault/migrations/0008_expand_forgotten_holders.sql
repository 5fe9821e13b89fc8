-- Forgetting one holder of an id that changed hands leaves the day on which it did: the row gets a number that nothing
-- was ever told of. Where a stop is kept, the holder whom it binds keeps theirs.
grant update (identity) on identity to pl_erasure;
grant select (identity) on stopped to pl_erasure;
