-- Cluster-wide roles. A login is a member of exactly those it plays and takes one on with SET ROLE.
do $$
declare role_name text;
begin
  foreach role_name in array array[
    'pl_owner', 'pl_worker', 'pl_relay', 'pl_reader', 'pl_rebuild', 'pl_erasure', 'pl_notary', 'pl_keys',
    'pl_auditor', 'pl_staff', 'pl_mail'
  ] loop
    if not exists (select from pg_roles where rolname = role_name) then
      execute format('create role %I nologin', role_name);
    end if;
  end loop;
end
$$;
