-- The notary's own login at the ledger's database: it reads head and tiles, writes checkpoints, and nothing else.
-- Read by deploy/make-notary.sh, which sets the variable `password`; changes the password where the login is there.
select format('%s role provision_ledger_notary login noinherit password %L',
              case when exists (select from pg_roles where rolname = 'provision_ledger_notary')
                   then 'alter' else 'create' end, :'password') \gexec
grant pl_notary to provision_ledger_notary;
