-- Wrapping keys anew is a role of its own: it changes how a key is wrapped, and nothing else.
grant usage on schema :schema to pl_keys;
grant select on key, named_key, schema_migration to pl_keys;
grant update (wrapped) on key, named_key to pl_keys;
