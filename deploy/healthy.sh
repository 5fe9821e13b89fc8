#!/bin/sh
# Healthy: the program of this container holds a connection to the ledger in its role ($1). Broker and database may be
# away for a while without harm (it waits for them), so this only says whether it is at work now.
exec python - "$1" <<'PY'
import sys

import psycopg

from ledger.cli.settings import load_settings

with psycopg.connect(load_settings().ledger_dsn, connect_timeout=5) as connection:
    (found,) = connection.execute(
        "select exists (select from pg_stat_activity where application_name = %s and client_addr = inet_client_addr())",
        (sys.argv[1],),
    ).fetchone()
sys.exit(0 if found else 1)
PY
